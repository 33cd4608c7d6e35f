"""How do people enter a campaign as lines of JSON? Edge: the same address as for one object, by the content type."""

import hashlib
import json
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Query, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel, TypeAdapter, ValidationError
from starlette.routing import Match
from starlette.types import Scope

from cadence.api.access import Sender, needs
from cadence.api.answers import REFUSALS, RequestRefusedError
from cadence.api.campaigns import Name
from cadence.api.dependencies import Listening
from cadence.api.idempotency import IdempotencyKey, IdempotentOrder
from cadence.api.leads import LeadProblem, LeadResult, enrol_in_order
from cadence.api.requests import MOST_LEADS, ApiRequest, Cell, Column, Word, cells_of
from cadence.domain.roles import Permission
from cadence.engine.launch.rows import RowState
from cadence.ledger.campaigns.enrolment_queue import LAUNCH

NDJSON = "application/x-ndjson"
ROW = TypeAdapter(dict[Column, Cell])
Line = dict[str, str | bool | float | None]

ListOfRows = Annotated[
    str,
    Query(
        alias="list",
        min_length=1,
        max_length=100,
        pattern=r"^[^\x00-\x1f\x7f/]+$",
        description="Where they come from, such as crm: the same name each time.",
    ),
]


class NdjsonRoute(APIRoute):
    """A route that takes requests of lines of JSON, and leaves others to the route after it."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Match as usual, if the body has this content type."""
        match, child = super().matches(scope)
        sent = dict(scope.get("headers") or ()).get(b"content-type", b"").decode("latin-1")
        if match is not Match.FULL or sent.partition(";")[0].strip().lower() == NDJSON:
            return match, child
        return Match.NONE, {}


router = APIRouter(prefix="/api/campaigns", tags=["leads"], responses=REFUSALS, route_class=NdjsonRoute)


class NdjsonRequest(ApiRequest):
    """What distinguishes two requests of lines: the order and a digest of the lines."""

    list: str
    elsewhere: str
    lines: str


class LineResult(LeadResult):
    """How the row of one line stands now."""

    row: int


class _Refused(BaseModel):
    """A line that is no row."""

    reason: str


@router.post("/{name}/leads", openapi_extra=needs(Permission.ENROL), include_in_schema=False)
def enrol_lines(  # noqa: PLR0913, PLR0917  the parameters of the request
    name: Name,
    body: Annotated[bytes, Body(media_type=NDJSON)],
    deps: Listening,
    sender: Sender,
    list_: ListOfRows,
    elsewhere: Literal["leave_out", "again"] = "leave_out",
    by: Annotated[Word, Query()] = "api",
    why: Annotated[str, Query(max_length=500, pattern=r"^[^\x00]*$")] = "",
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Enrol the people of lines of JSON; a line that cannot be read stops no other. The answer has a line for each."""
    lines = [line for line in body.splitlines() if line.strip()]
    if not 0 < len(lines) <= MOST_LEADS:
        raise RequestRefusedError(
            422,
            error="no line" if not lines else "too many lines",
            expected=f"from 1 to {MOST_LEADS} lines, each a JSON object with the columns of a list",
            next_="Correct it and send it again, in several requests if need be.",
        )
    read = [_row(line) for line in lines]
    digest = hashlib.sha256(body).hexdigest()
    request = NdjsonRequest(list=list_, elsewhere=elsewhere, lines=digest, by=by, why=why)
    order = IdempotentOrder(name=LAUNCH, request=request, key=idempotency_key, origin=sender.origin, target=name)
    rows = [cells_of(row) for row in read if not isinstance(row, _Refused)]
    results = iter(enrol_in_order(deps, order, name, list_, rows, again=elsewhere == "again") if rows else [])
    answered = [_refused(row) if isinstance(row, _Refused) else next(results) for row in read]
    shown = (
        LineResult(row=place, **result.model_dump()).model_dump_json() for place, result in enumerate(answered, start=1)
    )
    return Response("".join(f"{line}\n" for line in shown), media_type=NDJSON)


def _row(line: bytes) -> Line | _Refused:
    """Return a line as a row, or why it is none, without its values."""
    try:
        read: Any = json.loads(line)
    except (ValueError, RecursionError):  # the latter of what is nested too deep
        return _Refused(reason="the line is no JSON")
    if not isinstance(read, dict) or not read:
        return _Refused(reason="the line is no JSON object with the columns of a list")
    try:
        row: Line = ROW.validate_python(read)
    except ValidationError as error:
        place = error.errors(include_input=False)[0]
        in_name = place["loc"][-1] == "[key]"
        return _Refused(reason=f"{'the name of a column' if in_name else 'a value'} cannot stand in a list")
    return row


def _refused(row: _Refused) -> LeadResult:
    problem = LeadProblem(column="", reason=row.reason)
    return LeadResult(state=RowState.REFUSED, lead=None, why="", problems=[problem])
