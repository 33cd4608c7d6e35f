"""What came of the calls that were promised, and of those asked for without a time? Edge."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from cadence.domain.figures import CallbackCounts, Period
from cadence.ledger.db.queries import sql
from cadence.ledger.reports.counts import bounds

ON_TIME = timedelta(minutes=15)
"""A call within so much of the promised time is on time."""

PROMISED = sql(
    """
    SELECT requested, promised_at, canceled_at, finished, finished_at, called_at FROM report_callbacks
    WHERE campaign_id = ANY(:campaign_ids) AND at >= :since AND at < :until
    """,
    "the promised calls of campaigns, and when they were made",
    index="callbacks_enrolment | callbacks_lead | enrolments_campaign, touches_key | touches_campaign",
)
ASKED_FOR = sql(
    """
    SELECT at, called_at FROM report_calls_asked_for
    WHERE campaign_id = ANY(:campaign_ids) AND at >= :since AND at < :until
    """,
    "the requests for a call that named no time, and when the person was called next",
    index="inbound_touch | touches_campaign, callbacks_ref",
)
AfterWork = Callable[[datetime], datetime]
"""Returns the instant at which four working hours have passed."""


def callbacks(
    connection: Connection, campaigns: Sequence[int], period: Period, now: datetime, after_work: AfterWork
) -> CallbackCounts:
    """Count the calls that were promised or asked for in a period."""
    parameters = bounds(campaigns, period)
    counts = dict.fromkeys(("requested", "on_time", "late", "missed", "withdrawn", "ahead"), 0)
    for row in connection.execute(PROMISED, parameters):
        counts["requested"] += row.requested
        ended = min((at for at in (row.canceled_at, row.finished_at) if at is not None), default=None)
        counts[_came_of(row.promised_at, row.called_at, ended, now)] += 1
    requests = [(row.at, row.called_at) for row in connection.execute(ASKED_FOR, parameters)]
    kept = sum(called is not None and called <= after_work(at) for at, called in requests)
    ahead = sum(called is None and after_work(at) > now for at, called in requests)
    return CallbackCounts(**counts, without_time=len(requests), within_4_hours=kept, without_time_ahead=ahead)


def _came_of(promised: datetime, called: datetime | None, ended: datetime | None, now: datetime) -> str:
    """Return what came of one promise. Whoever took it back before its time is over is not called any more."""
    latest = promised + ON_TIME
    if called is not None:
        return "on_time" if called <= latest else "late"
    if ended is not None and ended <= latest:
        return "withdrawn"
    return "missed" if latest < now else "ahead"
