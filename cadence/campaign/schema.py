"""
Which JSON Schema do editors use for a campaign file? Pure: JSON Schema, made from the tables that the reader follows.

Editors complete keys and words and show the descriptions; only the reader checks the file as a whole.
"""

from cadence.campaign.kinds import Schema
from cadence.campaign.shape import CAMPAIGN

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> Schema:
    """Return the JSON Schema of a campaign file."""
    return {
        "$schema": DIALECT,
        "title": "Cadence campaign",
        "description": "Who is contacted, on which channels, in which order, when, how often, under which law.",
        **CAMPAIGN.schema(),
    }
