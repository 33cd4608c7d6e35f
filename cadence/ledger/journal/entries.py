"""What has the journal to have, and how far do it and the ledger agree? Edge: the statements."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert

from cadence.ledger.db.queries import among, query, sql
from cadence.ledger.journal.lines import EntryKind, JournalEntry, Place
from cadence.ledger.tables.fields import reader
from cadence.ledger.tables.journal import journal_entries, journal_state

_COLUMNS = [
    journal_entries.c[name] for name in ("place", "id", "kind", "at", "hmac", "person", "scope", "value", "reason")
]

CLAIM = sql(
    """
    UPDATE journal_entries SET written = true
    WHERE xid = CAST(CAST(pg_current_xact_id() AS text) AS bigint) AND NOT written
    RETURNING place, CAST(id AS text) AS id, kind, at, hmac, CAST(person AS text) AS person, scope, value, reason
    """,
    "take the entries of this transaction, to write them to the journal before it commits",
    index="journal_entries_unwritten",
)
UNCLAIM = query(
    update(journal_entries).where(among(journal_entries.c.place, "places")).values(written=False),
    "note that entries could not be written to the journal",
    index="journal_entries_pkey",
)
UNWRITTEN = query(
    select(*_COLUMNS)
    .where(~journal_entries.c.written)
    .order_by(journal_entries.c.xid, journal_entries.c.place)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True),
    "a page of entries that the journal does not have yet",
    index="journal_entries_unwritten",
)
HAVE_WRITTEN = query(
    update(journal_entries).where(among(journal_entries.c.place, "places")).values(written=True),
    "note that the journal has entries",
    index="journal_entries_pkey",
)
WRITE_AGAIN = query(
    update(journal_entries).where(journal_entries.c.written, journal_entries.c.kind != "mark").values(written=False),
    "have every entry written to a new journal: all of them, once after a journal was lost",
    index="",
)
WAIT = query(
    update(journal_entries).where(among(journal_entries.c.id, "ids")).values(waiting=True),
    "have entries wait until their person is imported",
    index="journal_entries_id_key",
)
FORGET_AGAIN = sql(
    """
    DELETE FROM journal_entries
    WHERE xid = CAST(CAST(pg_current_xact_id() AS text) AS bigint) AND NOT written
        AND (kind, coalesce(encode(hmac, 'hex'), CAST(person AS text))) IN (
            SELECT * FROM unnest(CAST(:kinds AS text[]), CAST(:subjects AS text[])))
    """,
    "delete entries that were made by applying what the journal has already",
    index="journal_entries_unwritten",
)
ANY_UNWRITTEN = sql(
    "SELECT EXISTS (SELECT FROM journal_entries WHERE NOT written)",
    "whether the journal lacks an entry",
    index="journal_entries_unwritten",
)
WAITING = sql(
    "SELECT count(*) FROM journal_entries WHERE waiting AND person IS NOT NULL",
    "how many entries of the journal wait until their person is imported",
    index="journal_entries_waiting",
)
STATE = query(select(journal_state), "which journal belongs to the ledger, and how far they agree", index="")
LOCK_STATE = query(
    select(journal_state).with_for_update(), "let one process at a time compare the journal with the ledger", index=""
)
LAST_MARK = query(
    select(func.max(journal_entries.c.at)).where(
        journal_entries.c.kind == "mark", journal_entries.c.at < bindparam("before")
    ),
    "when the ledger was last marked before some that it lost: all marks are read, once after a restore",
    index="",
)
SERVER = sql("SELECT ledger_server()", "on which server, in which database and on which timeline it is", index="")
ORDER = sql("SELECT last_value FROM ledger_order", "how many touches, stops and pauses there were", index="")


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalState:
    """Which journal belongs to this ledger, and how far the two agree."""

    ledger: str
    kept: bool  # a journal was kept
    seq: int
    place: int
    hash: bytes
    order_at_mark: int
    problem: str  # why nobody is contacted; "": there is no problem
    to_sign: bool  # until a person signs; else until the journal is caught up
    doubt_since: datetime | None  # what the carrier has since then may not be in this ledger ...
    doubt_until: datetime | None  # ... and is asked about until then; None: until a person has signed
    looked_at: datetime | None
    server: str  # where the ledger was when it was last compared; "": never

    @property
    def end(self) -> Place:
        """The last place up to which the ledger has everything that the journal has."""
        return Place(seq=self.seq, offset=self.place, hash=self.hash)


_state = reader(JournalState)


def state(connection: Connection, *, lock: bool = False) -> JournalState:
    """Return what the ledger knows of its journal; with `lock`, one process at a time."""
    return _state(connection.execute(LOCK_STATE if lock else STATE).one())


def change(connection: Connection, **values: Any) -> None:  # noqa: ANN401  columns of journal_state
    """Change what the ledger knows of its journal."""
    connection.execute(update(journal_state).values(**values))


def agreed(connection: Connection, end: Place) -> None:
    """Note up to where the ledger has everything that the journal has."""
    change(connection, kept=True, seq=end.seq, place=end.offset, hash=end.hash)


def claim(connection: Connection) -> tuple[list[int], list[JournalEntry]]:
    """Return the entries of this transaction with their places, and count them as written."""
    rows = sorted(connection.execute(CLAIM), key=lambda row: row.place)
    return [row.place for row in rows], [_entry(row) for row in rows]


def unclaim(connection: Connection, places: Sequence[int]) -> None:
    """Count entries as not written."""
    connection.execute(UNCLAIM, {"places": list(places)})


def unwritten(connection: Connection, *, limit: int) -> tuple[list[int], list[JournalEntry]]:
    """Return a page of the entries that the journal does not have yet, with their places."""
    rows = connection.execute(UNWRITTEN, {"limit": limit}).all()
    return [row.place for row in rows], [_entry(row) for row in rows]


def any_unwritten(connection: Connection) -> bool:
    """Tell whether the journal lacks an entry."""
    return bool(connection.execute(ANY_UNWRITTEN).scalar_one())


def count_waiting(connection: Connection) -> int:
    """Return how many entries wait until their person is imported."""
    return int(connection.execute(WAITING).scalar_one())


def have_written(connection: Connection, places: Sequence[int]) -> None:
    """Note that the journal has these entries."""
    connection.execute(HAVE_WRITTEN, {"places": list(places)})


def write_again(connection: Connection) -> int:
    """Have every entry written to a new journal; return how many."""
    return connection.execute(WRITE_AGAIN).rowcount


def add(connection: Connection, entries: Sequence[JournalEntry]) -> set[str]:
    """Add entries that the journal has; return the ids of those that the ledger lacked."""
    if not entries:
        return set()
    rows = [asdict(entry) | {"written": True} for entry in entries]
    statement = insert(journal_entries).values(rows).on_conflict_do_nothing(index_elements=["id"])
    return set(connection.execute(statement.returning(journal_entries.c.id)).scalars())


def new_mark(connection: Connection, *, at: datetime) -> JournalEntry:
    """Add a mark: that the ledger was at work at a real instant."""
    mark = JournalEntry(id=str(uuid4()), kind=EntryKind.MARK, at=at)
    add(connection, [mark])
    return mark


def wait(connection: Connection, ids: Collection[str]) -> None:
    """Have entries wait until their person is imported."""
    connection.execute(WAIT, {"ids": list(ids)})


def forget_again(connection: Connection, entries: Sequence[JournalEntry]) -> None:
    """Delete what the triggers have entered while these entries of the journal were applied."""
    kinds = [entry.kind.value for entry in entries]
    subjects = [entry.hmac.hex() if entry.hmac is not None else entry.person for entry in entries]
    connection.execute(FORGET_AGAIN, {"kinds": kinds, "subjects": subjects})


def last_mark(connection: Connection, *, before: datetime) -> datetime | None:
    """Return when the ledger was last marked before an instant; None if it never was."""
    return connection.execute(LAST_MARK, {"before": before}).scalar()


def server(connection: Connection) -> str:
    """Return on which server, in which database and on which timeline the ledger is; "" where nobody can tell."""
    return str(connection.execute(SERVER).scalar_one())


def order(connection: Connection) -> int:
    """Return how many touches, stops and pauses there were."""
    return int(connection.execute(ORDER).scalar_one())


def _entry(row: Row[*tuple[Any, ...]]) -> JournalEntry:
    return JournalEntry(
        id=row.id,
        kind=EntryKind(row.kind),
        at=row.at,
        hmac=row.hmac,
        person=row.person,
        scope=row.scope,
        value=row.value,
        reason=row.reason,
    )
