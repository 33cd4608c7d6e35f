"""How far is a campaign, which promised calls come next, and where is a certain lead? Edge."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from cadence.api.access import needs
from cadence.api.campaigns import Name
from cadence.api.dependencies import Listening
from cadence.api.lead_story import is_ours, known_by_id
from cadence.api.page.common import read_head
from cadence.api.page.rendering import page, reader_language
from cadence.api.page.route import PageRoute
from cadence.api.page.visitors import Form, PageRefusedError, SignedIn
from cadence.api.progress import progress_of, promised_of
from cadence.domain.errors import InvalidInputError
from cadence.domain.roles import Permission
from cadence.explain.story.speaker import Speaker
from cadence.leads.phone import read_e164
from cadence.ledger.people import people

AHEAD = 24
"""Hours of promised calls; the page names them."""
LONGEST_ID = 200
MOST_NAMED = 50

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/campaigns/{name}/promises", openapi_extra=needs(Permission.READ_CAMPAIGNS))
def promises(request: Request, name: Name, deps: Listening, visitor: SignedIn) -> Response:
    """List the promised calls of the next day, those that are late first, and how far the campaign is."""
    calls = promised_of(deps, name, AHEAD)
    speaker = Speaker(language=reader_language(request))
    named: dict[str, str] = {}
    if visitor.may(Permission.SEE_PEOPLE):
        with deps.ledger.begin() as connection:
            named = people.names(connection, {call.lead for call in calls})
    return page(
        request,
        "promises.html",
        visitor,
        head=read_head(deps, name),
        progress=progress_of(deps, name),
        rows=[(call, speaker.hold(call.hold) if call.hold else "") for call in calls],
        named=named,
    )


@router.post("/leads", openapi_extra=needs(Permission.READ_LEADS))
def find(request: Request, deps: Listening, visitor: SignedIn, form: Form) -> Response:
    """
    Go to the lead with this id or number, or list those that have it.

    Numbers come in a form, because addresses are logged. Who may not see people finds a lead by our own id only.
    """
    who = form.get("who", "")[:LONGEST_ID]
    if not visitor.may(Permission.SEE_PEOPLE) and not is_ours(who):
        raise PageRefusedError(403)
    if is_ours(who):
        return RedirectResponse(f"/leads/{known_by_id(deps, who, None).id}", status_code=303)
    with deps.ledger.begin() as connection:
        leads = people.find(connection, deps.ledger.hasher, _canonical(who))[:MOST_NAMED]
    if len(leads) == 1:
        return RedirectResponse(f"/leads/{leads[0].id}", status_code=303)
    return page(request, "found.html", visitor, status=200 if leads else 404, leads=leads)


def _canonical(who: str) -> str:
    """Return a number in E.164; any other text as it is."""
    try:
        return read_e164(who) if who.startswith("+") else who
    except InvalidInputError:
        return who
