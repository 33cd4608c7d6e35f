"""Writes workbooks that a test describes, and odd ones by hand. All people and numbers are fictional."""

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from cadence.domain.dates import DateOrder
from cadence.domain.list_rows import LeadRow
from cadence.leads.lists import CellRefusal, read_leads
from tests.unit.leads.reading import NOW, Read

HEADERS = ("id", "name", "phone")
ANA = ("C-1", "Ana", 600000001)
STRINGS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def book(rows: Iterable[Sequence[Any]], *, title: str = "People", from_1904: bool = False) -> Workbook:
    """Return a workbook with one sheet of these rows."""
    made = Workbook()
    if from_1904:
        made.epoch = CALENDAR_MAC_1904
    sheet = made.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    return made


def saved(made: Workbook) -> bytes:
    """Return its file."""
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def doctored(data: bytes, changes: Mapping[str, Callable[[bytes], bytes]]) -> bytes:
    """Return a workbook with some of its parts rewritten; a new name adds a part."""
    file = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, changes[part](old.read(part)) if part in changes else old.read(part))
        for part in changes.keys() - set(old.namelist()):
            new.writestr(part, changes[part](b""))
    return file.getvalue()


def with_sheet(rows: str, *, after: str = "", strings: str = "") -> bytes:
    """Return a workbook whose sheet holds this XML: rows, what follows them, and shared strings."""
    xml = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'
    texts = f'<sst xmlns="{MAIN}">{strings}</sst>'
    listed = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{STRINGS}"/></Types>'
    changes = {
        "xl/worksheets/sheet1.xml": lambda _: xml.encode(),
        "xl/sharedStrings.xml": lambda _: texts.encode(),
        "[Content_Types].xml": lambda part: part.replace(b"</Types>", listed.encode()),
        "xl/workbook.xml": lambda part: part.replace(b' fullCalcOnLoad="1"', b""),  # as a spreadsheet saves it
    }
    return doctored(saved(book([])), changes)


def leads(data: bytes, *, sheet: str = "", order: DateOrder | None = None, lenient: bool = False) -> Read:
    """Read a workbook as a list of leads."""
    with read_leads(io.BytesIO(data), now=NOW, region="ES", sheet=sheet, order=order, lenient=lenient) as intake:
        both = list(intake)
    people = [item for item in both if isinstance(item, LeadRow)]
    return Read(intake, people, [item for item in both if isinstance(item, CellRefusal)])


def of_rows(*rows: Sequence[Any]) -> Read:
    """Read a list of these rows, the first one of headers."""
    return leads(saved(book(rows)))
