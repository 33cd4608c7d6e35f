"""
Who wrote a stop and matches no lead? Edge: the address is kept encrypted for 30 days, so that a person can decide.

The stop itself is kept for ever, by the hash of the address (`suppressions.py`).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, insert, select

from cadence.ledger.db.hashing import Hasher
from cadence.ledger.db.queries import among, query
from cadence.ledger.db.sealing import BrokenSealError, Sealer
from cadence.ledger.tables.answers import stranger_addresses
from cadence.ledger.tables.people import lead_numbers, leads, numbers

KEPT_FOR = timedelta(days=30)
"""How long an address is kept, so that a person can find out which lead it may be."""

OF_MESSAGES = query(
    select(stranger_addresses.c.inbound_id, stranger_addresses.c.sealed).where(
        among(stranger_addresses.c.inbound_id, "messages")
    ),
    "the addresses of messages from unknown senders",
    index="stranger_addresses_pkey",
)
FORGET = query(
    delete(stranger_addresses).where(stranger_addresses.c.at <= bindparam("before")),
    "delete addresses that are older than they may be kept",
    index="stranger_addresses_at",
)
LOOKALIKES = query(
    select(numbers.c.hmac, leads.c.list, leads.c.key, leads.c.id)
    .join_from(numbers, lead_numbers, lead_numbers.c.number_id == numbers.c.id)
    .join(leads, leads.c.id == lead_numbers.c.lead_id)
    .where(among(numbers.c.hmac, "hashes"))
    .order_by(leads.c.list, leads.c.key),
    "leads whose number differs only before the national number",
    index="numbers_hmac_key, lead_numbers_number, leads_pkey",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PossibleLead:
    """A lead that an unknown sender may be. `name` is LIST/ID, as commands accept it."""

    lead: str
    name: str


def keep(connection: Connection, hasher: Hasher, message: str, address: str, *, at: datetime) -> None:
    """Keep the address that a message came from."""
    sealed = Sealer(hasher.key).seal(address, row=message)
    connection.execute(insert(stranger_addresses).values(inbound_id=message, sealed=sealed, at=at))


def addresses(connection: Connection, hasher: Hasher, messages: Collection[str]) -> dict[str, str]:
    """Return the addresses of these messages, by message; those no longer kept are missing. Personal data."""
    opened: dict[str, str] = {}
    for row in connection.execute(OF_MESSAGES, {"messages": list(messages)}):
        try:
            opened[row.inbound_id] = Sealer(hasher.key).open(row.sealed, row=str(row.inbound_id))
        except BrokenSealError:
            continue
    return opened


def leads_with(connection: Connection, hasher: Hasher, candidates: Collection[str]) -> list[PossibleLead]:
    """Return the leads that have one of these numbers in E.164."""
    hashes = sorted({hasher.number(e164) for e164 in candidates})
    rows = connection.execute(LOOKALIKES, {"hashes": hashes}).all()
    names = {row.id: f"{row.list}/{row.key}" if row.key else str(row.id) for row in rows}
    return [PossibleLead(lead=str(lead), name=name) for lead, name in names.items()]


def erase_address(connection: Connection, message: str) -> None:
    """Erase the address of a message whose sender has been found."""
    of_message = stranger_addresses.c.inbound_id == bindparam("message")
    connection.execute(delete(stranger_addresses).where(of_message), {"message": message})


def forget(connection: Connection, *, now: datetime) -> int:
    """Erase the addresses that have been kept for 30 days; return how many."""
    return connection.execute(FORGET, {"before": now - KEPT_FOR}).rowcount
