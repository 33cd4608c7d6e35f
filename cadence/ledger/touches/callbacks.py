"""Which calls did we promise, and what came of them? Edge: one promised call (callback) per request."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from sqlalchemy import Connection, Row, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert

from cadence.domain import PROMISE_HELD, PROMISE_MISSED, Callback, CauseKind, Outcome, TouchState
from cadence.domain.channels import WORK_CHANNEL
from cadence.domain.outcomes import NEVER_RANG
from cadence.ledger.db.queries import query, sql
from cadence.ledger.tables.answers import callbacks
from cadence.ledger.tables.base import INSTANT
from cadence.ledger.tables.fields import reader, row_of

BY_REF = query(
    select(callbacks).where(callbacks.c.ref == bindparam("ref"), callbacks.c.replaced_by.is_(None)),
    "the callback that a request has made already",
    index="callbacks_ref",
)
CANCEL = query(
    update(callbacks)
    .where(callbacks.c.id == bindparam("callback"), callbacks.c.canceled_at.is_(None))
    .values(canceled_at=bindparam("now")),
    "cancel a callback that the person no longer wants",
    index="callbacks_pkey",
)
REPLACE = query(
    update(callbacks)
    .where(callbacks.c.id == bindparam("callback"), callbacks.c.replaced_by.is_(None))
    .values(
        canceled_at=func.coalesce(callbacks.c.canceled_at, bindparam("now", type_=INSTANT)),
        replaced_by=bindparam("successor"),
    ),
    "replace a callback whose time was corrected",
    index="callbacks_pkey",
)
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
COUNT_OPEN = sql(
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
class OpenPromise:
    """A callback with its lead and the enrolment that makes the call."""

    callback: Callback
    lead: str
    enrolment: str


_callback = reader(Callback, canceled=lambda row: row.canceled_at is not None)
_open_promise = reader(OpenPromise, callback=_callback)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCallback:
    """
    A callback to promise. `ref` is the inbound message, touch or command that asked for it; each makes one callback.

    `instead_of` are ids of callbacks that this one replaces, not yet kept. Their rows stay and name the new one.
    """

    lead: str
    enrolment: str
    at: datetime
    ref: str
    id: str = field(default_factory=lambda: str(uuid4()))
    number: int | None = None
    instead_of: tuple[str, ...] = ()


def promise(connection: Connection, callback: NewCallback, *, at: datetime) -> Callback:
    """Write a callback and return it, or the one that its request made before. The caller has locked the lead."""
    for replaced in callback.instead_of:
        connection.execute(REPLACE, {"callback": replaced, "successor": callback.id, "now": at})
    values = row_of(callback, without={"instead_of"}) | {"asked_at": at}
    connection.execute(insert(callbacks).values(**values).on_conflict_do_nothing())
    return _callback(connection.execute(BY_REF, {"ref": callback.ref}).one())


def find(connection: Connection, ref: str) -> OpenPromise | None:
    """Return the callback that a request has made, as last corrected; None when there is none."""
    row = connection.execute(BY_REF, {"ref": ref}).first()
    return _open_promise(row) if row else None


def cancel(connection: Connection, callback: str, *, at: datetime) -> bool:
    """Cancel a callback; False when it was canceled before or does not exist."""
    return connection.execute(CANCEL, {"callback": callback, "now": at}).rowcount == 1


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


def of_campaign(connection: Connection, campaign: str) -> list[PromiseRow]:
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
    return int(connection.execute(COUNT_OPEN, {"campaign": campaign, "unkept": unkept}).scalar_one())


def _add(promise: PromiseRow, row: Row[tuple[object, ...]]) -> None:
    """Add a touch to the callback that it is about."""
    if row.cause_kind == CauseKind.CALLBACK:
        promise.tries.append(str(row.touch))
        if row.state == TouchState.SKIPPED and any(rule.startswith("suppression") for rule in row.rules):
            promise.ended = min(promise.ended or row.made_at, row.made_at)
    elif row.step in NOTICE_STEPS and row.state != TouchState.SKIPPED:
        task = row.channel == WORK_CHANNEL
        promise.notices.append(PromiseNotice(touch=str(row.touch), at=row.made_at, until=row.due, task=task))
