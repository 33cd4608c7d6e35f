"""Does somebody wait for a lock of the ledger?"""

from sqlalchemy import text

from cadence.ledger.db.ledger import Ledger
from tests.waiting import until

WAITING = text(
    "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid) "
    "WHERE NOT l.granted AND a.datname = current_database()"
)


def until_locked_out(ledger: Ledger) -> None:
    """Wait until a transaction waits for a lock that another one has."""

    def waiting() -> bool:
        with ledger.begin() as connection:
            return bool(connection.execute(WAITING).scalar_one())

    until(waiting)
