"""How do campaigns stand, and how are they paused? Edge: the same data and orders as the commands have."""

from datetime import datetime
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field

from cadence.api.access import Sender, needs
from cadence.api.answers import REFUSALS
from cadence.api.dependencies import Dependencies, Listening
from cadence.api.idempotency import IdempotencyKey, IdempotentOrder
from cadence.api.requests import ReasonedRequest
from cadence.domain import CampaignState, PauseScope
from cadence.domain.payloads import CampaignInput
from cadence.domain.roles import Permission
from cadence.engine.outcomes.writing import EventResult
from cadence.engine.pausing import begin_pause, end_campaign_pause
from cadence.engine.standing import standing
from cadence.ledger.campaigns import campaigns
from cadence.ledger.campaigns.pauses import PauseOrder

router = APIRouter(prefix="/api/campaigns", tags=["campaigns"], responses=REFUSALS)

Name = Annotated[
    str, Path(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$", description="The campaign's name.")
]


class CampaignPause(BaseModel):
    """A pause that may hold a campaign or a part of it."""

    scope: str = Field(description="What is paused: all, campaign, channel, sender, floor, template, destination ...")
    value: str
    since: datetime
    by: str
    why: str


class CampaignStanding(BaseModel):
    """The state of a campaign: what `cadence status --json` shows. Later versions may add fields."""

    model_config = ConfigDict(extra="allow")

    campaign: str
    title: str
    state: str = Field(description="running, stopped, finished ... A running campaign may be paused.")
    version: int
    launched_at: datetime
    closed_at: datetime | None
    now: datetime = Field(description="The instant of this answer, by the engine's clock.")
    paused: list[CampaignPause]
    leads: int
    waiting: int = Field(description="In line: not begun.")
    enrolled_in_7_days: int
    days_left: int | None = Field(description="As in `GET /api/campaigns/{name}/progress`.")
    open: int = Field(description="Under way.")
    finished: int
    ends: dict[str, int] = Field(description="Why leads finished.")
    holds: list[dict[str, Any]] = Field(description="What leads wait for.")
    next: datetime | None = Field(description="When the next lead is due.")
    promises: list[dict[str, Any]] = Field(
        description="The promised calls of the next 24 hours, as `GET /api/campaigns/{name}/promises` lists them."
    )
    in_the_air: int = Field(description="Touches that may still arrive after a pause.")
    floors: list[dict[str, Any]]
    portfolios: list[dict[str, Any]]
    ratios: list[dict[str, Any]]
    alerts: list[dict[str, Any]] = Field(description="The alerts that watch it, as `GET /api/alerts` lists them.")
    steps: list[dict[str, Any]] = Field(description="What came of each step.")


class CampaignList(BaseModel):
    """All campaigns."""

    campaigns: list[CampaignStanding]


@router.get("", openapi_extra=needs(Permission.READ_CAMPAIGNS))
def every_campaign(deps: Listening) -> CampaignList:
    """List all campaigns with their state."""
    with deps.ledger.begin() as connection:
        names = [campaign.name for campaign in campaigns.every(connection)]
    return CampaignList(campaigns=[_standing(deps, name) for name in names])


@router.get("/{name}", openapi_extra=needs(Permission.READ_CAMPAIGNS))
def one_campaign(name: Name, deps: Listening) -> CampaignStanding:
    """Return the state of one campaign."""
    return _standing(deps, name)


@router.post("/{name}/pause", openapi_extra=needs(Permission.RUN_CAMPAIGNS))
def pause(
    name: Name, body: ReasonedRequest, deps: Listening, sender: Sender, idempotency_key: IdempotencyKey = None
) -> CampaignStanding:
    """Pause a campaign: it sends nothing from now on. No lead is removed, and paused time does not count as waiting."""
    order = _order("pause", name, body, sender.origin, idempotency_key)

    def act() -> EventResult:
        paused = PauseOrder(scope=PauseScope.CAMPAIGN, value=name, actor=body.by, reason=body.why)
        command = order.command(deps, scope=PauseScope.CAMPAIGN.value, value=name)
        with deps.ledger.begin() as connection:
            new, _ = begin_pause(connection, paused, command, at=deps.planner.now())
        return EventResult(changed=new)

    order.do(deps, act)
    return _standing(deps, name)


@router.post("/{name}/resume", openapi_extra=needs(Permission.RUN_CAMPAIGNS))
def resume(
    name: Name, body: ReasonedRequest, deps: Listening, sender: Sender, idempotency_key: IdempotencyKey = None
) -> CampaignStanding:
    """End the pause of a campaign. The leads that it held go on gradually; other pauses hold as before."""
    order = _order("resume", name, body, sender.origin, idempotency_key)

    def act() -> EventResult:
        command = order.command(deps, scope=PauseScope.CAMPAIGN.value, value=name, fallback="")
        with deps.ledger.begin() as connection:
            end_campaign_pause(connection, name, command, at=deps.planner.now())
            running = campaigns.find(connection, name).state is CampaignState.RUNNING
        if running:
            wake(deps, name, "a campaign was resumed")
        return EventResult()

    order.do(deps, act)
    return _standing(deps, name)


def wake(deps: Dependencies, name: str, why: str) -> None:
    """Have the campaign's workflow look at the ledger soon."""
    workflow = CampaignInput(campaign=name, clock=deps.planner.clock)
    deps.background.soon(partial(deps.temporal_client.start_campaign, workflow), why)


def _order(name: str, campaign: str, body: ReasonedRequest, origin: str, key: str | None) -> IdempotentOrder:
    return IdempotentOrder(name=name, request=body, key=key, origin=origin, target=campaign)


def _standing(deps: Dependencies, name: str) -> CampaignStanding:
    return CampaignStanding.model_validate(standing(deps.planner, name, deps.sender_rates))
