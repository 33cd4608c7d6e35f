"""Who is in a campaign, and how do people of another program enter it? Edge: rows in, and how each lead stands."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from sqlalchemy import Connection

from cadence.api.access import Sender, needs
from cadence.api.answers import REFUSALS
from cadence.api.campaigns import Name, wake
from cadence.api.dependencies import Dependencies, Listening
from cadence.api.idempotency import IdempotencyKey, IdempotentOrder
from cadence.api.requests import LeadsRequest, cells_of
from cadence.domain.figures import Bucket
from cadence.domain.roles import Permission
from cadence.engine.launch.rows import RowState, enrol_rows, rows_order, states_of
from cadence.engine.outcomes.writing import EventResult
from cadence.ledger.campaigns import campaigns, commands
from cadence.ledger.campaigns.campaigns import LaunchResult
from cadence.ledger.campaigns.enrolment_queue import LAUNCH
from cadence.ledger.campaigns.enrolment_rows import FIRST
from cadence.ledger.reports import members

FIELDS = ("bucket", "reason", "after", "limit")
MOST = 1000
"""Leads of one page."""

router = APIRouter(prefix="/api/campaigns", tags=["leads"], responses=REFUSALS)


class LeadProblem(BaseModel):
    """What is wrong with a value, which is not repeated."""

    column: str = Field(description='"" for the row as a whole.')
    reason: str


class LeadResult(BaseModel):
    """How one row stands now."""

    state: RowState
    lead: str | None = Field(description="Our id of the person, for other requests.")
    why: str = Field(description="With left_out: once, too_soon, same_date or elsewhere.")
    problems: list[LeadProblem] = Field(description="Of a row that was refused, or of values that were left out.")


class LeadResults(BaseModel):
    """How the rows stand now, in the order of the request."""

    leads: list[LeadResult]


@router.post("/{name}/leads", openapi_extra=needs(Permission.ENROL))
def enrol(
    name: Name, body: LeadsRequest, deps: Listening, sender: Sender, idempotency_key: IdempotencyKey = None
) -> LeadResults:
    """
    Enrol people in a campaign that runs. Each row is read as a row of a list, and a bad row stops no other.

    A person who is in the campaign already stays as they are; what differs in the row is changed. Answered is how each
    row stands, so the same request has the same answer.
    """
    rows = [cells_of(lead) for lead in body.leads]
    order = IdempotentOrder(name=LAUNCH, request=body, key=idempotency_key, origin=sender.origin, target=name)
    return LeadResults(leads=enrol_in_order(deps, order, name, body.list, rows, again=body.elsewhere == "again"))


def enrol_in_order(  # noqa: PLR0913  the order, the campaign, the list and its rows
    deps: Dependencies, order: IdempotentOrder, name: str, list_name: str, rows: list[dict[str, str]], *, again: bool
) -> list[LeadResult]:
    """Enrol rows once, and return how each stands."""
    people = rows_order(deps.planner, name, list_name, rows, again=again)
    now = deps.planner.now()

    def record(connection: Connection, version: LaunchResult, enrolled: int) -> None:
        counts = {"list": list_name, "version": str(version.version), "enrolled": str(enrolled)}
        commands.record(connection, order.command(deps, campaign=version.campaign, **counts), at=now)

    def act() -> EventResult:
        enrol_rows(deps.planner, people, now, record)
        wake(deps, name, "people entered a campaign")
        return EventResult()

    order.do(deps, act)
    states = states_of(deps.planner, people, now, rows)
    return [LeadResult.model_validate(state, from_attributes=True) for state in states]


class CampaignLead(BaseModel):
    """A lead of a campaign, and where it stands."""

    lead: str = Field(description="Our id.")
    list: str
    key: str | None = Field(description="Its id in the list. null for roles that may not see people.")
    bucket: Bucket
    reason: str = Field(description="The hold, or why it ended.")
    hold_key: str = Field(description="Which pause, registry or error holds it.")
    version: int = Field(description="Of the campaign; 0 before it is enrolled.")
    at: datetime = Field(description="Of its enrolment, or since when it is in line.")
    attempts: int
    contacted: bool
    converted: bool
    opted_out: bool
    finished_at: datetime | None
    next_at: datetime | None = Field(description="When something is due.")


class CampaignLeads(BaseModel):
    """A page of the leads of a campaign, in the order of our ids."""

    leads: list[CampaignLead]
    next: UUID | None = Field(description="What to send as `after` for the next page; null: there is none.")


@router.get("/{name}/leads", openapi_extra=needs(Permission.READ_CAMPAIGNS))
def campaign_leads(  # noqa: PLR0913, PLR0917  the parameters of the request
    name: Name,
    deps: Listening,
    sender: Sender,
    bucket: Annotated[Bucket | None, Query(description="Only the leads that are counted there.")] = None,
    reason: Annotated[str, Query(max_length=100, description="Only those in it for this hold or end.")] = "",
    after: Annotated[UUID | None, Query(description="The last lead of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=MOST, description="How many at most.")] = 100,
) -> CampaignLeads:
    """List the leads of a campaign: where each is counted, and what came of it so far."""
    with deps.ledger.begin() as connection:
        page = members.page(
            connection,
            campaigns.find(connection, name).id,
            bucket=bucket,
            reason=reason,
            after=str(after or FIRST),
            limit=limit + 1,
        )
    seen = sender.may(Permission.SEE_PEOPLE)
    shown = [CampaignLead.model_validate(member, from_attributes=True) for member in page[:limit]]
    if not seen:
        shown = [lead.model_copy(update={"key": None}) for lead in shown]
    return CampaignLeads(leads=shown, next=UUID(shown[-1].lead) if len(page) > limit else None)
