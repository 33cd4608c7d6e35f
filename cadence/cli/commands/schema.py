"""Which JSON Schema do editors use for campaign files? Edge."""

from cadence.campaign.store import json_schema
from cadence.cli.app import command
from cadence.cli.output import print_json


@command("cadence schema > campaign.schema.json")
def schema() -> None:
    """Print the JSON Schema of campaign files, for completion and checks in editors."""
    print_json(json_schema())
