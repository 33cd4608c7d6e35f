"""
How is one version of a campaign kept? Pure: as JSON in one form only, so that equal campaigns have equal text and hash.

Every value is written out, defaults too: a stored version means the same whatever the defaults become.
"""

import json

from cadence.campaign.shape import Campaign


def to_json(campaign: Campaign) -> str:
    """Return the canonical JSON of a campaign: sorted keys, no spare spaces, plain Unicode."""
    data = campaign.model_dump(mode="json", by_alias=True)
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(text: str) -> Campaign:
    """Return the campaign of a stored version; keys that this code does not know are left aside."""
    return Campaign.model_validate_json(text)
