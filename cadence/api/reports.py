"""How does a campaign perform? Edge: the figures of `cadence report` as data, and the leads that a figure counts."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from cadence.api.access import Sender, needs
from cadence.api.answers import REFUSALS
from cadence.api.campaigns import Name
from cadence.api.dependencies import Listening
from cadence.domain.errors import InvalidInputError
from cadence.domain.figures import Dimension, Period
from cadence.domain.money import plain
from cadence.domain.roles import Permission
from cadence.engine.reports.behind import leads_behind
from cadence.engine.reports.gather import ReportOrder, report_of
from cadence.explain.reports.data import as_data

FIELDS = ("by", "from", "to", "of")
MOST = 1000
USUAL = 100

router = APIRouter(prefix="/api/campaigns", tags=["reports"], responses=REFUSALS)

By = Annotated[Dimension | None, Query(description="Group the figures by this.")]
From = Annotated[date | None, Query(alias="from", description="Count from this day (UTC) on.", examples=["2027-03-01"])]
To = Annotated[date | None, Query(description="Count up to this day (UTC), included.", examples=["2027-03-31"])]
Of = Annotated[str, Query(max_length=100, description="A figure or a bucket: conversion, cost, ended.completed ...")]
Limit = Annotated[int, Query(ge=1, le=MOST, description="How many at most.")]


class CampaignReport(BaseModel):
    """The figures of a campaign: what `cadence report --json` prints. Later versions may add fields."""

    model_config = ConfigDict(extra="allow")

    at: datetime
    by: Dimension | None
    leads: int
    enrolled: int
    buckets: list[dict[str, Any]] = Field(description="Where the leads are; they add up to `leads`.")
    figures: list[dict[str, Any]] = Field(description="Each with `part`, `whole`, `value` and its formula.")
    groups: list[dict[str, Any]] = Field(description="With `by`: each figure of each group.")
    states: list[dict[str, Any]] = Field(description="Where all leads were, by day or week; the last one is now.")
    cohorts: list[dict[str, Any]] = Field(description="By week of enrolment: who was contacted and converted by when.")


class CountedLead(BaseModel):
    """A lead that a figure or a bucket counts."""

    lead: str = Field(description="Our id of the lead.")
    list: str | None = Field(description="null for roles that may not see people.")
    key: str | None = Field(description="Its id in the list; null for roles that may not see people.")
    at: datetime = Field(description="Of its last touch that counts, or of its enrolment.")
    times: int = Field(description="How many of its touches count.")
    amount: str | None = Field(None, description="Of a figure of money: what these touches cost; null without a price.")
    currency: str | None = Field(None, description="A lead with touches in two currencies has two rows.")


class CountedLeads(BaseModel):
    """Leads that a figure or a bucket counts, oldest first; of a figure of money the dearest first."""

    leads: list[CountedLead]
    more: bool = Field(description="Whether there are more than were asked for.")


@router.get("/{name}/report", openapi_extra=needs(Permission.READ_CAMPAIGNS))
def campaign_report(name: Name, deps: Listening, by: By = None, since: From = None, to: To = None) -> CampaignReport:
    """Return every figure of a campaign with its two sums and its formula, and where each lead is."""
    order = ReportOrder(campaigns=(name,), by=by, period=period_of(since, to))
    with deps.ledger.begin() as connection:
        report = report_of(connection, deps.planner, order, deps.planner.now())
    return CampaignReport.model_validate(as_data(report))


@router.get("/{name}/report/leads", openapi_extra=needs(Permission.READ_CAMPAIGNS))
def counted_leads(  # noqa: PLR0913, PLR0917  what is asked for
    name: Name, deps: Listening, sender: Sender, of: Of, since: From = None, to: To = None, limit: Limit = USUAL
) -> CountedLeads:
    """Return the leads that a figure counts above the line, with what each cost, or that are in a bucket."""
    with deps.ledger.begin() as connection:
        found = leads_behind(connection, deps.planner, (name,), of, period_of(since, to), limit=limit + 1)
    seen = sender.may(Permission.SEE_PEOPLE)
    shown = [
        CountedLead(
            lead=row.lead,
            list=row.list if seen else None,
            key=row.key if seen else None,
            at=row.at,
            times=row.times,
            amount=None if row.amount is None else plain(row.amount),
            currency=row.currency or None,
        )
        for row in found[:limit]
    ]
    return CountedLeads(leads=shown, more=len(found) > limit)


def period_of(since: date | None, to: date | None) -> Period:
    """Return a period of whole days in UTC. Raises InvalidInputError."""
    if since and to and since > to:
        raise InvalidInputError("to is before from; expected a later day, or the same.")
    until = datetime.combine(to, time(), UTC) + timedelta(days=1) if to and to < date.max else None
    return Period(since=datetime.combine(since, time(), UTC) if since else None, until=until)
