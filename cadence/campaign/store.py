"""
How is a campaign kept, and how is its file described to editors? Pure: as JSON, and as JSON Schema.

A version has one form only, so that equal campaigns have equal text and hash. Every value is written out, defaults too:
a stored version means the same whatever the defaults become. The schema is made from the tables that the reader
follows: editors complete keys and words with it, and only the reader checks the file as a whole.
"""

import json

from cadence.campaign.conditions.notation import DEFINITION, definition
from cadence.campaign.kinds import Schema
from cadence.campaign.shape import CAMPAIGN, Campaign

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def to_json(campaign: Campaign) -> str:
    """Return the canonical JSON of a campaign: sorted keys, no spare spaces, plain Unicode."""
    data = campaign.model_dump(mode="json", by_alias=True)
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(text: str) -> Campaign:
    """Return the campaign of a stored version; keys that this code does not know are left aside."""
    return Campaign.model_validate_json(text)


def json_schema() -> Schema:
    """Return the JSON Schema of a campaign file."""
    return {
        "$schema": DIALECT,
        "title": "Cadence campaign",
        "description": "Who is contacted, on which channels, in which order, when, how often, under which law.",
        **CAMPAIGN.schema(),
        "$defs": {DEFINITION: definition()},
    }
