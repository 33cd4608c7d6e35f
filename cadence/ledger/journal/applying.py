"""
How is applied what the journal has and the ledger lacks? Edge: a page in one transaction, an erasure in its own.

Each entry is applied once: its id is added first, and a session that is about to commit the same entry is waited for.
A stop of a person who is not known yet waits, and binds when a list brings them (a trigger does it). A number is known
by its hash, with or without a lead. The rows carry the source "journal". The triggers know by a setting of the
transaction that it has them already: anybody may call the source of a consent "journal".
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, text
from sqlalchemy.dialects.postgresql import insert

from cadence.domain import Channel, NewsKind, Purpose, SuppressionScope
from cadence.ledger.db.hashing import Hasher
from cadence.ledger.db.queries import among, query, sql
from cadence.ledger.journal import entries
from cadence.ledger.journal.lines import EntryKind, JournalEntry
from cadence.ledger.people import consents, erasure, numbers, suppressions
from cadence.ledger.people.consents import NewConsent
from cadence.ledger.people.suppressions import NewSuppression
from cadence.ledger.tables.people import leads
from cadence.ledger.tables.people import numbers as number_rows
from cadence.ledger.touches import news

SOURCE = "journal"
KNOWN = query(
    select(leads.c.id).where(among(leads.c.id, "leads")),
    "which of the people in a page of the journal are known",
    index="leads_pkey",
)
ROWS = query(
    select(number_rows.c.id, number_rows.c.hmac, number_rows.c.same_as).where(among(number_rows.c.hmac, "hashes")),
    "the rows of the numbers in a page of the journal",
    index="numbers_hmac_key",
)
APPLIED = sql(
    "SELECT set_config('cadence.journal', 'applied', true)",
    "tell the triggers that the journal has the facts of this transaction already",
    index="",
)
IS_ERASED = query(
    select(leads.c.id, leads.c.erased_at).where(leads.c.id == bindparam("lead")),
    "whether a person is known, and erased",
    index="leads_pkey",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Regained:
    """What was applied again, by kind, and the marks that the ledger lacks."""

    counts: dict[EntryKind, int] = field(default_factory=dict)
    waiting: int = 0  # of these, how many wait for a person who is not known yet
    lost_marks: tuple[datetime, ...] = ()  # the ledger was at work then, and knows nothing of it

    def __add__(self, other: "Regained") -> "Regained":
        """Return both together."""
        kinds = {*self.counts, *other.counts}
        return Regained(
            counts={kind: self.counts.get(kind, 0) + other.counts.get(kind, 0) for kind in kinds},
            waiting=self.waiting + other.waiting,
            lost_marks=(*self.lost_marks, *other.lost_marks),
        )

    @property
    def total(self) -> int:
        """How many entries were applied."""
        return sum(self.counts.values())


def apply_page(connection: Connection, hasher: Hasher, page: Sequence[JournalEntry], *, at: datetime) -> Regained:
    """Apply a page of entries, but for erasures."""
    lacked = entries.add(connection, page)
    new = list({entry.id: entry for entry in page if entry.id in lacked}.values())  # a line may stand there twice
    facts = [entry for entry in new if entry.kind is not EntryKind.MARK]
    waiting = _apply(connection, hasher, facts, at=at) if facts else set[str]()
    counts: dict[EntryKind, int] = {}
    for entry in facts:
        counts[entry.kind] = counts.get(entry.kind, 0) + 1
    marks = tuple(entry.at for entry in new if entry.kind is EntryKind.MARK)
    return Regained(counts=counts, waiting=len(waiting), lost_marks=marks)


def _apply(connection: Connection, hasher: Hasher, facts: Sequence[JournalEntry], *, at: datetime) -> set[str]:
    """Apply facts, and return the ids of those that wait for their person."""
    rows = _rows(connection, hasher, sorted({entry.hmac for entry in facts if entry.hmac is not None}))
    known = _known(connection, sorted({entry.person for entry in facts if entry.person is not None}))
    owners = numbers.lock_owners(connection, sorted(set(rows.values())), also=known)
    waiting: set[str] = set()
    connection.execute(APPLIED)
    for entry in facts:
        number = rows.get(entry.hmac) if entry.hmac is not None else None
        person = entry.person if entry.person in known else None
        if entry.person is not None and person is None:
            waiting.add(entry.id)
        _apply_one(connection, entry, number, person)
    entries.wait(connection, waiting)
    entries.forget_again(connection, [entry for entry in facts if entry.kind is EntryKind.CLOSED])
    news.add_to_open(connection, sorted({*owners, *known}), NewsKind.OPT_OUT, at=at)
    return waiting


def _known(connection: Connection, people: Sequence[str]) -> set[str]:
    """Return which of these people are known. While some are not, none is imported until the commit."""
    known = set(connection.execute(KNOWN, {"leads": people}).scalars())
    if known.issuperset(people):
        return known
    connection.execute(text("LOCK TABLE leads IN SHARE ROW EXCLUSIVE MODE"))
    return set(connection.execute(KNOWN, {"leads": people}).scalars())


def _apply_one(connection: Connection, entry: JournalEntry, number: int | None, person: str | None) -> None:
    """Apply one fact to a number, to a person who is known, or to both."""
    if entry.kind is EntryKind.STOP:
        scope, ref = SuppressionScope(entry.scope), f"journal:{entry.id}"
        stop = NewSuppression(source=SOURCE, scope=scope, value=entry.value, ref=ref)
        if number is not None:
            suppressions.suppress(connection, [number], stop, at=entry.at)
        if person is not None:
            suppressions.suppress_person(connection, person, stop, at=entry.at)
    elif entry.kind is EntryKind.REVOCATION and (number is not None or person is not None):
        revoked = NewConsent(
            channel=Channel(entry.scope),
            given=False,
            lead=person,
            number=number,
            purpose=Purpose(entry.value) if entry.value else None,
            kind=entry.reason,
            source=SOURCE,
        )
        consents.record(connection, revoked, at=entry.at)
    elif entry.kind is EntryKind.CLOSED and number is not None:
        numbers.close(connection, number, entry.reason, at=entry.at)


def _rows(connection: Connection, hasher: Hasher, hashes: Collection[bytes]) -> dict[bytes, int]:
    """Return the row of each number, and make rows without digits for those that have none."""
    if not hashes:
        return {}
    new = [{"hmac": digest, "key_name": hasher.name} for digest in hashes]
    connection.execute(insert(number_rows).on_conflict_do_nothing(), new)
    stored = connection.execute(ROWS, {"hashes": list(hashes)}).all()
    return {row.hmac: row.same_as or row.id for row in stored}


def apply_erasure(connection: Connection, entry: JournalEntry) -> Regained:
    """
    Erase a person again, who may not be known: then a list that names them later does not bring them back.

    A person who was erased since under another entry stays as they are.
    """
    if entry.person is None or not entries.add(connection, [entry]):
        return Regained()
    row = connection.execute(IS_ERASED, {"lead": entry.person}).first()
    if row is None:
        gone = {"id": entry.person, "list": "", "imported_at": entry.at, "updated_at": entry.at, "erased_at": entry.at}
        connection.execute(insert(leads).values(**gone).on_conflict_do_nothing())
    elif row.erased_at is None:
        erasure.erase(connection, entry.person, at=entry.at)
        entries.forget_again(connection, [entry])
    return Regained(counts={EntryKind.ERASURE: 1})
