"""Which touches are there? Edge: reading; `touches.py` writes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Table,
    Text,
    any_,
    bindparam,
    func,
    literal,
    literal_column,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY

from cadence.domain import Cause, CauseKind, Channel, Move, Touch, TouchState
from cadence.domain.errors import NotFoundError
from cadence.domain.outcomes import REFUSALS
from cadence.domain.senders import SERVICE
from cadence.domain.spellings import spellings
from cadence.domain.touch_record import Stored as Stored  # noqa: PLC0414  re-exported
from cadence.domain.trials import OWN_DAY, REAL_FIRST
from cadence.ledger.db.queries import among, query, sql
from cadence.ledger.tables.campaigns import campaigns, enrolments
from cadence.ledger.tables.fields import MOVE, Broken, readable, reader
from cadence.ledger.tables.people import accounts
from cadence.ledger.tables.touches import OPEN, texts, touches

YOUNG = timedelta(minutes=10)
"""For this long after a message was sent, the carrier may still report on it."""

_SOURCE = touches.join(campaigns, campaigns.c.id == touches.c.campaign_id).outerjoin(
    accounts, accounts.c.id == touches.c.account_id
)
_ROW = select(
    touches, campaigns.c.name.label("campaign"), func.coalesce(accounts.c.key, "").label("account")
).select_from(_SOURCE)

WRITTEN: tuple[Table | ColumnElement[Any], ...] = (
    touches,
    literal_column("(SELECT name FROM campaigns WHERE campaigns.id = touches.campaign_id)").label("campaign"),
    literal_column("coalesce((SELECT key FROM accounts WHERE accounts.id = touches.account_id), '')").label("account"),
)
"""The columns of `_ROW`, for a statement that writes a touch and returns it."""

BY_ID = query(_ROW.where(touches.c.id == bindparam("touch")), "the touch that a webhook names", index="touches_pkey")
WITH_MOVE = query(
    _ROW.add_columns(enrolments.c.move)
    .join(enrolments, enrolments.c.id == touches.c.enrolment_id)
    .where(touches.c.id == bindparam("touch")),
    "a touch with what is planned for its lead",
    index="touches_pkey, enrolments_pkey | enrolments_id_lead_id_campaign_id_key",
)
WITH_WORDS = query(
    select(*_ROW.selected_columns, func.coalesce(texts.c.body, "").label("words"), texts.c.variables)
    .select_from(_SOURCE.outerjoin(texts, texts.c.touch_id == touches.c.id))
    .where(touches.c.id == bindparam("touch")),
    "a touch with the words that it says",
    index="touches_pkey, texts_pkey",
)
BY_SID = query(_ROW.where(touches.c.sid == bindparam("sid")), "the touch with a carrier's id", index="touches_sid")
BY_KEY = query(
    _ROW.where(
        touches.c.lead_id == bindparam("lead"),
        touches.c.cause_kind == bindparam("kind"),
        touches.c.cause_ref == bindparam("ref"),
        touches.c.cause_lap == bindparam("lap"),
        touches.c.attempt == bindparam("attempt"),
        touches.c.cause_enrolment.is_not_distinct_from(bindparam("scope")),
    ),
    "the touch that was already made for this lead, cause and attempt",
    index="touches_key",
)
OPEN_SINCE_BEFORE = query(
    _ROW.where(OPEN, touches.c.at < bindparam("before"), among(touches.c.channel, "channels"))
    .where(touches.c.status.is_distinct_from("in-progress"))
    .order_by(touches.c.at)
    .limit(bindparam("limit")),
    "touches whose end the carrier should have reported by now, without calls in conversation, oldest first",
    index="touches_open",
)
STILL_UNWANTED = """
    touches.state IN ('reserved', 'unknown', 'carried')
        AND touches.channel = 'call' AND touches.sid IS NOT NULL AND touches.status <> 'in-progress'
        AND (c.state <> 'running'
            OR EXISTS (SELECT FROM enrolments e WHERE e.id = touches.enrolment_id AND e.finished IS NOT NULL)
            OR EXISTS (SELECT FROM numbers n -- what a suppression that covers this call would say
            CROSS JOIN (VALUES
                ('everything', ''), ('purpose', touches.purpose), ('campaign', c.name), ('channel', touches.channel)
            ) AS closed (scope, value)
            JOIN LATERAL (
                SELECT s.lifted FROM suppressions s
                WHERE s.hmac = n.hmac AND s.scope = closed.scope AND s.value = closed.value
                ORDER BY s.id DESC LIMIT 1
            ) AS last ON NOT last.lifted
            WHERE n.id = touches.number_id
        ))"""
"""The condition of a call, in a campaign `c`, that still rings although it, its enrolment or its number was closed."""
UNWANTED = sql(
    f"""
    SELECT touches.id, touches.sid
    FROM touches JOIN campaigns c ON c.id = touches.campaign_id
    WHERE {STILL_UNWANTED} AND (CAST(:leads AS uuid[]) IS NULL OR touches.lead_id = ANY (:leads))
    ORDER BY touches.at DESC
    LIMIT :limit""",  # noqa: S608  our own words
    "calls that still ring although their campaign was closed or a suppression covers them, newest first",
    index="touches_open, numbers_pkey, suppressions_latest",
)
LAST_OF_SENDER = sql(
    """
    SELECT touches.lead_id, touches.code
    FROM touches JOIN touches one ON one.id = :touch AND touches.campaign_id = one.campaign_id
    WHERE touches.at >= :since AND touches.sender = one.sender AND touches.channel = one.channel
        AND touches.state = 'settled' AND NOT (touches.outcome = 'sent' AND touches.at > :young)
    ORDER BY touches.at DESC
    LIMIT :count""",
    "the last touches of a sender in a campaign, without those the carrier may still report on",
    index="touches_campaign, touches_pkey",
)
UNREPORTED = sql(
    """
    SELECT touches.id, touches.channel, touches.sid, touches.at FROM touches
    WHERE touches.state = 'settled' AND touches.outcome = 'sent' AND touches.at > :since AND touches.at <= :before
        AND touches.sid IS NOT NULL
    ORDER BY touches.at
    LIMIT :limit""",
    "messages that the carrier took and whose end it has not reported, oldest first",
    index="touches_unreported",
)
_FROM_SENDER = or_(
    among(touches.c.sender, "senders"),
    func.split_part(touches.c.sender, ":", 2) == any_(bindparam("senders", type_=ARRAY(Text))),
)
_TRIAL = touches.c.cause_kind == literal(CauseKind.TRIAL.value)
LAST_TO_NUMBER = query(
    _ROW.where(
        touches.c.number_id == bindparam("number"),
        or_(_FROM_SENDER, touches.c.sender.regexp_match(f"^{SERVICE}$")),
        among(touches.c.channel, "channels"),
        touches.c.state.not_in([literal(TouchState.PLANNED.value), literal(TouchState.SKIPPED.value)]),
        touches.c.at <= bindparam("at"),
        or_(~_TRIAL, touches.c.at > bindparam("since")),
    )
    .order_by(
        _TRIAL & (func.max(touches.c.at).filter(~_TRIAL).over() > bindparam("recent")),
        func.array_position(bindparam("channels", type_=ARRAY(Text)), touches.c.channel),
        _FROM_SENDER.desc(),
        touches.c.at.desc(),
    )
    .limit(1),
    "the touch that a reply belongs to: the latest from that sender to that number",
    index="touches_number",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreported:
    """A message that the carrier took and has not reported on since."""

    touch: str
    channel: Channel
    sid: str
    at: datetime


_unreported = reader(Unreported, touch="id")


def cause_of(row: Row[*tuple[Any, ...]]) -> Cause:
    """Return the cause of a touch from a row with its columns."""
    return Cause(kind=CauseKind(row.cause_kind), ref=row.cause_ref, lap=row.cause_lap)


def _taken(row: Row[*tuple[Any, ...]]) -> bool | None:
    """Return whether the carrier took it; False for an outcome that is a refusal, None when that is not known."""
    if row.sid is not None:
        return True
    return False if row.state == TouchState.SETTLED and row.outcome in REFUSALS else None


touch_of = reader(Touch, cause=cause_of, taken=_taken)
"""Make a touch of a row of `touches` with the campaign's name and the account's key."""
stored_of = reader(Stored, touch=touch_of)


def unknown_touch(touch: str) -> NotFoundError:
    """Return the error about an id that no touch has."""
    return NotFoundError(f"There is no touch {touch} in this ledger.")


def get(connection: Connection, touch: str) -> Stored:
    """Return a touch by its id. Raises NotFoundError."""
    stored = find(connection, touch)
    if stored is None:
        raise unknown_touch(touch)
    return stored


def find(connection: Connection, touch: str) -> Stored | None:
    """Return a touch by its id; None when there is none."""
    row = connection.execute(BY_ID, {"touch": touch}).first()
    return stored_of(row) if row else None


def with_move(connection: Connection, touch: str) -> tuple[Stored, Move]:
    """Return a touch by its id, and what is planned for its lead. Raises NotFoundError."""
    row = connection.execute(WITH_MOVE, {"touch": touch}).first()
    if row is None:
        raise unknown_touch(touch)
    return stored_of(row), MOVE.validate_python(row.move)


def find_by_sid(connection: Connection, sid: str) -> Stored | None:
    """Return the touch with this carrier id; None when there is none."""
    row = connection.execute(BY_SID, {"sid": sid}).first()
    return stored_of(row) if row else None


def find_by_key(connection: Connection, touch: Touch) -> Stored | None:
    """Return the touch with the same key as this one; None when there is none."""
    cause = touch.cause
    scope = touch.enrolment if cause.kind is CauseKind.STEP else None
    key = {"lead": touch.lead, "kind": cause.kind, "ref": cause.ref, "lap": cause.lap}
    row = connection.execute(BY_KEY, {**key, "attempt": touch.attempt, "scope": scope}).first()
    return stored_of(row) if row else None


def with_words(connection: Connection, touch: str) -> tuple[Stored, str, dict[str, str]]:
    """Return a touch by its id, its words, "" for none, and their variables. Raises NotFoundError."""
    row = connection.execute(WITH_WORDS, {"touch": touch}).first()
    if row is None:
        raise unknown_touch(touch)
    return stored_of(row), row.words, row.variables or {}


def open_since_before(
    connection: Connection,
    before: datetime,
    *,
    channels: Sequence[Channel],
    limit: int = 100,
    broken: Broken | None = None,
) -> list[Stored]:
    """Return silent touches reserved before this, oldest first; unreadable rows go into `broken`."""
    parameters = {"before": before, "channels": [str(channel) for channel in channels], "limit": limit}
    return readable(connection.execute(OPEN_SINCE_BEFORE, parameters), stored_of, broken)


def unreported(connection: Connection, after: datetime, before: datetime, *, limit: int) -> list[Unreported]:
    """Return a page of messages reserved between two instants whose end the carrier has not reported, oldest first."""
    rows = connection.execute(UNREPORTED, {"since": after, "before": before, "limit": limit})
    return [_unreported(row) for row in rows]


def all_failed(  # noqa: PLR0913  the touch, its code, how many and since when
    connection: Connection, touch: Touch, code: str, *, count: int, now: datetime, span: timedelta
) -> bool:
    """Tell whether the last touches of its sender in its campaign, to `count` people, all ended with this code."""
    parameters = {"touch": touch.id, "since": now - span, "young": now - YOUNG, "count": count}
    rows = connection.execute(LAST_OF_SENDER, parameters).all()
    return len({row.lead_id for row in rows}) == count and {row.code for row in rows} == {code}


def unwanted_calls(connection: Connection, leads: Collection[str] | None = None, *, limit: int = 100) -> dict[str, str]:
    """Return the calls that must be ended, of these leads or of all: touch id -> the carrier's id."""
    rows = connection.execute(UNWANTED, {"leads": None if leads is None else list(leads), "limit": limit})
    return {str(row.id): row.sid for row in rows}


def last_to_number(  # noqa: PLR0913  the message's addresses and instant
    connection: Connection,
    *,
    number: int,
    sender: str,
    channels: Sequence[Channel],
    at: datetime,
    service: str = "",
) -> Stored | None:
    """
    Return the touch that a reply from this number to this sender of ours belongs to (protocol §5.3).

    It is on the first of these channels on which there is one. A reply to a number in a messaging service's pool
    answers a touch sent by that service. If the carrier does not name the service, it answers the latest touch by any
    service, unless there is a touch from the number itself. A trial is answered within a day, a recent touch first.
    """
    senders = list({sender, *spellings(sender), *([service] if service else [])})
    parameters = {"number": number, "senders": senders, "channels": [channel.value for channel in channels]}
    parameters |= {"at": at, "since": at - OWN_DAY, "recent": at - REAL_FIRST}
    return stored_of(row) if (row := connection.execute(LAST_TO_NUMBER, parameters).first()) is not None else None
