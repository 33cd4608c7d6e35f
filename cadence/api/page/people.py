"""What happened to one lead, and what comes next? Edge: the story that `cadence lead` tells, with both clocks."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response

from cadence.api.access import needs
from cadence.api.dependencies import Listening
from cadence.api.lead_story import known_by_id, speaker_of
from cadence.api.page.rendering import page, reader_language
from cadence.api.page.route import PageRoute
from cadence.api.page.visitors import SignedIn
from cadence.domain.roles import Permission
from cadence.engine.dossier.gather import gather
from cadence.explain.story.masked import masked
from cadence.explain.story.prices import price_rows
from cadence.explain.story.story import tell

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/leads/{lead}", openapi_extra=needs(Permission.READ_LEADS))
def story(request: Request, lead: Annotated[UUID, Path()], deps: Listening, visitor: SignedIn) -> Response:
    """Tell one lead's story; without names, numbers and texts to a role that may not see people."""
    person = known_by_id(deps, str(lead), None)
    dossier = gather(deps.planner, person)
    speaker = speaker_of(dossier, reader_language(request))
    seen = visitor.may(Permission.SEE_PEOPLE)
    return page(
        request,
        "lead.html",
        visitor,
        person=person,
        seen=seen,
        zones=dossier.zones,
        numbers=[number.e164 for number in dossier.numbers if number.e164] if seen else [],
        waiting=dossier.now(speaker, people=seen),
        prices=list(price_rows(dossier.costs, speaker)),
        lines=tell(dossier.events if seen else masked(dossier.events), speaker),
    )
