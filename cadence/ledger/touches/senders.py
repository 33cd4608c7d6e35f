"""When may each of our own numbers send its next message? Edge: one row per sender, in segments (protocol §4.2)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, Interval, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert

from cadence.ledger.db.batches import Writer
from cadence.ledger.db.queries import new, query, writing
from cadence.ledger.tables.base import INSTANT
from cadence.ledger.tables.touches import senders

NOTHING = timedelta(0)
CALLS = "calls of the account"
"""The row of all calls together: the carrier's rate of calls is the account's. It is locked before any sender's."""

TAKE = query(
    update(senders)
    .where(senders.c.sender == bindparam("sender_name"), senders.c.next_free <= bindparam("latest"))
    .values(
        next_free=func.greatest(senders.c.next_free, bindparam("now", type_=INSTANT))
        + bindparam("span", type_=Interval)
    )
    .returning(senders.c.next_free),
    "take the next slot of a sender, unless it is too far away",
    index="senders_pkey",
)
NEXT = query(
    select(senders.c.next_free).where(senders.c.sender == bindparam("sender_name")),
    "when a sender is free again",
    index="senders_pkey",
)
FIRST = insert(senders).on_conflict_do_nothing()


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """Whether the message has a slot, and how long to wait for it."""

    taken: bool
    wait: timedelta


def take_slot(  # noqa: PLR0913  the arithmetic has this many terms
    writer: Writer[CursorResult[Any]],
    sender: str,
    segments: int,
    rate: float,
    *,
    now: datetime,
    patience: timedelta = NOTHING,
) -> Slot:
    """
    Take the sender's next slot, for `segments` at `rate` segments per second of the Clock.

    If the wait is at most `patience`, the slot is this message's, to be used after the wait. If it is longer, nothing
    is taken: try again after it. Call this only for a touch that is allowed. It locks the sender, so it comes last.
    """
    span = timedelta(seconds=segments / rate)
    order = {"sender_name": sender, "now": now, "span": span, "latest": now + patience}
    until: datetime | None = writer.execute(TAKE, order).scalar()
    while until is None:
        free_at: datetime | None = writer.execute(NEXT, {"sender_name": sender}).scalar()
        if free_at is not None and free_at > now + patience:
            return Slot(taken=False, wait=free_at - now)
        # its first message; a slot that became nearer meanwhile is asked for once more
        values = {"sender": sender, "next_free": now}
        writer.execute(writing(FIRST, *values), new(values))
        until = writer.execute(TAKE, order).scalar()
    return Slot(taken=True, wait=until - span - now)
