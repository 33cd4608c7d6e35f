"""How is one touch made? Edge: one activity per channel, named after it, so that a workflow history is readable."""

from temporalio import activity

from activities.troubles import guarded
from cadence.domain.payloads import TouchOrder, TouchResult
from cadence.engine.dispatch import Dispatcher, InProgress
from cadence.engine.outcomes import Planner


class TouchActivities:
    """
    Makes messages, tasks and calls, all through the dispatcher.

    No activity is interrupted by a cancellation, not even when its worker ends: an interrupted POST is a lost answer.
    """

    def __init__(self, planner: Planner, dispatcher: Dispatcher) -> None:
        """Keep the collaborators."""
        self._planner = planner
        self._dispatcher = dispatcher

    @activity.defn(no_thread_cancel_exception=True)
    def sms(self, order: TouchOrder) -> TouchResult:
        """Send a text message; it is done when the carrier has accepted it."""
        return self._make(order)

    @activity.defn(no_thread_cancel_exception=True)
    def whatsapp(self, order: TouchOrder) -> TouchResult:
        """Send a WhatsApp message; it is done when the carrier has accepted it."""
        return self._make(order)

    @activity.defn(no_thread_cancel_exception=True)
    def task(self, order: TouchOrder) -> TouchResult:
        """Create a task for our own staff; it is done when it is on their list."""
        return self._make(order)

    @activity.defn(no_thread_cancel_exception=True)
    def call(self, order: TouchOrder) -> TouchResult:
        """
        Place a call; the process that receives its end completes this activity by its id.

        If none does, the activity runs again: it finds its own touch in the ledger and asks the carrier. It never dials
        twice.
        """
        return self._make(order)

    def _make(self, order: TouchOrder) -> TouchResult:
        result = guarded(
            self._planner, order.enrolment, lambda: self._dispatcher.attempt(order.enrolment, order.attempt)
        )
        if isinstance(result, InProgress):
            activity.raise_complete_async()
        return result if isinstance(result, TouchResult) else TouchResult(next=result, step=order.attempt.step)
