"""
Which no does one row hold, even when the row is refused or its cells stand in the wrong columns? Pure.

A no in a known column counts as it is. A no in a row whose cells cannot be assigned to columns holds the numbers of the
row until a person has decided.
"""

import re
from datetime import datetime

from cadence.domain.channels import reader_of
from cadence.domain.list_rows import Objection
from cadence.leads.contacts import read_contact
from cadence.leads.lists.consents import read_when
from cadence.leads.lists.lookalikes import says_no
from cadence.leads.lists.objections import OPT_OUTS, may_say_no, objection_of, opted_out
from cadence.leads.lists.row_cells import RowCells
from cadence.leads.phone import Unfit, read_number
from cadence.policy.hours.local_days import ANYWHERE

PIECES = re.compile(r"[,;|\t\n\r\"]")
"""What may separate the cells of a record that cannot be assigned to columns."""
PHONE_LIKE = re.compile(r"[+(]?\d[\d\s().\-]{6,}")


def has_opt_out(row: RowCells) -> bool:
    """Tell whether an opt-out column closes something: no consent record says that."""
    return any(opted_out(row.get(name)) for name in OPT_OUTS) or bool(_doubtful(row))


def objection_in(row: RowCells) -> Objection | None:
    """Return the no of the row, even if the row is refused; None when it has none."""
    if row.loose:
        return _hold(row) if _may_say_no(row, row.loose, refused=True) else None
    settings = row.settings
    cells = {name: row.cells[place] for name, place in settings.columns.fields.items()} | _doubtful(row)
    numbers = (number for _, number in settings.numbers.read(row.cells))
    e164s = list(dict.fromkeys(number.e164 for number in numbers if not isinstance(number, Unfit)))

    def when() -> datetime | None:
        date = read_when(cells.get("consent_at", ""), ANYWHERE, settings.now, settings.read_as("consent_at"))
        return date.no if date else None

    return objection_of(cells, row.line, e164s, when, row.evidence())


def moved_no(row: RowCells, *, refused: bool) -> Objection | None:
    """
    Return what to hold of a row that has too few cells and a no outside the columns for it.

    A cell may be missing before that no. None when nothing says no, or when no cell can have moved.
    """
    columns = row.settings.columns
    consent_places = {place for name, place in columns.fields.items() if name.startswith(("consent_", "opt_out"))}
    short = 0 < row.given < len(columns.headers)
    if not short or not (refused or any(place >= row.given for place in consent_places)):
        return None
    elsewhere = [cell for place, cell in enumerate(row.cells) if place not in consent_places]
    if not _may_say_no(row, elsewhere, refused=refused):
        return None
    row.loose = row.cells
    return _hold(row)


def _doubtful(row: RowCells) -> dict[str, str]:
    """Return the cells of columns that are not read but look like a consent or an opt-out, as cells of our columns."""
    headers = row.settings.columns.headers
    return {
        name: "yes"
        for place, names in row.settings.doubtful.items()
        if says_no(headers[place], row.cells[place])
        for name in names
    }


def _may_say_no(row: RowCells, cells: list[str], *, refused: bool) -> bool:
    """Tell whether one of these cells may be a no that stands in the wrong column."""
    columns = row.settings.columns
    if not (columns.has_objections or row.settings.doubtful):
        return False
    opt_outs = any(name.startswith("opt_out") for name in columns.fields)
    return may_say_no([piece for cell in cells for piece in PIECES.split(cell)], refused=refused, opt_outs=opt_outs)


def _hold(row: RowCells) -> Objection:
    """Return what to hold of a row whose cells stand in the wrong columns: its numbers, and the lead with its id."""
    settings = row.settings
    pieces = [piece.strip() for cell in row.loose for piece in PIECES.split(cell)]
    regions = [settings.region, *settings.numbers.regions(pieces)]
    numbers = [read_number(piece, region) for piece in pieces if PHONE_LIKE.fullmatch(piece) for region in regions]
    numbers += [read_contact(piece) for piece in pieces if reader_of(piece) is not None]
    e164s = tuple(dict.fromkeys(number.e164 for number in numbers if not isinstance(number, Unfit)))
    where = f"{settings.file}, line {row.line}"
    place, rows = settings.columns.fields.get("id", len(pieces)), (row.loose, pieces)
    key = next((cells[place] for cells in rows if place < len(cells) and cells[place] in pieces), "")
    return Objection(line=row.line, key=key, e164s=e164s, undecided=True, source="list", evidence=where)
