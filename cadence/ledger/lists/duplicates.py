"""Is a file a different list with the same name? Edge: compares its people with the list's by their ids."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from cadence.domain.list_rows import LeadRow
from cadence.ledger.db.hashing import Hasher
from cadence.ledger.db.queries import among, query
from cadence.ledger.tables.people import lead_numbers, leads, numbers

KNOWN = query(
    select(leads.c.id, leads.c.name, func.array_agg(numbers.c.hmac).label("hmacs"))
    .join_from(leads, lead_numbers, lead_numbers.c.lead_id == leads.c.id)
    .join(numbers, numbers.c.id == lead_numbers.c.number_id)
    .where(among(leads.c.id, "leads"), leads.c.erased_at.is_(None))
    .group_by(leads.c.id),
    "find the people of a file that its list has already, with their names and numbers",
    index="leads_pkey, lead_numbers_pkey | lead_numbers_lead_id_position_key, numbers_pkey",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicates:
    """How many ids of a file its list has already, and how many of those are now other people."""

    known: int
    others: int

    @property
    def another_list(self) -> bool:
        """Whether most are other people: a corrected file changes some people, another file changes all of them."""
        return self.others * 2 > self.known


def compare(connection: Connection, hasher: Hasher, list_name: str, rows: Sequence[LeadRow]) -> Duplicates:
    """
    Compare the people of a file with those that its list has under the same ids.

    A person counts as another one when the name differs and no number is shared. A row without an id is identified by
    its number, so it is never another person.
    """
    by_id = {hasher.lead(list_name, row.key): row for row in rows if row.key}
    known = connection.execute(KNOWN, {"leads": list(by_id)}).all()
    others = sum(_is_other_person(hasher, by_id[str(lead.id)], lead.name, lead.hmacs) for lead in known)
    return Duplicates(known=len(known), others=others)


def _is_other_person(hasher: Hasher, row: LeadRow, name: str, hmacs: Sequence[bytes]) -> bool:
    numbers_of_file = {hasher.number(number.e164) for number in row.numbers}
    same_name = bool(name) and name.casefold() == row.name.casefold()
    return not same_name and numbers_of_file.isdisjoint(bytes(hmac) for hmac in hmacs)
