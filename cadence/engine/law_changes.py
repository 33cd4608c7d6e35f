"""
How does a pack or a house file come into force? Edge: checked, then written under the lock that no reserve passes.

Nothing that has mistakes is written. A touch that was reserved before keeps the law of its moment; a plan that was made
before is judged again when it falls due.
"""

from cadence.campaign.house_file import read_house
from cadence.documents import DocumentError
from cadence.domain.errors import ConflictError
from cadence.engine.law import LawInForce, law_today
from cadence.engine.outcomes.planner import Planner
from cadence.ledger.campaigns.commands import Command
from cadence.ledger.db import locks
from cadence.ledger.law import stored
from cadence.ledger.law.stored import LawKind, LawText, LawVersion
from cadence.policy.packs.checking import check_pack


def put_pack(planner: Planner, text: str, file: str, command: Command) -> LawVersion:
    """
    Put a user's pack in force; the same text again is no change.

    Raises DocumentError with every mistake of the file, an id that we ship among them, and ConflictError if somebody
    else changes the law at this moment.
    """
    law = _current(planner)
    checked = check_pack(text, file, law.packs, to_store=True)
    if checked.pack is None:
        raise DocumentError(checked.errors)
    return _put(planner, LawText(kind=LawKind.PACK, name=checked.pack.id, body=text), command, law)


def put_house(planner: Planner, text: str, file: str, command: Command) -> LawVersion:
    """Put a house file in force, as `put_pack` does."""
    read_house(text, file)
    return _put(planner, LawText(kind=LawKind.HOUSE, body=text), command, _current(planner))


def _current(planner: Planner) -> LawInForce:
    """Return what is law now."""
    with planner.ledger.begin() as connection:
        return law_today(connection, planner.today.in_force.house)


def _put(planner: Planner, text: LawText, command: Command, law: LawInForce) -> LawVersion:
    """Write a text that was checked against this law."""
    with planner.ledger.begin() as connection:
        locks.exclude_touches(connection)
        if stored.revision(connection) != law.revision:
            raise ConflictError(
                "Somebody else has changed a pack or the house file just now. Look at it, and try again."
            )
        return stored.put(connection, text, command, at=planner.now())
