"""
How does a lead list come into the ledger, and is it another list with the same name? Edge.

It is streamed through COPY in pages, each page in one transaction.

Importing the same list twice changes nothing. A corrected list changes what differs and reports it (protocol §5.1).
After a crash only complete pages are in the ledger; importing the list again completes it.

A page is copied into temporary tables; `import_people` and `import_permissions` have the SQL that merges them. Leads
are inserted and locked before numbers, in the order of their ids (protocol §1.2).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy import Connection, TextClause, func, select

from cadence.domain import HELD, NewsKind
from cadence.domain.list_rows import ConsentRow, FieldChange, ImportReport, LeadRow
from cadence.domain.nearest import same_word
from cadence.domain.spellings import identity as phone_of
from cadence.ledger.db.engine import connect_errors, driver_cursor
from cadence.ledger.db.hashing import Hasher
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.db.queries import among, query
from cadence.ledger.lists import import_people, import_permissions
from cadence.ledger.people import links
from cadence.ledger.tables.fields import plain
from cadence.ledger.tables.people import lead_numbers, leads, numbers

PAGE = 1000
"""Leads per transaction. While it runs, no touch to a lead of the page is decided."""
CHANGES_SHOWN = 200
"""How many changed fields are reported one by one. All are counted."""

KNOWN = query(
    select(leads.c.id, leads.c.name, func.array_agg(numbers.c.hmac).label("hmacs"))
    .join_from(leads, lead_numbers, lead_numbers.c.lead_id == leads.c.id)
    .join(numbers, numbers.c.id == lead_numbers.c.number_id)
    .where(among(leads.c.id, "leads"), leads.c.erased_at.is_(None))
    .group_by(leads.c.id),
    "find the people of a file that its list has already, with their names and numbers",
    index="leads_pkey, lead_numbers_pkey | lead_numbers_lead_id_position_key, numbers_pkey",
)

Finish = Callable[[Connection], None]
VisitOf = Callable[[LeadRow], str | None]
"""Returns the key of a person's visit to a campaign; None for somebody whom it is not for."""


def import_leads(  # noqa: PLR0913  each argument is independent
    ledger: Ledger,
    list_name: str,
    rows: Iterable[LeadRow],
    *,
    at: datetime,
    finish: Finish | None = None,
    visit: VisitOf | None = None,
) -> ImportReport:
    """
    Import a list of leads and return what changed.

    `finish` runs in one more transaction, in which `visits.imported` still returns the people of the list and their
    `visit`. Memory is bounded by the page, not by the list. Raises UnavailableError; it is safe to try again.
    """
    tally = _Tally()
    with connect_errors(), ledger.engine.connect() as connection:
        with connection.begin():
            driver_cursor(connection).execute(import_people.CREATE)
        try:
            for page in _pages(rows):
                with connection.begin():
                    _Page(connection, ledger.hasher, list_name, at, tally, visit or _no_visit).run(page)
            if finish is not None:
                with connection.begin():
                    finish(connection)
        finally:
            if not connection.invalidated:
                with connection.begin():
                    driver_cursor(connection).execute(import_people.DROP)
    return tally.report()


def identities(
    connection: Connection, hasher: Hasher, list_name: str, rows: Sequence[LeadRow]
) -> list[tuple[str, str]]:
    """
    Return the id of each row's lead, and the key it is made from: its id in the list, or its first number's hash.

    A lead that an earlier version stored under another spelling of its number keeps its id.
    """
    candidates = [[row.key] if row.key else _keys_by_number(hasher, row) for row in rows]
    others = {hasher.lead(list_name, key): key for keys in candidates for key in keys[1:]}
    known = set(connection.execute(import_people.KNOWN, {"candidates": list(others)}).scalars()) if others else set()
    keys = [next((key for key in keys[1:] if hasher.lead(list_name, key) in known), keys[0]) for keys in candidates]
    return [(hasher.lead(list_name, key), key) for key in keys]


def _keys_by_number(hasher: Hasher, row: LeadRow) -> list[str]:
    first = row.numbers[0].e164
    return [digest.hex() for digest in (hasher.number(first), *hasher.other_spellings(first))]


def _no_visit(_: LeadRow) -> str:
    return ""


def _pages(rows: Iterable[LeadRow]) -> Iterator[list[LeadRow]]:
    remaining = iter(rows)
    while page := list(islice(remaining, PAGE)):
        yield page


@dataclass(slots=True)
class _Tally:
    """What the import has changed so far."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    consents: Counter[bool] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)
    changes: list[FieldChange] = field(default_factory=list)
    duplicates: list[int] = field(default_factory=list)
    erased: list[int] = field(default_factory=list)

    def report(self) -> ImportReport:
        return ImportReport(
            new=self.new,
            updated=self.updated,
            unchanged=self.unchanged,
            consents_given=self.consents[True],
            consents_revoked=self.consents[False],
            fields=dict(self.fields),
            changes=tuple(self.changes),
            duplicates=tuple(self.duplicates),
            erased=tuple(self.erased),
        )


@dataclass(slots=True)
class _Page:
    """Imports one page of a list, in one transaction."""

    connection: Connection
    hasher: Hasher
    list_name: str
    at: datetime
    tally: _Tally
    visit: VisitOf

    def run(self, rows: list[LeadRow]) -> None:
        """Copy the rows into the temporary tables and merge them into the ledger."""
        self._stage(rows)
        duplicates = self._run(import_people.REMOVE_DUPLICATES)
        self.tally.duplicates += sorted(row.line for row in duplicates)
        self._run(import_people.REMEMBER)
        self.tally.erased += sorted(row.line for row in self._run(import_people.REMOVE_ERASED))
        self._respell(rows)
        self._run(import_people.ADD_ACCOUNTS)
        new = [row.id for row in self._run(import_people.ADD_LEADS)]
        self._run(import_people.LOCK_LEADS)
        changed = self._differences(new)
        self._run(import_people.UPDATE_LEADS, changed=changed)
        self._run(import_people.ADD_NUMBERS)
        links.unite(self.connection, self.hasher, (number.e164 for row in rows for number in row.numbers))
        self._run(import_people.LOCK_NUMBERS)
        self._run(import_people.FILL_NUMBERS)
        self._run(import_people.REMOVE_PLACES)
        self._run(import_people.ADD_PLACES)
        self._run(import_permissions.SUPPRESS_PEOPLE)
        self._run(import_permissions.SUPPRESS_NUMBERS, held=HELD)
        self._run(import_people.ADD_NEWS, changed=changed, kind=NewsKind.LIST)
        self._run(import_permissions.ADD_WORDINGS)
        for row in self._run(import_permissions.ADD_CONSENTS):
            self.tally.consents[row.given] += row.records
        self.tally.new += len(new)
        self.tally.updated += len(changed)
        total = self._run(import_people.COUNT)[0].leads
        self.tally.unchanged += total - len(new) - len(changed)

    def _respell(self, rows: list[LeadRow]) -> None:
        """Where a phone has two spellings, keep the one that is its identity once a list has given it."""
        e164s = {number.e164 for row in rows for number in row.numbers}
        identity_of = {e164: phone_of(e164) for e164 in e164s if phone_of(e164) != e164}
        if identity_of:
            hashes = [self.hasher.number(e164) for e164 in identity_of]
            self._run(import_people.RESPELL, hashes=hashes, identities=list(identity_of.values()))

    def _differences(self, new: list[str]) -> list[str]:
        """Return the ids of the leads that the list changes, and count the changed fields."""
        rows = self._run(import_people.DIFFERENCES, new_leads=new)
        for row in rows:
            self.tally.fields[row.field] += 1
            if len(self.tally.changes) < CHANGES_SHOWN:
                self.tally.changes.append(
                    FieldChange(line=row.line, lead=row.lead, field=row.field, old=row.old, new=row.new)
                )
        return sorted({row.lead for row in rows})

    def _stage(self, rows: list[LeadRow]) -> None:
        """Copy the page into the temporary tables. Of several lines for one person the first counts."""
        leads: dict[str, LeadRow] = {}
        keys: dict[str, str] = {}
        for row, (lead, key) in zip(rows, identities(self.connection, self.hasher, self.list_name, rows), strict=True):
            if leads.setdefault(lead, row) is not row:
                self.tally.duplicates.append(row.line)
            keys.setdefault(lead, key)
        cursor = driver_cursor(self.connection)
        with cursor.copy("COPY import_leads FROM STDIN") as copy:
            for lead, row in leads.items():
                places = (row.name, row.country, row.region, row.municipality, row.segment, row.score, row.account)
                documents = (Jsonb(row.attributes), Jsonb(plain(row.zones)))
                form = same_word(row.account) or None
                copy.write_row((row.line, lead, keys[lead], *places, *documents, self.visit(row), form))
        with cursor.copy("COPY import_numbers FROM STDIN") as copy:
            for lead, row in leads.items():
                for position, number in enumerate({phone_of(number.e164): number for number in row.numbers}.values()):
                    hmac, zones = self.hasher.number(number.e164), Jsonb(plain(number.zones))
                    copy.write_row((lead, position, hmac, number.e164, number.kind.value, number.country, zones))
        with cursor.copy("COPY import_consents FROM STDIN") as copy:
            for lead, row in leads.items():
                for consent in row.consents:
                    copy.write_row((lead, *self._consent(consent)))
        cursor.execute(import_people.ANALYSE)

    def _consent(self, row: ConsentRow) -> tuple[object, ...]:
        hmac = self.hasher.number(row.e164) if row.e164 else None
        purpose = row.purpose.value if row.purpose else None
        record = (row.channel.value, row.given, row.at, purpose, row.kind, row.source)
        return (hmac, *record, row.expires, row.wording, row.evidence)

    def _run(self, statement: TextClause, **parameters: object) -> list[Any]:
        known = {"list": self.list_name, "at": self.at, "key_name": self.hasher.name, **parameters}
        result = self.connection.execute(statement, {name: known[name] for name in statement.compile().params})
        return list(result) if result.returns_rows else []


@dataclass(frozen=True, slots=True, kw_only=True)
class SameIds:
    """How many ids of a file its list has already, and how many of those are now other people."""

    known: int
    others: int

    @property
    def another_list(self) -> bool:
        """Whether most are other people: a corrected file changes some people, another file changes all of them."""
        return self.others * 2 > self.known


def compare_ids(connection: Connection, hasher: Hasher, list_name: str, rows: Sequence[LeadRow]) -> SameIds:
    """
    Compare the people of a file with those that its list has under the same ids.

    A person counts as another one when the name differs and no number is shared. A row without an id is identified by
    its number, so it is never another person.
    """
    by_id = {hasher.lead(list_name, row.key): row for row in rows if row.key}
    known = connection.execute(KNOWN, {"leads": list(by_id)}).all()
    others = sum(_is_other_person(hasher, by_id[str(lead.id)], lead.name, lead.hmacs) for lead in known)
    return SameIds(known=len(known), others=others)


def _is_other_person(hasher: Hasher, row: LeadRow, name: str, hmacs: Sequence[bytes]) -> bool:
    numbers_of_file = {hasher.number(number.e164) for number in row.numbers}
    same_name = bool(name) and name.casefold() == row.name.casefold()
    return not same_name and numbers_of_file.isdisjoint(bytes(hmac) for hmac in hmacs)
