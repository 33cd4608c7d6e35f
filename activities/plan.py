"""What comes next for a lead that was woken? Edge: read and planned under the lead's lock."""

from temporalio import activity

from activities.troubles import guarded
from cadence.domain import Move
from cadence.domain.payloads import PlanOrder, PlanResult
from cadence.engine.outcomes import Planner
from cadence.ledger.db import locks


class PlanActivities:
    """Plans a lead that was woken."""

    def __init__(self, planner: Planner) -> None:
        """Keep the collaborator."""
        self._planner = planner

    @activity.defn
    def plan(self, order: PlanOrder) -> PlanResult:
        """Plan again, and store the plan in the transaction that read the state."""
        return PlanResult(next=guarded(self._planner, order.enrolment, lambda: self._plan(order.enrolment)))

    def _plan(self, enrolment: str) -> Move:
        with self._planner.begin() as unit:
            locks.lock_for_touch(unit.tx, enrolment, clock=unit.planner.clock)
            case = self._planner.case(unit.tx, enrolment)
            move = self._planner.next(case, unit.now)
            unit.store(case, move)
        return move
