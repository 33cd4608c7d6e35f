"""
What do the cells of one row hold, column by column, which numbers, and which cells are refused? Pure.

All that is wrong with a row is reported at once, so refusals are collected here while the row is read.

A number with + or 00 is complete, and must not contradict the prefix in its row. A prefix names the country of
every other number of its row. Where the list has prefixes and a row has none, its numbers are refused, not guessed.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from cadence.domain.geography import country_code
from cadence.domain.list_rows import NumberRow
from cadence.domain.plurals import many
from cadence.domain.spreadsheets import cell_fault
from cadence.domain.storable import storable
from cadence.leads.contacts import read_own
from cadence.leads.lists.cells import unusable
from cadence.leads.lists.date_columns import PLAIN, ReadAs
from cadence.leads.lists.headers import Columns
from cadence.leads.lists.position import cell_name, row_words
from cadence.leads.lists.records import SHOWN, Record
from cadence.leads.lists.report import CellRefusal
from cadence.leads.phone import Unfit, read_number
from cadence.leads.phone.prefixes import Prefix, prefix_of, read_prefix

INTERNATIONAL = re.compile(r"\D{0,2}(?:\+|00)")
LETTERS = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True, kw_only=True)
class RowSettings:
    """How the rows of one list are read."""

    columns: Columns
    region: str  # the country of numbers without a prefix, when the row names none
    now: datetime
    file: str  # the list's name, for evidence
    sheet: str = ""  # of a workbook
    dates: Mapping[int, ReadAs] = field(default_factory=dict)  # how each date column is read, by its position
    doubtful: Mapping[int, tuple[str, ...]] = field(default_factory=dict)  # columns that are not read but may say no
    unclear: Mapping[str, frozenset[str]] = field(default_factory=dict)  # unclear words of each consent column

    def read_as(self, name: str) -> ReadAs:
        """Return how the dates of one of our columns are read."""
        return self.dates.get(self.columns.fields.get(name, -1), PLAIN)


@dataclass(slots=True, kw_only=True)
class RowCells:
    """The cells of one row, and what is refused in it."""

    settings: RowSettings
    line: int
    cells: list[str] = field(default_factory=list)
    given: int = 0  # number of cells that the row has in the file
    loose: list[str] = field(default_factory=list)  # cells that cannot be assigned to columns
    refusals: list[CellRefusal] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The id of the row, "" when its cells could not be assigned to columns."""
        return self.get("id") if self.cells else ""

    def fill(self, record: Record) -> bool:
        """Take the cells of a record. Return False when they cannot be assigned to columns or cannot be stored."""
        headers = self.settings.columns.headers
        cells = [cell.strip() for cell in record.cells]
        while len(cells) > len(headers) and not cells[-1]:
            cells.pop()
        self.given = len(cells)
        cells += [""] * (len(headers) - len(cells)) if not record.fault else []  # spreadsheets leave out empty ends
        if record.fault or len(cells) != len(headers):
            self.loose = [storable(cell) for cell in cells]
            reason = record.fault or f"{many(len(cells), 'cell')} where the headers have {len(headers)}"
            value = " | ".join(cells)[:SHOWN]
            self.refusals.append(
                CellRefusal(line=self.line, column="", value=value, reason=reason, cell=self._name_of(0))
            )
            return False
        self.cells = cells
        together = "".join(cells)
        if not together.isascii() or unusable(together):  # one check for all cells, as most rows are plain
            for place, cell in enumerate(cells):
                if reason := unusable(cell):
                    self.refuse_at(place, reason, whole=True)
                    self.cells[place] = storable(cell)  # the row is refused, but a no in it must be kept
        if "#" in together or "rr:" in together:
            for place in self.settings.columns.fields.values():
                if reason := cell_fault(cells[place]):
                    self.refuse_at(place, reason, whole=True)
        return not self.refusals

    def get(self, name: str) -> str:
        """Return the cell of one of our columns, "" when the list has no such column."""
        place = self.settings.columns.fields.get(name)
        return self.cells[place] if place is not None else ""

    def refuse(self, name: str, reason: str, *, whole: bool = True) -> None:
        """Refuse the cell of one of our columns."""
        self.refuse_at(self.settings.columns.fields[name], reason, whole=whole)

    def refuse_at(self, place: int, reason: str, *, whole: bool) -> None:
        """Refuse the cell at a position."""
        header, value = self.settings.columns.headers[place], self.cells[place]
        cell = self._name_of(place)
        self.refusals.append(
            CellRefusal(line=self.line, column=header, value=value, reason=reason, whole=whole, cell=cell)
        )

    def evidence(self) -> str:
        """Return the words of the list that prove the consent."""
        columns = self.settings.columns
        names = [
            name
            for name in columns.fields
            if name.startswith(("consent_", "opt_out")) and name != "consent_wording" and self.get(name)
        ]
        words = ", ".join(f'{columns.headers[columns.fields[name]]} "{self.get(name)}"' for name in names)
        return f"{self.settings.file}, {row_words(self.settings.sheet, self.line)}: {words}"

    def read_contacts(self) -> Iterator[tuple[int, NumberRow | Unfit]]:
        """Yield the place of each cell of an address that is not empty, and the address in it or why there is none."""
        for place in self.settings.columns.phones:
            if self.cells[place]:
                yield place, self._number(self.cells[place])
        for place, reader in self.settings.columns.own_addresses.items():
            if self.cells[place]:
                fault = cell_fault(self.cells[place])
                yield place, Unfit(fault) if fault else read_own(self.cells[place], reader)

    def _name_of(self, place: int) -> str:
        return cell_name(self.settings.sheet, self.line, place)

    def named_country(self) -> str:
        """Return the country that the row names, as a code or a name from one of two columns; "" for none."""
        other = self.get("country_code")
        return self.get("country") or (other if LETTERS.search(other) and read_prefix(other) is None else "")

    def _prefix(self) -> Prefix | str:
        """Return the dialling prefix of the row, or the text of the cell if it is not a prefix; "" when it is empty."""
        for name in ("dial_code", "country_code"):
            text = self.get(name)
            if prefix := read_prefix(text):
                return prefix
            if country := country_code(text) if LETTERS.search(text) else None:
                return prefix_of(country) or ""
            if text and name == "dial_code":
                return text
        return ""

    def _number(self, text: str) -> NumberRow | Unfit:
        """Return the number of one cell, or why there is none."""
        if fault := cell_fault(text):
            return Unfit(fault)
        prefix = self._prefix()
        if isinstance(prefix, str) and prefix:
            return Unfit("the prefix in its row is not a dialling prefix")
        if INTERNATIONAL.match(text):
            number = read_number(text, self.settings.region)
            if isinstance(prefix, Prefix) and isinstance(number, NumberRow) and not prefix.begins(number.e164):
                return Unfit("its own prefix differs from the one in the prefix column")
            return number
        country = country_code(self.named_country()) or ""
        if "dial_code" in self.settings.columns.fields and not prefix and not country:
            return Unfit("no prefix in its row, unlike other rows of this list; write it with + and its prefix")
        region = prefix.region if isinstance(prefix, Prefix) else country or self.settings.region
        return _with_area(text, self.get("area_code"), region)


def _with_area(text: str, area: str, region: str) -> NumberRow | Unfit:
    """Return a number with the area code of its row, unless it already has one."""
    alone = read_number(text, region)
    if not area:
        return alone
    together = read_number(f"{area.removesuffix('.0')}{text}", region)
    if isinstance(together, Unfit):
        return alone
    if isinstance(alone, NumberRow) and alone.e164 != together.e164:
        return Unfit("complete both with and without the area code of its row; write it with + and its prefix")
    return together
