"""How do campaigns stand, and how is one paused? Edge: the list of campaigns, and the page of each."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, StreamingResponse

from cadence.api.access import needs
from cadence.api.campaigns import Name, wake
from cadence.api.dependencies import Dependencies, Listening
from cadence.api.page.alerts import alerts_table, armed_of, by_campaign
from cadence.api.page.common import Days, in_address, read_head
from cadence.api.page.parts import PageParts, Shared, look
from cadence.api.page.rendering import fragment, in_language, page, page_in_parts, reader_language, segment
from cadence.api.page.route import PageRoute
from cadence.api.page.view import CampaignFigures, CampaignHead, figures_of, head_of, live_lines
from cadence.api.page.visitors import Form, PageRefusedError, SignedIn, Visitor
from cadence.api.reports import period_of
from cadence.domain import CampaignState, PauseScope
from cadence.domain.alerts import ArmedAlert
from cadence.domain.errors import CadenceError
from cadence.domain.roles import Permission
from cadence.engine.pausing import begin_pause, end_campaign_pause
from cadence.engine.reports.behind import is_listed
from cadence.engine.reports.gather import ReportOrder
from cadence.languages import Language, say
from cadence.ledger.campaigns import campaigns, pauses, status
from cadence.ledger.campaigns.commands import Command
from cadence.ledger.campaigns.pauses import PauseOrder
from cadence.ledger.reading.live import LiveReading

LONGEST_REASON = 500
DONE = ("paused", "resumed")
"""What the page says that it has just done."""
READ, RUN = needs(Permission.READ_CAMPAIGNS), needs(Permission.RUN_CAMPAIGNS)

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/", openapi_extra=needs(Permission.READ_TASKS))
def home(request: Request, visitor: SignedIn) -> Response:
    """Begin with the campaigns; who does not see them, with what there is to do."""
    first = "/campaigns" if visitor.may(Permission.READ_CAMPAIGNS) else "/tasks"
    return in_language(request, RedirectResponse(first, status_code=303))


@router.get("/campaigns", openapi_extra=READ)
def every(request: Request, deps: Listening, visitor: SignedIn) -> Response:
    """Show all campaigns with their state."""
    now, language = deps.planner.now(), reader_language(request)
    with deps.ledger.begin() as connection:
        active = pauses.active(connection)
        every = campaigns.every(connection)
        alerts = by_campaign(connection, every, now, language)
        rows = []
        for stored in every:
            file = deps.planner.readable(connection, stored.name, stored.version)
            rows.append((head_of(stored, file, active), status.counts(connection, stored.name)))
    return page(request, "campaigns.html", visitor, rows=rows, alerts=alerts)


@router.get("/campaigns/{name}", openapi_extra=READ)
def campaign(  # noqa: PLR0913, PLR0917  what the request has
    request: Request,
    name: Name,
    deps: Listening,
    shared: Shared,
    visitor: SignedIn,
    chosen: Days,
    did: Annotated[str, Query(max_length=10)] = "",
) -> Response:
    """Show one campaign: first how it stands, and its figures once they are counted."""
    language = reader_language(request)
    order = ReportOrder(campaigns=(name,), hours=True, period=period_of(**chosen))
    head = read_head(deps, name)
    reading = look(deps, frozenset({head.stored.id}), frozenset({visitor.session}))
    now_shown = _NowShown(deps, head, armed_of(deps, head.stored), language)
    return page_in_parts(
        request,
        "campaign.html",
        visitor,
        head=head,
        live=now_shown.strip(reading),
        alerts=now_shown.alerts(reading),
        figures=partial(_figures, shared, order, language),
        is_listed=is_listed,
        period=in_address(chosen),
        did=did if did in DONE else "",
        longest=LONGEST_REASON,
    )


@router.get("/campaigns/{name}/live", openapi_extra=READ)
async def live(request: Request, name: Name, deps: Listening, shared: Shared, visitor: SignedIn) -> Response:
    """Send what happens now, whenever it changes."""
    if shared.live.full:
        raise PageRefusedError(503)
    head = await run_in_threadpool(read_head, deps, name)
    armed = await run_in_threadpool(armed_of, deps, head.stored)
    events = _events(shared, _NowShown(deps, head, armed, reader_language(request)), visitor)
    return StreamingResponse(events, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


@router.post("/campaigns/{name}/pause", openapi_extra=RUN)
def pause(name: Name, deps: Listening, visitor: SignedIn, form: Form) -> Response:
    """Pause a campaign: it sends nothing from now on."""
    command = _order("pause", name, visitor, form)
    order = PauseOrder(scope=PauseScope.CAMPAIGN, value=name, actor=command.actor, reason=command.why)
    with deps.ledger.begin() as connection:
        begin_pause(connection, order, command, at=deps.planner.now())
    return _back(name, "paused")


@router.post("/campaigns/{name}/resume", openapi_extra=RUN)
def resume(name: Name, deps: Listening, visitor: SignedIn, form: Form) -> Response:
    """End the pause of a campaign."""
    command = _order("resume", name, visitor, form, fallback="")
    with deps.ledger.begin() as connection:
        end_campaign_pause(connection, name, command, at=deps.planner.now())
        running = campaigns.find(connection, name).state is CampaignState.RUNNING
    if running:
        wake(deps, name, "a campaign was resumed")
    return _back(name, "resumed")


def _order(order: str, campaign: str, visitor: Visitor, form: Mapping[str, str], **args: str) -> Command:
    """Return a form as the order that the ledger stores. Raises PageRefusedError for one without a reason."""
    why = form.get("why", "")
    if not why or len(why) > LONGEST_REASON:
        raise PageRefusedError(422)
    scope = {"scope": PauseScope.CAMPAIGN.value, "value": campaign}
    return Command(name=order, actor=visitor.key.name, origin=visitor.origin, why=why, args={**scope, **args})


def _back(campaign: str, did: str) -> Response:
    return RedirectResponse(f"/campaigns/{segment(campaign)}?did={did}", status_code=303)


def _figures(shared: PageParts, order: ReportOrder, language: Language) -> CampaignFigures | None:
    """Return the figures; None when the ledger does not answer, because the page has begun already."""
    try:
        return figures_of(shared.reports.report(order), language)
    except CadenceError:
        return None


@dataclass(frozen=True, slots=True)
class _NowShown:
    """What changes by itself on the page of a campaign."""

    deps: Dependencies
    head: CampaignHead
    armed: Sequence[ArmedAlert]
    language: Language

    def strip(self, reading: LiveReading) -> str:
        """Return what goes out now and what waits."""
        counts = reading.campaigns.get(self.head.stored.id)
        lines = live_lines(counts, self.deps.planner.now(), self.language) if counts else []
        return fragment("live.html", self.language, lines=lines)

    def alerts(self, reading: LiveReading) -> str:
        """Return the table of alerts."""
        standings = reading.alerts.get(self.head.stored.id, [])
        return alerts_table(self.head.stored, standings, self.armed, self.deps.planner.now(), self.language)


async def _events(shared: PageParts, now_shown: _NowShown, visitor: Visitor) -> AsyncIterator[str]:
    """Yield what has changed as server-sent events, and a comment when nothing has: it shows who has gone."""
    campaign, language = now_shown.head.stored.id, now_shown.language
    shown: tuple[str, ...] = ("", "")
    async for reading in shared.live.listen(campaign, visitor.session):
        if reading is not None and visitor.session not in reading.sessions:
            yield _last(fragment("signed_out.html", language), say(language, "web-signed-out"))
            return
        if reading is None or campaign not in reading.campaigns:
            yield ": nothing was read\n\n"
            continue
        before, shown = shown, (now_shown.strip(reading), now_shown.alerts(reading))
        named = zip(("live", "alerts"), before, shown, strict=True)
        changed = [_event(name, part) for name, was, part in named if part != was]
        yield "".join(changed) or ": as before\n\n"
    if not shared.live.over:  # the browser does not come back, as it does to a server that was started again
        words = say(language, "web-many-pages")
        yield _last(fragment("still.html", language, words=words), words)


def _last(strip: str, words: str) -> str:
    """Return the last events of a stream, after which the browser does not ask for another one."""
    return _event("live", strip) + _event("over", words)


def _event(name: str, data: str) -> str:
    return f"event: {name}\ndata: {data}\n\n"
