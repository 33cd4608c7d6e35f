"""Whom does an operator mean? Edge: leads are found by id, by their list's own key, or by a number."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, LargeBinary, Row, any_, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY

from cadence.ledger.db.hashing import Hasher
from cadence.ledger.db.queries import named
from cadence.ledger.tables import lead_numbers, leads, numbers
from cadence.ledger.tables.base import ID, IDS

BY_ID = named(
    select(leads).where(leads.c.id == bindparam("lead", type_=ID)),
    "lead_by_id",
    "one person of a list",
    index="leads_pkey",
)
BY_KEY = named(
    select(leads).where(leads.c.key == bindparam("key")).order_by(leads.c.list),
    "leads_by_key",
    "people whom their lists call so",
    index="leads_key_list_key",
)
BY_NUMBER = named(
    select(leads)
    .join_from(numbers, lead_numbers, lead_numbers.c.number_id == numbers.c.id)
    .join(leads, leads.c.id == lead_numbers.c.lead_id)
    .where(numbers.c.hmac == any_(bindparam("hashes", type_=ARRAY(LargeBinary))))
    .order_by(leads.c.list, leads.c.key),
    "leads_by_number",
    "people who have this number",
    index="numbers_hmac_key, lead_numbers_number, leads_pkey",
)
BY_IDS = named(
    select(leads.c.id, leads.c.list, leads.c.key).where(leads.c.id == any_(bindparam("leads", type_=IDS))),
    "leads_by_ids",
    "what their lists call a page of people",
    index="leads_pkey",
)
COUNT_LISTS = named(
    select(leads.c.list, func.count().label("leads"))
    .where(leads.c.erased_at.is_(None))
    .group_by(leads.c.list)
    .order_by(leads.c.list),
    "count_lists",
    "which lists there are and how long each is",
    index="",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorLead:
    """A lead as an operator knows it. Personal data."""

    id: str
    list: str
    key: str | None
    name: str
    erased_at: datetime | None


def find(connection: Connection, hasher: Hasher, text: str) -> list[OperatorLead]:
    """Return the leads that `text` can mean: our id, a list's own key, a number in E.164, or else LIST/ID."""
    found = _find(connection, hasher, text)
    # No list's name has a slash in it, but an id, or the name of a list of an older release, may.
    for list_name, own in dict.fromkeys((text.partition("/")[::2], text.rpartition("/")[::2])):
        if not found and own:
            found = [one for one in _find(connection, hasher, own) if one.list == list_name]
    return found


def _find(connection: Connection, hasher: Hasher, text: str) -> list[OperatorLead]:
    rows: Sequence[Row[*tuple[Any, ...]]] = ()
    if _is_id(text):  # a list's own keys may look like ours
        rows = connection.execute(BY_ID, {"lead": text}).all()
    elif text.startswith("+"):
        rows = connection.execute(BY_NUMBER, {"hashes": [hasher.number(text), *hasher.other_spellings(text)]}).all()
    rows = rows or connection.execute(BY_KEY, {"key": text}).all()
    return [OperatorLead(id=row.id, list=row.list, key=row.key, name=row.name, erased_at=row.erased_at) for row in rows]


def names(connection: Connection, ids: Collection[str]) -> dict[str, str]:
    """Return LIST/ID of these leads, by our id; one whose list gave it none is called by ours."""
    rows = connection.execute(BY_IDS, {"leads": list(ids)})
    return {row.id: f"{row.list}/{row.key}" if row.key else row.id for row in rows}


def lists(connection: Connection) -> dict[str, int]:
    """Return every list with its number of leads."""
    return {row.list: row.leads for row in connection.execute(COUNT_LISTS)}


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
