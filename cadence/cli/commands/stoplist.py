"""How is a whole file of numbers left alone? Edge: streamed, page by page, each page one transaction."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from cadence.cli.connection import LedgerSession
from cadence.cli.output import progress, talk
from cadence.domain.errors import InvalidInputError, NotFoundError
from cadence.domain.plurals import many

if TYPE_CHECKING:
    from cadence.ledger.people.suppressions import NewSuppression

PAGE = 500
"""Numbers in one transaction: so long is nobody of the page touched."""
SHOWN = 20
"""So many bad lines are told one by one."""


BETWEEN = re.compile(r"[,;|\t]")
"""Between the cells of a line, in a file with more columns than the numbers."""
QUOTES = '"\t\r\n ,;'


@dataclass(slots=True)
class Told:
    """What came of the lines of a file."""

    new: int = 0  # numbers that were not suppressed before
    read: int = 0  # numbers that the file has
    refused: list[str] = field(default_factory=list)  # lines without a number, with the reason


def suppress_file(home: LedgerSession, file: Path, region: str, stop: "NewSuppression", because: str) -> Told:
    """
    Suppress every number of a file. `region` is the country of numbers without a prefix, "" for none.

    It is safe to run again: what stands is not written twice.
    """
    from cadence.engine.outcomes import record_list_stop

    told = Told()
    numbers = _numbers(file, region, told)
    page = list(islice(numbers, PAGE))  # a file that cannot be read is refused before anything is written
    with home.ledger.begin() as connection:
        order = home.command("suppress", why=because, scope=stop.scope.value, value=stop.value, file="1")
        stop = replace(stop, ref=home.record(connection, order).ref)
    with progress() as bar:
        task = bar.add_task("Suppressing", total=None)
        while page:
            settled, done = record_list_stop(home.planner, page, stop)
            home.follow(settled)
            told.new += done
            bar.advance(task, len(page))
            page = list(islice(numbers, PAGE))
    for line in told.refused[:SHOWN]:
        talk(line)
    if len(told.refused) > SHOWN:
        talk(f"... and {many(len(told.refused) - SHOWN, 'more line')}")
    return told


def _numbers(file: Path, region: str, told: Told) -> Iterator[str]:
    """Yield the numbers of a file in E.164: every number of a line, whatever else stands in it."""
    from cadence.leads.lists.address import known_country
    from cadence.leads.lists.encoding import detect
    from cadence.leads.lists.source import ListSource

    country = known_country(region)
    try:
        with file.open("rb") as opened:
            source = ListSource(opened)
            try:
                encoding = detect(source.file, file.name)
                for place, line in enumerate(source.text(encoding.codec, encoding.errors), start=1):
                    text = line.lstrip("\ufeff").strip(QUOTES)
                    if not text or (place == 1 and not any(char.isdigit() for char in text)):  # its headers
                        continue
                    found = _of_line(text, country)
                    if isinstance(found, str):
                        told.refused.append(f"{file}:{place}:1: {found}")
                        continue
                    told.read += len(found)
                    yield from found
            finally:
                source.close()
    except FileNotFoundError:
        raise NotFoundError(f"{file} does not exist; expected a file of numbers, one a line.") from None
    except OSError as error:
        raise InvalidInputError(f"{file} cannot be read ({error.strerror}); expected numbers, one a line.") from error


def _of_line(text: str, country: str) -> list[str] | str:
    """Return the numbers of a line in E.164, or why there is none; the reason does not repeat the line."""
    from cadence.leads.phone import Unfit, read_number

    whole = read_number(text, country)
    if not isinstance(whole, Unfit):
        return [whole.e164]
    read = [read_number(piece.strip(QUOTES), country) for piece in BETWEEN.split(text) if piece.strip(QUOTES)]
    found = [one.e164 for one in read if not isinstance(one, Unfit)]
    how = "" if country else ", or --region for numbers without a prefix"
    return found or f"The number cannot be used: {whole.reason}; expected one such as +34600000001{how}."
