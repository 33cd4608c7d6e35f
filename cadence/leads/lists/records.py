"""
Which records does a CSV text hold, and on which line does each begin? Pure, except for reading the text.

Memory is bounded for every file. What cannot be read costs only the line where it begins; otherwise a quotation mark
that is never closed would take the rest of the file with it.
"""

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

LONGEST_RECORD = 100_000
"""Characters in one record, line breaks within quotes included. Below the csv module's own limit for one cell."""
OPEN_QUOTE = "a quotation mark is opened on this line and not closed properly"
LEAST = 2_000
"""How many characters of a record over several lines are always read, even after many unclosed ones."""
KEPT = 10_000
"""Characters of an unreadable line that are looked through for a no."""
SHOWN = 200
"""Characters of an unreadable line that the report shows."""


@dataclass(frozen=True, slots=True)
class Record:
    """The cells of one record, or why it cannot be read; then the only cell is the beginning of its first line."""

    line: int
    cells: list[str]
    fault: str = ""

    @property
    def together(self) -> str:
        """The row as a report shows it."""
        return " | ".join(self.cells)

    @property
    def open_quote(self) -> bool:
        """Whether it cannot be read because a quotation mark is not closed."""
        return self.fault == OPEN_QUOTE

    @property
    def blank(self) -> bool:
        """Whether there is nothing in it, as in the lines that spreadsheets add at the end."""
        return not self.fault and not any(cell and not cell.isspace() for cell in self.cells)


class RecordTooLongError(Exception):
    """A record goes on for longer than any real one."""


class _Lines:
    """The lines of a text, numbered, with those of the current record kept so that they can be read again."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._number = 0
        self._again: deque[tuple[int, str]] = deque()
        self.taken: list[tuple[int, str]] = []
        self._size = 0
        self._longest = LONGEST_RECORD

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        number, line = self._again.popleft() if self._again else self._read()
        self.taken.append((number, line))
        self._size += len(line)
        if self._size > (self._longest if len(self.taken) > 1 else LONGEST_RECORD):
            raise RecordTooLongError
        return line

    def begin_record(self) -> None:
        """Forget the lines of the record before."""
        self.taken.clear()
        self._size = 0

    def give_back(self) -> tuple[int, str]:
        """Return the first line of the current record; the others will be read again."""
        first, *others = self.taken
        self._again.extendleft(reversed(others))
        if len(others) > 1:  # a list full of open quotation marks must not be read a hundred thousand times
            self._longest = max(LEAST, self._longest * 3 // 4)
        return first

    def _read(self) -> tuple[int, str]:
        line = self._text.readline(LONGEST_RECORD + 1)
        if not line:
            raise StopIteration
        self._number += 1
        if len(line) > LONGEST_RECORD:
            self._skip_rest(line)
        return self._number, line

    def _skip_rest(self, part: str) -> None:
        """Pass over the rest of a line that is too long to keep."""
        while part and not part.endswith(("\n", "\r")):
            part = self._text.readline(LONGEST_RECORD)


def read_records(text: TextIO, delimiter: str) -> Iterator[Record]:
    """Yield every record of the text. It must have been opened with `newline=""`."""
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True)
    while True:
        lines.begin_record()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (csv.Error, RecordTooLongError) as error:
            fault = _fault(error, len(lines.taken))
            number, line = lines.give_back()
            yield Record(number, [line[:KEPT].strip()], fault)
            reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True)
        else:
            yield Record(lines.taken[0][0], cells)


def _fault(error: Exception, lines: int) -> str:
    """Return what is wrong in words for the list's author."""
    if isinstance(error, RecordTooLongError) and lines == 1:
        return f"the line is longer than {LONGEST_RECORD:,} characters"
    if lines > 1 or "unexpected end" in str(error):
        return OPEN_QUOTE
    if "expected after" in str(error):
        return "there is text right after a closing quotation mark; write a quotation mark inside quotes twice"
    return "the line cannot be read as CSV"
