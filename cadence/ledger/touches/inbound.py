"""What did people send us? Edge: once each, however often the carrier delivers it."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row, any_, bindparam, literal, select, update
from sqlalchemy.dialects.postgresql import insert

from cadence.domain import Channel, Inbound
from cadence.ledger.db.queries import named
from cadence.ledger.tables import carrier_cursor, inbound, inbound_texts
from cadence.ledger.tables.base import ID, IDS, INSTANT

BY_SID = named(
    select(inbound).where(inbound.c.sid == bindparam("sid")),
    "inbound_by_sid",
    "whether this message has been taken in already",
    index="inbound_sid",
)
TEXT_OF = named(
    select(inbound_texts.c.body).where(inbound_texts.c.inbound_id == bindparam("inbound", type_=ID)),
    "inbound_text",
    "what the person wrote",
    index="inbound_texts_pkey",
)
BY_IDS = named(
    select(inbound).where(inbound.c.id == any_(bindparam("messages", type_=IDS))),
    "inbound_by_ids",
    "what people wrote, of a page of tasks",
    index="inbound_pkey",
)
REVIEW = named(
    update(inbound)
    .where(inbound.c.id == any_(bindparam("messages", type_=IDS)), inbound.c.reviewed_at.is_(None))
    .values(reviewed_at=bindparam("now"), reviewed_by=bindparam("by")),
    "review_inbound",
    "a person has read them",
    index="inbound_pkey",
)
_WAITS = (inbound.c.reviewed_at.is_(None), inbound.c.meaning != "revoke")
_NEWEST = (inbound.c.at.desc(), inbound.c.recorded_at.desc())
WAITING_OF_LEAD = named(
    select(inbound).where(inbound.c.lead_id == bindparam("lead", type_=ID), *_WAITS).order_by(*_NEWEST),
    "inbound_waiting_of_lead",
    "what a person wrote and nobody has dealt with, the newest first",
    index="inbound_lead",
)
WAITING_OF_NUMBER = named(
    select(inbound)
    .where(inbound.c.number_id == bindparam("number"), inbound.c.lead_id.is_(None), *_WAITS)
    .order_by(*_NEWEST),
    "inbound_waiting_of_number",
    "what somebody unknown wrote from a number and nobody has dealt with, the newest first",
    index="inbound_number",
)
OF_NUMBER = named(
    select(inbound).where(inbound.c.number_id == bindparam("number")).order_by(inbound.c.at, inbound.c.recorded_at),
    "inbound_of_number",
    "everything that came from one row, the oldest first",
    index="inbound_number",
)
TEXTS_OF = named(
    select(inbound_texts).where(inbound_texts.c.inbound_id == any_(bindparam("messages", type_=IDS))),
    "inbound_texts_of",
    "what people wrote, of several messages",
    index="inbound_texts_pkey",
)
ASKED_FOR_CALL = named(
    select(literal(1))
    .where(
        inbound.c.number_id == bindparam("number"),
        inbound.c.channel == Channel.CALL.value,
        inbound.c.meaning == "callback",
        inbound.c.at > bindparam("since", type_=INSTANT),
    )
    .limit(1),
    "asked_for_call",
    "whether somebody who called us has asked for a call lately",
    index="inbound_number",
)
CURSOR = named(
    select(carrier_cursor.c.seen_at).where(carrier_cursor.c.name == bindparam("name")),
    "carrier_cursor",
    "how far the carrier's inbound messages have been read",
    index="carrier_cursor_pkey",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewInbound:
    """A message, call or keypad digit from a person. `body` is personal data."""

    channel: Channel
    number: int  # the person's
    sender: str  # ours
    at: datetime
    id: str = field(default_factory=lambda: str(uuid4()))
    sid: str | None = None  # the carrier's id: the second delivery is the same message
    body: str = ""
    meaning: str = "none"
    lead: str | None = None
    touch: str | None = None
    confirmed_by_carrier: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredInbound:
    """An inbound message in the ledger; `new` is False when it had been taken in before."""

    inbound: Inbound
    new: bool


def record(connection: Connection, message: NewInbound) -> StoredInbound:
    """Write what a person sent, once."""
    values: dict[str, Any] = {
        "channel": message.channel,
        "number_id": message.number,
        "sender": message.sender,
        "at": message.at,
    }
    values |= {"sid": message.sid, "meaning": message.meaning, "lead_id": message.lead, "touch_id": message.touch}
    statement = (
        insert(inbound)
        .values(id=message.id, **values, confirmed_by_carrier=message.confirmed_by_carrier)
        .on_conflict_do_nothing()
        .returning(inbound)
    )
    row = connection.execute(statement).first()
    if row is None:
        return StoredInbound(inbound=_inbound(connection.execute(BY_SID, {"sid": message.sid}).one()), new=False)
    if message.body:
        connection.execute(insert(inbound_texts).values(inbound_id=row.id, body=message.body))
    return StoredInbound(inbound=_inbound(row), new=True)


def find_by_sid(connection: Connection, sid: str) -> Inbound | None:
    """Return the message the carrier knows by this id, if it has been taken in."""
    row = connection.execute(BY_SID, {"sid": sid}).first()
    return _inbound(row) if row else None


def find_many(connection: Connection, messages: Collection[str]) -> dict[str, Inbound]:
    """Return these messages by id; what is none is left out."""
    rows = connection.execute(BY_IDS, {"messages": list(messages)})
    return {row.id: _inbound(row) for row in rows}


def text(connection: Connection, message: str) -> str:
    """Return what the person wrote, "" once it is erased."""
    return connection.execute(TEXT_OF, {"inbound": message}).scalar() or ""


def texts(connection: Connection, messages: Collection[str]) -> dict[str, str]:
    """Return what people wrote in these messages, by id; what is erased is left out."""
    rows = connection.execute(TEXTS_OF, {"messages": list(messages)})
    return {row.inbound_id: row.body for row in rows}


def waiting(connection: Connection, lead: str | None, number: int) -> list[Inbound]:
    """
    Return what a person wrote and nobody has dealt with, the newest first.

    Without a lead it is what came from this number while nobody knew from whom.
    """
    if lead is None:
        rows = connection.execute(WAITING_OF_NUMBER, {"number": number})
    else:
        rows = connection.execute(WAITING_OF_LEAD, {"lead": lead})
    return [_inbound(row) for row in rows]


def of_number(connection: Connection, number: int) -> list[Inbound]:
    """Return everything that came from one row, the oldest first."""
    return [_inbound(row) for row in connection.execute(OF_NUMBER, {"number": number})]


def attribute(connection: Connection, message: Inbound, lead: str | None) -> None:
    """Write down who sent a message, from which number and in answer to what: that was not known when it came."""
    known = {"number_id": message.number, "lead_id": lead, "touch_id": message.touch}
    connection.execute(
        update(inbound).where(inbound.c.id == bindparam("message", type_=ID)).values(**known), {"message": message.id}
    )


def review(connection: Connection, messages: Collection[str], *, by: str, at: datetime) -> int:
    """Write down that a person of ours has read these messages; return how many nobody had read before."""
    return connection.execute(REVIEW, {"messages": list(messages), "by": by, "now": at}).rowcount


def asked_for_call(connection: Connection, number: int, *, since: datetime) -> bool:
    """Tell whether somebody who called us from this number has pressed the key for a call since then."""
    return connection.execute(ASKED_FOR_CALL, {"number": number, "since": since}).first() is not None


def seen_until(connection: Connection, name: str = "inbound") -> datetime | None:
    """Return how far the carrier's inbound messages have been read."""
    found: datetime | None = connection.execute(CURSOR, {"name": name}).scalar()
    return found


def mark_seen(connection: Connection, until: datetime, name: str = "inbound") -> None:
    """Write down how far they have been read; it never goes back."""
    statement = insert(carrier_cursor).values(name=name, seen_at=until)
    further = carrier_cursor.c.seen_at < statement.excluded.seen_at
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["name"], set_={"seen_at": statement.excluded.seen_at}, where=further
        )
    )


def _inbound(row: Row[*tuple[object, ...]]) -> Inbound:
    return Inbound(
        id=row.id,
        channel=Channel(row.channel),
        number=row.number_id,
        sender=row.sender,
        at=row.at,
        meaning=row.meaning,
        touch=row.touch_id,
        reviewed=row.reviewed_at is not None,
        confirmed_by_carrier=row.confirmed_by_carrier,
    )
