"""Why can a cell not be stored or used? Pure: invalid characters, broken encodings and errors of spreadsheets."""

from cadence.domain.spreadsheets import MERGED
from cadence.leads.lists.encoding import BROKEN, misread

LONGEST_CELL = 10_000


def beneath(cell: str) -> str:
    """Return what a person sees in a cell: one that is part of merged cells shows their value."""
    return cell.strip().removeprefix(MERGED).strip() if MERGED in cell else cell


def unusable(cell: str) -> str:
    """Return why a cell cannot be stored, "" when it can."""
    if len(cell) > LONGEST_CELL:
        return f"{len(cell):,} characters in one cell; at most {LONGEST_CELL:,} are taken"
    if "\0" in cell:
        return "contains a NUL character"
    if not cell.isascii() and BROKEN.search(cell):
        return "contains bytes that are not UTF-8, unlike the rest of the file"
    if misread(cell):
        return "looks like UTF-8 that was read as another encoding (Ã± for ñ); save the list again as CSV in UTF-8"
    return ""
