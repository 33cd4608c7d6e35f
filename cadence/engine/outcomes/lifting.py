"""How is a suppression lifted? Edge: for the command and for the API. A campaign that it ended does not go on."""

from dataclasses import replace
from datetime import datetime

from cadence.domain.errors import ConflictError
from cadence.ledger.campaigns import commands
from cadence.ledger.campaigns.commands import Command
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.people import numbers, suppressions
from cadence.ledger.people.suppressions import NewSuppression


def lift_suppression(ledger: Ledger, stop: NewSuppression, command: Command, *, at: datetime, number: str = "") -> int:
    """
    Lift a suppression in its scope: of the command's lead, else of a number; return for how many numbers.

    A command that was given before with the same key does nothing. Raises ConflictError when there is no suppression.
    """
    lead = command.lead
    with ledger.begin() as connection:
        whole, others = False, list[str]()
        if lead is not None:
            ids = numbers.of_lead(connection, lead)
            others = [owner for owner in numbers.lock_owners(connection, ids, also=[lead]) if owner != lead]
        else:
            ids = numbers.find_all(connection, ledger.hasher, number)
            numbers.lock_owners(connection, ids)
        given = commands.record(connection, command, at=at)
        if not given.new:
            return 0
        stop = replace(stop, ref=given.ref)
        lifted = suppressions.lift(connection, ids, stop, at=at)
        if lead is not None:
            whole = suppressions.lift_person(connection, lead, stop, at=at)
            suppressions.renew_people(connection, others if lifted else [], stop, at=at)
        if not lifted and not whole:
            what = "everything" if not stop.value else f"{stop.scope} {stop.value}"
            raise ConflictError(f"There is no suppression for {what}. `cadence lead` shows the suppressions.")
    return lifted
