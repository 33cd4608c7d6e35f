"""
Which lead does one row describe, and what in it cannot be taken? Pure.

All that is wrong with a row is told at once. A row is refused as a whole when taking the rest could mean contacting
somebody wrongly; a second number that is no number is only left out.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar

from cadence.intake.address import Address, country_code, nearest_country, read_address, stated_beside
from cadence.intake.consents import (
    CHANNELS,
    Said,
    read_expiry,
    read_kind,
    read_purpose,
    read_source,
    read_when,
    read_word,
    records_of,
)
from cadence.intake.encoding import BROKEN, misread
from cadence.intake.headers import Columns
from cadence.intake.records import SHOWN, Record
from cadence.intake.report import Refusal
from cadence.intake.towns import town
from cadence.ledger.rows import ConsentRow, LeadRow, NumberRow
from cadence.model import ZoneEvidence
from cadence.phone import Unfit, read_number
from cadence.phone.places import find_zone, nearest_zone

LONGEST_CELL = 10_000
LONGEST_KEY = 200
"""What the ledger keeps in an index must be short."""
GREATEST_SCORE = 2**31 - 1
WHOLE_NUMBER = re.compile(r"(-?[0-9]{1,10})(?:[.,]0*)?")
"""Spreadsheets write whole numbers with a fraction of zeros, too."""

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True, kw_only=True)
class RowReader:
    """Reads the rows of one list."""

    columns: Columns
    region: str  # the country of numbers without a prefix, when the row names none
    now: datetime
    file: str  # the list's name, for evidence

    def read(self, record: Record) -> tuple[LeadRow | None, list[Refusal]]:
        """Return the lead of a record, None when it is refused, and all that was not taken."""
        row = _Row(reader=self, line=record.line)
        lead = row.lead() if row.fill(record) else None
        refusals = [replace(one, key=row.key) for one in row.refusals]
        if lead is None or any(one.whole for one in refusals):
            return None, [replace(one, whole=True) for one in refusals]
        return lead, refusals


@dataclass(slots=True, kw_only=True)
class _Row:
    """One row while it is read."""

    reader: RowReader
    line: int
    cells: list[str] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)

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
        if record.fault or len(cells) != len(headers):
            reason = record.fault or f"{len(cells)} cells where the headers have {len(headers)}"
            self._refuse_row(" | ".join(cells)[:SHOWN], reason)
            return False
        self.cells = cells
        together = "".join(cells)
        if not together.isascii() or _unusable(together):  # one look for all, as most rows are plain
            for place, cell in enumerate(cells):
                if reason := _unusable(cell):
                    self._refuse_at(place, reason, whole=True)
        return not self.refusals

    def lead(self) -> LeadRow | None:
        """Return the lead, None when it has no usable number."""
        country = self._country()
        numbers = self._numbers(country or self.reader.region)
        address = self._address(country, numbers)
        zones = self._zones(address)
        lead_zones = [one.zone for one in zones or tuple(zone for number in numbers for zone in number.zones)]
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
            attributes={name: self.cells[place] for name, place in self.reader.columns.attributes.items()},
            consents=self._consents(numbers, lead_zones),
        )
        return lead if numbers else None

    def _get(self, name: str) -> str:
        """Return the cell of one of our columns, "" when the list has no such column."""
        place = self.reader.columns.fields.get(name)
        return self.cells[place] if place is not None else ""

    def _refuse_row(self, value: str, reason: str) -> None:
        self.refusals.append(Refusal(line=self.line, column="", value=value, reason=reason))

    def _refuse(self, name: str, reason: str, *, whole: bool = True) -> None:
        """Refuse the cell of one of our columns."""
        self._refuse_at(self.reader.columns.fields[name], reason, whole=whole)

    def _refuse_at(self, place: int, reason: str, *, whole: bool) -> None:
        header, value = self.reader.columns.headers[place], self.cells[place]
        self.refusals.append(Refusal(line=self.line, column=header, value=value, reason=reason, whole=whole))

    def _read(self, name: str, read: Callable[[str], Read], otherwise: Read, *, whole: bool = True) -> Read:
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
        text = self._get("country")
        code = country_code(text) if text else ""
        if code is None:
            self._refuse("country", _expected("a country such as ES or España", nearest_country(text)))
        return code or ""

    def _numbers(self, region: str) -> tuple[NumberRow, ...]:
        """Return the row's numbers in order, each once. A bad one costs the row only when there is no good one."""
        numbers: dict[str, NumberRow] = {}
        for place in self.reader.columns.phones:
            number = read_number(self.cells[place], region) if self.cells[place] else None
            if isinstance(number, Unfit):
                self._refuse_at(place, number.reason, whole=False)
            elif number is not None:
                numbers.setdefault(number.e164, number)
        if not numbers and not any(self.cells[place] for place in self.reader.columns.phones):
            self._refuse_at(self.reader.columns.phones[0], "no phone number", whole=True)
        return tuple(numbers.values())

    def _address(self, country: str, numbers: tuple[NumberRow, ...]) -> Address:
        """Return the address. A region without a country is looked for in the country of the first number."""
        region = self._get("region")
        address = read_address(country, region)
        if region and not country and numbers:
            near = read_address(numbers[0].country, region)
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
                "timezone", _expected("the name of a place's time zone such as Europe/Madrid", nearest_zone(text))
            )
            return ()
        return stated_beside(name, address)

    def _consents(self, numbers: tuple[NumberRow, ...], zones: list[str]) -> tuple[ConsentRow, ...]:
        """Return the consent records of the row."""
        words = {name: self._read(name, read_word, None) for name in CHANNELS}
        if not any(word is not None for word in words.values()):
            return ()
        said = Said(
            when=self._read("consent_at", lambda text: read_when(text, zones, self.reader.now), None),
            source=self._read("consent_source", read_source, "", whole=False),
            evidence=self._evidence(),
            kind=self._read("consent_kind", read_kind, "express"),
            purpose=self._read("consent_purpose", read_purpose, None),
            expires=self._read("consent_expires", lambda text: read_expiry(text, zones), None),
            wording=self._get("consent_wording"),
        )
        records: list[ConsentRow] = []
        for name, word in words.items():
            if word is None:
                continue
            made = records_of(CHANNELS[name], word, numbers, said)
            if not made and numbers:
                self._refuse(
                    name, "none of the numbers takes this channel, so there is nothing to consent to", whole=False
                )
            records += made
        return tuple(records)

    def _evidence(self) -> str:
        """Return the words of the list that prove the consent."""
        said = (
            name for name in self.reader.columns.fields if name.startswith("consent_") and name != "consent_wording"
        )
        names = [name for name in said if self._get(name)]
        words = ", ".join(
            f'{self.reader.columns.headers[self.reader.columns.fields[name]]} "{self._get(name)}"' for name in names
        )
        return f"{self.reader.file}, line {self.line}: {words}"


def _unusable(cell: str) -> str:
    """Return why a cell cannot be kept at all, "" when it can."""
    if len(cell) > LONGEST_CELL:
        return f"{len(cell):,} characters in one cell; at most {LONGEST_CELL:,} are taken"
    if "\0" in cell:
        return "has a NUL in it, which no text has"
    if not cell.isascii() and BROKEN.search(cell):
        return "has bytes in it that are not UTF-8, unlike the rest of the file"
    if misread(cell):
        return "looks like UTF-8 that was read as another encoding (Ã± for ñ); save the list anew as CSV in UTF-8"
    return ""


def _score(text: str) -> int:
    """Return a score. Raises ValueError for what is no whole number."""
    number = WHOLE_NUMBER.fullmatch(text or "0")
    if number is None or abs(int(number[1])) > GREATEST_SCORE:
        raise ValueError("expected a whole number")
    return int(number[1])


def _expected(what: str, nearest: str) -> str:
    return f"expected {what}" + (f"; nearest: {nearest}" if nearest else "")
