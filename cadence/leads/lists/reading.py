"""
How is a list read from its first byte to its last row? Edge: opens the file.

What is wrong with the whole list (encoding, headers, an empty file) is reported when it is opened, so that nothing is
imported from such a list. After that, rows are refused one by one.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Self

from cadence.domain.dates import DateOrder
from cadence.domain.errors import InvalidInputError
from cadence.domain.list_rows import LeadRow, Objection
from cadence.leads.lists.address import known_country
from cadence.leads.lists.causes import REPEATED, VALUE, cause_of
from cadence.leads.lists.column_report import column_lines
from cadence.leads.lists.consents import unclear_words
from cadence.leads.lists.date_columns import decide_all
from cadence.leads.lists.headers import known, read_headers
from cadence.leads.lists.lookalikes import doubtful_columns, numbers_in, unknown_prefix
from cadence.leads.lists.objections import objection_of_lead
from cadence.leads.lists.position import cell_name, row_words
from cadence.leads.lists.profile import Profile, first_rows, look_through, refuse_prefixes
from cadence.leads.lists.records import Record
from cadence.leads.lists.report import CellRefusal, IntakeReport, OnRefusal, RejectedFile, rejected_beside
from cadence.leads.lists.row import read_row
from cadence.leads.lists.row_cells import RowSettings
from cadence.leads.lists.seen import Seen
from cadence.leads.lists.source import ListSource

TITLES = 10
"""How many rows are looked at for headers that stand below a title."""
EVERY = 1000
"""Rows between two reports of progress."""

Progress = Callable[[int, int], None]
"""Called with the bytes read so far and the bytes there are."""


def read_leads(  # noqa: PLR0913  each describes one thing about the list
    source: Path | BinaryIO,
    *,
    now: datetime,
    region: str = "",
    mapping: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    on_refusal: OnRefusal | None = None,
    writes: bool = True,
    dated: Collection[str] = (),
    counted: Collection[str] = (),
    order: DateOrder | None = None,
    lenient: bool = False,
    sheet: str = "",
) -> "Intake":
    """
    Open a list and look through its columns. Raises InvalidInputError for what concerns the list as a whole.

    `region` is the country of numbers without a prefix. `mapping` names columns, our name first. Refusals are yielded,
    and written to `NAME.rejected.csv` beside a file; `writes=False` writes nothing. `on_refusal` is called with each
    refusal. `dated` are columns that a campaign takes for dates, `counted` those whose values are counted; `order` says
    how dates in figures are written.
    `lenient` also opens a list whose columns cannot be read with certainty, to find its objections. `sheet` names the
    sheet of a workbook, where it has several with rows.
    """
    default, names = known_country(region), mapping or {}
    opened = ListSource(source, sheet=sheet, lenient=lenient)
    try:
        headers = _begun(opened, names)
        sample = first_rows(opened.rows(), len(headers.cells))
        likely = _of_numbers(headers, sample, default)
        _refuse_titles(opened, headers, names)
        columns = read_headers(headers.cells, names, opened.name, likely)
        if lenient and (header := unknown_prefix(columns, sample, default)):
            columns = read_headers(headers.cells, {**names, "dial_code": header}, opened.name, likely)
        profile = look_through(opened.rows(), columns, dated, sample, opened.sheet, counted)
        if not lenient:
            refuse_prefixes(profile, opened.name, default)
        dates = decide_all(profile.dates, profile.countries(default), order, file=opened.name, lenient=lenient)
        _refuse_without_rows(opened)
        settings = RowSettings(
            columns=columns,
            region=default,
            now=now,
            file=opened.name,
            sheet=opened.sheet,
            dates=dates,
            doubtful=doubtful_columns(columns),
            unclear=unclear_words(profile.values),
        )
        beside = rejected_beside(source) if writes and isinstance(source, Path) and source.is_file() else None
        rejected = RejectedFile(beside, on_refusal)
        return Intake(opened, settings, profile, progress, rejected)
    except BaseException:
        opened.close()
        raise


class Intake:
    """A list while it is read. Iterating yields leads and refusals in the order of the file, once."""

    def __init__(
        self,
        source: ListSource,
        settings: RowSettings,
        profile: Profile,
        progress: Progress | None,
        rejected: RejectedFile,
    ) -> None:
        """Keep what was found out about the list."""
        self.source = source
        self.columns = settings.columns
        self.profile = profile
        sheet = [("sheet", "; ".join([source.sheet, *source.notes]))] if source.sheet else []
        self.column_lines = sheet + column_lines(profile, settings.dates, settings.unclear, settings.region)
        self.report = IntakeReport()
        self._rows = source.rows()
        self._settings = settings
        self._progress = progress
        self._rejected = rejected
        self._seen = Seen()
        self._refused_after_all = 0  # the line
        self._wanted = ""  # the id of the one lead that is looked for

    def __enter__(self) -> Self:
        """Read it in a `with` block, which closes the list and its report."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the list and finish the report."""
        self.report.rejected = self._rejected.close()
        self.source.close()

    def leads(self) -> Iterator[LeadRow]:
        """Yield only the leads. The refusals are still written to the report's file."""
        return (item for item in self if isinstance(item, LeadRow))

    def refuse(self, lead: LeadRow, column: str, reason: str, *, value: str = "") -> None:
        """Refuse a lead that was already read, because the list lacks something that the campaign needs."""
        self.report.leads -= 1
        self.report.refused += 1
        self.report.causes[VALUE] += 1
        self._refused_after_all = lead.line
        headers = self.columns.headers
        place = next(
            (place for place, header in enumerate(headers) if header and f"{column}, ".startswith(f"{header}, ")), 0
        )
        self._rejected.write(
            CellRefusal(
                line=lead.line, column=column, value=value, reason=reason, key=lead.key, cell=self._cell(lead, place)
            )
        )

    def seek(self, key: str) -> None:
        """From here on, skip rows with another id without counting them: to find one lead in a long list."""
        self._wanted = key

    def _records(self) -> Iterator[Record]:
        """Yield and count the rows that are not skipped."""
        for record in self._rows:
            if self._wanted and self._is_skipped(record):
                continue
            self.report.rows += 1
            if record.open_quote and not self.report.open_quote:
                self.report.open_quote = record.line
            if self._progress and self.report.rows % EVERY == 0:
                self._progress(*self.source.progress())
            yield record

    def _is_skipped(self, record: Record) -> bool:
        """Tell whether a row has another id than the one that is looked for."""
        place = self.columns.fields.get("id", -1)
        return 0 <= place < len(record.cells) and record.cells[place].strip() != self._wanted

    def __iter__(self) -> Iterator[LeadRow | CellRefusal | Objection]:
        """Yield each lead, then what was left out of it, each refused row, and each no that belongs to no lead."""
        for record in self._records():
            read = read_row(self._settings, record)
            lead, refusals = self._counted(read.lead, read.refusals)
            objection = read.objection
            # the row contradicts an earlier row about the same lead
            if read.lead is not None and lead is None and refusals:
                objection = objection or objection_of_lead(read.lead)
            if objection is not None:
                yield objection
            if lead is not None:
                yield lead
                if self._refused_after_all == lead.line:
                    self.report.remarks -= bool(refusals)
                    refusals = [replace(left_out, whole=True) for left_out in refusals]
            for refusal in refusals:
                self._rejected.write(refusal)
                yield refusal
        if self._progress:
            _, size = self.source.progress()
            self._progress(size, size)

    def _counted(self, lead: LeadRow | None, refusals: list[CellRefusal]) -> tuple[LeadRow | None, list[CellRefusal]]:
        """Count a row; return its lead and refusals after comparing it with the earlier rows."""
        report = self.report
        if lead is None:
            report.refused += 1
            report.causes[cause_of(self.columns, refusals)] += 1
            return None, refusals
        earlier = self._seen.look(lead)
        if earlier is None:
            report.leads += 1
            report.remarks += bool(refusals)
            return lead, refusals
        if earlier.same:
            report.duplicates += 1
            return None, []
        report.refused += 1
        report.causes[REPEATED] += 1
        return None, [self._contradiction(lead, earlier.line)]

    def _contradiction(self, lead: LeadRow, line: int) -> CellRefusal:
        """Return the refusal of a row that differs from an earlier row about the same lead."""
        place = self.columns.fields["id"] if lead.key else self.columns.contacts[0]
        earlier = row_words(self.source.sheet, line)
        return CellRefusal(
            line=lead.line,
            column=self.columns.headers[place],
            value=lead.key or lead.numbers[0].e164,
            reason=f"{earlier} is about the same lead and has other data; keep one of the two rows",
            key=lead.key,
            cell=self._cell(lead, place),
        )

    def _cell(self, lead: LeadRow, place: int) -> str:
        return cell_name(self.source.sheet, lead.line, place)


def _begun(source: ListSource, mapping: Mapping[str, str]) -> Record:
    """Return the headers, divided as most of them are known. Raises InvalidInputError."""
    if not source.size:
        raise InvalidInputError(
            f"{source.name} is empty; expected a line of headers such as id,name,phone and a line for each lead."
        )
    headers = source.begin(
        "a line of headers such as id,name,phone", lambda cells: (*known(cells, mapping), len(cells))
    )
    if headers.fault:
        where = row_words(source.sheet, headers.line)
        raise InvalidInputError(f"{source.name}, {where}: the headers cannot be read; {headers.fault}.")
    return headers


def _refuse_titles(source: ListSource, headers: Record, mapping: Mapping[str, str]) -> None:
    """Refuse a list whose headers stand below a title: its first row names no address, and one soon after it does."""
    if known(headers.cells, mapping)[0] or mapping:
        return
    for record in islice(source.rows(), TITLES):
        address, count = known(record.cells, mapping)
        if address and count > 1:
            where = row_words(source.sheet, record.line)
            raise InvalidInputError(
                f"{source.name}: the headers seem to stand at {where}, below other rows; delete the rows above them."
            )


def _refuse_without_rows(source: ListSource) -> None:
    if next(source.rows(), None) is None:
        raise InvalidInputError(f"{source.name} has headers and no rows; expected a line for each lead.")


def _of_numbers(headers: Record, sample: Sequence[Sequence[str]], region: str) -> int | None:
    """Return the column with the largest share of phone numbers, None when no column has any."""
    parts = [numbers_in(place, sample, region) for place in range(len(headers.cells))]
    best = max(range(len(parts)), key=lambda place: parts[place], default=0)
    return best if parts and parts[best] else None
