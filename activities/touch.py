"""How is one touch made? Edge: one activity each, named after its channel, so that the history reads as a story."""

from temporalio import activity

from activities.troubles import met
from cadence.domain.payloads import TouchOrder, TouchResult
from cadence.engine.dispatch import Dispatcher, InProgress
from cadence.engine.outcomes import Planner


class TouchActivities:
    """
    A message, a task, a call: each goes through the one door.

    None hears of a cancellation, not even when its worker ends: a POST that is cut off is an answer that is lost.
    """

    def __init__(self, planner: Planner, door: Dispatcher) -> None:
        """Keep what the touches go through."""
        self._planner = planner
        self._door = door

    @activity.defn(no_thread_cancel_exception=True)
    def sms(self, order: TouchOrder) -> TouchResult:
        """Send a text message; it has been done when the carrier has taken it."""
        return self._made(order)

    @activity.defn(no_thread_cancel_exception=True)
    def whatsapp(self, order: TouchOrder) -> TouchResult:
        """Send a WhatsApp message; it has been done when the carrier has taken it."""
        return self._made(order)

    @activity.defn(no_thread_cancel_exception=True)
    def task(self, order: TouchOrder) -> TouchResult:
        """Hand work to one of our people; it has been done when it is on their list."""
        return self._made(order)

    @activity.defn(no_thread_cancel_exception=True)
    def call(self, order: TouchOrder) -> TouchResult:
        """
        Place a call; whoever hears of its end completes this activity by its id.

        When nobody does, this is run again: it finds its own touch in the ledger and asks the carrier. It never dials
        twice.
        """
        return self._made(order)

    def _made(self, order: TouchOrder) -> TouchResult:
        made = met(self._planner, order.enrolment, lambda: self._door.attempt(order.enrolment, order.attempt))
        if isinstance(made, InProgress):
            activity.raise_complete_async()
        return made if isinstance(made, TouchResult) else TouchResult(next=made, step=order.attempt.step)
