"""
Which tasks are handed out, and when? Pure: the caps on tasks of a day, over all leads, as dispatch keeps them.

A task that a cap is about asks here, as a call asks for a place on its floor.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from heapq import heappop, heappush

from cadence.campaign import Campaign
from cadence.domain import Attempt, Facts, Refuse
from cadence.domain.house import HouseRules
from cadence.domain.task_caps import TaskCap
from cadence.planning.assignees import label_and_assignee
from cadence.policy.evaluation.task_caps import (
    BoundCap,
    CapStanding,
    TurnsGiven,
    caps_on,
    in_order,
    is_capped,
    waits_since_before,
)
from cadence.policy.hours.work_dates import WorkDate, work_date_of

TasksOfDay = Counter[tuple[date, str, str]]
"""How many tasks were handed out: working day, label, assignee."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskAsk:
    """A task that waits until its caps let it be handed out."""

    serial: int  # of this lead's asks
    at: datetime
    attempt: Attempt
    caps: tuple[BoundCap, ...]
    expiry: tuple[datetime, Refuse] | None = None  # when its content expires, and what skips the step then


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskTurn:
    """A lead's turn to have its task handed out; with a refusal it comes too late for one, and is skipped."""

    lead: int
    at: datetime
    ask: TaskAsk
    refusal: Refuse | None = None


def caps_of(campaign: Campaign, house: HouseRules, facts: Facts, attempt: Attempt) -> tuple[BoundCap, ...]:
    """Return the caps that are about an attempt; none for what is no task of a step."""
    if not is_capped(campaign, house, attempt):
        return ()
    return tuple(in_order(caps_on(campaign, house, *label_and_assignee(campaign, facts, attempt.cause))))


@dataclass(slots=True, kw_only=True)
class TaskDesk:
    """The tasks that wait for their day."""

    house: HouseRules
    coming: list[tuple[datetime, int, int]] = field(default_factory=list)  # by instant, then by lead
    waiting: dict[int, tuple[datetime, TaskAsk]] = field(default_factory=dict)  # by lead, when it comes
    handed_out: Counter[tuple[str, date]] = field(default_factory=Counter)  # scope of a cap, working day
    given: dict[str, TurnsGiven] = field(default_factory=dict)  # by scope of a cap

    def ask(self, lead: int, ask: TaskAsk) -> None:
        """Put a task into the queue. One that waits already and is planned again keeps its turn."""
        before = self.waiting.get(lead)
        same = before is not None and before[1].attempt.cause == ask.attempt.cause
        self._wait(max(ask.at, before[0]) if before is not None and same else ask.at, lead, ask)

    def forget(self, leads: Iterable[int]) -> None:
        """Forget the tasks of leads whose cadence ended: they take no turn."""
        for lead in leads:
            self.waiting.pop(lead, None)

    def next(self, since: datetime) -> datetime | None:
        """Return when a task may be handed out, at the earliest."""
        self._drop_forgotten()
        return max(self.coming[0][0], since) if self.coming else None

    def serve(self, since: datetime, until: datetime) -> list[TaskTurn]:
        """Return whose tasks are handed out in this period; those above a cap get a later turn."""
        turns: list[TaskTurn] = []
        while (at := self.next(since)) is not None and at < until:
            lead = heappop(self.coming)[1]
            _, ask = self.waiting.pop(lead)
            later = self._later(ask, at)
            if later is None or isinstance(later, Refuse):
                turns.append(TaskTurn(lead=lead, at=at, ask=ask, refusal=later))
            else:
                self._wait(later, lead, ask)
        return turns

    def _wait(self, at: datetime, lead: int, ask: TaskAsk) -> None:
        self.waiting[lead] = (at, ask)
        heappush(self.coming, (at, lead, ask.serial))

    def _drop_forgotten(self) -> None:
        """Drop what is no lead's latest: it was planned again, or its cadence ended."""
        while self.coming:
            at, lead, serial = self.coming[0]
            kept = self.waiting.get(lead)
            if kept is not None and (kept[0], kept[1].serial) == (at, serial):
                return
            heappop(self.coming)

    def _later(self, ask: TaskAsk, now: datetime) -> datetime | Refuse | None:
        """Return the turn of a task above a cap, or what skips it; None for one that is handed out now: it counts."""
        today = work_date_of(now, self.house)
        its_turn = waits_since_before(ask.attempt, today)
        stands = [self._standing(bound, today) for bound in ask.caps]
        reached = [standing for standing in stands if not standing.admits(now, turn=its_turn)]
        for standing in () if reached else stands:
            self.handed_out[standing.bound.scope, today.day] += 1
        turns = [(standing.bound.scope, *standing.next_turn(self.house)) for standing in reached]
        until = max((turn for _, _, turn in turns), default=None)
        if until is not None and ask.expiry is not None and until >= ask.expiry[0]:
            return ask.expiry[1]
        self.given |= {scope: given for scope, given, _ in turns}
        return until

    def _standing(self, bound: BoundCap, today: WorkDate) -> CapStanding:
        count, given = self.handed_out[bound.scope, today.day], self.given.get(bound.scope, TurnsGiven())
        return CapStanding(bound=bound, today=today, handed_out=count, given=given)


def above(caps: Iterable[TaskCap], tasks: TasksOfDay) -> int:
    """Return how many tasks were handed out above a cap: counted from what was done, without the turns."""
    over = 0
    for cap in caps:
        counted: Counter[tuple[date, str]] = Counter()
        for (day, label, assign), count in tasks.items():
            if cap.about(label, assign):
                counted[day, assign if cap.each else ""] += count
        over += sum(max(0, count - cap.most) for count in counted.values())
    return over
