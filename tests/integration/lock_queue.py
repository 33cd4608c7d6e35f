"""Does somebody wait for a lock of the ledger?"""

from sqlalchemy import text

from cadence.ledger.db.ledger import Ledger
from tests.waiting import until

WAITING = text(
    "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid) "
    "WHERE NOT l.granted AND a.datname = current_database()"
)


def until_locked_out(ledger: Ledger, many: int = 1) -> None:
    """Wait until so many transactions wait for a lock that another one has."""

    def waiting() -> bool:
        with ledger.begin() as connection:
            return int(connection.execute(WAITING).scalar_one()) >= many

    until(waiting)
