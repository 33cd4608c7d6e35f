"""Is this campaign file correct? Edge."""

from pathlib import Path
from typing import Annotated

import typer

from cadence.cli.app import Json, command
from cadence.cli.files import check_files, read_campaign
from cadence.cli.law_in_force import law_in_force


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
    check_files(files, lambda file: read_campaign(file, law).mistakes, json=json)
