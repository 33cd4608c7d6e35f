"""Which rows does a file hold that is not a list of leads, and which of them are refused? Edge: reads the file."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from cadence.domain.dates import DateOrder
from cadence.leads.lists.date_columns import PLAIN, DateColumn, ReadAs, decide_all
from cadence.leads.lists.position import cell_name
from cadence.leads.lists.records import SHOWN, Record
from cadence.leads.lists.report import CellRefusal, RejectedFile, rejected_beside
from cadence.leads.lists.source import ListSource


@dataclass(slots=True, kw_only=True)
class FileReport:
    """How many lines were read and refused."""

    lines: int = 0  # without headers and blank ones
    refused: int = 0
    past: int = 0  # lines of a calendar about days that are over, which close nothing any more
    rejected: Path | None = None  # the report, None when there was nothing to write


class PlainFile:
    """Such a file while it is read; a `with` block closes it. Refused lines are written to FILE.rejected.csv."""

    def __init__(self, path: Path, expected: str, *, sheet: str = "", lenient: bool = True) -> None:
        """
        Open it. Raises InvalidInputError for what concerns the file as a whole.

        Hidden rows of a sheet are read, too, because what such a list holds closes something; not unless `lenient`.
        """
        self.report = FileReport()
        self.columns: dict[str, int] = {}  # by our names
        self.dates: dict[int, ReadAs] = {}  # how the dates of each column are read
        self.source = ListSource(path, sheet=sheet, lenient=lenient)
        try:
            self.first = self.source.begin(expected)
            self.look_through()
            self._rejected = RejectedFile(rejected_beside(path))
        except BaseException:
            self.source.close()
            raise

    def look_through(self) -> None:
        """Find out what the columns are. Raises InvalidInputError."""

    def __enter__(self) -> Self:
        """Read it in a `with` block, which closes the file and its report."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file and its report."""
        self.report.rejected = self._rejected.close()
        self.source.close()

    def cell(self, record: Record, name: str) -> str:
        """Return the cell of a column of ours, "" where there is none."""
        place = self.columns.get(name, -1)
        return record.cells[place].strip() if 0 <= place < len(record.cells) else ""

    def read_dates(
        self, names: Iterable[str], countries: Collection[str], order: DateOrder | None, *, lenient: bool = False
    ) -> None:
        """Look through the columns of dates, each as a whole. Raises InvalidInputError where one is not clear."""
        places = {name: self.columns[name] for name in names if name in self.columns}
        columns = {
            place: DateColumn(header=self.first.cells[place].strip(), sheet=self.source.sheet, place=place)
            for place in places.values()
        }
        for record in self.source.rows():
            for name, place in places.items():
                if not record.fault:
                    columns[place].look(self.cell(record, name), record.line)
        self.dates = decide_all(columns, countries, order, file=self.source.name, lenient=lenient)

    def read_as(self, name: str) -> ReadAs:
        """Return how the dates of a column of ours are read."""
        return self.dates.get(self.columns.get(name, -1), PLAIN)

    def refuse(self, line: int, value: str, reason: str, *, place: int = 0) -> None:
        """Report a line that is not taken; `place` is the column that it fails for, in a sheet."""
        self.report.refused += 1
        cell = cell_name(self.source.sheet, line, place)
        self._rejected.write(CellRefusal(line=line, column="", value=value[:SHOWN], reason=reason, cell=cell))
