"""
Which numbers are on the official do-not-contact lists that we have a copy of? Edge: stored by HMAC only.

A new copy is loaded with COPY and then replaces the present one in one transaction: a touch is judged by the old copy
or by the new one, never by half of it. Only differences are written, because most of a list stays from month to month.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select

from cadence.domain.errors import ConflictError, InvalidInputError
from cadence.domain.plurals import many
from cadence.ledger.db.engine import connect_errors, driver_cursor
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.db.queries import query, sql
from cadence.ledger.tables.fields import reader
from cadence.ledger.tables.rules import registry_copies

EVERY = 10_000
"""How many numbers are loaded between two reports of progress."""

CREATE = "CREATE TEMPORARY TABLE import_registry (hmac bytea);"
DROP = "DROP TABLE IF EXISTS import_registry"

COPIES = query(
    select(registry_copies).order_by(registry_copies.c.name),
    "list the copies we have, one row per official list",
    index="",
)
COUNT = sql("SELECT count(DISTINCT hmac) FROM import_registry", "count the numbers of the new copy", index="")
REPLACE_COPY = sql(
    """
    INSERT INTO registry_copies AS present (name, key_name, as_of, numbers, imported_at)
    VALUES (:name, :key_name, :as_of, :numbers, :at)
    ON CONFLICT (name) DO UPDATE SET key_name = excluded.key_name, as_of = excluded.as_of,
        numbers = excluded.numbers, imported_at = excluded.imported_at
    WHERE :force OR (present.as_of <= excluded.as_of AND present.numbers <= 2 * excluded.numbers)
    RETURNING id
    """,
    "replace a copy's row unless the new copy is older or less than half as long; one import at a time",
    index="",
)
REMOVE = sql(
    """
    DELETE FROM registry_entries e
    WHERE e.copy_id = :copy AND NOT EXISTS (SELECT 1 FROM import_registry s WHERE s.hmac = e.hmac)
    """,
    "remove numbers that are no longer on the list",
    index="registry_entries_pkey",
)
ADD = sql(
    """
    INSERT INTO registry_entries (copy_id, hmac)
    SELECT DISTINCT CAST(:copy AS integer), hmac FROM import_registry
    ON CONFLICT DO NOTHING
    """,
    "add numbers that are new on the list; the constraint skips those that are stored already",
    index="",
)

Progress = Callable[[int], None]
Finish = Callable[[Connection], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCopy:
    """The present copy of one official list."""

    name: str
    as_of: date
    numbers: int
    imported_at: datetime


_copy = reader(StoredCopy)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCopy:
    """A copy to import. `force` accepts it although it is older, or far shorter, than the present one."""

    name: str
    as_of: date
    force: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """What importing a copy changed: its numbers, and how many were added and removed."""

    numbers: int
    added: int
    removed: int


def copies(connection: Connection) -> dict[str, StoredCopy]:
    """Return the copies we have, by name."""
    return {row.name: _copy(row) for row in connection.execute(COPIES)}


def replace(  # noqa: PLR0913  each argument is independent
    ledger: Ledger,
    copy: NewCopy,
    numbers: Iterable[str],
    *,
    at: datetime,
    progress: Progress | None = None,
    finish: Finish | None = None,
) -> Replaced:
    """
    Import a copy of a list, with numbers in E.164, and return what changed.

    `progress` is called with the number of numbers loaded since the last call; `finish` runs at the end of the
    transaction. Memory is bounded, whatever the length of the list. Raises ConflictError, InvalidInputError and
    UnavailableError; the present copy then stays as it was.
    """
    if copy.as_of > at.date():
        raise InvalidInputError(
            f"{copy.as_of} lies in the future (it is {at.date()} in UTC); expected the day the list was given out."
        )
    with connect_errors(), ledger.engine.connect() as connection:
        try:
            with connection.begin():
                driver_cursor(connection).execute(CREATE)
                _stage(connection, (ledger.hasher.number(number) for number in numbers), progress)
            with connection.begin():
                replaced = _replace_copy(connection, ledger, copy, at)
                if finish is not None:
                    finish(connection)
        finally:
            if not connection.invalidated:
                with connection.begin():
                    driver_cursor(connection).execute(DROP)
    return replaced


def _stage(connection: Connection, hashes: Iterable[bytes], progress: Progress | None) -> None:
    """Load the hashes into a temporary table of this connection."""
    cursor = driver_cursor(connection)
    done = 0
    with cursor.copy("COPY import_registry FROM STDIN") as copy:
        for done, digest in enumerate(hashes, start=1):
            copy.write_row((digest,))
            if progress is not None and done % EVERY == 0:
                progress(EVERY)
    if progress is not None:
        progress(done % EVERY)
    cursor.execute("ANALYZE import_registry")  # without statistics PostgreSQL guesses the size wrong


def _replace_copy(connection: Connection, ledger: Ledger, copy: NewCopy, at: datetime) -> Replaced:
    """Make the loaded copy the present one."""
    numbers: int = connection.execute(COUNT).scalar_one()
    if not numbers:
        raise InvalidInputError(
            f"There is no usable number in this copy of {copy.name}; an empty one would let everybody through."
        )
    values = {"name": copy.name, "as_of": copy.as_of, "numbers": numbers, "at": at, "force": copy.force}
    copy_id = connection.execute(REPLACE_COPY, values | {"key_name": ledger.hasher.name}).scalar()
    if copy_id is None:
        raise ConflictError(_refusal(copy, numbers, copies(connection)[copy.name]))
    removed = connection.execute(REMOVE, {"copy": copy_id}).rowcount
    added = connection.execute(ADD, {"copy": copy_id}).rowcount
    return Replaced(numbers=numbers, added=added, removed=removed)


def _refusal(copy: NewCopy, numbers: int, present: StoredCopy) -> str:
    """Return the message that says why a copy does not replace the present one."""
    if copy.as_of < present.as_of:
        why = f"is of {present.as_of}, which is later than {copy.as_of}"
    else:
        why = f"has {many(present.numbers, 'number')}, this one {numbers:,}: less than half"
    return f"The present copy of {copy.name} {why}. Look at the file; --force takes it all the same."
