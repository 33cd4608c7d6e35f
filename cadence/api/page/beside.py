"""Which of two to four campaigns is better? Edge: the page on which they stand side by side."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from cadence.api.access import needs
from cadence.api.dependencies import Listening
from cadence.api.page.common import Days, in_address
from cadence.api.page.parts import PageParts, Shared
from cadence.api.page.rendering import page_in_parts, reader_language
from cadence.api.page.route import PageRoute
from cadence.api.page.view import SideBySide, beside_of
from cadence.api.page.visitors import SignedIn
from cadence.api.reports import period_of
from cadence.api.requests import Word
from cadence.domain.errors import CadenceError
from cadence.domain.figures import Dimension
from cadence.domain.roles import Permission
from cadence.engine.reports.gather import ReportOrder
from cadence.languages import Language
from cadence.ledger.campaigns import campaigns

FEWEST, MOST = 2, 4
"""So many campaigns stand beside each other."""

router = APIRouter(route_class=PageRoute, include_in_schema=False)

Chosen = Annotated[Sequence[Word], Query(alias="campaign")]
"""The campaigns that were ticked."""


@router.get("/compare", openapi_extra=needs(Permission.READ_CAMPAIGNS))
def beside(  # noqa: PLR0913, PLR0917  what the request has
    request: Request, deps: Listening, shared: Shared, visitor: SignedIn, days: Days, chosen: Chosen = ()
) -> Response:
    """Show the figures of the campaigns that were ticked, or let somebody tick them."""
    names = tuple(dict.fromkeys(chosen))
    with deps.ledger.begin() as connection:
        known = [stored.name for stored in campaigns.every(connection)]
        for name in names[:MOST]:
            campaigns.find(connection, name)
    fits = FEWEST <= len(names) <= MOST
    order = ReportOrder(campaigns=names, by=Dimension.CAMPAIGN, period=period_of(**days))
    return page_in_parts(
        request,
        "beside.html",
        visitor,
        known=known,
        chosen=names,
        fits=fits,
        most=MOST,
        figures=partial(_figures, shared, order, reader_language(request)),
        period=in_address(days),
    )


def _figures(shared: PageParts, order: ReportOrder, language: Language) -> SideBySide | None:
    """Return the figures; None when the ledger does not answer, because the page has begun already."""
    try:
        return beside_of(shared.reports.report(order), language)
    except CadenceError:
        return None
