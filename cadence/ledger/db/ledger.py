"""
How is the ledger opened, and which process does the background work? Edge.

A ledger is an address, a secret key, and transactions. Of several processes that could do the background work, one at a
time holds the leader lock.
"""

import hmac
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import ProgrammingError

from cadence.domain.clock import Clock, check_clock, off_by, utc_now
from cadence.domain.errors import ConflictError, WrongKeysError
from cadence.ledger.db.engine import connect_errors, make_engine
from cadence.ledger.db.hashing import KEY_NAME, Hasher
from cadence.ledger.db.queries import query
from cadence.ledger.db.shape import revisions, what_to_do
from cadence.ledger.tables.people import keys

THE_KEY = query(
    select(keys.c.name, keys.c.check_value),
    "the name and check value of the key this ledger was made with",
    index="",
)


SWEEPING = 7_263_304
"""The advisory lock of the process that reconciles."""


class Ledger:
    """The store of leads, consents, suppressions, touches and decisions, and the secret key of its hashes."""

    def __init__(self, url: str, hmac_key: bytes, *, key_name: str = KEY_NAME, connections: int = 10) -> None:
        """Make a pool of connections; the first transaction connects."""
        self.hasher = Hasher(hmac_key, key_name)
        self.engine: Engine = make_engine(url, connections=connections, witness=self.hasher.witness())

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """Run one READ COMMITTED transaction. Raises UnavailableError when PostgreSQL does not answer."""
        with connect_errors(), self.engine.begin() as connection:
            yield connection

    def migrate(self) -> list[str]:
        """Upgrade the ledger, one process at a time; return messages for the operator."""
        from cadence.ledger.db.migrate import upgrade_engine  # noqa: PLC0415  Alembic; only `up` and `db` migrate

        return upgrade_engine(self.engine, self.hasher)

    def check_keys(self) -> None:
        """
        Raise WrongKeysError for another secret than the one this ledger was made with (protocol §5.7).

        With a wrong key no suppression would be found, without any error. A new ledger takes the first key it gets.
        """
        hasher = self.hasher
        first = insert(keys).values(name=hasher.name, check_value=hasher.check_value()).on_conflict_do_nothing()
        with self.begin() as connection:
            try:
                connection.execute(first)
            except ProgrammingError as error:
                raise ConflictError("The ledger has no tables yet. Run `cadence db upgrade` first.") from error
            name, expected = connection.execute(THE_KEY).one()
        if name != hasher.name or not hmac.compare_digest(expected, hasher.check_value()):
            raise WrongKeysError(
                f"CADENCE_HMAC_KEY is not the key {name} that this ledger was made with; with another one every "
                "suppression would be void. Set the key it was made with."
            )

    def check_shape(self) -> None:
        """Raise ConflictError when the ledger is older or newer than this program."""
        revision, _ = revisions(self.engine)
        if problem := what_to_do(revision):
            raise ConflictError(problem)

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


@contextmanager
def one_at_a_time(ledger: Ledger, *, clock: Clock | None = None) -> Iterator[bool]:
    """
    Yield True to one process at a time and False to the others, which do not wait.

    The lock belongs to the connection, not to a transaction, so no transaction is open during the work. It is released
    when the process ends, however it ends. Raises UnavailableError; with `clock`, also WrongClockError when this
    machine's clock differs from PostgreSQL's.
    """
    with connect_errors(), ledger.engine.connect() as raw:
        connection = raw.execution_options(isolation_level="AUTOCOMMIT")
        before = utc_now()
        statement = select(func.clock_timestamp().label("real"), func.pg_try_advisory_lock(SWEEPING).label("held"))
        row = connection.execute(statement).one()
        ahead = off_by(before, row.real, utc_now())
        held: bool = row.held
        try:
            if clock is not None:
                check_clock(clock, ahead)
            yield held
        finally:
            if held:
                connection.execute(select(func.pg_advisory_unlock(SWEEPING)))
