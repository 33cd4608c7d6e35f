"""
Which rows does the file of a list hold, in which encoding, with which delimiter and headers? Edge: reads the file.

Of the delimiters, the one under which most headers are known counts.
"""

from collections.abc import Iterator, Mapping

from cadence.domain.errors import InvalidInputError
from cadence.leads.lists.encoding import Encoding, detect
from cadence.leads.lists.headers import known
from cadence.leads.lists.records import Record, read_records
from cadence.leads.lists.source import ListSource

DELIMITERS = ",;\t|"


def find_format(source: ListSource, mapping: Mapping[str, str]) -> tuple[Encoding, str, Record]:
    """Return the encoding, the delimiter and the headers. Raises InvalidInputError when there are no headers."""
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
    headers = next((record for record in records if not record.blank and not names_delimiter(record)), None)
    if headers is not None:
        yield headers
        yield from records


def rows_of(source: ListSource, encoding: Encoding, delimiter: str) -> Iterator[Record]:
    """Yield the records after the headers."""
    records = _from_headers(source, encoding, delimiter)
    next(records)
    return records


def names_delimiter(record: Record) -> bool:
    """Tell whether this is the line with which a spreadsheet names the delimiter, such as sep=;."""
    return record.line == 1 and len(record.cells) <= 2 and record.cells[0].strip().lower().startswith("sep=")  # noqa: PLR2004


def first_row(records: Iterator[Record], name: str) -> Record:
    """Return the first row that is not blank."""
    first = next((record for record in records if not record.blank), None)
    if first is None:
        raise InvalidInputError(f"{name} has headers and no rows; expected a line for each lead.")
    return first


def with_first(first: Record, records: Iterator[Record]) -> Iterator[Record]:
    """Yield the rows that are not blank."""
    yield first
    for record in records:
        if not record.blank:
            yield record
