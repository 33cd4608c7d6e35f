"""Is this campaign file correct? Edge."""

import dataclasses
from pathlib import Path
from typing import Annotated

import typer

from cadence.campaign import Reading
from cadence.cli.app import Json, command
from cadence.cli.campaign_file import read
from cadence.cli.law_in_force import law_in_force
from cadence.cli.output import print_json, say, talk
from cadence.cli.text_file import unread
from cadence.domain.errors import InvalidInputError, NotFoundError
from cadence.domain.plurals import many
from cadence.engine.law import LawInForce


@command("cadence check campaigns/*.yaml")
def check(
    files: Annotated[list[Path], typer.Argument(help="Campaign files.", show_default=False)],
    *,
    json: Json = False,
) -> None:
    """
    Check campaign files and list all mistakes with their position.

    Each mistake is one line: FILE:LINE:COLUMN: what was found; what was expected; the nearest correct word. Exit code 1
    if there is a mistake. Warnings are shown but do not change the exit code.
    """
    law = law_in_force()
    readings = [_reading(file, law) for file in files]
    mistakes = [mistake for reading in readings for mistake in reading.mistakes]
    if json:
        print_json([dataclasses.asdict(mistake) for mistake in mistakes])
    else:
        for mistake in mistakes:
            say(str(mistake))
    wrong = sum(bool(reading.errors) for reading in readings)
    errors = sum(len(reading.errors) for reading in readings)
    talk(
        f"{many(len(files), 'file')} checked, {wrong} with mistakes ({errors} in total)"
        if wrong
        else f"{many(len(files), 'file')} checked, no mistakes"
    )
    if wrong:
        raise typer.Exit(1)


def _reading(file: Path, law: LawInForce) -> Reading:
    """Read one of several files; a file that cannot be read does not prevent the check of the others."""
    try:
        return read(file, law)
    except (NotFoundError, InvalidInputError) as error:
        return Reading(file=str(file), campaign=None, mistakes=(unread(file, error),))
