"""How does a process open the ledger? Edge: settings in; a ledger and the clock that it keeps out."""

from cadence.app.settings import Settings
from cadence.domain.clock import Clock
from cadence.domain.errors import CadenceError
from cadence.ledger.db import clock
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.journal.before_commit import BeforeCommit
from cadence.ledger.journal.file import Journal


def open_ledger(settings: Settings, *, connections: int = 10) -> Ledger:
    """Return the ledger. Raises unless it answers, has the schema of this program and was created with this key."""
    ledger = ledger_of(settings, connections=connections)
    try:
        ledger.check_shape()
        ledger.check_keys()
    except CadenceError:
        ledger.close()
        raise
    return ledger


def ledger_of(settings: Settings, *, connections: int = 10) -> Ledger:
    """Return the ledger without any query. What it commits goes to the journal first, if one is set."""
    key, name = settings.required_hmac_key(), settings.hmac_key_name
    ledger = Ledger(settings.database_url, key, key_name=name, connections=connections)
    if (journal := journal_of(settings, ledger)) is not None:
        BeforeCommit(journal).follow(ledger.engine)
    return ledger


def journal_of(settings: Settings, ledger: Ledger) -> Journal | None:
    """Return the journal of stops outside the database, None when none is set."""
    return Journal(settings.journal, ledger.hasher) if settings.journal is not None else None


def clock_of(ledger: Ledger) -> Clock:
    """Return the clock that all processes share."""
    with ledger.begin() as connection:
        return clock.read(connection)
