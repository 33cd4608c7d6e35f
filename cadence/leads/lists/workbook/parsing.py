"""
What do the parts of a workbook say? Edge: openpyxl reads its sheets' names, styles, texts and cells.

openpyxl's parser of cells is fed here row by row, because its own loop keeps what it has read, reads more than rows,
and does not tell whether a row or a column is hidden, cells are merged, or a formula has a value.
"""

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from errno import EINVAL
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element, iterparse

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE, is_date_format, is_timedelta_format
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils import range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet._reader import CELL_TAG, COL_TAG, DATA_TAG, FORMULA_TAG, ROW_TAG, VALUE_TAG, WorkSheetParser

from cadence.domain.errors import CadenceError, InvalidInputError
from cadence.leads.lists.workbook.archive import SAVE, CheckedArchive, check_archive
from cadence.leads.lists.workbook.values import date_text, number_text, text_of

MERGED_TAG = DATA_TAG.replace("sheetData", "mergeCell")
YES = ("1", "true")
MOST_ELEMENTS = 200_000
"""Elements that are open, or in one row; a row has up to 16,384 cells."""
MOST_MERGED = 20_000
"""Merged areas that are kept of one sheet."""


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row of a sheet, with the text of each cell that is not empty."""

    line: int
    hidden: bool
    cells: dict[int, str]  # by the position of the column, from 0


@dataclass(slots=True)
class SheetLayout:
    """What a sheet says beside its rows; complete when these have been read."""

    hidden_columns: list[tuple[int, int]] = field(default_factory=list)  # the first and the last position
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of cells."""

    name: str
    hidden: bool
    part: str


class Workbook:
    """A workbook that is open. Its sheets are read one at a time, each from its beginning."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        """Read what concerns all sheets. Raises InvalidInputError for what is no workbook that can be read."""
        self._name = name
        with understood(name), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about what openpyxl would lose if it wrote the file
            self._archive: CheckedArchive = check_archive(file, name)
            reader = ExcelReader(file, read_only=True, data_only=True, keep_links=False)
            reader.read_manifest()
            reader.read_strings()
            reader.read_workbook()
            apply_stylesheet(reader.archive, reader.wb)
            self._reader: Any = reader
            self._styles = _Styles(reader.wb)
            self.sheets = [
                Sheet(str(sheet.name), sheet.state != "visible", relation.target)
                for sheet, relation in reader.parser.find_sheets()
                if relation.Type.endswith("/worksheet") and relation.target in self._archive.parts
            ]

    def rows(self, sheet: Sheet, layout: SheetLayout) -> Iterator[ReadRow]:
        """Yield each row that has a cell with a text, and fill in the layout. Raises InvalidInputError for damage."""
        with understood(self._name), self._reader.archive.open(sheet.part) as source:
            parser = _SheetParser(source, self._reader.shared_strings, self._archive, self._styles)
            yield from parser.rows(layout)

    def has_rows(self, sheet: Sheet) -> bool:
        """Tell whether a sheet has any."""
        return next(self.rows(sheet, SheetLayout()), None) is not None


@contextmanager
def understood(name: str) -> Iterator[None]:
    """
    Say plainly that a workbook is damaged. Raises InvalidInputError for whatever its readers raise.

    They raise anything, from KeyError to BadZipFile, because a damaged file may have anything in it.
    """
    try:
        yield
    except (CadenceError, GeneratorExit):
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno not in (None, EINVAL):
            raise  # the machine's fault; EINVAL is an archive's that sends its reader to a place before its start
        raise InvalidInputError(
            f"{name} cannot be read as a workbook: it is damaged, or written by a program that does not keep to the "
            f"format. Open it in a spreadsheet program and {SAVE}."
        ) from error


class _Styles:
    """The number formats of a workbook, by style."""

    def __init__(self, book: Any) -> None:  # noqa: ANN401  the library has no types
        self._book = book
        self._from_1904 = book.epoch == CALENDAR_MAC_1904
        self._writers: dict[int, Callable[[float], str]] = {}

    def text(self, value: float, style: int) -> str:
        """Return the text of a number with this style."""
        if style not in self._writers:
            self._writers[style] = self._writer(self._form(style))
        return self._writers[style](value)

    def _form(self, style: int) -> str:
        styles = self._book._cell_styles  # noqa: SLF001  the only place that has them
        number = styles[style].numFmtId if style or styles else 0  # some programs write none
        if number < BUILTIN_FORMATS_MAX_SIZE:
            return BUILTIN_FORMATS.get(number) or "General"
        return str(self._book._number_formats[number - BUILTIN_FORMATS_MAX_SIZE])  # noqa: SLF001  as above

    def _writer(self, form: str) -> Callable[[float], str]:
        if is_date_format(form):
            span = is_timedelta_format(form)
            return lambda value: date_text(value, from_1904=self._from_1904, span=span)
        return lambda value: number_text(value, form)


class _SheetParser(WorkSheetParser):  # type: ignore[misc]  # the library has no types
    """openpyxl's parser of cells, in a loop of our own that forgets each row when it has been read."""

    def __init__(self, source: BinaryIO, strings: list[str], archive: CheckedArchive, styles: _Styles) -> None:
        super().__init__(source, strings, data_only=True)  # without date formats: numbers stay numbers
        self._uncalculated = archive.uncalculated
        self._styles = styles

    def rows(self, layout: SheetLayout) -> Iterator[ReadRow]:
        """Yield the rows. Elements outside of rows are looked at and forgotten."""
        path, kept, last = list[Element](), 0, 0
        for event, element in iterparse(self.source, events=("start", "end")):  # noqa: S314  `archive` has refused entities
            if event == "start":
                path.append(element)
                kept += 1
                if kept > MOST_ELEMENTS:
                    raise ValueError("more elements than a row can have")
                continue
            path.pop()
            if len(path) > 2 and path[2].tag == ROW_TAG:  # noqa: PLR2004  sheet, its data, the row: it is within a row
                continue
            if element.tag == ROW_TAG:
                row = self._row(element)
                if row.line <= last:
                    raise ValueError("rows that are not in order")
                last = row.line
                if row.cells:
                    yield row
            else:
                _note(element, layout)
            if path:
                path[-1].remove(element)
            kept = len(path)

    def _row(self, element: Element) -> ReadRow:
        self.row_dimensions.clear()
        line, cells = self.parse_row(element)
        texts = dict[int, str]()
        for cell in cells:
            if cell["row"] != line:
                raise ValueError("a cell that stands in another row than it says")
            if cell["value"] is None and cell["data_type"] != "f":
                continue
            text = self._text(cell)
            if text and not text.isspace():
                texts[cell["column"] - 1] = text
        return ReadRow(line, _is_hidden(element, "ht"), texts)

    def parse_cell(self, element: Element) -> dict[str, Any]:
        """Parse a cell as openpyxl does, and mark a formula whose value is not in the file."""
        if element.tag != CELL_TAG:
            raise ValueError("something else than a cell in a row")
        cell: dict[str, Any] = super().parse_cell(element)
        if element.find(FORMULA_TAG) is not None:
            value = element.find(VALUE_TAG)
            empty = value is None or (not value.text and element.get("t") != "str")
            if empty or self._uncalculated:
                cell["data_type"], cell["value"] = "f", None
        return cell

    def _text(self, cell: dict[str, Any]) -> str:
        value, kind = cell["value"], cell["data_type"]
        if kind == "n":
            return self._styles.text(value, int(cell["style_id"] or 0))
        return text_of(kind, value)


def _note(element: Element, layout: SheetLayout) -> None:
    """Take what an element outside of rows says about the sheet."""
    if element.tag == COL_TAG and _is_hidden(element, "width"):
        layout.hidden_columns.append((int(element.get("min", "1")) - 1, int(element.get("max", "1")) - 1))
    elif element.tag == MERGED_TAG:
        left, top, right, bottom = range_boundaries(element.get("ref", ""))
        if len(layout.merged) == MOST_MERGED:
            raise ValueError("more merged cells than a list has")
        layout.merged.append((left - 1, top, right - 1, bottom))


def _is_hidden(element: Element, size: str) -> bool:
    """Tell whether a row or a column is hidden, or has no height or width."""
    return element.get("hidden") in YES or float(element.get(size, "1")) == 0
