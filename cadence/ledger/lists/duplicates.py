"""Is a file another list of the same name? Edge: its people are held against those whom the list knows by their ids."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, any_, bindparam, func, select

from cadence.domain.list_rows import LeadRow
from cadence.ledger.db.hashing import Hasher
from cadence.ledger.db.queries import named
from cadence.ledger.tables import lead_numbers, leads, numbers
from cadence.ledger.tables.base import IDS

KNOWN = named(
    select(leads.c.id, leads.c.name, func.array_agg(numbers.c.hmac).label("hmacs"))
    .join_from(leads, lead_numbers, lead_numbers.c.lead_id == leads.c.id)
    .join(numbers, numbers.c.id == lead_numbers.c.number_id)
    .where(leads.c.id == any_(bindparam("leads", type_=IDS)), leads.c.erased_at.is_(None))
    .group_by(leads.c.id),
    "known_of_list",
    "the people whom a list knows already, by their names and numbers",
    index="leads_pkey, lead_numbers_pkey | lead_numbers_lead_id_position_key, numbers_pkey",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicates:
    """How many people of a file its list knows by their ids, and how many of those are somebody else."""

    known: int
    others: int

    @property
    def another_list(self) -> bool:
        """Whether most of them are somebody else: a corrected file changes some people, another file all of them."""
        return self.others * 2 > self.known


def compare(connection: Connection, hasher: Hasher, list_name: str, rows: Sequence[LeadRow]) -> Duplicates:
    """
    Return how the people of a file go with those whom its list knows.

    Somebody else has no number in common and another name. A row without an id is known by its number, so it never is.
    """
    by_id = {hasher.lead(list_name, row.key): row for row in rows if row.key}
    known = connection.execute(KNOWN, {"leads": list(by_id)}).all()
    others = sum(_somebody_else(hasher, by_id[str(one.id)], one.name, one.hmacs) for one in known)
    return Duplicates(known=len(known), others=others)


def _somebody_else(hasher: Hasher, row: LeadRow, name: str, hmacs: Sequence[bytes]) -> bool:
    numbers_of_file = {hasher.number(one.e164) for one in row.numbers}
    same_name = bool(name) and name.casefold() == row.name.casefold()
    return not same_name and numbers_of_file.isdisjoint(bytes(one) for one in hmacs)
