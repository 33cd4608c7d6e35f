"""How does a process open the ledger? Edge: settings in; a ledger and the clock that it keeps out."""

from cadence.app.settings import Settings
from cadence.domain.clock import Clock
from cadence.domain.errors import CadenceError
from cadence.ledger.db import clock
from cadence.ledger.db.ledger import Ledger


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
    """Return the ledger without any query."""
    key, name = settings.required_hmac_key(), settings.hmac_key_name
    return Ledger(settings.database_url, key, key_name=name, connections=connections)


def clock_of(ledger: Ledger) -> Clock:
    """Return the clock that all processes share."""
    with ledger.begin() as connection:
        return clock.read(connection)
