"""What do several pages need? Edge: a campaign's head, the days of a form, and files to download."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Query
from fastapi.responses import StreamingResponse
from starlette.responses import Response

from cadence.api.dependencies import Dependencies
from cadence.api.page.view import CampaignHead, head_of
from cadence.api.page.visitors import PageRefusedError
from cadence.ledger.campaigns import campaigns, pauses

LONGEST_DAY = 10


def days(
    since: Annotated[str, Query(alias="from", max_length=LONGEST_DAY)] = "",
    to: Annotated[str, Query(max_length=LONGEST_DAY)] = "",
) -> Mapping[str, date | None]:
    """Return the days of a form, in which one that was left empty is "". Raises PageRefusedError."""
    try:
        return {"since": date.fromisoformat(since) if since else None, "to": date.fromisoformat(to) if to else None}
    except ValueError:
        raise PageRefusedError(422) from None


Days = Annotated[Mapping[str, date | None], Depends(days)]
"""The type of a handler's parameter for the days that a page is about."""


def in_address(chosen: Mapping[str, date | None]) -> dict[str, str]:
    """Return the days as the parameters of an address."""
    return {"from": f"{chosen['since'] or ''}", "to": f"{chosen['to'] or ''}"}


def read_head(deps: Dependencies, name: str) -> CampaignHead:
    """Return a campaign with what pauses it. Raises NotFoundError and UnavailableError."""
    with deps.ledger.begin() as connection:
        stored = campaigns.find(connection, name)
        file = deps.planner.readable(connection, stored.name, stored.version)
        return head_of(stored, file, pauses.active(connection))


def csv_file(name: str, lines: Iterable[str]) -> Response:
    """Return lines as a file that the browser saves."""
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}.csv"}
    return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers=headers)
