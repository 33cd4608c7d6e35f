"""Which calls did we promise? Edge: one promised call (callback) per request, each at an instant."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from sqlalchemy import Connection, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert

from cadence.domain import Callback
from cadence.ledger.db.queries import query
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


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPromise:
    """A callback with its lead and the enrolment that makes the call."""

    callback: Callback
    lead: str
    enrolment: str


_callback = reader(Callback, canceled=lambda row: row.canceled_at is not None)


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
    return OpenPromise(callback=_callback(row), lead=row.lead_id, enrolment=row.enrolment_id) if row else None


def cancel(connection: Connection, callback: str, *, at: datetime) -> bool:
    """Cancel a callback; False when it was canceled before or does not exist."""
    return connection.execute(CANCEL, {"callback": callback, "now": at}).rowcount == 1
