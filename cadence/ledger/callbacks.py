"""What did we promise people? Edge: a call at an instant, one promise per request."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from cadence.ledger.queries import named
from cadence.ledger.tables import callbacks
from cadence.ledger.tables.base import ID
from cadence.model import Callback

BY_REF = named(
    select(callbacks).where(callbacks.c.ref == bindparam("ref")),
    "callback_by_ref",
    "the promise that a request has made already",
    index="callbacks_ref_key",
)
CANCEL = named(
    update(callbacks)
    .where(callbacks.c.id == bindparam("callback", type_=ID), callbacks.c.canceled_at.is_(None))
    .values(canceled_at=bindparam("now")),
    "cancel_callback",
    "the person does not want it any more",
    index="callbacks_pkey",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCallback:
    """A promise to make. `ref` is the inbound message, touch or command that asked: it makes one promise."""

    lead: str
    enrolment: str
    at: datetime
    ref: str
    number: int | None = None


def promise(connection: Connection, callback: NewCallback, *, at: datetime) -> Callback:
    """Write a promise and return it; the one that its request made already, if there is one. The lead is locked."""
    values: dict[str, Any] = {
        "lead_id": callback.lead,
        "enrolment_id": callback.enrolment,
        "number_id": callback.number,
    }
    values |= {"id": str(uuid4()), "at": callback.at, "asked_at": at, "ref": callback.ref}
    connection.execute(insert(callbacks).values(**values).on_conflict_do_nothing())
    row = connection.execute(BY_REF, {"ref": callback.ref}).one()
    return Callback(id=row.id, at=row.at, number=row.number_id, canceled=row.canceled_at is not None)


def cancel(connection: Connection, callback: str, *, at: datetime) -> bool:
    """Take a promise back; False when it was taken back before or does not exist."""
    return connection.execute(CANCEL, {"callback": callback, "now": at}).rowcount == 1
