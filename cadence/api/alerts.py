"""Which alerts watch the campaigns, and how do they stand? Edge: what `cadence alerts --json` shows."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from cadence.api.access import needs
from cadence.api.answers import REFUSALS
from cadence.api.dependencies import Listening
from cadence.domain.alerts import AlertAction, AlertOrigin
from cadence.domain.roles import Permission
from cadence.engine.alerts.standing import alerts_of
from cadence.ledger.campaigns import campaigns

FIELDS = ("campaign",)

router = APIRouter(prefix="/api", tags=["campaigns"], responses=REFUSALS)

OfCampaign = Annotated[
    str,
    Query(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$", description="Only those of this campaign; without it, all."),
]


class WatchingAlert(BaseModel):
    """An alert that watches a campaign. Later versions may add fields."""

    campaign: str
    name: str = Field(description="Its name in its file; empty for the alerts of a version that cannot be read.")
    origin: AlertOrigin = Field(description="The file that defines it: the campaign's or the house's.")
    condition: str
    do: list[AlertAction]
    state: Literal["raised", "clear", "too_few", "unjudged"] = Field(
        description="too_few: the figure has fewer cases than the condition needs. unjudged: `problem` says why."
    )
    since: datetime | None = Field(description="When it was raised or cleared last; null: never.")
    value: float | None = Field(description="What the figure is now: a rate is a share of 1.")
    n: int = Field(description="How many cases the value is made of.")
    bound: float | None = Field(description="With what the value is compared.")
    reads: str = Field(description="The value as a condition writes it.")
    problem: str = Field(description="Why it cannot be judged, or empty.")
    at: datetime = Field(description="The minute that was read, by the engine's clock.")


class WatchingAlerts(BaseModel):
    """The alerts of campaigns that run."""

    alerts: list[WatchingAlert]


@router.get("/alerts", openapi_extra=needs(Permission.READ_CAMPAIGNS))
def every_alert(deps: Listening, campaign: OfCampaign = "") -> WatchingAlerts:
    """List the alerts that watch the campaigns, with what each reads now."""
    now = deps.planner.now()
    with deps.ledger.begin() as tx:
        deps.planner.today.refresh(tx)
        chosen = [campaigns.find(tx, campaign)] if campaign else campaigns.every(tx)
        rows = [row for stored in chosen for row in alerts_of(tx, deps.planner, stored, now)]
    return WatchingAlerts(alerts=[WatchingAlert.model_validate(asdict(row)) for row in rows])
