"""
Which text is a cell of a workbook? Pure: the text that a CSV of the same sheet would hold, with dates in ISO 8601.

A value that the file does not hold, or not exactly, becomes a fault of the cell: a mark such as #ROUNDED! before what
is there, which every reader of lists refuses as it refuses #N/A.
"""

import re
from datetime import date, datetime, time, timedelta
from math import isfinite

from cadence.domain.spreadsheets import NO_DATE, NO_VALUE, ROUNDED, spreadsheet_error
from cadence.leads.lists.workbook.formats import shown

Value = str | bool | int | float | datetime | date | time | timedelta | None

ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
"""How a workbook writes a control character within a text."""
SURROGATES = range(0xD800, 0xE000)
EXACT = 10**15
"""Below it, a spreadsheet keeps every digit of a whole number."""
EXACT_IN_BINARY = 2**53
DAY = 86_400
FIRST_DAY = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}  # noqa: DTZ001  the wall's, as in every list
"""The day 0, by whether the workbook counts from 1904."""
LEAP_DAY = 60
"""29 February 1900, a day that the 1900 system counts and that never was."""


def text_of(kind: str, value: Value) -> str:
    """Return the text of a cell that is no number; `kind` is the file's letter for its type."""
    if value is None:
        return NO_VALUE if kind == "f" else ""
    if kind == "e":
        return str(value) if spreadsheet_error(str(value)) else "#VALUE!"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, timedelta):
        return _span(round(value.total_seconds()))
    return ESCAPED.sub(_character, str(value))


def number_text(value: float, form: str) -> str:
    """Return the text of a number in its format. A number that the spreadsheet had to round is a fault."""
    if not isfinite(value) or (abs(value) >= EXACT and not (abs(value) <= EXACT_IN_BINARY and value % 10)):
        return f"{ROUNDED} {value:.15g}"
    return shown(value, form)


def date_text(value: float, *, from_1904: bool, span: bool) -> str:
    """Return the text of a number in a format of dates: a day, a time or both. `span` is for hours that add up."""
    if not isfinite(value) or not 0 <= value < EXACT:
        return f"{NO_DATE} {value:.15g}"
    days, seconds = divmod(round(value * DAY), DAY)
    if span:
        return _span(days * DAY + seconds)
    if not days and value < 1 and not (from_1904 and not seconds):
        return _clock(seconds)
    if not from_1904:
        if days == LEAP_DAY or not days:
            return f"{NO_DATE} {value:.15g}"
        days += days < LEAP_DAY
    try:
        return _moment(FIRST_DAY[from_1904] + timedelta(days=days, seconds=seconds))
    except OverflowError:
        return f"{NO_DATE} {value:.15g}"


def _moment(at: datetime) -> str:
    """Return a day, with its time where it has one."""
    clock = (at.hour * 60 + at.minute) * 60 + at.second
    return f"{at.date().isoformat()} {_clock(clock)}" if clock else at.date().isoformat()


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}" + (f":{seconds % 60:02}" if seconds % 60 else "")


def _span(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds // 60 % 60:02}" + (f":{seconds % 60:02}" if seconds % 60 else "")


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return match[0] if code in SURROGATES else chr(code)
