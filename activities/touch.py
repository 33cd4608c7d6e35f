"""
How is a lead planned, and one touch made? Edge: one activity per channel, named after it, for readable histories.

Here alone is decided whether an activity that failed is tried again. After an outage it is tried again for ever; a
short wait for a place or a slot counts as no failure. An unexpected error is counted in the ledger and ends, after ten
in a row, as a hold with an id that is also in the log (protocol §3.8).
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from uuid import uuid4

from temporalio import activity
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory

from cadence.domain import Attempt, Channel, Finish, HoldName, Move, Wait
from cadence.domain.errors import CadenceError, NotFoundError, UnavailableError
from cadence.domain.payloads import PlanOrder, PlanResult, TouchOrder, TouchResult
from cadence.engine.dispatch.attempt import Dispatcher, InProgress
from cadence.engine.dispatch.waiting import NotNowError
from cadence.engine.outcomes.planner import Planner
from cadence.ledger.campaigns import enrolment_rows, enrolments
from cadence.ledger.db import locks

log = logging.getLogger(__name__)

TRIES = 10
"""After this many unexpected errors in a row the lead is held."""
GONE = "not_in_ledger"
"""The reason when a workflow ends because its lead is not in the ledger: the ledger was created anew."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PlanActivities:
    """
    Plans a lead that was woken.

    A plan that takes too long inside a workflow's task is not interrupted: an interrupted transaction loses its
    connection, and would be counted as an unexpected error although the ledger was only slow.
    """

    planner: Planner

    @activity.defn(no_thread_cancel_exception=True)
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
    listens: Callable[[], bool]  # whether what people wrote while no worker ran has been read

    def of(self, channel: Channel) -> Callable[[TouchOrder], TouchResult]:
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

    def decided(self, channel: Channel) -> Callable[[TouchOrder], TouchResult]:
        """
        Return the activity for what leaves nothing on one channel: a step that a rule refuses, or a task.

        It has the same name as the one that sends, so that the history tells the same story.
        """

        @activity.defn(name=channel.value, no_thread_cancel_exception=True)
        def decide(order: TouchOrder) -> TouchResult:
            return self._decide(order)

        return decide

    def _decide(self, order: TouchOrder) -> TouchResult:
        if not self.listens():
            raise ApplicationError(
                "what was missed is not read yet", type="NotNow", category=ApplicationErrorCategory.BENIGN
            )
        enrolment, attempt = order.enrolment, order.attempt
        return _as_result(attempt, guarded(self.planner, enrolment, lambda: self.dispatcher.decide(enrolment, attempt)))

    def _make(self, order: TouchOrder) -> TouchResult:
        enrolment, attempt = order.enrolment, order.attempt
        result = guarded(self.planner, enrolment, lambda: self.dispatcher.attempt(enrolment, attempt))
        if isinstance(result, InProgress):
            activity.raise_complete_async()
        return _as_result(attempt, result)


def _as_result(attempt: Attempt, result: TouchResult | Wait | Finish) -> TouchResult:
    """Return the activity's answer, also after an error."""
    return result if isinstance(result, TouchResult) else TouchResult(next=result, step=attempt.step)


def guarded(planner: Planner, enrolment: str, work: Callable[[], T]) -> T | Wait | Finish:
    """Return the result of `work`, or the move after a failure. Raises ApplicationError to be tried again."""
    try:
        return work()
    except NotNowError as later:
        raise ApplicationError(
            str(later), type="NotNow", next_retry_delay=later.after, category=ApplicationErrorCategory.BENIGN
        ) from None
    except UnavailableError as outage:
        raise ApplicationError(str(outage), type="Unavailable") from None
    except Exception as error:  # noqa: BLE001  any error: it must neither lose the lead nor be tried for ever
        return _counted(planner, enrolment, error)


def _counted(planner: Planner, enrolment: str, error: Exception) -> Wait | Finish:
    """Count an unexpected error; raise it without its message, which may contain anything, or hold the lead."""
    name = uuid4().hex[:12]
    log.error("unexpected error", exc_info=error, extra={"action": "trouble", "error": name, "enrolment": enrolment})
    held = Wait(hold=HoldName.ENGINE, key=name)
    try:
        with planner.begin() as unit:
            finished = enrolment_rows.get(unit.tx, enrolment).enrolment.finished
            if finished is not None:
                return Finish(reason=finished)
            if enrolments.count_error(unit.tx, enrolment) >= TRIES:
                enrolments.set_move(unit.tx, enrolment, held, at=unit.now)
                return held
    except NotFoundError:
        return Finish(reason=GONE)
    except CadenceError as outage:
        raise ApplicationError(str(outage), type=type(outage).__name__) from None
    raise ApplicationError(f"error {name}: the worker's log has the details", type=type(error).__name__) from None
