"""
What do the cells of one row hold, column by column, and which of them are refused? Pure.

All that is wrong with a row is reported at once, so refusals are collected here while the row is read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from cadence.domain.plurals import many
from cadence.domain.storable import storable
from cadence.leads.lists.cells import SPREADSHEET_ERROR, spreadsheet_error, unusable
from cadence.leads.lists.date_columns import PLAIN, ReadAs
from cadence.leads.lists.headers import Columns
from cadence.leads.lists.number_cells import NumberCells
from cadence.leads.lists.records import SHOWN, Record
from cadence.leads.lists.report import CellRefusal


@dataclass(frozen=True, slots=True, kw_only=True)
class RowSettings:
    """How the rows of one list are read."""

    columns: Columns
    region: str  # the country of numbers without a prefix, when the row names none
    now: datetime
    file: str  # the list's name, for evidence
    dates: Mapping[int, ReadAs] = field(default_factory=dict)  # how each date column is read, by its position
    doubtful: Mapping[int, tuple[str, ...]] = field(default_factory=dict)  # columns that are not read but may say no
    unclear: Mapping[str, frozenset[str]] = field(default_factory=dict)  # unclear words of each consent column

    @property
    def numbers(self) -> NumberCells:
        """The reader of the numbers of a row."""
        return NumberCells(columns=self.columns, region=self.region)

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
            self.refuse_row(" | ".join(cells)[:SHOWN], reason)
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
                if spreadsheet_error(cells[place]):
                    self.refuse_at(place, SPREADSHEET_ERROR, whole=True)
        return not self.refusals

    def get(self, name: str) -> str:
        """Return the cell of one of our columns, "" when the list has no such column."""
        place = self.settings.columns.fields.get(name)
        return self.cells[place] if place is not None else ""

    def refuse_row(self, value: str, reason: str) -> None:
        """Refuse the row as a whole."""
        self.refusals.append(CellRefusal(line=self.line, column="", value=value, reason=reason))

    def refuse(self, name: str, reason: str, *, whole: bool = True) -> None:
        """Refuse the cell of one of our columns."""
        self.refuse_at(self.settings.columns.fields[name], reason, whole=whole)

    def refuse_at(self, place: int, reason: str, *, whole: bool) -> None:
        """Refuse the cell at a position."""
        header, value = self.settings.columns.headers[place], self.cells[place]
        self.refusals.append(CellRefusal(line=self.line, column=header, value=value, reason=reason, whole=whole))

    def evidence(self) -> str:
        """Return the words of the list that prove the consent."""
        columns = self.settings.columns
        names = [
            name
            for name in columns.fields
            if name.startswith(("consent_", "opt_out")) and name != "consent_wording" and self.get(name)
        ]
        words = ", ".join(f'{columns.headers[columns.fields[name]]} "{self.get(name)}"' for name in names)
        return f"{self.settings.file}, line {self.line}: {words}"
