"""Which house file holds? Edge: for commands that judge without a server."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from cadence.domain.house import HouseRules

HouseFile = Annotated[
    Path | None,
    typer.Option("--house", help="The house file; without it, the one of CADENCE_HOUSE, or ./house.yaml."),
]


def house_rules(file: Path | None = None) -> "HouseRules":
    """Return the rules of this house file, or of the one that the settings name. Raises InvalidInputError."""
    from cadence.app.settings import Settings
    from cadence.campaign.house_file import load_house

    return load_house(file or Settings.from_env().house)
