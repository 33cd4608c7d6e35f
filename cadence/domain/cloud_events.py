"""How is an event written for other systems? Pure: the keys of CloudEvents."""

from typing import Any

from cadence.domain.event_links import links_of
from cadence.domain.events import EventType, OutgoingEvent


def schema_of(kind: EventType) -> str:
    """Return the name of the JSON Schema of a type's data. A change that breaks receivers would get another number."""
    return f"urn:cadence:event:{kind}:1"


def cloud_event(event: OutgoingEvent, source: str, *, api: str = "") -> dict[str, Any]:
    """
    Return an event with the keys of CloudEvents, as JSON. `source` is the address of the installation.

    `api` is where other systems reach the API; without it the links are paths.
    """
    return {
        "specversion": "1.0",
        "id": event.id,
        "source": source,
        "type": str(event.type),
        "time": event.at.isoformat(),
        "subject": event.subject,
        "sequence": str(event.seq),
        "sequencetype": "Integer",
        "datacontenttype": "application/json",
        "dataschema": schema_of(event.type),
        "data": {**event.data, "links": links_of(event, api)},
    }
