"""Which events may a program read that cannot receive webhooks? Edge: a page of events after the last one it has."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from cadence.api.access import needs
from cadence.api.answers import REFUSALS
from cadence.api.dependencies import Listening
from cadence.domain.cloud_events import cloud_event
from cadence.domain.events import EventType
from cadence.domain.roles import Permission
from cadence.ledger.events import stream

FIELDS = ("after", "types")
MOST = 1000
"""Events of one answer."""
USUAL = 100

router = APIRouter(prefix="/api", tags=["events"], responses=REFUSALS)


class CloudEvent(BaseModel):
    """One event, with the keys of CloudEvents. `cadence schema events` has the fields of `data` by type."""

    specversion: Literal["1.0"]
    id: UUID = Field(description="The same each time the event is sent.")
    source: str
    type: EventType
    time: datetime
    subject: str = Field(description="What it is about.", examples=["leads/5d0b7b0e-4c1c-5d5c-9a57-2f1f0c9e8a10"])
    sequence: str = Field(description="The number within the subject, from 1, without a gap.", examples=["7"])
    sequencetype: Literal["Integer"]
    datacontenttype: Literal["application/json"]
    dataschema: str
    data: dict[str, Any]


class EventPage(BaseModel):
    """The next events, in order."""

    events: list[CloudEvent]
    next: UUID | None = Field(description="What to send as `after` the next time; null: there is no event yet.")
    more: bool = Field(description="Whether there may be more by now: then ask again at once.")


@router.get("/events", openapi_extra=needs(Permission.READ_EVENTS))
def events(
    deps: Listening,
    after: Annotated[UUID | None, Query(description="The id of the last event that you have.")] = None,
    types: Annotated[list[EventType] | None, Query(description="Only these types; repeat it for several.")] = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = USUAL,
) -> EventPage:
    """Return the events after one. Without `after` they begin with the oldest that is kept: 30 days."""
    with deps.ledger.begin() as tx:
        stream.order_after_restore(tx)
        position = stream.position_of(tx, str(after)) if after else stream.BEGINNING
    with deps.ledger.begin() as tx:
        page = stream.read(tx, position, limit=limit, types=types or tuple(EventType))
    shown = [CloudEvent(**cloud_event(placed.event, deps.public_url, api=deps.api_url)) for placed in page]
    return EventPage(events=shown, next=shown[-1].id if shown else after, more=len(page) == limit)
