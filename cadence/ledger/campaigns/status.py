"""What is the state of a campaign? Edge: counted in the ledger, for `status` and for the campaign's workflow."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, exists, func, or_, select, true

from cadence.domain import ANSWER, Finish, Move, PauseScope
from cadence.domain.errors import NotFoundError
from cadence.ledger.campaigns.campaigns import StoredCampaign, stored_of
from cadence.ledger.campaigns.enrolment_queue import count_waiting
from cadence.ledger.db.queries import query
from cadence.ledger.tables.campaigns import campaigns, enrolments, pauses, roster
from cadence.ledger.tables.fields import reader
from cadence.ledger.tables.touches import touches

_OF_CAMPAIGN = enrolments.c.campaign_id == bindparam("campaign")

ENDS = query(
    select(enrolments.c.finished, func.count().label("leads"))
    .where(
        _OF_CAMPAIGN,
        # A one-step enrolment after the end (a callback, a confirmation) is not counted as another lead.
        or_(enrolments.c.finished.is_(None), enrolments.c.kind == "cadence"),
    )
    .group_by(enrolments.c.finished),
    "how many leads are open, and why the others finished",
    index="enrolments_campaign",
)
_COUNTED_BY = (touches.c.step, touches.c.channel, touches.c.state, touches.c.outcome, touches.c.answer)
OUTCOMES = query(
    select(*_COUNTED_BY, func.count().label("touches"))
    .where(touches.c.campaign_id == bindparam("campaign"))
    .group_by(*_COUNTED_BY)
    .order_by(*_COUNTED_BY),
    "count touches by step, channel, state, outcome and answer",
    index="touches_campaign",
)
HOLDS = query(
    select(enrolments.c.hold, enrolments.c.hold_key, func.count().label("leads"))
    .where(_OF_CAMPAIGN, enrolments.c.finished.is_(None), enrolments.c.hold.is_not(None))
    .group_by(enrolments.c.hold, enrolments.c.hold_key)
    .order_by(enrolments.c.hold, enrolments.c.hold_key),
    "count a campaign's held leads by hold",
    index="enrolments_open | enrolments_held",
)
NEXT = query(
    select(func.min(enrolments.c.next_at)).where(_OF_CAMPAIGN, enrolments.c.finished.is_(None)),
    "the next wake-up of a campaign's leads",
    index="enrolments_open | enrolments_wakeups",
)
_COUNTED = (
    select(
        func.count().filter(enrolments.c.finished.is_(None)).label("open"),
        func.count().filter(enrolments.c.finished.is_not(None), enrolments.c.kind == "cadence").label("finished"),
    )
    .where(enrolments.c.campaign_id == campaigns.c.id)
    .lateral("counted")
)
COUNTS = query(
    select(
        campaigns,
        _COUNTED,
        select(func.count())
        .where(roster.c.campaign_id == campaigns.c.id, roster.c.taken_at.is_(None))
        .scalar_subquery()
        .label("waiting"),
        exists()
        .where(
            pauses.c.until.is_(None),
            or_(
                and_(pauses.c.scope == PauseScope.ALL.value, pauses.c.value == ""),
                and_(pauses.c.scope == PauseScope.CAMPAIGN.value, pauses.c.value == campaigns.c.name),
            ),
        )
        .label("paused"),
    )
    .join_from(campaigns, _COUNTED, true())
    .where(campaigns.c.name == bindparam("campaign")),
    "whether leads may enter a campaign, and how many wait, are open and have finished",
    index="campaigns_name_key, enrolments_campaign, roster_waiting | roster_one_waiting, pauses_one_open",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeCount:
    """How many touches of a step have this state, outcome and answer."""

    step: str
    channel: str
    state: str
    outcome: str | None
    count: int
    answer: str = ""


_outcomes = reader(OutcomeCount, count="touches")


@dataclass(frozen=True, slots=True, kw_only=True)
class StepCount:
    """The outcomes of one step on one channel."""

    step: str
    channel: str
    touches: int
    outcomes: dict[str, int]  # outcome (state while there is none) -> touches
    answers: dict[str, int] = field(default_factory=dict)  # reply.yes -> touches


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How many of a campaign's leads wait, are open and have finished."""

    waiting: int  # in the enrolment queue
    open: int
    finished: dict[str, int] = field(default_factory=dict)  # reason -> leads

    @property
    def leads(self) -> int:
        """The number of all leads."""
        return self.waiting + self.open + sum(self.finished.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignCounts:
    """A campaign with what decides whether leads may enter it, counted as for `Progress`."""

    campaign: StoredCampaign
    paused: bool  # a pause covers the whole campaign: nobody is enrolled until it ends
    waiting: int  # in the enrolment queue
    open: int
    finished: int

    def after(self, taken: int, moves: Sequence[Move]) -> "CampaignCounts":
        """Return the counts after so many were taken from the queue and these first moves were written."""
        ended = sum(isinstance(move, Finish) for move in moves)
        opened = self.open + len(moves) - ended
        return replace(self, waiting=self.waiting - taken, open=opened, finished=self.finished + ended)


_counts = reader(CampaignCounts, campaign=stored_of)


def progress(connection: Connection, campaign: int) -> Progress:
    """Return how many of a campaign's leads wait, are open and have finished."""
    ends = {row.finished: row.leads for row in connection.execute(ENDS, {"campaign": campaign})}
    return Progress(waiting=count_waiting(connection, campaign), open=ends.pop(None, 0), finished=ends)


def counts(connection: Connection, campaign: str) -> CampaignCounts:
    """Return a campaign with its counts, all of the same instant. Raises NotFoundError."""
    row = connection.execute(COUNTS, {"campaign": campaign}).first()
    if row is None:
        raise NotFoundError(f"There is no campaign {campaign}. `cadence list` shows those that are.")
    return _counts(row)


def outcomes(connection: Connection, campaign: int) -> list[OutcomeCount]:
    """Return the number of touches by step, channel, state, outcome and answer."""
    return [_outcomes(row) for row in connection.execute(OUTCOMES, {"campaign": campaign})]


def steps(connection: Connection, campaign: int, order: Sequence[str]) -> list[StepCount]:
    """
    Return the outcomes and answers of each step, in this order.

    Confirmations and callbacks, which have no step, come last.
    """
    counted: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    answers: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in outcomes(connection, campaign):
        key = row.step or "confirmation", row.channel
        counted[key][row.outcome or row.state] += row.count
        if row.answer:
            answers[key][f"{ANSWER}{row.answer}"] += row.count
    place = {step: at for at, step in enumerate(order)}
    return [
        StepCount(
            step=step,
            channel=channel,
            touches=by_outcome.total(),
            outcomes=dict(by_outcome),
            answers=dict(answers[step, channel]),
        )
        for (step, channel), by_outcome in sorted(counted.items(), key=lambda item: place.get(item[0][0], len(place)))
    ]


def held(connection: Connection, campaign: int) -> dict[tuple[str, str], int]:
    """Return how many of a campaign's leads wait under each hold: (hold, key) -> leads."""
    rows = connection.execute(HOLDS, {"campaign": campaign})
    return {(row.hold, row.hold_key): row.leads for row in rows}


def next_wakeup(connection: Connection, campaign: int) -> datetime | None:
    """Return the next wake-up of a campaign's leads; None when there is none."""
    next_at: datetime | None = connection.execute(NEXT, {"campaign": campaign}).scalar()
    return next_at
