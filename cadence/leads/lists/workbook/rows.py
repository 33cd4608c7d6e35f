"""
Which records does one sheet hold? Edge: keeps its rows in a nameless temporary file, removed when it is closed.

Hidden rows and columns may be what somebody has filtered out, so a list that has any is refused; `lenient` reads them,
for a list of which only a no counts. Hidden sheets are never read. Rows are numbered as in the spreadsheet.
"""

import json
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO

from cadence.domain.errors import InvalidInputError
from cadence.domain.nearest import nearest
from cadence.domain.plurals import many
from cadence.domain.spreadsheets import MERGED
from cadence.leads.lists.position import cell_name, letters
from cadence.leads.lists.records import KEPT, LONGEST_RECORD, Record
from cadence.leads.lists.words import fold
from cadence.leads.lists.workbook.parsing import Sheet, SheetLayout, Workbook

MOST_ROWS = 200_000
"""Rows with a text in them, the headers included."""
MOST_COLUMNS = 1_000
MOST_MERGED_CELLS = 1_000_000
SHOWN = 8
"""How many sheets, or stretches of hidden rows or columns, a message names."""


class SheetRows:
    """The rows of one sheet. They can be read again and again, but not twice at a time."""

    def __init__(self, book: Workbook, sheet: Sheet, name: str, *, lenient: bool) -> None:
        """Read the sheet. Raises InvalidInputError for what concerns it as a whole."""
        self.sheet = sheet.name
        self.notes: list[str] = []  # what a reader should know about what was read and what was not
        self.file: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115  closed by `close`
        self._width = 0
        try:
            layout = SheetLayout()
            hidden, places, last = self._keep(book, sheet, layout, name)
            self._look_at_hidden(hidden, sorted(places & _positions(layout.hidden_columns)), name, lenient=lenient)
            self._merged = _merged_by_row(layout, last, self._width, name)
            self.size = self.file.tell()
        except BaseException:
            self.close()
            raise

    def records(self) -> Iterator[Record]:
        """Yield the rows from the beginning, each as wide as the widest."""
        self.file.seek(0)
        covering = list[tuple[int, int, int, str]]()  # left, right, bottom and the text of merged cells
        for place, line in enumerate(iter(self.file.readline, b"")):
            number, cells, fault = json.loads(line)
            if fault:
                yield Record(number, cells, fault)
                continue
            cells += [""] * (self._width - len(cells))
            if self._merged and place:  # the first row is one of headers
                covering = [area for area in covering if area[2] >= number]
                _mark(cells, covering)
            for left, top, right, bottom in self._merged.get(number, ()):
                text = cells[left] if left < len(cells) else ""
                if top < bottom:
                    covering.append((left, right, bottom, text))
                if place:
                    _mark(cells, [(left + 1, right, bottom, text)])
            yield Record(number, cells)

    def close(self) -> None:
        """Remove the temporary file."""
        self.file.close()

    def _keep(self, book: Workbook, sheet: Sheet, layout: SheetLayout, name: str) -> tuple[list[int], set[int], int]:
        """Keep the rows; return which are hidden, which columns hold something, and the last row."""
        hidden, places, count, last = list[int](), set[int](), 0, 0
        for row in book.rows(sheet, layout):
            count, last = count + 1, row.line
            width = max(row.cells) + 1
            if count > MOST_ROWS or width > MOST_COLUMNS:
                what = f"more than {MOST_ROWS:,} rows" if count > MOST_ROWS else f"more than {MOST_COLUMNS:,} columns"
                place = cell_name(sheet.name, row.line, width - 1)
                raise InvalidInputError(
                    f"{name} has {what}, at {place}; delete what is no list, or save it as CSV (UTF-8)."
                )
            if row.hidden:
                hidden.append(row.line)
            places |= row.cells.keys()
            self._width = max(self._width, width)
            cells, fault = [row.cells.get(place, "") for place in range(width)], ""
            if sum(map(len, cells)) > LONGEST_RECORD:
                cells, fault = [" | ".join(cells)[:KEPT]], f"the row is longer than {LONGEST_RECORD:,} characters"
            self.file.write(json.dumps([row.line, cells, fault]).encode() + b"\n")
        return hidden, places, last

    def _look_at_hidden(self, rows: Sequence[int], columns: Sequence[int], name: str, *, lenient: bool) -> None:
        """Refuse what is hidden, or note that it is read. Raises InvalidInputError."""
        hidden = [
            f"{what} {_stretches(numbers, words)}"
            for what, numbers, words in (("rows", rows, str), ("columns", columns, letters))
            if numbers
        ]
        if not hidden:
            return
        if not lenient:
            raise InvalidInputError(
                f"{name}: sheet {self.sheet} has hidden {' and '.join(hidden)}, and what is hidden is neither used nor "
                "left out silently. Unhide them, or delete them; a filter hides rows, too: clear it."
            )
        self.notes.append(f"hidden {' and '.join(hidden)} of sheet {self.sheet} are read, too")


def read_sheet(file: BinaryIO, name: str, wanted: str = "", *, lenient: bool = False) -> SheetRows:
    """
    Read the sheet that is wanted, else the only visible one that has rows. Raises InvalidInputError.

    `lenient` also reads what is hidden in the sheet.
    """
    book = Workbook(file, name)
    hidden = [sheet for sheet in book.sheets if sheet.hidden]
    sheet = _chosen(book, name, wanted, hidden)
    rows = SheetRows(book, sheet, name, lenient=lenient)
    if hidden:
        verb = "is" if len(hidden) == 1 else "are"
        rows.notes.append(f"hidden {_named(hidden)} {verb} not read")
    return rows


def visible_sheets(file: BinaryIO, name: str) -> list[str]:
    """Return the visible sheets with rows. Raises InvalidInputError for what cannot be read."""
    book = Workbook(file, name)
    return [sheet.name for sheet in book.sheets if not sheet.hidden and book.has_rows(sheet)]


def _chosen(book: Workbook, name: str, wanted: str, hidden: list[Sheet]) -> Sheet:
    """Return the sheet to read. Raises InvalidInputError where it is missing, hidden, or one of several."""
    visible = [sheet for sheet in book.sheets if not sheet.hidden]
    if wanted:
        return _by_name(book, name, wanted)
    with_rows = [sheet for sheet in visible if book.has_rows(sheet)]
    if len(with_rows) == 1:
        return with_rows[0]
    if with_rows:
        raise InvalidInputError(
            f"{name} has {many(len(with_rows), 'sheet')} with rows: {_names(with_rows)}; say which with --sheet."
        )
    beside = f" Hidden and not read: {_named(hidden)}; unhide the one that is meant." if hidden else ""
    raise InvalidInputError(
        f"{name} has no visible sheet with rows in it; expected a line of headers and rows.{beside}"
    )


def _by_name(book: Workbook, name: str, wanted: str) -> Sheet:
    same = [sheet for sheet in book.sheets if sheet.name == wanted] or [
        sheet for sheet in book.sheets if fold(sheet.name) == fold(wanted)
    ]
    if len(same) != 1:
        near = nearest(wanted, [sheet.name for sheet in book.sheets])
        hint = f" Nearest: {near}." if near else ""
        raise InvalidInputError(f"{name} has no sheet {wanted!r}; expected one of {_names(book.sheets)}.{hint}")
    if same[0].hidden:
        raise InvalidInputError(f"{name}: sheet {same[0].name} is hidden, and hidden sheets are not read; unhide it.")
    if not book.has_rows(same[0]):
        raise InvalidInputError(f"{name}: sheet {same[0].name} is empty; expected a line of headers and rows.")
    return same[0]


def _named(sheets: Sequence[Sheet]) -> str:
    return f"{'sheet' if len(sheets) == 1 else 'sheets'} {_names(sheets)}"


def _names(sheets: Sequence[Sheet]) -> str:
    more = f" and {len(sheets) - SHOWN} more" if len(sheets) > SHOWN else ""
    return ", ".join(sheet.name for sheet in sheets[:SHOWN]) + more


def _stretches(numbers: Sequence[int], words: Callable[[int], str]) -> str:
    """Return ascending numbers in words, neighbours together: 3, 7 to 12."""
    runs = list[tuple[int, int]]()
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    shown = [words(first) if first == last else f"{words(first)} to {words(last)}" for first, last in runs[:SHOWN]]
    return ", ".join(shown) + (f" and {len(runs) - SHOWN} more" if len(runs) > SHOWN else "")


def _positions(spans: Sequence[tuple[int, int]]) -> set[int]:
    return {place for first, last in spans for place in range(first, min(last, MOST_COLUMNS) + 1)}


def _merged_by_row(layout: SheetLayout, last: int, width: int, name: str) -> dict[int, list[tuple[int, int, int, int]]]:
    """Return the merged areas that lie within the rows, by their top row. Raises InvalidInputError for too many."""
    areas, cells = defaultdict[int, list[tuple[int, int, int, int]]](list), 0
    for left, top, far_right, far_bottom in layout.merged:
        right, bottom = min(far_right, width - 1), min(far_bottom, last)
        if left <= right and top <= bottom and (left, top) != (right, bottom):
            cells += (right - left + 1) * (bottom - top + 1)
            areas[top].append((left, top, right, bottom))
    if cells > MOST_MERGED_CELLS:
        raise InvalidInputError(f"{name} has more than {MOST_MERGED_CELLS:,} merged cells; unmerge them.")
    return areas


def _mark(cells: list[str], areas: Sequence[tuple[int, int, int, str]]) -> None:
    """Mark the cells that merged cells cover, with the text that is seen there."""
    for left, right, _, text in areas:
        for place in range(left, right + 1):
            if seen := cells[place] or text:
                cells[place] = f"{MERGED} {seen}"
