"""
Which numbers are on an official list? Edge: reads its file from the first byte to the last line, in bounded memory.

One number a line, or a CSV with a column of numbers, with headers or without, in any encoding a list of leads may have.
What is not a number goes to a report. The numbers are read as in a list of leads, or the two would not match.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Self

from cadence.domain.channels import reader_of
from cadence.domain.errors import InvalidInputError
from cadence.domain.list_rows import NumberRow
from cadence.domain.nearest import nearest
from cadence.domain.plurals import many
from cadence.leads.contacts import read_contact
from cadence.leads.lists.address import known_country
from cadence.leads.lists.headers import PHONE
from cadence.leads.lists.plain import begin
from cadence.leads.lists.records import SHOWN, Record
from cadence.leads.lists.report import CellRefusal, RejectedFile
from cadence.leads.lists.source import ListSource
from cadence.leads.lists.words import fold
from cadence.leads.phone import Unfit


@dataclass(slots=True, kw_only=True)
class ListedReport:
    """How many lines were read, taken and refused."""

    lines: int = 0  # without headers and blank ones
    numbers: int = 0
    refused: int = 0
    rejected: Path | None = None  # the report, None when there was nothing to write


class Listed:
    """An official list while it is read. Iterating yields its numbers in E.164, once."""

    def __init__(self, path: Path, *, region: str = "", column: str = "") -> None:
        """
        Open it and find its column of numbers. Raises InvalidInputError for what concerns the list as a whole.

        `region` is the country of numbers without a prefix; `column` a header, or a place counted from 1.
        """
        self.report = ListedReport()
        self._region = known_country(region)
        self._source = ListSource(path)
        try:
            self._column, self._rows = self._begin(column)
            self._rejected = RejectedFile(path.with_name(f"{path.stem}.rejected.csv"))
        except BaseException:
            self._source.close()
            raise

    def __enter__(self) -> Self:
        """Read it in a `with` block, which closes the list and its report."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close both."""
        self.report.rejected = self._rejected.close()
        self._source.close()

    @property
    def progress(self) -> tuple[int, int]:
        """The bytes read so far and the bytes there are."""
        return self._source.progress()

    def __iter__(self) -> Iterator[str]:
        """Yield each number; other cells go into the report."""
        for row in self._rows:
            self.report.lines += 1
            cell = row.cells[self._column] if self._column < len(row.cells) else ""
            number = Unfit(row.fault) if row.fault else self._read(cell)
            if isinstance(number, Unfit):
                self.report.refused += 1
                value = " | ".join(row.cells)[:SHOWN]
                self._rejected.write(CellRefusal(line=row.line, column="", value=value, reason=number.reason))
            else:
                self.report.numbers += 1
                yield number.e164

    def _read(self, cell: str) -> NumberRow | Unfit:
        return read_contact(cell, self._region)

    def _begin(self, column: str) -> tuple[int, Iterator[Record]]:
        """Return the place of the numbers, and the rows from the first on."""
        source = self._source
        first, rest = begin(source, "numbers, one a line or in a column of a CSV")
        numbered = [not isinstance(self._read(cell), Unfit) for cell in first.cells]
        place = _place(column, first.cells, numbered, source.name)
        return place, rest if not numbered[place] and _is_header(first.cells[place]) else chain([first], rest)


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
        f"{name} has {many(len(cells), 'column')}, and which of them holds the numbers is not clear; say "
        "--column with its "
        "header, or with its place counted from 1."
    )
