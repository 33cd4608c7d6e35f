"""
Which numbers are on an official list? Edge: reads its file from the first byte to the last line, in bounded memory.

One number a line, or a CSV with a column of numbers, with headers or without, in any encoding a list of leads may have.
What is not a number goes to a report. The numbers are read as in a list of leads, or the two would not match.
"""

from collections.abc import Iterator
from pathlib import Path

from cadence.domain.channels import reader_of
from cadence.domain.errors import InvalidInputError
from cadence.domain.nearest import nearest
from cadence.domain.plurals import many
from cadence.domain.spreadsheets import cell_fault
from cadence.leads.contacts import read_contact
from cadence.leads.lists.address import known_country
from cadence.leads.lists.headers import PHONE
from cadence.leads.lists.plain import PlainFile
from cadence.leads.lists.words import fold
from cadence.leads.phone import Unfit


class Listed(PlainFile):
    """An official list while it is read. Iterating yields its numbers in E.164, once."""

    def __init__(self, path: Path, *, region: str = "", column: str = "", sheet: str = "") -> None:
        """
        Open it and find its column of numbers. Raises InvalidInputError for what concerns the list as a whole.

        `region` is the country of numbers without a prefix; `column` a header, or a place counted from 1; `sheet`
        the sheet of a workbook.
        """
        self._region = known_country(region)
        self._named = column
        super().__init__(path, "numbers, one a line or in a column of a CSV or a sheet", sheet=sheet)

    def look_through(self) -> None:
        """Find the column of numbers, and whether the first row is one of headers."""
        cells = self.first.cells
        numbered = [not isinstance(read_contact(cell, self._region), Unfit) for cell in cells]
        self._column = _place(self._named, cells, numbered, self.source.name)
        self._headers = 1 if not numbered[self._column] and _is_header(cells[self._column]) else 0

    @property
    def progress(self) -> tuple[int, int]:
        """The bytes read so far and the bytes there are."""
        return self.source.progress()

    def __iter__(self) -> Iterator[str]:
        """Yield each number; other cells go into the report."""
        for row in self.source.rows(headers=self._headers):
            self.report.lines += 1
            cell = row.cells[self._column] if self._column < len(row.cells) else ""
            fault = row.fault or cell_fault(cell)
            number = Unfit(fault) if fault else read_contact(cell, self._region)
            if isinstance(number, Unfit):
                self.refuse(row.line, row.together, number.reason, place=self._column)
            else:
                yield number.e164


def _is_header(cell: str) -> bool:
    """Tell whether the first cell is a header and not a bad number: a header has no digits."""
    return not (any(char.isdigit() for char in cell) or reader_of(cell)) or PHONE.fullmatch(fold(cell)) is not None


def _place(column: str, cells: list[str], numbered: list[bool], name: str) -> int:
    """Return which column holds the numbers: the named one, the only one, or the only one that can be meant."""
    headers = [fold(cell) for cell in cells]
    if column:
        if column.isdigit() and 1 <= int(column) <= len(cells):
            return int(column) - 1
        if headers.count(fold(column)) == 1:
            return headers.index(fold(column))
        words = [cell for cell in cells if _is_header(cell)]
        hint = f"; nearest: {nearest(column, words)}" if nearest(column, words) else ""
        raise InvalidInputError(
            f"{name} has no column {column!r}; expected a header, or a place from 1 to {len(cells)}{hint}."
        )
    if len(cells) == 1:
        return 0
    meant = [place for place, header in enumerate(headers) if PHONE.fullmatch(header)]
    meant = meant or [place for place, fits in enumerate(numbered) if fits]
    if len(meant) == 1:
        return meant[0]
    raise InvalidInputError(
        f"{name} has {many(len(cells), 'column')}, and which of them holds the numbers is not clear; say --column with "
        "its header, or with its place counted from 1."
    )
