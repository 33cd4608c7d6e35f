"""How is a whole file of numbers suppressed? Edge: streamed page by page, one transaction per page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from cadence.cli.connection import LedgerSession
from cadence.cli.orders import follow
from cadence.cli.output import progress, talk
from cadence.domain.channels import reader_of
from cadence.domain.errors import InvalidInputError, NotFoundError
from cadence.domain.plurals import many
from cadence.domain.spreadsheets import cell_fault
from cadence.engine.outcomes.stops import record_list_stop
from cadence.leads.contacts import read_contact
from cadence.leads.lists.address import known_country
from cadence.leads.lists.source import ListSource
from cadence.leads.phone import Unfit
from cadence.ledger.people.suppressions import NewSuppression

PAGE = 500
"""Numbers in one transaction: the people of a page cannot be contacted until it ends."""
SHOWN = 20
"""How many bad lines are printed."""


BETWEEN = re.compile(r"[,;|\t]")
"""Separators between cells, in a file with several columns."""
QUOTES = '"\t\r\n ,;'


@dataclass(slots=True)
class FileResult:
    """What was read from a file and suppressed."""

    new: int = 0  # numbers that were not suppressed before
    read: int = 0  # numbers that the file has
    refused: list[str] = field(default_factory=list)  # lines without a number, with the reason
    notes: list[str] = field(default_factory=list)  # what a sheet hides


def suppress_file(
    session: LedgerSession, file: Path, region: str, stop: NewSuppression, because: str, *, sheet: str = ""
) -> FileResult:
    """
    Suppress every number of a file. `region` is the country of numbers without a prefix, "" for none.

    It is safe to repeat: a suppression that exists is not written again.
    """
    result = FileResult()
    numbers = _numbers(file, region, result, sheet)
    page = list(islice(numbers, PAGE))  # a file that cannot be read is refused before anything is written
    with session.ledger.begin() as connection:
        order = session.command("suppress", why=because, scope=stop.scope.value, value=stop.value, file="1")
        stop = replace(stop, ref=session.record(connection, order).ref)
    with progress("Suppressing") as show:
        written = 0
        while page:
            settled = record_list_stop(session.planner, page, stop)
            follow(session, settled)
            result.new += settled.suppressed
            written += len(page)
            show(written)
            page = list(islice(numbers, PAGE))
    for line in [*result.notes, *result.refused[:SHOWN]]:
        talk(line)
    if len(result.refused) > SHOWN:
        talk(f"... and {many(len(result.refused) - SHOWN, 'more line')}")
    return result


def _numbers(file: Path, region: str, result: FileResult, sheet: str) -> Iterator[str]:
    """Yield the numbers of a file in E.164: every number of a line or a row, whatever else stands in it."""
    country = known_country(region)
    try:
        with file.open("rb") as opened:
            source = ListSource(opened, sheet=sheet, lenient=True)
            try:
                result.notes = source.notes
                for place, (where, line) in enumerate(source.lines()):
                    text = line.lstrip("\ufeff").strip(QUOTES)
                    if not text or (
                        not place and not (any(char.isdigit() for char in text) or reader_of(text))
                    ):  # headers
                        continue
                    numbers = _of_line(text, country)
                    if isinstance(numbers, str):
                        result.refused.append(f"{file}:{where}: {numbers}")
                        continue
                    result.read += len(numbers)
                    yield from numbers
            finally:
                source.close()
    except FileNotFoundError:
        raise NotFoundError(f"{file} does not exist; expected a file of numbers, one per line.") from None
    except OSError as error:
        raise InvalidInputError(f"{file} cannot be read ({error.strerror}); expected numbers, one per line.") from error


def _of_line(text: str, country: str) -> list[str] | str:
    """Return the numbers of a line in E.164, or why there is none; the reason does not repeat the line."""
    whole = read_contact(text, country)
    if not isinstance(whole, Unfit):
        return [whole.e164]
    pieces = [piece.strip(QUOTES) for piece in BETWEEN.split(text) if piece.strip(QUOTES)]
    read = [read_contact(piece, country) for piece in pieces]
    e164s = [number.e164 for number in read if not isinstance(number, Unfit)]
    how = "" if country else ", or --region for numbers without a prefix"
    why = next(filter(None, map(cell_fault, pieces)), whole.reason)
    return e164s or f"The number cannot be used: {why}; expected one such as +34600000001{how}."
