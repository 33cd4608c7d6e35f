"""Which JSON Schema do editors use for campaign files, and which do receivers use for events? Edge."""

from enum import StrEnum
from typing import Annotated

import typer

from cadence.campaign.store import json_schema
from cadence.cli.app import command
from cadence.cli.output import print_json
from cadence.engine.events.schemas import catalogue


class SchemaOf(StrEnum):
    """What has a JSON Schema."""

    CAMPAIGN = "campaign"  # the files that people write
    EVENTS = "events"  # what other systems receive


@command("cadence schema > campaign.schema.json", "cadence schema events")
def schema(
    of: Annotated[
        SchemaOf, typer.Argument(help="Of campaign files; or of events, with an example of each type.")
    ] = SchemaOf.CAMPAIGN,
) -> None:
    """Print the JSON Schema of campaign files, for completion and checks in editors; or those of events."""
    print_json(json_schema() if of is SchemaOf.CAMPAIGN else catalogue())
