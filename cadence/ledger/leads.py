"""Which lead does somebody mean? Edge: by its id in its list, by a number, or by the ledger's own id."""

import re
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from cadence.errors import ConflictError, NotFoundError
from cadence.ledger.hashing import Hasher
from cadence.ledger.numbers import find, owners
from cadence.ledger.queries import named
from cadence.ledger.tables import leads
from cadence.ledger.tables.base import ID

BY_ID = named(
    select(leads.c.id, leads.c.list, leads.c.key, leads.c.name).where(leads.c.id == bindparam("lead", type_=ID)),
    "lead_by_id",
    "who a lead is, for the person who asks",
    index="leads_pkey",
)
BY_KEY = named(
    select(leads.c.id, leads.c.list).where(leads.c.key == bindparam("key")).order_by(leads.c.list),
    "leads_by_key",
    "the leads that go by this id in some list",
    index="leads_key_list_key",
)

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Who a lead is. Personal data: for the person who asks, never for a log."""

    id: str
    list: str
    key: str
    name: str


def meant(connection: Connection, hasher: Hasher, words: str, list_name: str = "") -> str:
    """
    Return the id of the lead that these words name: an id of a list, a number in E.164, or the ledger's own id.

    Raises NotFoundError, and ConflictError when several leads go by it.
    """
    if _UUID.fullmatch(words):
        return get(connection, words).id
    if words.startswith("+"):
        number = find(connection, hasher, words)
        found = dict.fromkeys(owners(connection, [number]), "") if number is not None else {}
    else:
        found = {row.id: row.list for row in connection.execute(BY_KEY, {"key": words})}
    if list_name:
        found = {lead: name for lead, name in found.items() if (name or get(connection, lead).list) == list_name}
    if not found:
        raise NotFoundError("No lead goes by that; expected an id of a list, a number such as +34600000001, or our id.")
    if len(found) > 1:
        raise ConflictError(f"{len(found)} leads go by that: {', '.join(found)}. Name one by its own id, or its list.")
    return next(iter(found))


def get(connection: Connection, lead: str) -> Named:
    """Return who a lead is. Raises NotFoundError."""
    row = connection.execute(BY_ID, {"lead": lead}).first()
    if row is None:
        raise NotFoundError(f"There is no lead {lead} in this ledger.")
    return Named(id=row.id, list=row.list, key=row.key or "", name=row.name)
