"""
Which rows does a list hold, a CSV file or a sheet of an XLSX workbook? Edge: opens files.

A file is read more than once (encoding, headers, rows). A pipe is therefore copied to a nameless temporary file first,
which is removed when it is closed. A workbook is read once, and its rows are kept in such a file.
"""

import io
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path
from shutil import copyfileobj
from typing import TYPE_CHECKING, Any, BinaryIO

from cadence.domain.errors import InvalidInputError
from cadence.leads.lists.encoding import Encoding, detect
from cadence.leads.lists.position import row_words
from cadence.leads.lists.records import Record, read_records
from cadence.leads.lists.workbook.archive import is_workbook

if TYPE_CHECKING:
    from cadence.leads.lists.workbook import SheetRows

DELIMITERS = ",;\t|"


class ListSource:
    """The bytes of one list, and its rows."""

    def __init__(self, source: Path | BinaryIO, *, sheet: str = "", lenient: bool = False) -> None:
        """
        Open it. Raises InvalidInputError when there is nothing to open, or a workbook that cannot be read.

        `sheet` names the sheet of a workbook. `lenient` also reads what is hidden in it, whatever the file is called.
        """
        name = source.name if isinstance(source, Path) else getattr(source, "name", None)
        self.name = Path(name).name if isinstance(name, str) else "the list"
        self._ours = isinstance(source, Path)
        file = _opened(source) if isinstance(source, Path) else source
        if not file.seekable():
            file = self._copied(file)
        self.file: BinaryIO = file
        self.size: int = file.seek(0, io.SEEK_END)
        self.delimiter = ""  # known once it was begun
        self._text: io.TextIOWrapper | None = None
        self._rows: SheetRows | None = None  # of a workbook
        try:
            self._open_workbook(sheet, lenient=lenient)
        except BaseException:
            self.close()
            raise

    @property
    def sheet(self) -> str:
        """The name of the sheet that is read, "" for text."""
        return self._rows.sheet if self._rows else ""

    @property
    def notes(self) -> list[str]:
        """What a reader should know about the sheet: what is hidden beside it or in it."""
        return self._rows.notes if self._rows else []

    @cached_property
    def encoding(self) -> Encoding:
        """The encoding of the whole file. Raises InvalidInputError for what is no text."""
        return detect(self.file, self.name)

    def text(self) -> io.TextIOWrapper:
        """Return the text from its beginning. Earlier texts of this source cannot be used after that."""
        encoding = self.encoding
        self._let_go()
        self.file.seek(0)
        self._text = io.TextIOWrapper(self.file, encoding=encoding.codec, errors=encoding.errors, newline="")
        return self._text

    def rows(self, *, headers: int = 1) -> Iterator[Record]:
        """Return the rows that are not blank, from the beginning, after so many rows of headers."""
        return islice(self._divided_by(self.delimiter), headers, None)

    def lines(self) -> Iterator[tuple[str, str]]:
        """Yield each line of a text, or each row of a sheet with tabs between its cells, after where it stands."""
        if self._rows:
            for record in self._rows.records():
                yield row_words(self.sheet, record.line), "\t".join(record.cells)
        else:
            for place, line in enumerate(self.text(), start=1):
                yield f"{place}:1", line

    def begin(self, expected: str, fits: Callable[[Sequence[str]], Any] = len) -> Record:
        """
        Find the delimiter, and return the first row. Raises InvalidInputError when there is none.

        The delimiter is the one whose first row `fits` best; without that function, the one that makes most cells.
        """
        if not self.size:
            raise InvalidInputError(f"{self.name} is empty; expected {expected}.")
        if self._rows:
            return next(self._rows.records())
        rows = ((delimiter, next(self._divided_by(delimiter), None)) for delimiter in DELIMITERS)
        first = {delimiter: row for delimiter, row in rows if row is not None}
        if len(first) < len(DELIMITERS):
            raise InvalidInputError(f"{self.name} is blank; expected {expected}.")
        self.delimiter = max(first, key=lambda delimiter: fits(first[delimiter].cells))
        return first[self.delimiter]

    def progress(self) -> tuple[int, int]:
        """Return the bytes read so far and the bytes there are."""
        file, size = (self._rows.file, self._rows.size) if self._rows else (self.file, self.size)
        return file.tell(), size

    def close(self) -> None:
        """Close what was opened here; a stream that was handed in stays open."""
        self._let_go()
        if self._rows is not None:
            self._rows.close()
        if self._ours:
            self.file.close()

    def _open_workbook(self, sheet: str, *, lenient: bool) -> None:
        """Read a sheet if this is a workbook. Raises InvalidInputError, also for a sheet of a text."""
        if is_workbook(self.file, self.name, lenient=lenient):
            from cadence.leads.lists.workbook import read_sheet  # noqa: PLC0415  openpyxl takes a quarter of a second

            self._rows = read_sheet(self.file, self.name, sheet, lenient=lenient)
        elif sheet:
            raise InvalidInputError(f"{self.name} is a text and has no sheets; leave out --sheet {sheet}.")

    def _divided_by(self, delimiter: str) -> Iterator[Record]:
        """Return the rows that are not blank, without a line such as sep=; of a spreadsheet."""
        if self._rows:
            return self._rows.records()
        records = read_records(self.text(), delimiter)
        return (record for record in records if not (record.blank or _names_delimiter(record)))

    def _let_go(self) -> None:
        """Part a text from the file, which it would close otherwise."""
        if self._text is not None:
            self._text.detach()
            self._text = None

    def _copied(self, stream: BinaryIO) -> BinaryIO:
        """Return a copy of a stream that can be read once only."""
        copy = tempfile.TemporaryFile()  # noqa: SIM115  closed by `close`
        copyfileobj(stream, copy)
        if self._ours:
            stream.close()
        self._ours = True
        return copy


def sheets_to_search(path: Path, wanted: str = "") -> list[str]:
    """
    Return the sheets in which a refused list may say no: the wanted one, else each visible one with rows.

    [""] for a list that is text, and where it is not known.
    """
    try:
        with path.open("rb") as file:
            if not wanted and is_workbook(file, path.name, lenient=True):
                from cadence.leads.lists.workbook import visible_sheets  # noqa: PLC0415  as above

                return visible_sheets(file, path.name) or [""]
    except (InvalidInputError, OSError):
        pass  # whoever reads the list will say so
    return [wanted]


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except FileNotFoundError as error:
        raise InvalidInputError(f"{path} does not exist; expected the path of a CSV file of leads.") from error
    except OSError as error:
        raise InvalidInputError(
            f"{path} cannot be read ({error.strerror}); expected the path of a CSV file of leads."
        ) from error


def _names_delimiter(record: Record) -> bool:
    """Tell whether this is the line with which a spreadsheet names the delimiter."""
    return record.line == 1 and len(record.cells) <= 2 and record.cells[0].strip().lower().startswith("sep=")  # noqa: PLR2004
