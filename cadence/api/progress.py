"""How far is a campaign, and which promised calls come next? Edge."""

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from cadence.api.access import needs
from cadence.api.answers import REFUSALS
from cadence.api.campaigns import Name
from cadence.api.dependencies import Dependencies, Listening
from cadence.domain.roles import Permission
from cadence.ledger.campaigns import campaigns, status
from cadence.ledger.reading import upcoming

FIELDS = ("hours",)

router = APIRouter(prefix="/api/campaigns", tags=["campaigns"], responses=REFUSALS)
Hours = Annotated[int, Query(ge=1, le=24 * 7, description="How many hours ahead.")]


class LineProgress(BaseModel):
    """How far a campaign is, and when its line is empty if it goes on as in the last seven days."""

    campaign: str
    in_line: int
    open: int
    finished: int
    enrolled_in_7_days: int
    days_left: int | None = Field(description="Until the last one in line is enrolled; null when nobody was lately.")


class PromisedCall(BaseModel):
    """A promised call that is to come, or that is late."""

    lead: str = Field(description="Our id of the lead.")
    at: datetime = Field(description="When it is promised, or when it is tried next.")
    minutes_late: int = Field(description="0 when its time has not come.")
    hold: str = Field(description='What it waits for; "" when only for its time.')


class PromisedCalls(BaseModel):
    """Promised calls, those that are late first."""

    calls: list[PromisedCall]


@router.get("/{name}/progress", openapi_extra=needs(Permission.READ_CAMPAIGNS))
def campaign_progress(name: Name, deps: Listening) -> LineProgress:
    """Return how many leads are in line, under way and finished, and when the line is empty at the present pace."""
    return progress_of(deps, name)


@router.get("/{name}/promises", openapi_extra=needs(Permission.READ_CAMPAIGNS))
def campaign_promises(name: Name, deps: Listening, hours: Hours = 1) -> PromisedCalls:
    """Return the promised calls of the next hours, and those that are late. 15 minutes after its time one is missed."""
    return PromisedCalls(calls=promised_of(deps, name, hours))


def progress_of(deps: Dependencies, name: str) -> LineProgress:
    """Return how far a campaign is. Raises NotFoundError and UnavailableError."""
    with deps.ledger.begin() as connection:
        counts = status.counts(connection, name)
        pace = upcoming.pace(connection, counts.campaign.id, waiting=counts.waiting, now=deps.planner.now())
    return LineProgress(
        campaign=name,
        in_line=counts.waiting,
        open=counts.open,
        finished=counts.finished,
        enrolled_in_7_days=pace.enrolled,
        days_left=pace.days_left,
    )


def promised_of(deps: Dependencies, name: str, hours: int) -> list[PromisedCall]:
    """Return promised calls of the next hours, and late ones. Raises NotFoundError and UnavailableError."""
    now = deps.planner.now()
    with deps.ledger.begin() as connection:
        stored = campaigns.find(connection, name)
        rows = upcoming.promised(connection, [stored.id], until=now + timedelta(hours=hours))
    return [PromisedCall(lead=row.lead, at=row.at, minutes_late=row.minutes_late(now), hold=row.hold) for row in rows]
