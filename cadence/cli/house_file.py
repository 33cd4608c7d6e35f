"""Which house file applies? Edge: for commands that judge without a server."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from cadence.domain.house import HouseRules

HouseFile = Annotated[
    Path | None,
    typer.Option("--house", help="The house file; default: the file named by CADENCE_HOUSE, or ./house.yaml."),
]


def house_rules(file: Path | None = None) -> "HouseRules":
    """Return the rules of this house file, or of the file in the settings. Raises InvalidInputError."""
    from cadence.app.settings import Settings
    from cadence.campaign.house_file import load_house

    return load_house(file or Settings.from_env().house)
