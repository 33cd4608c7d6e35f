"""How do people of another program enter a campaign that runs? Edge: rows in, and how each of them stands."""

from fastapi import APIRouter
from pydantic import BaseModel, Field
from sqlalchemy import Connection

from cadence.api.access import Sender, needs
from cadence.api.answers import REFUSALS
from cadence.api.campaigns import Name, wake
from cadence.api.dependencies import Listening
from cadence.api.idempotency import IdempotencyKey, IdempotentOrder
from cadence.api.requests import LeadsRequest, cells_of
from cadence.domain.roles import Permission
from cadence.engine.launch.rows import RowState, enrol_rows, rows_order, states_of
from cadence.engine.outcomes.writing import EventResult
from cadence.ledger.campaigns import commands
from cadence.ledger.campaigns.campaigns import LaunchResult
from cadence.ledger.campaigns.enrolment_queue import LAUNCH

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
    people = rows_order(deps.planner, name, body.list, rows, again=body.elsewhere == "again")
    now = deps.planner.now()

    def record(connection: Connection, version: LaunchResult, enrolled: int) -> None:
        counts = {"list": body.list, "version": str(version.version), "enrolled": str(enrolled)}
        commands.record(connection, order.command(deps, campaign=version.campaign, **counts), at=now)

    def act() -> EventResult:
        enrol_rows(deps.planner, people, now, record)
        wake(deps, name, "people entered a campaign")
        return EventResult()

    order.do(deps, act)
    states = states_of(deps.planner, people, now, rows)
    return LeadResults(leads=[LeadResult.model_validate(state, from_attributes=True) for state in states])
