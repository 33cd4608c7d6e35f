"""
May one more task be handed out today? Pure: the caps of the campaign and of the house, for one task.

How many there were is counted across leads, so it is asked where a task is created, under a lock, once every other rule
allows it. A task above a cap gets a turn on the first working day that has one left. For a while after work begins, the
tasks of that day are only for those that wait since an earlier one, so that nobody who comes later goes before them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from cadence.campaign import Campaign
from cadence.domain import Attempt, CauseKind, Reason
from cadence.domain.channels import WORK_CHANNEL
from cadence.domain.house import HouseRules
from cadence.domain.task_caps import TaskCap
from cadence.policy.hours.work_dates import ONE_DAY, WorkDate, work_date_after

TURNS_FIRST = timedelta(minutes=15)
"""So long after work begins a day's tasks are only for those whose turn it is."""
OF_CAMPAIGN, OF_HOUSE = "campaign.tasks", "house.tasks"
"""The rules that caps become, each with its place in the list."""
ALL = "all"
"""What a cap counts that names neither a label nor an assignee, in evidence and sentences."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundCap:
    """A cap that is about one task: of its assignee alone, if it counts each on their own."""

    rule: str
    cap: TaskCap
    campaign: str = ""  # counting the tasks of this campaign only; "": of all campaigns
    assign: str = ""  # counting the tasks for this assignee only; "": for all

    @property
    def about(self) -> str:
        """The label and the assignee whose tasks it counts; "" for all."""
        return " · ".join(filter(None, (self.cap.label, self.assign)))

    @property
    def scope(self) -> str:
        """What it counts, in one word: tasks that count together wait for each other."""
        whose = f"campaign {self.campaign}" if self.campaign else "house"
        return f"{whose}/{self.cap.label}/{self.assign}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnsGiven:
    """The last working day for which turns were given to tasks that wait, and how many."""

    day: date | None = None
    count: int = 0


def caps_on(campaign: Campaign, house: HouseRules, label: str, assign: str) -> tuple[BoundCap, ...]:
    """Return the caps that a task with this label, for this assignee, is under: all of them must allow it (law 7)."""
    own = (cap.cap() for cap in campaign.tasks)
    ruled = [(f"{OF_CAMPAIGN}[{place}]", cap, campaign.campaign) for place, cap in enumerate(own)]
    ruled += [(f"{OF_HOUSE}[{place}]", cap, "") for place, cap in enumerate(house.tasks)]
    return tuple(
        BoundCap(rule=rule, cap=cap, campaign=name, assign=assign if cap.each else cap.assign)
        for rule, cap, name in ruled
        if cap.about(label, assign)
    )


def is_capped(campaign: Campaign, house: HouseRules, attempt: Attempt) -> bool:
    """Tell whether a cap may be about an attempt. One about a promised call comes when it has to, whatever the day."""
    caps = campaign.tasks or house.tasks
    return bool(caps) and attempt.channel is WORK_CHANNEL and attempt.cause.kind is CauseKind.STEP


def waits_since_before(attempt: Attempt, today: WorkDate) -> bool:
    """Tell whether a task was due on an earlier working day: then today is its turn."""
    return attempt.due is not None and attempt.due < today.since


@dataclass(frozen=True, slots=True, kw_only=True)
class CapStanding:
    """A cap on the working day on which one more task is due."""

    bound: BoundCap
    today: WorkDate
    handed_out: int  # on this working day
    given: TurnsGiven = TurnsGiven()

    def admits(self, now: datetime, *, turn: bool) -> bool:
        """Tell whether one more task may be handed out now; `turn`: it waits since an earlier day."""
        if self.handed_out >= self.bound.cap.most:
            return False
        somebody_waits = self.given.day is not None and self.given.day >= self.today.day
        return turn or not somebody_waits or now >= self.today.opens + TURNS_FIRST

    def next_turn(self, house: HouseRules) -> tuple[TurnsGiven, datetime]:
        """
        Return the turn of a task that waits: the day, with the turns that are given for it, and when it comes back.

        Where today has tasks left beside the turns that were given for it, it comes once these had their time.
        """
        last, today = self.given.day, self.today.day
        if last == today and self.handed_out < self.bound.cap.most:
            return self.given, self.today.opens + TURNS_FIRST
        if last is not None and last > today:
            same = work_date_after(last - ONE_DAY, house)
            if same.day == last and self.given.count < self.bound.cap.most:
                return TurnsGiven(day=last, count=self.given.count + 1), same.opens
            today = last
        day = work_date_after(today, house)
        return TurnsGiven(day=day.day, count=1), day.opens

    def reason(self, until: datetime) -> Reason:
        """Return why one more task is not handed out, and until when."""
        why = {"why": "turns"} if self.handed_out < self.bound.cap.most else {}
        return Reason(rule=self.bound.rule, evidence=self.evidence | why, until=until)

    @property
    def evidence(self) -> dict[str, Any]:
        """What the cap saw."""
        return {
            "tasks": self.bound.about or ALL,
            "max": self.bound.cap.most,
            "day": self.today.day.isoformat(),
            "counted": {"tasks": self.handed_out},
        }


def in_order(caps: Iterable[BoundCap]) -> list[BoundCap]:
    """Return one cap for each scope, the strictest one, in the order in which they are locked."""
    strictest: dict[str, BoundCap] = {}
    for bound in caps:
        kept = strictest.setdefault(bound.scope, bound)
        if bound.cap.most < kept.cap.most:
            strictest[bound.scope] = bound
    return [strictest[scope] for scope in sorted(strictest)]
