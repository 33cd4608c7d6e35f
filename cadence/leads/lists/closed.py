"""
Which days are declared closed, and where? Edge: reads a calendar of towns or emergencies.

A CSV with headers: country, region, municipality, date (or from and to), name. What is not understood goes to a report.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from cadence.domain.dates import DateOrder, read_wall
from cadence.domain.errors import InvalidInputError
from cadence.leads.lists.address import country_code, known_country, read_address
from cadence.leads.lists.date_columns import PLAIN, DateColumn, ReadAs, decide_all
from cadence.leads.lists.plain import begin
from cadence.leads.lists.records import SHOWN, Record
from cadence.leads.lists.report import CellRefusal, RejectedFile
from cadence.leads.lists.source import ListSource
from cadence.leads.lists.towns import towns
from cadence.leads.lists.words import fold
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


@dataclass(slots=True, kw_only=True)
class ClosedReport:
    """How many lines were read and refused."""

    lines: int = 0
    refused: int = 0
    past: int = 0  # days that are over, which close nothing any more
    rejected: Path | None = None


def read_closed(
    path: Path, *, feed: str, today: date, order: DateOrder | None = None
) -> tuple[list[ClosedRow], ClosedReport]:
    """
    Return the days that a calendar declares, from today on, and what was refused. Raises InvalidInputError.

    A row without a country belongs to the country at the beginning of the feed's name. `order` says how dates in
    figures are written, where the columns leave it open.
    """
    source, report = ListSource(path), ClosedReport()
    rejected = RejectedFile(path.with_name(f"{path.stem}.rejected.csv"))
    rows: dict[tuple[object, ...], ClosedRow] = {}
    try:
        reader = _reader(source, known_country(feed.partition("_")[0]), order)
        _, rest = begin(source, EXPECTED)
        for record in rest:
            report.lines += 1
            try:
                days = list(reader.read(record))
            except ValueError as error:
                report.refused += 1
                value = " | ".join(record.cells)[:SHOWN]
                rejected.write(CellRefusal(line=record.line, column="", value=value, reason=str(error)))
                continue
            coming = [
                row for row in days if row.day >= today - timedelta(days=1)
            ]  # somewhere in the world it is still yesterday
            report.past += not coming
            rows |= {(row.country, row.region, row.town, row.day): row for row in coming}
    finally:
        report.rejected = rejected.close()
        source.close()
    return list(rows.values()), report


def _reader(source: ListSource, country: str, order: DateOrder | None) -> "_Reader":
    """Look through a calendar and return its reader. Raises InvalidInputError."""
    first, rows = begin(source, EXPECTED)
    columns = _columns(first, source.name)
    dates = {columns[name]: DateColumn(header=first.cells[columns[name]]) for name in DAYS if name in columns}
    countries = {country} - {""}
    for record in rows:
        countries.add(country_code(_cell(record, columns.get("country", -1))) or country)
        for place, column in dates.items():
            column.look(_cell(record, place), record.line)
    return _Reader(columns, country, decide_all(dates, countries - {""}, order, file=source.name))


class _Reader:
    """Reads the rows of one calendar."""

    def __init__(self, columns: dict[str, int], country: str, dates: dict[int, ReadAs]) -> None:
        self._columns = columns
        self._country = country
        self._dates = dates

    def read(self, record: Record) -> Iterator[ClosedRow]:
        """Yield a row for each day and each name of the town. Raises ValueError for what is not understood."""
        if record.fault:
            raise ValueError(record.fault)
        cells = {name: _cell(record, place) for name, place in self._columns.items()}
        country = country_code(cells["country"]) if cells.get("country") else self._country
        if country is None:
            raise ValueError("not a country; expected a code or a name")
        region = read_address(country, cells.get("region", "")).region
        if cells.get("region") and not region:
            raise ValueError(f"not a known region of {country}")
        name = cells.get("name") or "declared closed"
        first = self._day(cells, "date" if cells.get("date") else "from")
        last = self._day(cells, "to") if cells.get("to") else first
        if not first <= last <= first + LONGEST:
            raise ValueError("the last day is before the first, or more than a year after it")
        for place in towns(cells.get("municipality", "")) or ("",):
            for after in range((last - first).days + 1):
                day = first + timedelta(days=after)
                yield ClosedRow(country=country, region=region, town=place, day=day, name=name)

    def _day(self, cells: dict[str, str], name: str) -> date:
        """Return the day of a cell. Raises ValueError when it holds none."""
        text = cells.get(name, "")
        if not text:
            raise ValueError("expected a day such as 2027-08-15")
        return read_wall(text, self._dates.get(self._columns.get(name, -1), PLAIN).order).at.date()


def _columns(first: Record, name: str) -> dict[str, int]:
    """Return the position of each column. Raises InvalidInputError without a column of days."""
    columns = {OURS[fold(cell)]: place for place, cell in enumerate(first.cells) if fold(cell) in OURS}
    if not {"date", "from"} & set(columns):
        raise InvalidInputError(f"{name} has no column of days; expected {EXPECTED}.")
    return columns


def _cell(record: Record, place: int) -> str:
    return record.cells[place].strip() if 0 <= place < len(record.cells) else ""
