"""What is a list of leads called, and how is its file read? Edge: options that `launch` and `preview` share."""

from pathlib import Path
from typing import Annotated

import typer

from cadence.errors import InvalidInputError, NotFoundError

File = Annotated[Path, typer.Argument(help="The campaign file.", show_default=False)]
Leads = Annotated[Path, typer.Option("--leads", help="The list of leads, CSV.", show_default=False)]
AnyLeads = Annotated[Path | None, typer.Option("--leads", help="The list of leads, CSV.", show_default=False)]
"""A list that may be left out, where a command can do with the leads that are in the ledger."""
Map = Annotated[
    list[str],
    typer.Option("--map", help="What a column means, ours=theirs, such as phone=Móvil; may be given again."),
]


def mapping(pairs: list[str]) -> dict[str, str]:
    """Read `ours=theirs` pairs."""
    found = {}
    for pair in pairs:
        ours, equals, theirs = pair.partition("=")
        if not equals or not ours.strip() or not theirs.strip():
            raise typer.BadParameter(f"--map {pair} cannot be read; expected ours=theirs, such as phone=Móvil")
        found[ours.strip()] = theirs.strip()
    return found


def existing(leads: Path) -> Path:
    """Return the path of a list that is there."""
    if leads.is_dir():
        raise InvalidInputError(f"{leads} is a folder; expected a list of leads, CSV with a line of headers.")
    if not leads.is_file():
        raise NotFoundError(f"{leads} does not exist; expected a list of leads, CSV with a line of headers.")
    return leads
