"""What did people send us? Edge: one row per message, however often the carrier delivers it."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Executable, Text, bindparam, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert

from cadence.domain import Channel, Inbound
from cadence.ledger.db.batches import Writer
from cadence.ledger.db.queries import among, new, query, sql, writing
from cadence.ledger.tables.answers import carrier_cursor, inbound, inbound_texts
from cadence.ledger.tables.fields import reader, row_of
from cadence.ledger.touches.senders import CALLS

BY_SID = query(
    select(inbound).where(inbound.c.sid == bindparam("sid")),
    "the message with this carrier id, if it was recorded already",
    index="inbound_sid",
)
KNOWN = query(
    select(inbound.c.sid).where(among(inbound.c.sid, "messages")),
    "which of the messages of a page were recorded already, by carrier id",
    index="inbound_sid",
)
BY_IDS = query(
    select(inbound).where(among(inbound.c.id, "messages")),
    "the messages of a page of tasks",
    index="inbound_pkey",
)
REVIEW = query(
    update(inbound)
    .where(among(inbound.c.id, "messages"), inbound.c.reviewed_at.is_(None))
    .values(reviewed_at=bindparam("now"), reviewed_by=bindparam("by")),
    "mark messages as reviewed",
    index="inbound_pkey",
)
_WAITS = (inbound.c.reviewed_at.is_(None), inbound.c.meaning != "revoke")
_NEWEST = (inbound.c.at.desc(), inbound.c.recorded_at.desc())
WAITING_OF_LEAD = query(
    select(inbound).where(inbound.c.lead_id == bindparam("lead"), *_WAITS).order_by(*_NEWEST),
    "a lead's messages that nobody has reviewed, newest first",
    index="inbound_lead",
)
WAITING_OF_NUMBER = query(
    select(inbound)
    .where(inbound.c.number_id == bindparam("number"), inbound.c.lead_id.is_(None), *_WAITS)
    .order_by(*_NEWEST),
    "messages of an unknown sender from a number that nobody has reviewed, newest first",
    index="inbound_number",
)
OF_NUMBER = query(
    select(inbound).where(inbound.c.number_id == bindparam("number")).order_by(inbound.c.at, inbound.c.recorded_at),
    "every message from one number row, oldest first",
    index="inbound_number",
)
TEXTS_OF = query(
    select(inbound_texts).where(among(inbound_texts.c.inbound_id, "messages")),
    "the texts of several messages",
    index="inbound_texts_pkey",
)
ASKED_FOR_CALL = query(
    select(literal(1))
    .where(
        inbound.c.number_id == bindparam("number"),
        inbound.c.channel == Channel.CALL.value,
        inbound.c.meaning == "callback",
        inbound.c.at > bindparam("since"),
    )
    .limit(1),
    "whether a caller has asked for a call lately",
    index="inbound_number",
)
CURSOR = query(
    select(carrier_cursor.c.seen_at).where(carrier_cursor.c.name == bindparam("name")),
    "up to which instant the carrier's inbound messages were read",
    index="carrier_cursor_pkey",
)
LAST_LOOK = sql(
    """
    SELECT (SELECT seen_at FROM carrier_cursor WHERE name = 'inbound') AS until,
        ARRAY(SELECT sender FROM senders WHERE sender <> :calls ORDER BY sender) AS senders,
        ARRAY(SELECT name FROM campaigns ORDER BY id) AS campaigns,
        ARRAY(SELECT coalesce(current_version, 0) FROM campaigns ORDER BY id) AS versions
    """,
    "where and since when messages from people are looked for",
    index="",
)
_NEW_CURSOR = writing(insert(carrier_cursor), "name", "seen_at")
MARK_SEEN = _NEW_CURSOR.on_conflict_do_update(
    index_elements=["name"],
    set_={"seen_at": _NEW_CURSOR.excluded.seen_at},
    where=carrier_cursor.c.seen_at < _NEW_CURSOR.excluded.seen_at,
)


@cache
def _record(*names: str) -> Executable:
    """Return the statement that writes a message if it is new, and its text unless who sent it was erased."""
    written = writing(insert(inbound), *names).on_conflict_do_nothing().returning(inbound).cte("written")
    body = bindparam("body", type_=Text)
    kept = select(written.c.id, body).where(
        body != "", func.erased_sender(written.c.lead_id, written.c.number_id).is_(None)
    )
    words = insert(inbound_texts).from_select(["inbound_id", "body"], kept)
    return select(written).add_cte(words.cte("words"))


@dataclass(frozen=True, slots=True, kw_only=True)
class NewInbound:
    """A message, call or keypad digit from a person. `body` is personal data."""

    channel: Channel
    number: int  # the person's
    sender: str  # ours
    at: datetime
    id: str = field(default_factory=lambda: str(uuid4()))
    sid: str | None = None  # the carrier's id: a second delivery has the same one
    body: str = ""
    meaning: str = "none"
    lead: str | None = None
    touch: str | None = None
    confirmed_by_carrier: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredInbound:
    """An inbound message in the ledger; `new` is False when it was recorded before."""

    inbound: Inbound
    new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LastLook:
    """Up to where the carrier's messages were read, and what says which numbers are ours."""

    until: datetime | None  # None before the first read
    senders: tuple[str, ...]  # every sender that has ever sent anything
    versions: tuple[tuple[str, int], ...]  # of every campaign: its name, and the version new enrolments start with


_inbound = reader(Inbound, reviewed=lambda row: row.reviewed_at is not None)


def record(connection: Connection, message: NewInbound) -> StoredInbound:
    """Record what a person sent; the second delivery of a message returns the first row."""
    values = row_of(message, without={"body"})
    row = connection.execute(_record(*values), new(values) | {"body": message.body}).first()
    if row is None:
        return StoredInbound(inbound=_inbound(connection.execute(BY_SID, {"sid": message.sid}).one()), new=False)
    return StoredInbound(inbound=_inbound(row), new=True)


def find_by_sid(connection: Connection, sid: str) -> Inbound | None:
    """Return the message with this carrier id; None when it was not recorded yet."""
    row = connection.execute(BY_SID, {"sid": sid}).first()
    return _inbound(row) if row else None


def known_among(connection: Connection, sids: Collection[str]) -> set[str]:
    """Return those of these carrier ids whose message was recorded already."""
    return set(connection.execute(KNOWN, {"messages": list(sids)}).scalars()) if sids else set()


def find_many(connection: Connection, messages: Collection[str]) -> dict[str, Inbound]:
    """Return these messages by id; ids of no message are left out."""
    rows = connection.execute(BY_IDS, {"messages": list(messages)})
    return {row.id: _inbound(row) for row in rows}


def texts(connection: Connection, messages: Collection[str]) -> dict[str, str]:
    """Return the texts of these messages, by id; erased ones are left out."""
    rows = connection.execute(TEXTS_OF, {"messages": list(messages)})
    return {row.inbound_id: row.body for row in rows}


def waiting(connection: Connection, lead: str | None, number: int) -> list[Inbound]:
    """Return what nobody has reviewed of a lead, else of unknown senders from this number, newest first."""
    if lead is None:
        rows = connection.execute(WAITING_OF_NUMBER, {"number": number})
    else:
        rows = connection.execute(WAITING_OF_LEAD, {"lead": lead})
    return [_inbound(row) for row in rows]


def of_number(connection: Connection, number: int) -> list[Inbound]:
    """Return every message from one number row, oldest first."""
    return [_inbound(row) for row in connection.execute(OF_NUMBER, {"number": number})]


def attribute(connection: Connection, message: Inbound, lead: str | None) -> None:
    """Write the lead, number and touch of a message that were not known when it came."""
    values = {"number_id": message.number, "lead_id": lead, "touch_id": message.touch}
    statement = update(inbound).where(inbound.c.id == bindparam("message")).values(**values)
    connection.execute(statement, {"message": message.id})


def review(connection: Connection, messages: Collection[str], *, by: str, at: datetime) -> int:
    """Mark messages as reviewed by an operator; return how many were not reviewed before."""
    return connection.execute(REVIEW, {"messages": list(messages), "by": by, "now": at}).rowcount


def asked_for_call(connection: Connection, number: int, *, since: datetime) -> bool:
    """Tell whether a caller from this number has pressed the key for a call since this instant."""
    return connection.execute(ASKED_FOR_CALL, {"number": number, "since": since}).first() is not None


def seen_until(connection: Connection, name: str = "inbound") -> datetime | None:
    """Return up to which instant the carrier's inbound messages were read; None before the first read."""
    seen_at: datetime | None = connection.execute(CURSOR, {"name": name}).scalar()
    return seen_at


def last_look(connection: Connection) -> LastLook:
    """Return up to where the carrier's inbound messages were read, and what says which numbers are ours."""
    row = connection.execute(LAST_LOOK, {"calls": CALLS}).one()
    versions = tuple(zip(row.campaigns, row.versions, strict=True))
    return LastLook(until=row.until, senders=tuple(row.senders), versions=versions)


def mark_seen(connection: Writer[Any], until: datetime, name: str = "inbound") -> None:
    """Write up to which instant they were read; an earlier instant is ignored."""
    connection.execute(MARK_SEEN, new({"name": name, "seen_at": until}))
