"""Which rows does a file hold that is not a list of leads? Edge: finds encoding and delimiter as for lists of leads."""

from collections.abc import Iterator

from cadence.domain.errors import InvalidInputError
from cadence.leads.lists.encoding import detect
from cadence.leads.lists.file_rows import DELIMITERS, names_delimiter
from cadence.leads.lists.records import Record, read_records
from cadence.leads.lists.source import ListSource


def begin(source: ListSource, expected: str) -> tuple[Record, Iterator[Record]]:
    """Return the first row that is not blank, and those after it. Raises InvalidInputError when there is none."""
    if not source.size:
        raise InvalidInputError(f"{source.name} is empty; expected {expected}.")
    encoding = detect(source.file, source.name)

    def rows(delimiter: str) -> tuple[Record, Iterator[Record]]:
        records = read_records(source.text(encoding.codec, encoding.errors), delimiter)
        first = next((record for record in records if not record.blank and not names_delimiter(record)), None)
        if first is None:
            raise InvalidInputError(f"{source.name} is blank; expected {expected}.")
        return first, (record for record in records if not record.blank)

    return rows(max(DELIMITERS, key=lambda delimiter: len(rows(delimiter)[0].cells)))
