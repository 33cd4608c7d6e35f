"""How is one touch made? Edge: one activity per channel, named after it, so that a workflow history is readable."""

from collections.abc import Callable

from temporalio import activity

from activities.troubles import guarded
from cadence.domain import Channel
from cadence.domain.payloads import TouchOrder, TouchResult
from cadence.engine.dispatch import Dispatcher, InProgress
from cadence.engine.outcomes import Planner

TouchActivity = Callable[[TouchOrder], TouchResult]


class TouchActivities:
    """
    Makes messages, tasks and calls, all through the dispatcher.

    No activity is interrupted by a cancellation, not even when its worker ends: an interrupted POST is a lost answer.
    """

    def __init__(self, planner: Planner, dispatcher: Dispatcher) -> None:
        """Keep the collaborators."""
        self._planner = planner
        self._dispatcher = dispatcher

    def of(self, channel: Channel) -> TouchActivity:
        """
        Return the activity that makes the touches of one channel.

        A message or a task is done when it has been handed over. A call is done when it ends: the process that receives
        the carrier's report completes the activity by its id. If none does, the activity runs again, finds its own
        touch in the ledger and asks the carrier. It never dials twice.
        """

        @activity.defn(name=channel.value, no_thread_cancel_exception=True)
        def touch(order: TouchOrder) -> TouchResult:
            return self._make(order)

        return touch

    def _make(self, order: TouchOrder) -> TouchResult:
        result = guarded(
            self._planner, order.enrolment, lambda: self._dispatcher.attempt(order.enrolment, order.attempt)
        )
        if isinstance(result, InProgress):
            activity.raise_complete_async()
        return result if isinstance(result, TouchResult) else TouchResult(next=result, step=order.attempt.step)
