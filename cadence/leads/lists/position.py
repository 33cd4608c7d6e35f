"""How are a row and a cell of a list called in messages? Pure: by the line of a text, or the place on a sheet."""

import re

LETTERS = 26
PLAIN_NAME = re.compile(r"[^\W\d]\w*")
"""A sheet name that spreadsheets write without quotation marks."""


def letters(place: int) -> str:
    """Return the letters of a column, by its position from 0: A, Z, AA."""
    name, rest = "", place + 1
    while rest:
        rest, digit = divmod(rest - 1, LETTERS)
        name = chr(ord("A") + digit) + name
    return name


def cell_name(sheet: str, line: int, place: int = 0) -> str:
    """Return a cell as a spreadsheet names it, such as People!B17; "" in a list that is text."""
    if not sheet:
        return ""
    quoted = sheet if PLAIN_NAME.fullmatch(sheet) else "'" + sheet.replace("'", "''") + "'"
    return f"{quoted}!{letters(place)}{line}"


def row_words(sheet: str, line: int, place: int = 0) -> str:
    """Return where something stands, in words: line 17, or the cell of a sheet."""
    return cell_name(sheet, line, place) or f"line {line}"
