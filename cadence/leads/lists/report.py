"""
What was refused, where and why? Edge: writes the report beside the list.

The report is the one place that holds refused values, because its reader must find them in the list. They never reach a
message or a log.
"""

import csv
import os
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from cadence.domain.errors import InvalidInputError
from cadence.domain.plurals import many
from cadence.languages import Language, say

HEADERS = ("line", "column", "value", "reason")
SHEET_HEADERS = ("cell", *HEADERS[1:])
"""In a workbook a cell stands for the line: People!B17."""
MOST = 10_000
"""The number of refusals that are written; if there are more, they have one cause, which the first ones show."""
SHOWN = 500
"""Characters of a value that the report repeats."""
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""The first characters of a cell that a spreadsheet would run as a formula."""
SIGNED_NUMBER = re.compile(r"[+-][0-9 ]+(?:[.,][0-9]+)?")
"""A signed number: it is no formula, and stays as it is so that it can be copied back into the list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellRefusal:
    """One cell that was not taken, and with it the whole row unless `whole` is False."""

    line: int  # of the file, where the row begins
    column: str  # as the file heads it, "" for the row as a whole
    value: str = field(repr=False)  # for the report file only, so that no log shows it by accident
    reason: str
    whole: bool = True  # False: the lead was taken without this cell
    key: str = field(default="", repr=False)  # the id in the row, where one could be read
    cell: str = ""  # in a workbook, such as People!B17; the row's first cell for the row as a whole

    @property
    def where(self) -> str:
        """The cell of a workbook, the line of a text."""
        return self.cell or str(self.line)

    @property
    def words(self) -> str:
        """The reason, and what happened to the row."""
        return self.reason if self.whole else f"{self.reason} (the lead was taken without it)"


OnRefusal = Callable[[CellRefusal], object]
"""Called with each refusal, in the order of the file."""


@dataclass(slots=True, kw_only=True)
class IntakeReport:
    """How many rows were taken, repeated and refused. Each row that is not blank counts once."""

    rows: int = 0  # without headers and blank lines
    leads: int = 0
    duplicates: int = 0  # rows that repeat an earlier row
    refused: int = 0
    remarks: int = 0  # leads that were taken with something left out
    rejected: Path | None = None  # the report, None when there was nothing to write
    causes: Counter[str] = field(default_factory=Counter)  # what is wrong with refused rows: cause -> rows
    open_quote: int = 0  # the first line with a quotation mark that is not closed; 0 when there is none

    def summary(self, language: Language = "en") -> str:
        """Return the counts on one line."""
        parts = [say(language, "list-rows", rows=self.rows, leads=self.leads)]
        counts = {"repeated": self.duplicates, "refused": self.refused, "incomplete": self.remarks}
        parts += [say(language, f"list-{what}", count=count) for what, count in counts.items() if count]
        quote = say(language, "list-open-quote", line=str(self.open_quote)) if self.open_quote else ""
        return ", ".join(parts) + quote + (say(language, "list-report", file=self.rejected) if self.rejected else "")


def rejected_beside(path: Path) -> Path:
    """Return where the refusals of a list are written: NAME.rejected.csv beside it."""
    return path.with_name(f"{path.stem}.rejected.csv")


class RejectedFile:
    """The CSV of refusals, written as they come; it exists only when there are any."""

    def __init__(self, path: Path | None, on_refusal: OnRefusal | None = None) -> None:
        """
        Remove the report of an earlier reading: the list may have changed since.

        `on_refusal` is called with each refusal as well.
        """
        self.path = path
        self._on_refusal = on_refusal
        self._file: TextIO | None = None
        self._written = 0
        if path is not None:
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                raise _unwritable(path, error) from error

    def write(self, refusal: CellRefusal) -> None:
        """Add one line."""
        if self._on_refusal is not None:
            self._on_refusal(refusal)
        if self.path is None:
            return
        self._written += 1
        if self._written > MOST:
            return
        if self._file is None:
            self._file = _create(self.path)
            csv.writer(self._file).writerow(SHEET_HEADERS if refusal.cell else HEADERS)
        cells = [refusal.where, _printable(refusal.column), _printable(refusal.value), refusal.words]
        csv.writer(self._file).writerow(cells)

    def close(self) -> Path | None:
        """Finish the report and return where it is, None when nothing was refused."""
        if self._file is None:
            return None
        if self._written > MOST:
            csv.writer(self._file).writerow(["", "", "", f"... and {many(self._written - MOST, 'more refusal')}"])
        self._file.close()
        return self.path


def _create(path: Path) -> TextIO:
    """Open the report for its owner only: it holds personal data. With a mark, for spreadsheets."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except OSError as error:
        raise _unwritable(path, error) from error
    return os.fdopen(handle, "w", encoding="utf-8-sig", errors="backslashreplace", newline="")


def _unwritable(path: Path, error: OSError) -> InvalidInputError:
    return InvalidInputError(
        f"The report of refused rows cannot be written to {path.name} ({error.strerror}); "
        "put the list in a folder you may write to."
    )


def harmless(value: str) -> str:
    """Return a value that is no formula once a spreadsheet opens it."""
    formula = value.startswith(FORMULA_SIGNS) and not SIGNED_NUMBER.fullmatch(value)
    return ("'" if formula else "") + value


def _printable(value: str) -> str:
    """Return a value that fits a cell: cut when it is long, NUL shown, and no formula."""
    return harmless(value if len(value) <= SHOWN else f"{value[:SHOWN]}…").replace("\0", "\\0")
