"""Which resources of the API is an event about? Pure: links from the ids in it."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from cadence.domain.events import OutgoingEvent

PATHS: Mapping[str, str] = {"lead": "/api/leads/{}", "campaign": "/api/campaigns/{}"}
"""Where the API shows a thing, by the field of an event's data that names it."""


def links_of(event: OutgoingEvent, api: str) -> dict[str, str]:
    """Return the links of an event. `api` is the address at which other systems reach the API; "": paths alone."""
    about, _, name = event.subject.partition("/")
    of_subject = {"lead": name} if about == "leads" else {}  # a pause of one lead names it nowhere else
    ids = of_subject | {field: event.data[field] for field in PATHS if event.data.get(field)}
    return {field: api + path.format(quote(ids[field], safe="")) for field, path in PATHS.items() if field in ids}


def schema_of_links(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the JSON Schema of the links beside the fields of a type's data: each that is never null has its link."""
    return {
        "type": "object",
        "title": "Links",
        "description": "Where the API shows what the event is about. More links may be added.",
        "properties": {field: {"type": "string", "format": "uri-reference"} for field in PATHS},
        "required": [field for field in PATHS if data.get(field, {}).get("type") == "string"],
        "additionalProperties": {"type": "string"},
    }
