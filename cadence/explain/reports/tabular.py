"""How do rows become CSV? Pure: lines that a spreadsheet opens without running anything."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from io import StringIO

from cadence.leads.lists.report import harmless


def csv_lines(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """Yield the lines, the columns first. A cell that a spreadsheet would run begins with an apostrophe."""
    yield _line(columns)
    for row in rows:
        yield _line([_cell(row.get(column, "")) for column in columns])


def _line(cells: Sequence[object]) -> str:
    line = StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return harmless(value) if isinstance(value, str) else value
