"""How is a consent or its withdrawal recorded by order? Edge: for the commands and for the API. Rows are only added."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from cadence.domain.errors import InvalidInputError, NotFoundError
from cadence.ledger.campaigns import commands
from cadence.ledger.campaigns.commands import Command
from cadence.ledger.db import locks
from cadence.ledger.db.hashing import Hasher
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.people import consents, numbers
from cadence.ledger.people.consents import NewConsent


def record_consents(  # noqa: PLR0913  each is independent
    ledger: Ledger, records: Sequence[NewConsent], command: Command, *, at: datetime, now: datetime, named: str = ""
) -> int:
    """
    Write a record for each channel and number of the command's lead, or for the `named` number; return how many.

    A command that was given before with the same key does nothing. Raises InvalidInputError for an instant that cannot
    be, and NotFoundError for a number that the lead does not have.
    """
    if at > now:
        raise InvalidInputError(
            f"{at:%Y-%m-%d %H:%M %z} is in the future; expected the time at which the consent was given."
        )
    for record in records:
        if record.expires is not None and record.expires <= at:
            raise InvalidInputError(f"The consent would expire on {record.expires:%Y-%m-%d}, before it begins.")
    lead = command.lead or ""
    with ledger.begin() as connection:
        locks.lock_lead(connection, lead)
        if not commands.record(connection, command, at=now).new:
            return 0
        theirs = _numbers(connection, ledger.hasher, lead, named)
        for template in records:
            new = replace(template, lead=lead, by=f"{command.actor}, {command.origin}")
            for consent in consents.of_numbers(new, theirs, named=bool(named)):
                consents.record(connection, consent, at=at)
    return len(records) * len(theirs)


def _numbers(connection: Connection, hasher: Hasher, lead: str, named: str) -> list[int]:
    """Return the numbers of a lead, or only the named one. Raises NotFoundError if they do not have it."""
    theirs = numbers.of_lead(connection, lead)
    if named:
        meant = numbers.find(connection, hasher, named)
        theirs = [number for number in theirs if number == meant]
    if not theirs:
        raise NotFoundError("This lead does not have that number; `cadence lead` shows its numbers.")
    return theirs
