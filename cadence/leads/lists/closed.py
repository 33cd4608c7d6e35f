"""
Which days are declared closed, and where? Edge: reads a calendar of towns or emergencies.

A CSV with headers: country, region, municipality, date (or from and to), name. What is not understood goes to a report.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from cadence.domain.dates import DateOrder, read_wall
from cadence.domain.errors import InvalidInputError
from cadence.domain.geography import country_code
from cadence.domain.spreadsheets import cell_fault
from cadence.leads.lists.address import known_country, read_address
from cadence.leads.lists.plain import FileReport, PlainFile
from cadence.leads.lists.records import Record
from cadence.leads.lists.words import fold, towns
from cadence.ledger.lists.closed_days import ClosedRow

HEADERS = {
    "country": ("pais",),
    "region": ("provincia", "comunidad", "comunidad_autonoma", "state"),
    "municipality": ("municipio",),
    "date": ("fecha", "day", "dia"),
    "from": ("desde", "start"),
    "to": ("hasta", "end"),
    "name": ("nombre", "fiesta", "festividad"),
}
OURS = {word: ours for ours, others in HEADERS.items() for word in (ours, *others)}
LONGEST = timedelta(days=366)
"""The longest emergency that is declared at once."""
DAYS = ("date", "from", "to")
EXPECTED = "headers country,region,municipality,date,name (or from,to for date) and a line for each day"


def read_closed(
    path: Path, *, feed: str, today: date, order: DateOrder | None = None, sheet: str = ""
) -> tuple[list[ClosedRow], FileReport]:
    """
    Return the days that a calendar declares, from today on, and what was refused. Raises InvalidInputError.

    A row without a country belongs to the country at the beginning of the feed's name. `order` says how dates in
    figures are written, where the columns leave it open. `sheet` is that of a workbook.
    """
    rows: dict[tuple[object, ...], ClosedRow] = {}
    yesterday = today - timedelta(days=1)  # it is still that day somewhere in the world
    with _Calendar(path, known_country(feed.partition("_")[0]), order, sheet) as calendar:
        report = calendar.report
        for record in calendar.source.rows():
            report.lines += 1
            try:
                coming = [row for row in calendar.read(record) if row.day >= yesterday]
            except ValueError as error:
                calendar.refuse(record.line, record.together, str(error))
                continue
            report.past += not coming
            rows |= {(row.country, row.region, row.town, row.day): row for row in coming}
    return list(rows.values()), report


class _Calendar(PlainFile):
    """A calendar while it is read."""

    def __init__(self, path: Path, country: str, order: DateOrder | None, sheet: str) -> None:
        self._country = country
        self._order = order
        super().__init__(path, EXPECTED, sheet=sheet)

    def look_through(self) -> None:
        """Find the columns. Raises InvalidInputError without a column of days."""
        self.columns = {OURS[fold(cell)]: place for place, cell in enumerate(self.first.cells) if fold(cell) in OURS}
        if not {"date", "from"} & set(self.columns):
            raise InvalidInputError(f"{self.source.name} has no column of days; expected {EXPECTED}.")
        named = {country_code(self.cell(record, "country")) or self._country for record in self.source.rows()}
        self.read_dates(DAYS, (named | {self._country}) - {""}, self._order)

    def read(self, record: Record) -> Iterator[ClosedRow]:
        """Yield a row for each day and each name of the town. Raises ValueError for what is not understood."""
        if record.fault:
            raise ValueError(record.fault)
        if fault := next(filter(None, (cell_fault(self.cell(record, name)) for name in self.columns)), ""):
            raise ValueError(fault)
        country, region = self.cell(record, "country"), self.cell(record, "region")
        code = country_code(country) if country else self._country
        if code is None:
            raise ValueError("not a country; expected a code or a name")
        home = read_address(code, region)
        if region and not home.region:
            raise ValueError(f"not a known region of {code}")
        name = self.cell(record, "name") or "declared closed"
        first = self._day(record, "date" if self.cell(record, "date") else "from")
        last = self._day(record, "to") if self.cell(record, "to") else first
        if not first <= last <= first + LONGEST:
            raise ValueError("the last day is before the first, or more than a year after it")
        for place in towns(self.cell(record, "municipality")) or ("",):
            for after in range((last - first).days + 1):
                day = first + timedelta(days=after)
                yield ClosedRow(country=code, region=home.region, town=place, day=day, name=name)

    def _day(self, record: Record, name: str) -> date:
        """Return the day of a cell. Raises ValueError when it holds none."""
        text = self.cell(record, name)
        if not text:
            raise ValueError("expected a day such as 2027-08-15")
        return read_wall(text, self.read_as(name).order).at.date()
