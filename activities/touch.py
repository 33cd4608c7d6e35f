"""How is a lead planned, and one touch made? Edge: one activity per channel, named after it, for readable histories."""

from collections.abc import Callable
from dataclasses import dataclass

from temporalio import activity

from activities.troubles import guarded
from cadence.domain import Channel, Move
from cadence.domain.payloads import PlanOrder, PlanResult, TouchOrder, TouchResult
from cadence.engine.dispatch.attempt import Dispatcher, InProgress
from cadence.engine.outcomes.planner import Planner
from cadence.ledger.db import locks

TouchActivity = Callable[[TouchOrder], TouchResult]


@dataclass(frozen=True, slots=True)
class PlanActivities:
    """Plans a lead that was woken."""

    planner: Planner

    @activity.defn
    def plan(self, order: PlanOrder) -> PlanResult:
        """Plan again, and store the plan in the transaction that read the state."""
        return PlanResult(next=guarded(self.planner, order.enrolment, lambda: self._plan(order.enrolment)))

    def _plan(self, enrolment: str) -> Move:
        with self.planner.begin() as unit:
            locks.lock_for_touch(unit.tx, enrolment, clock=self.planner.clock)
            return unit.plan(enrolment)


@dataclass(frozen=True, slots=True)
class TouchActivities:
    """
    Makes messages, tasks and calls, all through the dispatcher.

    No activity is interrupted by a cancellation, not even when its worker ends: an interrupted POST is a lost answer.
    """

    planner: Planner
    dispatcher: Dispatcher

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
        enrolment, attempt = order.enrolment, order.attempt
        result = guarded(self.planner, enrolment, lambda: self.dispatcher.attempt(enrolment, attempt))
        if isinstance(result, InProgress):
            activity.raise_complete_async()
        return result if isinstance(result, TouchResult) else TouchResult(next=result, step=attempt.step)
