"""What do our own people say of their tasks in a rehearsal? Edge: as `cadence tasks` would record it."""

from dataclasses import dataclass, field
from datetime import timedelta

from cadence.domain.clock import Clock
from cadence.engine.outcomes.planner import Planner
from cadence.engine.outcomes.task_results import record_task_result
from cadence.ledger.campaigns.commands import Command
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.touches import task_list
from cadence.ledger.touches.task_list import ListedTask, TaskFilter
from cadence.simulation.people import SimulatedPeople

AT_ONCE = 100
"""The most tasks that are looked at in a moment."""


@dataclass(kw_only=True)
class DemoTeam:
    """People who do most of their tasks in time, decline some, and forget some. The worker notifies the workflows."""

    ledger: Ledger
    clock: Clock
    seed: int
    given: int = 0
    _planner: Planner = field(init=False)

    def __post_init__(self) -> None:
        """Record by the rules of production."""
        self._planner = Planner(self.ledger, self.clock)

    def work(self, campaign: str) -> None:
        """Give the results whose hour has come."""
        with self.ledger.begin() as tx:
            waiting = task_list.listed(tx, TaskFilter(campaign=campaign), closed=False, limit=AT_ONCE)
        for task in waiting:
            self._say(task)

    def _say(self, task: ListedTask) -> None:
        """Give the result of a task, if somebody gives it, once a share of its time is over."""
        if task.due_at is None:
            return
        people = SimulatedPeople(seed=self.seed)
        result, share = people.task_result(task.lead or "", task.enrolment or "", task.reminders)
        begun = task.reminded_at or task.opened_at
        span: timedelta = share * (task.due_at - begun)
        if result is not None and self.clock.now() >= begun + span:
            order = Command(name="task_result", actor="demo team", origin="demo")
            self.given += record_task_result(self._planner, task.id, result, order).event.changed
