"""Which leads are behind a figure, a bucket or an amount of a report, or behind an alert? Edge."""

from collections.abc import Sequence

from sqlalchemy import Connection

from cadence.domain.errors import InvalidInputError
from cadence.domain.figures import Bucket, Period
from cadence.domain.storable import storable
from cadence.engine.outcomes.planner import Planner
from cadence.engine.reports.gather import ReportOrder, reported
from cadence.ledger.alerts import listing as of_alerts
from cadence.ledger.reports import listing
from cadence.ledger.reports.counts import prepare
from cadence.ledger.reports.listing import LISTED, LISTED_COSTS, ListedLead

FIGURES = (*LISTED, *LISTED_COSTS, *of_alerts.LISTED)
"""The figures whose leads can be listed: of the report, and those that only alerts have."""
BEHIND = (*FIGURES, *(bucket.value for bucket in Bucket))
"""What can be listed; a bucket also with its reason behind a dot."""


def is_listed(what: str) -> bool:
    """Tell whether this is a figure, or a bucket, whose leads can be listed."""
    bucket = what.partition(".")[0] in list(Bucket) and storable(what) == what
    return what in FIGURES or bucket


def leads_behind(  # noqa: PLR0913  what is asked for, and how much of it
    connection: Connection, planner: Planner, chosen: Sequence[str], what: str, period: Period, *, limit: int
) -> list[ListedLead]:
    """
    Return the leads that a report counts, or an alert; of none is all campaigns.

    A figure of this moment, which only alerts have, has no period. Raises InvalidInputError and NotFoundError.
    """
    if not is_listed(what):
        raise InvalidInputError(f"of is no figure and no bucket; expected one of {', '.join(BEHIND)}.")
    ids = [stored.id for stored in reported(connection, ReportOrder(campaigns=tuple(chosen)))]
    if what in LISTED:
        return listing.of_figure(connection, what, ids, period, limit=limit)
    if what in LISTED_COSTS:
        planner.today.refresh(connection)
        prepare(connection)
        tariffs = planner.today.in_force.house.tariffs
        return listing.of_cost(connection, what, ids, period, tariffs=tariffs, limit=limit)
    if what in of_alerts.LISTED:
        return of_alerts.of_alert(connection, what, ids, period, now=planner.now(), limit=limit)
    bucket, _, reason = what.partition(".")
    return listing.of_bucket(connection, Bucket(bucket), reason, ids, period, limit=limit)
