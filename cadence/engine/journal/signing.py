"""How does a person sign that sending may go on after a restore? Edge: one order, which the audit keeps."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cadence.domain.clock import utc_now
from cadence.domain.errors import ConflictError
from cadence.engine.journal.keeper import JournalKeeper, end_halt
from cadence.ledger.campaigns import commands
from cadence.ledger.campaigns.commands import Command
from cadence.ledger.journal import entries
from cadence.ledger.journal.file import BrokenJournalError, ForeignJournalError, Journal, MissingJournalError
from cadence.ledger.journal.lines import BEGINNING

DOUBT = timedelta(days=14)
"""So long after a person has signed, the carrier is asked before each touch whether it has carried it already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """What a person has signed."""

    problem: str
    aside: Path | None = None  # the broken journal, under its new name
    again: int = 0  # entries that are written to a new journal
    resumed: bool = True  # False: somebody else has paused everything as well


def sign(keeper: JournalKeeper, command: Command, *, at: datetime) -> Signed:
    """
    Let sending go on, and begin a new journal where the old one is lost. Raises ConflictError, JournalError.

    The journal of another ledger becomes this one's, and all its stops are applied first.
    """
    keeper.look()
    with keeper.ledger.begin() as tx:
        problem = entries.state(tx).problem
    if not problem:
        raise ConflictError("There is nothing to sign: the journal and the ledger agree. `cadence doctor` shows more.")
    aside, again = _settle(keeper, keeper.journal) if keeper.journal is not None else (None, 0)
    with keeper.ledger.begin() as tx:
        state = entries.state(tx, lock=True)
        kept = {} if keeper.journal is not None else {"kept": False}
        doubt = {"doubt_until": at + DOUBT} if state.doubt_since is not None else {}
        entries.change(tx, problem="", to_sign=False, **kept, **doubt)
        commands.record(tx, command, at=at)
        resumed = end_halt(tx, at=at, actor=command.actor, why=command.why)
    if keeper.journal is not None:
        keeper.look()
    return Signed(problem=problem, aside=aside, again=again, resumed=resumed)


def _settle(keeper: JournalKeeper, journal: Journal) -> tuple[Path | None, int]:
    """Take over the journal of another ledger, or begin a new one in the place of one that is lost."""
    with keeper.ledger.begin() as tx:
        state = entries.state(tx)
    try:
        keeper.compare(journal, state)
    except ForeignJournalError:
        with keeper.ledger.begin() as tx:
            entries.change(tx, ledger=journal.owner(), seq=0, place=0, hash=b"")
            state = entries.state(tx)
        keeper.compare(journal, state)
        return None, 0
    except (MissingJournalError, BrokenJournalError):  # not one that this user may not read: it may be whole
        aside = journal.set_aside(utc_now())
        journal.begin(state.ledger)
        with keeper.ledger.begin() as tx:
            entries.agreed(tx, BEGINNING)
            return aside, entries.write_again(tx)
    return None, 0
