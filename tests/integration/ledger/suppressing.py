"""How do tests of the ledger suppress a lead or a number? As outcomes do it: lock first, then write."""

from datetime import datetime

from sqlalchemy import Connection

from cadence.ledger.db.hashing import Hasher
from cadence.ledger.db.locks import lock_lead
from cadence.ledger.people import numbers
from cadence.ledger.people.suppressions import NewSuppression, suppress, suppress_person


def suppress_lead(connection: Connection, lead: str, stop: NewSuppression, *, at: datetime) -> int:
    """Lock and suppress a person, with numbers they get later; return how many of their numbers were not suppressed."""
    lock_lead(connection, lead)
    suppress_person(connection, lead, stop, at=at)
    return suppress(connection, numbers.of_lead(connection, lead), stop, at=at)


def suppress_number(connection: Connection, hasher: Hasher, e164: str, stop: NewSuppression, *, at: datetime) -> int:
    """Suppress one number, stored or not, and lock everyone who has it; return how many rows are new."""
    number = numbers.ensure(connection, hasher, e164, keep=False)
    numbers.lock_owners(connection, [number])
    return suppress(connection, [number], stop, at=at)
