"""
How is a list read from its first byte to its last row? Edge: opens the file.

What concerns the whole list is said when it is opened (encoding, headers, an empty file), so that nothing is imported
from a list that cannot be right. After that only rows are refused, each for itself.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from cadence.domain.dates import DateOrder
from cadence.domain.errors import InvalidInputError
from cadence.domain.list_rows import LeadRow, Objection
from cadence.leads.lists.address import known_country
from cadence.leads.lists.column_report import column_lines
from cadence.leads.lists.consent_columns import unclear_words
from cadence.leads.lists.date_columns import decide_all
from cadence.leads.lists.encoding import Encoding, detect
from cadence.leads.lists.headers import known, read_headers
from cadence.leads.lists.lookalikes import doubtful_noes, numbers_in, unknown_prefix
from cadence.leads.lists.noes import objection_of_lead
from cadence.leads.lists.prefix_columns import refuse_prefixes
from cadence.leads.lists.profile import Profile, first_rows, look_through
from cadence.leads.lists.records import Record, read_records
from cadence.leads.lists.report import CellRefusal, IntakeReport, OnRefusal, RejectedFile
from cadence.leads.lists.row import RowReader
from cadence.leads.lists.seen import Seen
from cadence.leads.lists.source import ListSource

DELIMITERS = ",;\t|"
EVERY = 1000
"""Rows between two reports of progress."""

Progress = Callable[[int, int], None]
"""Called with the bytes read so far and the bytes there are."""


def read_leads(  # noqa: PLR0913  each says one thing about the list
    source: Path | BinaryIO,
    *,
    now: datetime,
    region: str = "",
    mapping: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    rejected: Path | None = None,
    on_refusal: OnRefusal | None = None,
    writes: bool = True,
    dated: Collection[str] = (),
    order: DateOrder | None = None,
    lenient: bool = False,
) -> "Intake":
    """
    Open a list and look through its columns. Raises InvalidInputError for what concerns the list as a whole.

    `region` is the country of numbers without a prefix. `mapping` names columns, ours first. Refusals are yielded, and
    written to `rejected`, for a file by default to `NAME.rejected.csv` beside it; `writes=False` writes nothing. `told`
    hears of each of them as well. `dated` are columns that a campaign takes for dates; `order` says how dates in
    figures are written. `lenient` also opens a list whose columns cannot be read with certainty: to hear its noes.
    """
    default = known_country(region)
    if isinstance(source, Path) and source.is_file() and rejected is None:
        rejected = source.with_name(f"{source.stem}.rejected.csv")
    opened = ListSource(source)
    try:
        encoding, delimiter, headers = _settle(opened, mapping or {})
        sample = first_rows(_rows(opened, encoding, delimiter), len(headers.cells))
        likely = _of_numbers(headers, sample, default)
        columns = read_headers(headers.cells, mapping or {}, opened.name, likely)
        if lenient and (header := unknown_prefix(columns, sample, default)):
            columns = read_headers(headers.cells, {**(mapping or {}), "dial_code": header}, opened.name, likely)
        profile = look_through(_rows(opened, encoding, delimiter), columns, dated, sample)
        if not lenient:
            refuse_prefixes(profile, opened.name, default)
        dates = decide_all(profile.dates, profile.countries(default), order, file=opened.name, lenient=lenient)
        records = _rows(opened, encoding, delimiter)
        first = _first_row(records, opened.name)
        reader = RowReader(
            columns=columns,
            region=default,
            now=now,
            file=opened.name,
            dates=dates,
            doubtful=doubtful_noes(columns),
            unclear=unclear_words(profile.values),
        )
        return Intake(
            source=opened,
            encoding=encoding,
            delimiter=delimiter,
            rows=_with_first(first, records),
            reader=reader,
            profile=profile,
            progress=progress,
            rejected=RejectedFile(rejected if writes else None, on_refusal),
        )
    except BaseException:
        opened.close()
        raise


class Intake:
    """A list while it is read. Iterating yields leads and refusals in the order of the file, once."""

    def __init__(  # noqa: PLR0913  only `read_leads` calls it
        self,
        *,
        source: ListSource,
        encoding: Encoding,
        delimiter: str,
        rows: Iterator[Record],
        reader: RowReader,
        profile: Profile,
        progress: Progress | None,
        rejected: RejectedFile,
    ) -> None:
        """Keep what was settled."""
        self.name = source.name
        self.encoding = encoding
        self.delimiter = delimiter
        self.columns = reader.columns
        self.profile = profile
        self.column_lines = column_lines(profile, reader.dates, reader.unclear, reader.region)
        self.report = IntakeReport()
        self._source = source
        self._rows = rows
        self._reader = reader
        self._progress = progress
        self._rejected = rejected
        self._seen = Seen()
        self._refused_after_all = 0  # the line
        self._wanted = ""  # the id of the one lead that is looked for

    def __enter__(self) -> Self:
        """Read it in a `with` block, which closes the list and its report."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close both."""
        self.close()

    def close(self) -> None:
        """Close the list and finish the report."""
        self.report.rejected = self._rejected.close()
        self._source.close()

    def leads(self) -> Iterator[LeadRow]:
        """Yield the leads only. The refusals are in the report's file all the same."""
        return (item for item in self if isinstance(item, LeadRow))

    def refuse(self, lead: LeadRow, column: str, reason: str, *, value: str = "") -> None:
        """Refuse a lead after all, for what a campaign needs of it and the list does not say."""
        self.report.leads -= 1
        self.report.refused += 1
        self._refused_after_all = lead.line
        self._rejected.write(CellRefusal(line=lead.line, column=column, value=value, reason=reason, key=lead.key))

    def seek(self, key: str) -> None:
        """Pass over what is not about this id from here on, uncounted: to find one lead of a long list."""
        self._wanted = key

    def _records(self) -> Iterator[Record]:
        """Yield the rows that are looked at, and count them."""
        for record in self._rows:
            if self._wanted and self._passed_over(record):
                continue
            self.report.rows += 1
            if record.open_quote and not self.report.open_quote:
                self.report.open_quote = record.line
            if self._progress and self.report.rows % EVERY == 0:
                self._progress(*self._source.progress())
            yield record

    def _passed_over(self, record: Record) -> bool:
        """Tell whether a row is not about the id that is looked for."""
        place = self.columns.fields.get("id", -1)
        return 0 <= place < len(record.cells) and record.cells[place].strip() != self._wanted

    def __iter__(self) -> Iterator[LeadRow | CellRefusal | Objection]:
        """Yield each lead, after it what was left out of it, each refusal of a row, and each no that stands in none."""
        for record in self._records():
            read = self._reader.read(record)
            lead, refusals = self._counted(read.lead, read.refusals)
            objection = read.objection
            if read.lead is not None and lead is None and refusals:  # it says something else of a lead read before
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
            _, size = self._source.progress()
            self._progress(size, size)

    def _counted(self, lead: LeadRow | None, refusals: list[CellRefusal]) -> tuple[LeadRow | None, list[CellRefusal]]:
        """Return what becomes of a row once the rows before it are looked at; count it."""
        report = self.report
        if lead is None:
            report.refused += 1
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
        return None, [self._said_before(lead, earlier.line)]

    def _said_before(self, lead: LeadRow, line: int) -> CellRefusal:
        """Return the refusal of a row that says something else of a lead already read."""
        place = self.columns.fields["id"] if lead.key else self.columns.phones[0]
        return CellRefusal(
            line=lead.line,
            column=self.columns.headers[place],
            value=lead.key or lead.numbers[0].e164,
            reason=f"line {line} is about the same lead and says something else; keep one of the two",
            key=lead.key,
        )


def _of_numbers(headers: Record, sample: Sequence[Sequence[str]], region: str) -> int | None:
    """Return the column in which most phone numbers stand, None when there is none."""
    parts = [numbers_in(place, sample, region) for place in range(len(headers.cells))]
    best = max(range(len(parts)), key=lambda place: parts[place], default=0)
    return best if parts and parts[best] else None


def _settle(source: ListSource, mapping: Mapping[str, str]) -> tuple[Encoding, str, Record]:
    """Return encoding, delimiter, and the headers."""
    if not source.size:
        raise InvalidInputError(
            f"{source.name} is empty; expected a line of headers such as id,name,phone and a line for each lead."
        )
    encoding = detect(source.file, source.name)

    def headers_by(delimiter: str) -> Record:
        headers = next(_from_headers(source, encoding, delimiter), None)
        if headers is None:
            raise InvalidInputError(f"{source.name} is blank; expected a line of headers such as id,name,phone.")
        return headers

    def fits(delimiter: str) -> tuple[bool, int, int]:
        headers = headers_by(delimiter)
        return (*known(headers.cells, mapping), len(headers.cells))

    delimiter = max(DELIMITERS, key=fits)
    headers = headers_by(delimiter)
    if headers.fault:
        raise InvalidInputError(f"{source.name}, line {headers.line}: the headers cannot be read; {headers.fault}.")
    return encoding, delimiter, headers


def _from_headers(source: ListSource, encoding: Encoding, delimiter: str) -> Iterator[Record]:
    """Yield the records from the line of headers on, blank ones after it included."""
    records = read_records(source.text(encoding.codec, encoding.errors), delimiter)
    headers = next((record for record in records if not record.blank and not tells_delimiter(record)), None)
    if headers is not None:
        yield headers
        yield from records


def _rows(source: ListSource, encoding: Encoding, delimiter: str) -> Iterator[Record]:
    """Yield the records after the headers."""
    records = _from_headers(source, encoding, delimiter)
    next(records)
    return records


def tells_delimiter(record: Record) -> bool:
    """Say whether this is the line by which spreadsheets tell each other the delimiter, as in sep=;."""
    return record.line == 1 and len(record.cells) <= 2 and record.cells[0].strip().lower().startswith("sep=")  # noqa: PLR2004


def _first_row(records: Iterator[Record], name: str) -> Record:
    """Return the first row that is not blank."""
    first = next((record for record in records if not record.blank), None)
    if first is None:
        raise InvalidInputError(f"{name} has headers and no rows; expected a line for each lead.")
    return first


def _with_first(first: Record, records: Iterator[Record]) -> Iterator[Record]:
    """Yield the rows that are not blank."""
    yield first
    for record in records:
        if not record.blank:
            yield record
