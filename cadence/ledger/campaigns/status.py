"""How does a campaign stand? Edge: counted in the ledger, for people and for the campaign's workflow."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, or_, select

from cadence.ledger.campaigns.enrolment_queue import count_waiting
from cadence.ledger.db.queries import named
from cadence.ledger.tables import enrolments, touches

ENDS = named(
    select(enrolments.c.finished, func.count().label("leads"))
    .where(
        enrolments.c.campaign_id == bindparam("campaign"),
        # One touch after the end (a callback, a confirmation) is no second end of the same lead.
        or_(enrolments.c.finished.is_(None), enrolments.c.kind == "cadence"),
    )
    .group_by(enrolments.c.finished),
    "count_ends",
    "how many leads are open, and why the others finished",
    index="enrolments_campaign",
)
OUTCOMES = named(
    select(touches.c.step, touches.c.channel, touches.c.state, touches.c.outcome, func.count().label("touches"))
    .where(touches.c.campaign_id == bindparam("campaign"))
    .group_by(touches.c.step, touches.c.channel, touches.c.state, touches.c.outcome)
    .order_by(touches.c.step, touches.c.channel, touches.c.state, touches.c.outcome),
    "count_outcomes",
    "what came of each step",
    index="touches_campaign",
)
HOLDS = named(
    select(enrolments.c.hold, enrolments.c.hold_key, func.count().label("leads"))
    .where(
        enrolments.c.campaign_id == bindparam("campaign"),
        enrolments.c.finished.is_(None),
        enrolments.c.hold.is_not(None),
    )
    .group_by(enrolments.c.hold, enrolments.c.hold_key)
    .order_by(enrolments.c.hold, enrolments.c.hold_key),
    "count_holds_of_campaign",
    "what a campaign's leads wait for",
    index="enrolments_open | enrolments_held",
)
NEXT = named(
    select(func.min(enrolments.c.next_at)).where(
        enrolments.c.campaign_id == bindparam("campaign"), enrolments.c.finished.is_(None)
    ),
    "next_of_campaign",
    "when a campaign does something again",
    index="enrolments_open | enrolments_wakeups",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeCount:
    """So many touches of a step stand so."""

    step: str
    channel: str
    state: str
    outcome: str | None
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StepCount:
    """What came of one step on one channel."""

    step: str
    channel: str
    touches: int
    outcomes: dict[str, int]  # outcome, or state while there is none -> touches


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where a campaign's leads are."""

    waiting: int  # on the roster
    open: int
    finished: dict[str, int] = field(default_factory=dict)  # reason -> leads

    @property
    def leads(self) -> int:
        """All of them."""
        return self.waiting + self.open + sum(self.finished.values())


def progress(connection: Connection, campaign: int) -> Progress:
    """Return where a campaign's leads are."""
    ends = {row.finished: row.leads for row in connection.execute(ENDS, {"campaign": campaign})}
    return Progress(waiting=count_waiting(connection, campaign), open=ends.pop(None, 0), finished=ends)


def outcomes(connection: Connection, campaign: int) -> list[OutcomeCount]:
    """Return what came of each step."""
    rows = connection.execute(OUTCOMES, {"campaign": campaign})
    return [
        OutcomeCount(step=row.step, channel=row.channel, state=row.state, outcome=row.outcome, count=row.touches)
        for row in rows
    ]


def steps(connection: Connection, campaign: int, order: Sequence[str]) -> list[StepCount]:
    """Return what came of each step, in this order; what belongs to none (a confirmation, a callback) comes last."""
    counted: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for one in outcomes(connection, campaign):
        counted[one.step or "confirmation", one.channel][one.outcome or one.state] += one.count
    place = {step: at for at, step in enumerate(order)}
    return [
        StepCount(step=step, channel=channel, touches=sum(found.values()), outcomes=dict(found))
        for (step, channel), found in sorted(counted.items(), key=lambda item: place.get(item[0][0], len(place)))
    ]


def held(connection: Connection, campaign: int) -> dict[tuple[str, str], int]:
    """Return how many of a campaign's leads wait for what: (hold, key) -> leads."""
    rows = connection.execute(HOLDS, {"campaign": campaign})
    return {(row.hold, row.hold_key): row.leads for row in rows}


def next_wakeup(connection: Connection, campaign: int) -> datetime | None:
    """Return when the next lead of a campaign wakes; None when nobody will."""
    found: datetime | None = connection.execute(NEXT, {"campaign": campaign}).scalar()
    return found
