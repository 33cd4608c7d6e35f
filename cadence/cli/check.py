"""Is this campaign file right? Edge."""

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cadence.cli.app import Json, command
from cadence.cli.output import print_json, talk
from cadence.errors import InvalidInputError, NotFoundError

if TYPE_CHECKING:
    from cadence.campaign import Reading


@command("cadence check campaigns/*.yaml")
def check(
    files: Annotated[list[Path], typer.Argument(help="Campaign files.", show_default=False)],
    *,
    json: Json = False,
) -> None:
    """
    Check campaign files: all mistakes, each where it stands.

    A mistake is one line: FILE:LINE:COLUMN: found; expected; the nearest right word. Exit code 1 when there is any;
    warnings are told and do not count.
    """
    readings = [read(file) for file in files]
    mistakes = [one for reading in readings for one in reading.mistakes]
    if json:
        print_json([dataclasses.asdict(one) for one in mistakes])
    else:
        for one in mistakes:
            print(one)
    wrong = sum(bool(reading.errors) for reading in readings)
    errors = sum(len(reading.errors) for reading in readings)
    talk(
        f"{len(files)} checked, {wrong} with mistakes ({errors} in all)"
        if wrong
        else f"{len(files)} checked, all right"
    )
    if wrong:
        raise typer.Exit(1)


def read(file: Path) -> "Reading":
    """Read one campaign file with all packs at hand. Raises when it cannot be read as text at all."""
    from cadence.campaign import check_text
    from cadence.rules.packs import known_packs

    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise NotFoundError(f"{file} does not exist; expected a campaign file in YAML.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInputError(f"{file} cannot be read; expected a campaign file in YAML, UTF-8.") from error
    return check_text(text, str(file), known_packs())
