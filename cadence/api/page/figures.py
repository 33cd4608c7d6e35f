"""Which group is better, and which leads does a figure count? Edge: the pages about figures, and files to download."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from cadence.api.access import needs
from cadence.api.campaigns import Name
from cadence.api.dependencies import Listening
from cadence.api.page.common import Days, csv_file, in_address, read_head
from cadence.api.page.parts import Shared
from cadence.api.page.rendering import page, reader_language
from cadence.api.page.route import PageRoute
from cadence.api.page.view import DIMENSIONS, amount_of, groups_of, name_of
from cadence.api.page.visitors import SignedIn
from cadence.api.reports import period_of
from cadence.domain.figures import Dimension
from cadence.domain.roles import Permission
from cadence.engine.reports.behind import leads_behind
from cadence.engine.reports.gather import ReportOrder
from cadence.explain.reports.costs import group_notes
from cadence.explain.reports.data import COLUMNS, as_rows
from cadence.explain.reports.tabular import csv_lines
from cadence.ledger.people import people
from cadence.ledger.reports.listing import LISTED_COSTS

MOST_SHOWN, MOST_EXPORTED = 500, 1_000_000
"""Leads of one page, and of one file."""
LEAD_COLUMNS = ("campaign", "lead", "list", "key", "at", "times")
MONEY_COLUMNS = ("amount", "currency")
OF_PEOPLE = frozenset({"list", "key"})
"""Columns for roles that may see people."""

READ = needs(Permission.READ_CAMPAIGNS)
Of = Annotated[str, Query(max_length=100)]
"""The figure, or the bucket with its reason."""

router = APIRouter(prefix="/campaigns/{name}", route_class=PageRoute, include_in_schema=False)


@router.get("/compare", openapi_extra=READ)
def compare(  # noqa: PLR0913, PLR0917  what the request has
    request: Request,
    name: Name,
    deps: Listening,
    shared: Shared,
    visitor: SignedIn,
    chosen: Days,
    by: Dimension = Dimension.SEGMENT,
) -> Response:
    """Show the figures by group, each rate with its limits."""
    head = read_head(deps, name)
    report = shared.reports.report(ReportOrder(campaigns=(name,), by=by, period=period_of(**chosen)))
    language = reader_language(request)
    groups, notes = groups_of(report, language), group_notes(report.costs, by, language)
    choice: dict[str, Any] = {"by": by, "dimensions": DIMENSIONS, "period": in_address(chosen)}
    return page(request, "compare.html", visitor, head=head, groups=groups, notes=notes, **choice)


@router.get("/report.csv", openapi_extra=READ)
def exported(
    request: Request, name: Name, shared: Shared, _: SignedIn, chosen: Days, by: Dimension | None = None
) -> Response:
    """Give the figures as CSV."""
    report = shared.reports.report(ReportOrder(campaigns=(name,), by=by, period=period_of(**chosen)))
    return csv_file(f"{name}-report", csv_lines(COLUMNS, as_rows(report, reader_language(request))))


@router.get("/leads", openapi_extra=READ)
def leads(  # noqa: PLR0913, PLR0917  what the request has
    request: Request, name: Name, deps: Listening, visitor: SignedIn, chosen: Days, of: Of
) -> Response:
    """List the leads that a figure counts, or that are in a bucket."""
    head = read_head(deps, name)
    with deps.ledger.begin() as connection:
        rows = leads_behind(connection, deps.planner, (name,), of, period_of(**chosen), limit=MOST_SHOWN + 1)
        named = people.names(connection, [row.lead for row in rows]) if visitor.may(Permission.SEE_PEOPLE) else {}
    return page(
        request,
        "leads.html",
        visitor,
        head=head,
        of=of,
        what=name_of(of, reader_language(request)),
        rows=rows[:MOST_SHOWN],
        more=len(rows) > MOST_SHOWN,
        money=[amount_of(row, reader_language(request)) for row in rows] if of in LISTED_COSTS else None,
        named=named,
        period=in_address(chosen),
    )


@router.get("/leads.csv", openapi_extra=READ)
def exported_leads(name: Name, deps: Listening, visitor: SignedIn, chosen: Days, of: Of) -> Response:
    """Give the leads of a figure or a bucket as CSV."""
    with deps.ledger.begin() as connection:
        rows = leads_behind(connection, deps.planner, (name,), of, period_of(**chosen), limit=MOST_EXPORTED)
    seen = visitor.may(Permission.SEE_PEOPLE)
    every = (*LEAD_COLUMNS, *(MONEY_COLUMNS if of in LISTED_COSTS else ()))
    columns = [column for column in every if seen or column not in OF_PEOPLE]
    lines = csv_lines(columns, (row.cells() for row in rows))
    return csv_file(f"{name}-{of}", lines)
