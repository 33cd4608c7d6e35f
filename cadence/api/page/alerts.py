"""Which alerts fired, and which would have? Edge: the page of a campaign's alerts, and what other pages say of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy import Connection

from cadence.api.access import needs
from cadence.api.campaigns import Name
from cadence.api.dependencies import Dependencies, Listening
from cadence.api.page.alert_view import AlertRow, alert_rows, firing_row, headlines, tried_row, waiting_rows
from cadence.api.page.common import Days, in_address, read_head
from cadence.api.page.parts import Shared
from cadence.api.page.rendering import fragment, page, reader_language, segment
from cadence.api.page.route import PageRoute
from cadence.api.page.visitors import PageRefusedError, SignedIn
from cadence.api.reports import period_of
from cadence.domain import CampaignState
from cadence.domain.alert_standing import AlertStanding
from cadence.domain.alerts import ArmedAlert
from cadence.domain.figures import Period
from cadence.domain.roles import Permission
from cadence.engine.alerts.readings import watched
from cadence.engine.alerts.trying import Trial, try_alerts, week_before
from cadence.explain.reports.firings import minute
from cadence.languages import Language
from cadence.ledger.alerts import latest
from cadence.ledger.alerts.firings import firings
from cadence.ledger.campaigns import campaigns
from cadence.ledger.campaigns.campaigns import StoredCampaign

MOST_SHOWN = 200
"""Firings of one page."""
INSTANTS, SECONDS = 300, 5.0
"""At how many instants a page reads the past at most, and for how long: `cadence alerts try` reads all of it."""

router = APIRouter(prefix="/campaigns/{name}/alerts", route_class=PageRoute, include_in_schema=False)


@router.get("", openapi_extra=needs(Permission.READ_CAMPAIGNS))
def history(  # noqa: PLR0913, PLR0917  what the request has
    request: Request,
    name: Name,
    deps: Listening,
    shared: Shared,
    visitor: SignedIn,
    chosen: Days,
    *,
    tried: Annotated[bool, Query(alias="try")] = False,
) -> Response:
    """Show how the alerts of a campaign stand, when they fired, and, if asked, when they would have."""
    language, now = reader_language(request), deps.planner.now()
    head, period = read_head(deps, name), period_of(**chosen)
    with deps.ledger.begin() as connection:
        standings = latest.of(connection, [head.stored.id])
        rows = firings(connection, [head.stored.id], period, limit=MOST_SHOWN + 1)
    trial = _tried(deps, shared, name, period, now) if tried else None
    return page(
        request,
        "alerts.html",
        visitor,
        head=head,
        table=alerts_table(head.stored, standings, armed_of(deps, head.stored), now, language),
        firings=[firing_row(row, language) for row in rows[:MOST_SHOWN]],
        more=len(rows) > MOST_SHOWN,
        period=in_address(chosen),
        trial=trial,
        tried=[tried_row(row, language) for row in trial.alerts] if trial is not None else [],
        minute=minute,
    )


def armed_of(deps: Dependencies, stored: StoredCampaign) -> list[ArmedAlert]:
    """Return the alerts that watch a campaign. Raises UnavailableError."""
    if stored.state is not CampaignState.RUNNING:
        return []
    with deps.ledger.begin() as connection:
        deps.planner.today.refresh(connection)
        return watched(connection, deps.planner, stored).armed


def alerts_table(
    stored: StoredCampaign,
    standings: Sequence[AlertStanding],
    armed: Sequence[ArmedAlert],
    now: datetime,
    language: Language,
) -> str:
    """Return the table of a campaign's alerts as a part of a page; `armed` are shown until the first was judged."""
    rows: list[AlertRow] = alert_rows(standings, now, language) or waiting_rows(armed, language)
    read_at = minute(max(standing.at for standing in standings)) if standings else ""
    address = f"/campaigns/{segment(stored.name)}"
    return fragment("alerts_table.html", language, rows=rows, address=address, read_at=read_at)


def by_campaign(
    connection: Connection, stored: Sequence[StoredCampaign], now: datetime, language: Language
) -> Mapping[str, tuple[int, list[str]]]:
    """Return how many alerts each campaign has, and a line for each that somebody has to look at."""
    every: dict[str, list[AlertStanding]] = {}
    for standing in latest.of(connection, [campaign.id for campaign in stored]):
        every.setdefault(standing.campaign, []).append(standing)
    return {name: (len(standings), headlines(standings, now, language)) for name, standings in every.items()}


def _tried(deps: Dependencies, shared: Shared, name: str, period: Period, now: datetime) -> Trial:
    """Return what the alerts would have done. Raises PageRefusedError while others are tried, or without a past."""
    until = min(period.until or now, now)
    since = period.since or week_before(until)
    if since >= until:
        raise PageRefusedError(422)
    if not shared.trials.acquire(blocking=False):
        raise PageRefusedError(503)
    try:
        with deps.ledger.begin() as connection:
            deps.planner.today.refresh(connection)
            seen = watched(connection, deps.planner, campaigns.find(connection, name))
            return try_alerts(connection, deps.planner, seen, since, until, most=INSTANTS, seconds=SECONDS)
    finally:
        shared.trials.release()
