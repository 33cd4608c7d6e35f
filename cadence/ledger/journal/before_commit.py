"""
How does a stop reach the journal before it counts? Edge: what a session does just before it commits.

A trigger tells the session that its transaction has entries, so a transaction without any asks nothing. They are on the
journal's disk before the commit: whatever is answered to a person or a carrier is in both. If the journal cannot be
written, the stop is committed all the same, and the reconciler halts until the journal is caught up.
"""

import logging
from dataclasses import dataclass, field
from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from cadence.ledger.journal import entries
from cadence.ledger.journal.file import Journal, JournalError

log = logging.getLogger(__name__)

TOLD = "cadence journal"
"""The notice of the ledger's function `tell_journal`, and the name under which a session remembers it."""


@dataclass(slots=True)
class BeforeCommit:
    """Writes the entries of each transaction to the journal before it commits."""

    journal: Journal
    _ledger: str = field(default="", init=False)  # the id of the ledger, once it was asked for

    def follow(self, engine: Engine) -> None:
        """Do so for every transaction of this engine."""
        event.listen(engine, "connect", _listen)
        event.listen(engine, "commit", self._write)

    def _write(self, connection: Connection) -> None:
        if not connection.info.pop(TOLD, False):
            return
        places, mine = entries.claim(connection)
        if not mine:
            return
        self._ledger = self._ledger or entries.state(connection).ledger
        try:
            self.journal.append(self._ledger, mine)
        except JournalError as error:
            self._ledger = ""  # it may have taken over the journal of another one
            log.error("%s The ledger has what it lacks", error, extra={"action": "journal_failed"})  # noqa: TRY400
            entries.unclaim(connection, places)


def _listen(connection: "psycopg.Connection[Any]", entry: ConnectionPoolEntry) -> None:
    """Remember the notice of a trigger until the transaction ends."""

    def note(diagnostic: psycopg.errors.Diagnostic) -> None:
        if diagnostic.message_primary == TOLD:
            entry.info[TOLD] = True

    connection.add_notice_handler(note)
