"""How is a whole file of numbers left alone? Edge: streamed, page by page, each page one transaction."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from cadence.cli.house import House, e164
from cadence.cli.output import progress, talk
from cadence.errors import InvalidInputError, NotFoundError
from cadence.model.plurals import many

if TYPE_CHECKING:
    from cadence.ledger.suppressions import Stop

PAGE = 500
"""Numbers in one transaction: so long is nobody of the page touched."""
SHOWN = 20
"""So many bad lines are told one by one."""


def suppress_file(home: House, file: Path, stop: "Stop", because: str, refused: list[str]) -> int:
    """
    Suppress every number of a file; return how many were not suppressed before. Bad lines go into `refused`.

    It is safe to run again: what stands is not written twice.
    """
    from cadence.settle import record_list_stop

    numbers = _numbers(file, refused)
    page = list(islice(numbers, PAGE))  # a file that cannot be read is refused before anything is written
    with home.ledger.begin() as connection:
        order = home.command("suppress", why=because, scope=stop.scope.value, value=stop.value, file="1")
        stop = replace(stop, ref=home.record(connection, order).ref)
    new = 0
    with progress() as bar:
        task = bar.add_task("Suppressing", total=None)
        while page:
            settled, done = record_list_stop(home.mind, page, stop)
            home.follow(settled)
            new += done
            bar.advance(task, len(page))
            page = list(islice(numbers, PAGE))
    for line in refused[:SHOWN]:
        talk(line)
    if len(refused) > SHOWN:
        talk(f"... and {many(len(refused) - SHOWN, 'more line')}")
    return new


def _numbers(file: Path, refused: list[str]) -> Iterator[str]:
    """Yield the numbers of a file in E.164."""
    try:
        with file.open(encoding="utf-8-sig", errors="replace") as lines:
            for place, line in enumerate(lines, start=1):
                text = line.strip('"\t\r\n ,;')
                if not text:
                    continue
                try:
                    yield e164(text)
                except InvalidInputError as error:
                    refused.append(f"{file}:{place}:1: {error}")
    except FileNotFoundError:
        raise NotFoundError(f"{file} does not exist; expected a file of numbers, one a line.") from None
    except OSError as error:
        raise InvalidInputError(f"{file} cannot be read ({error.strerror}); expected numbers, one a line.") from error
