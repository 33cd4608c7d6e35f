"""
Which rows does a CSV file hold, in which encoding and with which delimiter? Edge: opens files.

A file is read more than once (encoding, headers, rows). A pipe is therefore copied to a nameless temporary file first,
which is removed when it is closed.
"""

import io
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path
from shutil import copyfileobj
from typing import Any, BinaryIO

from cadence.domain.errors import InvalidInputError
from cadence.leads.lists.encoding import Encoding, detect
from cadence.leads.lists.records import Record, read_records

DELIMITERS = ",;\t|"


class ListSource:
    """The bytes of one list, and its rows."""

    def __init__(self, source: Path | BinaryIO) -> None:
        """Open it. Raises InvalidInputError when there is nothing to open."""
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

    def begin(self, expected: str, fits: Callable[[Sequence[str]], Any] = len) -> Record:
        """
        Find the delimiter, and return the first row. Raises InvalidInputError when there is none.

        The delimiter is the one whose first row `fits` best; without that function, the one that makes most cells.
        """
        if not self.size:
            raise InvalidInputError(f"{self.name} is empty; expected {expected}.")
        rows = ((delimiter, next(self._divided_by(delimiter), None)) for delimiter in DELIMITERS)
        first = {delimiter: row for delimiter, row in rows if row is not None}
        if len(first) < len(DELIMITERS):
            raise InvalidInputError(f"{self.name} is blank; expected {expected}.")
        self.delimiter = max(first, key=lambda delimiter: fits(first[delimiter].cells))
        return first[self.delimiter]

    def progress(self) -> tuple[int, int]:
        """Return the bytes read so far and the bytes there are."""
        return self.file.tell(), self.size

    def close(self) -> None:
        """Close what was opened here; a stream that was handed in stays open."""
        self._let_go()
        if self._ours:
            self.file.close()

    def _divided_by(self, delimiter: str) -> Iterator[Record]:
        """Return the rows that are not blank, without a line such as sep=; of a spreadsheet."""
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
