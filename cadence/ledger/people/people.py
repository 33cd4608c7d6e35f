"""Which lead does an operator mean? Edge: leads are found by our id, by their id in a list, or by a number."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, func, select

from cadence.domain.channels import reader_of
from cadence.domain.trials import LIST
from cadence.ledger.db.hashing import Hasher
from cadence.ledger.db.queries import among, query
from cadence.ledger.tables.people import lead_numbers, leads, numbers

BY_ID = query(select(leads).where(leads.c.id == bindparam("lead")), "a lead by our id", index="leads_pkey")
BY_KEY = query(
    select(leads).where(leads.c.key == bindparam("key")).order_by(leads.c.list),
    "leads by their id in a list",
    index="leads_key_list_key",
)
BY_NUMBER = query(
    select(leads)
    .join_from(numbers, lead_numbers, lead_numbers.c.number_id == numbers.c.id)
    .join(leads, leads.c.id == lead_numbers.c.lead_id)
    .where(among(numbers.c.hmac, "hashes"))
    .order_by(leads.c.list, leads.c.key),
    "leads that have this number",
    index="numbers_hmac_key, lead_numbers_number, leads_pkey",
)
BY_IDS = query(
    select(leads.c.id, leads.c.list, leads.c.key).where(among(leads.c.id, "leads")),
    "the list and the id in it of a page of leads",
    index="leads_pkey",
)
COUNT_LISTS = query(
    select(leads.c.list, func.count().label("leads"))
    .where(leads.c.erased_at.is_(None), leads.c.list != LIST)
    .group_by(leads.c.list)
    .order_by(leads.c.list),
    "every list with its number of leads, but for those who only get trials",
    index="",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorLead:
    """A lead as operators see it. Personal data."""

    id: str
    list: str
    key: str | None
    name: str
    erased_at: datetime | None


def find(connection: Connection, hasher: Hasher, text: str) -> list[OperatorLead]:
    """Return the leads that `text` can mean: our id, an id in a list, LIST/ID, a number in E.164 or another address."""
    leads = _find(connection, hasher, text)
    # A list's name has no slash, but an id may have one, and so may the name of a list of an older release.
    for list_name, key in dict.fromkeys((text.partition("/")[::2], text.rpartition("/")[::2])):
        if not leads and key:
            leads = [lead for lead in _find(connection, hasher, key) if lead.list == list_name]
    return leads


def _find(connection: Connection, hasher: Hasher, text: str) -> list[OperatorLead]:
    rows: Sequence[Row[*tuple[Any, ...]]] = ()
    if _is_id(text):  # an id in a list may look like ours
        rows = connection.execute(BY_ID, {"lead": text}).all()
    elif text.startswith("+"):
        rows = connection.execute(BY_NUMBER, {"hashes": [hasher.number(text), *hasher.other_spellings(text)]}).all()
    rows = rows or connection.execute(BY_KEY, {"key": text}).all()
    if not rows and (reader := reader_of(text)) is not None:
        with suppress(ValueError):
            rows = connection.execute(BY_NUMBER, {"hashes": [hasher.number(reader.read(text))]}).all()
    people = [row for row in rows if row.list != LIST]  # who only gets trials is meant where nobody else can be
    return _leads(people or rows)


def by_key(connection: Connection, key: str) -> list[OperatorLead]:
    """Return the leads with this id in their list."""
    return _leads(connection.execute(BY_KEY, {"key": key}).all())


def _leads(rows: Sequence[Row[*tuple[Any, ...]]]) -> list[OperatorLead]:
    return [OperatorLead(id=row.id, list=row.list, key=row.key, name=row.name, erased_at=row.erased_at) for row in rows]


def names(connection: Connection, ids: Collection[str]) -> dict[str, str]:
    """Return LIST/ID of these leads, by our id; our id where the list gave none."""
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
