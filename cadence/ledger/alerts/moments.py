"""What do the figures say that only alerts watch? Edge: failures of the carrier, and what waits at a moment."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, text

from cadence.domain.alerts import PACE_OVER
from cadence.domain.figures import Period
from cadence.ledger.db.queries import sql
from cadence.ledger.reports.counts import bounds
from cadence.ledger.reports.promises import ON_TIME

DAY = timedelta(days=1)
GRACE = timedelta(minutes=5)
"""A lead is overdue when its wake-up passed this long ago, if an alert names no other time."""

NOTHING_UNDER_WAY = """NOT EXISTS (
            SELECT FROM touches WHERE touches.enrolment_id = {0}.id AND touches.lead_id = {0}.lead_id
                AND touches.state IN ('reserved', 'unknown', 'carried')
        )"""
"""Of an enrolment: no touch of it may be leaving."""

FAILURES = sql(
    """
    SELECT count(*) FILTER (WHERE part) AS part, count(*) AS whole FROM report_failures
    WHERE campaign_id = ANY(:campaign_ids) AND at >= :since AND at < :until AND known_at <= :now
    """,
    "count the touches of a campaign that had ended at an instant, and those that the carrier had failed to bring",
    index="touches_campaign",
)
PROMISES = sql(
    """
    SELECT count(*) FILTER (WHERE called_at IS NULL OR called_at > :now) AS part, count(*) AS whole
    FROM report_callbacks
    WHERE campaign_id = :campaign AND promised_at > :since AND promised_at <= :now AND at <= :now
        AND (canceled_at IS NULL OR canceled_at > :now) AND (finished_at IS NULL OR finished_at > :now)
    """,
    "count the promised calls whose time has just come, and those of them that nobody has made yet",
    index="callbacks_at, enrolments_pkey, touches_key",
)
IN_LINE = sql(
    """
    SELECT count(*) FILTER (WHERE taken_at IS NULL OR taken_at > :now) AS part, count(*) AS whole
    FROM roster WHERE campaign_id = :campaign AND added_at <= :now
    """,
    "count the people of a campaign's lists, and those who were still in line at an instant",
    index="roster_pkey | roster_waiting",
)
ENROLLED = sql(
    """
    SELECT count(*) FROM enrolments e
    WHERE e.campaign_id = :campaign AND e.kind = 'cadence' AND e.at > :since AND e.at <= :now
    """,
    "how many leads of a campaign were enrolled in the days before an instant",
    index="enrolments_campaign | enrolments_lead",
)
OVERDUE = sql(
    f"""
    SELECT count(*) FILTER (
        WHERE e.next_at < :before AND e.hold IS NULL AND {NOTHING_UNDER_WAY.format("e")}
    ) AS part, count(*) AS whole
    FROM enrolments e WHERE e.campaign_id = :campaign AND e.finished IS NULL
    """,  # noqa: S608  our own words
    "count the open leads of a campaign, and those whose wake-up has passed without anything being under way",
    index="enrolments_open | enrolments_campaign, touches_key | touches_open",
)


def limit(connection: Connection, longest: timedelta) -> None:
    """Let no statement of this transaction take longer: PostgreSQL cancels it."""
    connection.execute(text(f"SET LOCAL statement_timeout = {round(longest.total_seconds() * 1000)}"))


def failures(connection: Connection, campaign: int, period: Period, now: datetime) -> tuple[int, int]:
    """Return how many touches of a period the carrier had failed to bring by now, of how many that had ended."""
    row = connection.execute(FAILURES, bounds([campaign], period) | {"now": now}).one()
    return row.part, row.whole


def promises_at_risk(connection: Connection, campaign: int, now: datetime) -> tuple[int, int]:
    """Return how many promised calls are due and not made while they can still be on time, of how many that are due."""
    parameters = {"campaign": campaign, "now": now, "since": now - ON_TIME}
    row = connection.execute(PROMISES, parameters).one()
    return row.part, row.whole


def in_line(connection: Connection, campaign: int, now: datetime) -> tuple[int, int]:
    """Return how many people of the campaign's lists are still in line, of how many in all."""
    row = connection.execute(IN_LINE, {"campaign": campaign, "now": now}).one()
    return row.part, row.whole


def days_left(connection: Connection, campaign: int, now: datetime) -> tuple[float | None, int]:
    """
    Return in how many days the last one in line is enrolled at the pace of the last seven days, of how many in all.

    None: there are people in line, and nobody was enrolled lately.
    """
    waiting, people = in_line(connection, campaign, now)
    parameters = {"campaign": campaign, "now": now, "since": now - PACE_OVER}
    lately = connection.execute(ENROLLED, parameters).scalar_one()
    if not waiting:
        return 0.0, people
    return waiting * (PACE_OVER / DAY) / lately if lately else None, people


def overdue(connection: Connection, campaign: int, now: datetime, for_: timedelta = GRACE) -> tuple[int, int]:
    """Return how many open leads are overdue for so long, of how many open ones."""
    row = connection.execute(OVERDUE, {"campaign": campaign, "before": now - for_}).one()
    return row.part, row.whole
