"""Which calls were promised in a campaign, and what came of them? Edge: row by row, for the proof."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, Row

from cadence.domain import PROMISE_HELD, PROMISE_MISSED, CauseKind, Outcome, TouchState
from cadence.domain.channels import WORK_CHANNEL
from cadence.domain.outcomes import NEVER_RANG
from cadence.ledger.db.queries import sql

PROMISES = sql(
    """
    SELECT b.id, b.lead_id, b.at, b.canceled_at, e.finished, e.finished_at, t.id AS touch, t.cause_kind, t.step,
           t.at AS made_at, t.due, t.channel, t.state, t.rules
    FROM callbacks b JOIN enrolments e ON e.id = b.enrolment_id JOIN campaigns c ON c.id = e.campaign_id
         LEFT JOIN touches t ON t.lead_id = b.lead_id AND t.cause_ref = CAST(b.id AS text)
             AND t.cause_kind IN ('callback', 'announcement')
    WHERE c.name = :campaign ORDER BY b.at, b.id, t.at, t.id
    """,
    "every callback of a campaign, its calls, and the messages that announced another time",
    index="",
)
OPEN = sql(
    """
    SELECT count(*) FROM callbacks b JOIN enrolments e ON e.id = b.enrolment_id
    WHERE e.campaign_id = :campaign AND e.finished IS NULL AND b.canceled_at IS NULL AND NOT EXISTS (
        SELECT FROM touches t
        WHERE t.lead_id = b.lead_id AND t.cause_ref = CAST(b.id AS text) AND (
            (t.cause_kind = 'callback' AND (t.state = 'skipped'
                OR (t.state = 'settled' AND t.outcome <> ALL(CAST(:unkept AS text[])))))
            OR (t.cause_kind = 'announcement' AND t.step = 'missed')))
    """,
    "how many callbacks would stay without a call if the campaign stopped: read once, before the stop",
    index="",
)
NOTICE_STEPS = ("moved", PROMISE_MISSED, PROMISE_HELD)
"""The steps that announce another time, or a call that was not made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseNotice:
    """A message to the person about their callback, or a task for one of our people to tell them."""

    touch: str
    at: datetime
    until: datetime | None  # the time that the message names
    task: bool


@dataclass(slots=True, kw_only=True)
class PromiseRow:
    """One promised call."""

    id: str
    lead: str
    at: datetime
    ended: datetime | None  # canceled, or refused because the person is suppressed
    finished: datetime | None  # its enrolment
    end: str
    tries: list[str] = field(default_factory=list)
    notices: list[PromiseNotice] = field(default_factory=list)


def promises(connection: Connection, campaign: str) -> list[PromiseRow]:
    """Return every promised call of a campaign, the earliest first."""
    promised: dict[str, PromiseRow] = {}
    for row in connection.execute(PROMISES, {"campaign": campaign}):
        promise = promised.setdefault(
            str(row.id),
            PromiseRow(
                id=str(row.id),
                lead=str(row.lead_id),
                at=row.at,
                ended=row.canceled_at,
                finished=row.finished_at,
                end=row.finished or "",
            ),
        )
        if row.touch is not None:
            _add(promise, row)
    return list(promised.values())


def count_open(connection: Connection, campaign: int) -> int:
    """Count the promised calls of a campaign that were neither made nor announced as missed."""
    unkept = sorted(outcome.value for outcome in NEVER_RANG | {Outcome.ABANDONED})
    return int(connection.execute(OPEN, {"campaign": campaign, "unkept": unkept}).scalar_one())


def _add(promise: PromiseRow, row: Row[tuple[object, ...]]) -> None:
    """Add a touch to the callback that it is about."""
    if row.cause_kind == CauseKind.CALLBACK:
        promise.tries.append(str(row.touch))
        if row.state == TouchState.SKIPPED and any(rule.startswith("suppression") for rule in row.rules):
            promise.ended = min(promise.ended or row.made_at, row.made_at)
    elif row.step in NOTICE_STEPS and row.state != TouchState.SKIPPED:
        task = row.channel == WORK_CHANNEL
        promise.notices.append(PromiseNotice(touch=str(row.touch), at=row.made_at, until=row.due, task=task))
