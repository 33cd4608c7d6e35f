"""Which shape do editors hold a campaign file to? Edge."""

from cadence.cli.app import command
from cadence.cli.output import print_json


@command("cadence schema > campaign.schema.json")
def schema() -> None:
    """Print the JSON Schema of campaign files, for editors that complete and check while one types."""
    from cadence.campaign.schema import json_schema

    print_json(json_schema())
