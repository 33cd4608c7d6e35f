"""
Who stands on the official lists that we have a copy of? Edge: by HMAC only.

A copy is staged by COPY, then takes the place of the one before in one transaction: a touch is judged on the old copy
or on the new one, never on half of it. Only what differs is written, as most of a list stays from month to month.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select, text

from cadence.domain.errors import ConflictError, InvalidInputError
from cadence.domain.plurals import many
from cadence.ledger.db.engine import connect_errors, driver_cursor
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.db.queries import named
from cadence.ledger.tables import registry_copies

EVERY = 10_000
"""Numbers between two reports of progress."""

CREATE = "CREATE TEMPORARY TABLE import_registry (hmac bytea);"
DROP = "DROP TABLE IF EXISTS import_registry"

COPIES = named(
    select(
        registry_copies.c.name, registry_copies.c.as_of, registry_copies.c.numbers, registry_copies.c.imported_at
    ).order_by(registry_copies.c.name),
    "registry_copies",
    "the copies we have, one row a list",
    index="",
)
COUNT = named(
    text("SELECT count(DISTINCT hmac) FROM import_registry"),
    "count_registry",
    "how many numbers the new copy has",
    index="",
)
TAKE_PLACE = named(
    text(
        """
        INSERT INTO registry_copies AS present (name, key_name, as_of, numbers, imported_at)
        VALUES (:name, :key_name, :as_of, :numbers, :at)
        ON CONFLICT (name) DO UPDATE SET key_name = excluded.key_name, as_of = excluded.as_of,
            numbers = excluded.numbers, imported_at = excluded.imported_at
        WHERE :force OR (present.as_of <= excluded.as_of AND present.numbers <= 2 * excluded.numbers)
        RETURNING id
        """
    ),
    "take_place_of_registry",
    "the one row of a list, unless the new copy is older or has lost most of its numbers; whoever is first goes first",
    index="",
)
REMOVE = named(
    text(
        """
        DELETE FROM registry_entries e
        WHERE e.copy_id = :copy AND NOT EXISTS (SELECT 1 FROM import_registry s WHERE s.hmac = e.hmac)
        """
    ),
    "remove_from_registry",
    "who no longer stands on the list",
    index="registry_entries_pkey",
)
ADD = named(
    text(
        """
        INSERT INTO registry_entries (copy_id, hmac)
        SELECT DISTINCT CAST(:copy AS integer), hmac FROM import_registry
        ON CONFLICT DO NOTHING
        """
    ),
    "add_to_registry",
    "who stands on the list for the first time; the constraint finds those who do already",
    index="",
)

Progress = Callable[[int], None]
Finish = Callable[[Connection], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCopy:
    """One copy that we have."""

    name: str
    as_of: date
    numbers: int
    imported_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCopy:
    """A copy that is brought in. `force` lets it be older, or far shorter, than the present one."""

    name: str
    as_of: date
    force: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """What a new copy changed."""

    numbers: int
    added: int
    removed: int


def copies(connection: Connection) -> dict[str, StoredCopy]:
    """Return the copies we have, by name."""
    rows = connection.execute(COPIES)
    return {
        row.name: StoredCopy(name=row.name, as_of=row.as_of, numbers=row.numbers, imported_at=row.imported_at)
        for row in rows
    }


def replace(  # noqa: PLR0913  each says one thing about the copy
    ledger: Ledger,
    copy: NewCopy,
    numbers: Iterable[str],
    *,
    at: datetime,
    progress: Progress | None = None,
    finish: Finish | None = None,
) -> Replaced:
    """
    Bring in a copy of a list, of numbers in E.164; `progress` hears how many have come, `finish` ends the transaction.

    Memory is bounded, whatever the length of the list. Raises ConflictError, InvalidInputError and UnavailableError;
    the present copy then stands as it was.
    """
    if copy.as_of > at.date():
        raise InvalidInputError(
            f"{copy.as_of} lies in the future (it is {at.date()} in UTC); expected the day the list was given out."
        )
    with connect_errors(), ledger.engine.connect() as connection:
        try:
            with connection.begin():
                driver_cursor(connection).execute(CREATE)
                _stage(connection, (ledger.hasher.number(one) for one in numbers), progress)
            with connection.begin():
                done = _take_place(connection, ledger, copy, at)
                if finish is not None:
                    finish(connection)
        finally:
            if not connection.invalidated:
                with connection.begin():
                    driver_cursor(connection).execute(DROP)
    return done


def _stage(connection: Connection, hashes: Iterable[bytes], progress: Progress | None) -> None:
    """Copy everything that is read into a table of this connection alone."""
    cursor = driver_cursor(connection)
    done = 0
    with cursor.copy("COPY import_registry FROM STDIN") as copy:
        for done, one in enumerate(hashes, start=1):
            copy.write_row((one,))
            if progress is not None and done % EVERY == 0:
                progress(EVERY)
    if progress is not None:
        progress(done % EVERY)
    cursor.execute("ANALYZE import_registry")  # without statistics PostgreSQL would guess, and guess wrong


def _take_place(connection: Connection, ledger: Ledger, copy: NewCopy, at: datetime) -> Replaced:
    """Make the staged copy the present one."""
    numbers: int = connection.execute(COUNT).scalar_one()
    if not numbers:
        raise InvalidInputError(
            f"There is no usable number in this copy of {copy.name}; an empty one would let everybody through."
        )
    about = {"name": copy.name, "as_of": copy.as_of, "numbers": numbers, "at": at, "force": copy.force}
    identity = connection.execute(TAKE_PLACE, about | {"key_name": ledger.hasher.name}).scalar()
    if identity is None:
        raise ConflictError(_refused(copy, numbers, copies(connection)[copy.name]))
    removed = connection.execute(REMOVE, {"copy": identity}).rowcount
    added = connection.execute(ADD, {"copy": identity}).rowcount
    return Replaced(numbers=numbers, added=added, removed=removed)


def _refused(copy: NewCopy, numbers: int, present: StoredCopy) -> str:
    """Return why a copy does not take the place of the present one."""
    if copy.as_of < present.as_of:
        why = f"is of {present.as_of}, which is later than {copy.as_of}"
    else:
        why = f"has {many(present.numbers, 'number')}, this one {numbers:,}: less than half"
    return f"The present copy of {copy.name} {why}. Look at the file; --force takes it all the same."
