"""
Which lead does one row describe, and what in it cannot be taken? Pure.

All that is wrong with a row is told at once. A row is refused as a whole when taking the rest could mean contacting
somebody wrongly; a second number that is no number is only left out.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import TypeVar

from cadence.domain import ZoneEvidence
from cadence.domain.list_rows import ConsentRow, LeadRow, NumberRow, Objection
from cadence.domain.plurals import many
from cadence.domain.spellings import identity as phone_of
from cadence.domain.storable import storable
from cadence.leads.lists.address import Address, country_code, nearest_country, read_home, stated_beside
from cadence.leads.lists.cells import SPREADSHEET_ERROR, spreadsheet_error, unusable
from cadence.leads.lists.consent_columns import UNCLEAR
from cadence.leads.lists.consents import (
    CHANNELS,
    ConsentWord,
    ConsentWords,
    read_expiry,
    read_kind,
    read_purpose,
    read_source,
    read_when,
    read_word,
    records_of,
)
from cadence.leads.lists.date_columns import PLAIN, ReadAs, normalised
from cadence.leads.lists.headers import Columns
from cadence.leads.lists.lookalikes import says_no
from cadence.leads.lists.noes import OPT_OUTS, may_say_no, objection_of, opted_out
from cadence.leads.lists.number_cells import NumberCells
from cadence.leads.lists.records import SHOWN, Record
from cadence.leads.lists.report import CellRefusal
from cadence.leads.lists.towns import town
from cadence.leads.lists.words import fold
from cadence.leads.phone import Unfit, missing_mark, read_number
from cadence.leads.phone.places import find_zone, nearest_zone
from cadence.policy.local_days import ANYWHERE

LONGEST_KEY = 200
"""What the ledger keeps in an index must be short."""
GREATEST_SCORE = 2**31 - 1
PIECES = re.compile(r"[,;|\t\n\r\"]")
"""Between the cells of a record that could not be told apart."""
PHONE_LIKE = re.compile(r"[+(]?\d[\d\s().\-]{6,}")
WHOLE_NUMBER = re.compile(r"(-?[0-9]{1,10})(?:[.,]0*)?")
"""Spreadsheets write whole numbers with a fraction of zeros, too."""

Cell = TypeVar("Cell")


@dataclass(frozen=True, slots=True)
class Read:
    """What one record came to."""

    lead: LeadRow | None  # None when the row is refused
    refusals: list[CellRefusal]
    objection: Objection | None = None  # a no that the import of the lead would not write


@dataclass(frozen=True, slots=True, kw_only=True)
class RowReader:
    """Reads the rows of one list."""

    columns: Columns
    region: str  # the country of numbers without a prefix, when the row names none
    now: datetime
    file: str  # the list's name, for evidence
    dates: Mapping[int, ReadAs] = field(default_factory=dict)  # how each column of dates is read, by its place

    doubtful: Mapping[int, tuple[str, ...]] = field(default_factory=dict)  # columns not read that may say no

    unclear: Mapping[str, frozenset[str]] = field(default_factory=dict)  # words that a consent column leaves open

    @property
    def numbers(self) -> NumberCells:
        """What reads the numbers of a row."""
        return NumberCells(columns=self.columns, region=self.region)

    def read_as(self, name: str) -> ReadAs:
        """Return how the dates of one of our columns are read."""
        return self.dates.get(self.columns.fields.get(name, -1), PLAIN)

    def read(self, record: Record) -> Read:
        """Return the lead of a record, None when it is refused, all that was not taken, and the no it holds."""
        read = self._read(record)
        objection = read.objection and replace(read.objection, cells=tuple(record.cells))
        return replace(read, objection=objection)

    def _read(self, record: Record) -> Read:
        row = _Row(reader=self, line=record.line)
        lead = row.lead() if row.fill(record) else None
        refusals = [replace(refusal, key=row.key) for refusal in row.refusals]
        if lead is None or any(refusal.whole for refusal in refusals):
            objection = row.objection() or row.moved_no(refused=True)
            return Read(None, [replace(refusal, whole=True) for refusal in refusals], objection)
        return Read(lead, refusals, row.objection() if row.opted_out() else row.moved_no(refused=False))


@dataclass(slots=True, kw_only=True)
class _Row:
    """One row while it is read."""

    reader: RowReader
    line: int
    cells: list[str] = field(default_factory=list)
    given: int = 0  # cells that the row has
    loose: list[str] = field(default_factory=list)  # cells that cannot be told apart
    refusals: list[CellRefusal] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The id of the row, "" when its cells could not be told apart."""
        return self._get("id") if self.cells else ""

    def fill(self, record: Record) -> bool:
        """Take the cells; return False when they cannot be told apart or hold what no text holds."""
        headers = self.reader.columns.headers
        cells = [cell.strip() for cell in record.cells]
        while len(cells) > len(headers) and not cells[-1]:
            cells.pop()
        self.given = len(cells)
        cells += [""] * (len(headers) - len(cells)) if not record.fault else []  # spreadsheets leave out empty ends
        if record.fault or len(cells) != len(headers):
            self.loose = [storable(cell) for cell in cells]
            reason = record.fault or f"{many(len(cells), 'cell')} where the headers have {len(headers)}"
            self._refuse_row(" | ".join(cells)[:SHOWN], reason)
            return False
        self.cells = cells
        together = "".join(cells)
        if not together.isascii() or unusable(together):  # one look for all, as most rows are plain
            for place, cell in enumerate(cells):
                if reason := unusable(cell):
                    self._refuse_at(place, reason, whole=True)
                    self.cells[place] = storable(cell)  # the row is refused, and its no must be kept
        if "#" in together or "rr:" in together:
            for place in self.reader.columns.fields.values():
                if spreadsheet_error(cells[place]):
                    self._refuse_at(place, SPREADSHEET_ERROR, whole=True)
        return not self.refusals

    def opted_out(self) -> bool:
        """Tell whether an opt-out column closes something: no consent record says that."""
        return any(opted_out(self._get(name)) for name in OPT_OUTS) or bool(self._doubtful())

    def _doubtful(self) -> dict[str, str]:
        """Return the noes of columns that are not read and look like a consent or an opt-out, as cells of ours."""
        headers = self.reader.columns.headers
        return {
            name: "yes"
            for place, names in self.reader.doubtful.items()
            if says_no(headers[place], self.cells[place])
            for name in names
        }

    def objection(self) -> Objection | None:
        """Return the no of the row, whatever else is wrong with it; None when it says none."""
        if self.loose:
            return self._undecided()
        ours = self.reader.columns
        cells = {name: self.cells[place] for name, place in ours.fields.items()} | self._doubtful()
        read = (number for _, number in self.reader.numbers.read(self.cells))
        e164s = list(dict.fromkeys(number.e164 for number in read if not isinstance(number, Unfit)))

        def when() -> datetime | None:
            date = read_when(cells.get("consent_at", ""), ANYWHERE, self.reader.now, self.reader.read_as("consent_at"))
            return date.no if date else None

        return objection_of(cells, self.line, e164s, when, self._evidence())

    def moved_no(self, *, refused: bool) -> Objection | None:
        """
        Return what to hold of a row with too few cells in which a no stands elsewhere than in a column for it.

        A cell may be missing before it. None where nothing says no, or nothing can have moved.
        """
        columns = self.reader.columns
        ours = {place for name, place in columns.fields.items() if name.startswith(("consent_", "opt_out"))}
        short = 0 < self.given < len(columns.headers)
        if not short or not (refused or any(place >= self.given for place in ours)):
            return None
        elsewhere = [cell for place, cell in enumerate(self.cells) if place not in ours]
        if not self._may_say_no(elsewhere, refused=refused):
            return None
        self.loose = self.cells
        return self._hold()

    def _undecided(self) -> Objection | None:
        """Return what to hold of a row whose cells cannot be told apart, None when nothing in it says no."""
        return self._hold() if self._may_say_no(self.loose, refused=True) else None

    def _may_say_no(self, cells: list[str], *, refused: bool) -> bool:
        """Tell whether one of these cells may be a no that stands in the wrong column."""
        columns = self.reader.columns
        if not (columns.has_noes or self.reader.doubtful):
            return False
        opt_outs = any(name.startswith("opt_out") for name in columns.fields)
        return may_say_no([piece for cell in cells for piece in PIECES.split(cell)], refused=refused, opt_outs=opt_outs)

    def _hold(self) -> Objection:
        """Return what to hold of a row whose cells stand in the wrong columns: its numbers, and whoever has its id."""
        pieces = [piece.strip() for cell in self.loose for piece in PIECES.split(cell)]
        regions = [self.reader.region, *self.reader.numbers.regions(pieces)]
        read = [read_number(piece, region) for piece in pieces if PHONE_LIKE.fullmatch(piece) for region in regions]
        e164s = tuple(dict.fromkeys(number.e164 for number in read if not isinstance(number, Unfit)))
        where = f"{self.reader.file}, line {self.line}"
        place, rows = self.reader.columns.fields.get("id", len(pieces)), (self.loose, pieces)
        key = next((row[place] for row in rows if place < len(row) and row[place] in pieces), "")
        return Objection(line=self.line, key=key, e164s=e164s, undecided=True, source="list", evidence=where)

    def lead(self) -> LeadRow | None:
        """Return the lead, None when it has no usable number."""
        country = self._country()
        numbers = self._numbers()
        address = self._address(country, numbers)
        zones = self._zones(address)
        lead_zones = [evidence.zone for evidence in zones or tuple(zone for number in numbers for zone in number.zones)]
        lead = LeadRow(
            line=self.line,
            key=self._short("id"),
            name=self._get("name"),
            numbers=numbers,
            country=address.country,
            region=address.region,
            municipality=town(self._short("municipality")),
            zones=zones,
            segment=self._short("segment"),
            score=self._read("score", _score, 0),
            account=self._short("account"),
            attributes=self._attributes(),
            consents=self._consents(numbers, lead_zones),
        )
        return lead if numbers else None

    def _attributes(self) -> dict[str, str]:
        """Return the list's own columns. A date whose column decides its order is written so that it stays clear."""
        dates, attributes = self.reader.dates, dict[str, str]()
        for name, place in self.reader.columns.attributes.items():
            attributes[name] = self.cells[place]
            if place in dates:
                try:
                    attributes[name] = normalised(self.cells[place], dates[place])
                except ValueError as error:
                    self._refuse_at(place, str(error), whole=True)
        return attributes

    def _get(self, name: str) -> str:
        """Return the cell of one of our columns, "" when the list has no such column."""
        place = self.reader.columns.fields.get(name)
        return self.cells[place] if place is not None else ""

    def _refuse_row(self, value: str, reason: str) -> None:
        self.refusals.append(CellRefusal(line=self.line, column="", value=value, reason=reason))

    def _refuse(self, name: str, reason: str, *, whole: bool = True) -> None:
        """Refuse the cell of one of our columns."""
        self._refuse_at(self.reader.columns.fields[name], reason, whole=whole)

    def _refuse_at(self, place: int, reason: str, *, whole: bool) -> None:
        header, value = self.reader.columns.headers[place], self.cells[place]
        self.refusals.append(CellRefusal(line=self.line, column=header, value=value, reason=reason, whole=whole))

    def _read(self, name: str, read: Callable[[str], Cell], otherwise: Cell, *, whole: bool = True) -> Cell:
        """Return what a cell says, `otherwise` when it is refused."""
        try:
            return read(self._get(name))
        except ValueError as error:
            self._refuse(name, str(error), whole=whole)
            return otherwise

    def _short(self, name: str) -> str:
        """Return a cell that the ledger keeps in an index."""
        text = self._get(name)
        if len(text) > LONGEST_KEY:
            self._refuse(name, f"longer than {LONGEST_KEY} characters")
        return text

    def _country(self) -> str:
        text = self.reader.numbers.country(self.cells)
        code = country_code(text) if text else ""
        if code is None:
            name = "country" if self._get("country") else "country_code"
            self._refuse(name, _expected("a country such as ES or España", nearest_country(text)))
        return code or ""

    def _numbers(self) -> tuple[NumberRow, ...]:
        """Return the row's numbers in order, each once. A bad one costs the row only when there is no good one."""
        numbers: dict[str, NumberRow] = {}
        for place, number in self.reader.numbers.read(self.cells):
            if isinstance(number, Unfit):
                self._refuse_at(place, number.reason, whole=False)
            else:
                phone = phone_of(number.e164)
                if phone not in numbers or number.e164 == phone:  # of two spellings, the one that says more
                    numbers[phone] = number
        if not numbers and not any(self.cells[place] for place in self.reader.columns.phones):
            self._refuse_at(self.reader.columns.phones[0], "no phone number", whole=True)
        return tuple(numbers.values())

    def _address(self, country: str, numbers: tuple[NumberRow, ...]) -> Address:
        """Return the address. A region without a country is looked for in the country of the first number."""
        region, beside = self._get("region"), (self._get("postal"), self._get("municipality"))
        address = read_home(country, region, *beside)
        if region and not country and numbers:
            near = read_home(numbers[0].country, region, *beside)
            address = near if near.region else address
        if address.note:
            self._refuse("region", address.note, whole=False)
        return address

    def _zones(self, address: Address) -> tuple[ZoneEvidence, ...]:
        """Return the stated zone and those of the address."""
        text = self._get("timezone")
        if not text:
            return address.zones
        name = find_zone(text)
        if name is None:
            self._refuse(
                "timezone",
                _expected("the name of a place's time zone such as Europe/Madrid", nearest_zone(text, address.country)),
            )
            return ()
        return stated_beside(name, address)

    def _consents(self, numbers: tuple[NumberRow, ...], zones: list[str]) -> tuple[ConsentRow, ...]:
        """Return the consent records of the row."""
        words = {name: self._read(name, partial(self._word, name), None) for name in CHANNELS}
        if not any(word is not None for word in words.values()):
            return ()
        given, ends = self.reader.read_as("consent_at"), self.reader.read_as("consent_expires")
        circumstances = ConsentWords(
            when=self._read("consent_at", lambda text: read_when(text, zones, self.reader.now, given), None),
            source=self._read("consent_source", read_source, "", whole=False),
            evidence=self._evidence(),
            kind=self._read("consent_kind", read_kind, "express"),
            purpose=self._read("consent_purpose", read_purpose, None),
            expires=self._read("consent_expires", lambda text: read_expiry(text, zones, ends), None),
            wording=self._get("consent_wording"),
        )
        records: list[ConsentRow] = []
        for name, word in words.items():
            if word is None:
                continue
            made = records_of(CHANNELS[name], word, numbers, circumstances)
            if not made and numbers:
                self._refuse(name, _takes_none(numbers), whole=False)
            records += made
        return tuple(records)

    def _word(self, name: str, text: str) -> ConsentWord | None:
        """Return what a consent cell says. Raises ValueError for a word that is not clear in its column."""
        if fold(text) in self.reader.unclear.get(name, ()):
            raise ValueError(UNCLEAR)
        return read_word(text)

    def _evidence(self) -> str:
        """Return the words of the list that prove the consent."""
        consent_fields = (
            name
            for name in self.reader.columns.fields
            if name.startswith(("consent_", "opt_out")) and name != "consent_wording"
        )
        names = [name for name in consent_fields if self._get(name)]
        words = ", ".join(
            f'{self.reader.columns.headers[self.reader.columns.fields[name]]} "{self._get(name)}"' for name in names
        )
        return f"{self.reader.file}, line {self.line}: {words}"


def _score(text: str) -> int:
    """Return a score. Raises ValueError for what is no whole number."""
    number = WHOLE_NUMBER.fullmatch(text or "0")
    if number is None or abs(int(number[1])) > GREATEST_SCORE:
        raise ValueError("expected a whole number")
    return int(number[1])


def _expected(what: str, nearest: str) -> str:
    return f"expected {what}" + (f"; nearest: {nearest}" if nearest else "")


def _takes_none(numbers: tuple[NumberRow, ...]) -> str:
    """Say that no number takes a channel, and which mark of a mobile may be missing."""
    marks = dict.fromkeys(mark for mark in map(missing_mark, numbers) if mark)
    words = "none of the numbers takes this channel, so there is nothing to consent to"
    return "; ".join((words, *marks))
