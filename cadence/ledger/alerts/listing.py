"""Which leads stand behind a figure that only alerts have? Edge: those of this moment, and those of a period."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, TextClause

from cadence.domain.figures import Period
from cadence.ledger.alerts.moments import GRACE, NOTHING_UNDER_WAY
from cadence.ledger.db.queries import sql
from cadence.ledger.reports.counts import bounds
from cadence.ledger.reports.listing import ListedLead
from cadence.ledger.reports.promises import ON_TIME

_LISTED = """
    SELECT listed.* FROM unnest(:campaign_ids) AS chosen (id) CROSS JOIN LATERAL (
        SELECT CAST(f.lead_id AS text) AS lead, l.list, coalesce(l.key, '') AS key, c.name AS campaign,
            {at} AS at, {times} AS times
        FROM {source} f JOIN leads l ON l.id = f.lead_id JOIN campaigns c ON c.id = f.campaign_id
        WHERE f.campaign_id = chosen.id AND {where}
        {group}ORDER BY at, lead LIMIT :limit
    ) AS listed
    ORDER BY at, lead LIMIT :limit
"""
OF_ALERTS: dict[str, TextClause] = {
    "carrier_failures": sql(
        _LISTED.format(
            source="report_failures",
            at="max(f.at)",
            times="count(*)",
            where="f.part AND f.at >= :since AND f.at < :until",
            group="GROUP BY c.name, f.lead_id, l.list, l.key ",
        ),
        "the leads that the carrier failed to reach in a period",
        index="leads_pkey, touches_campaign",
    ),
    "callbacks_at_risk": sql(
        _LISTED.format(
            source="report_callbacks",
            at="f.promised_at",
            times="1",
            where="f.promised_at > :due AND f.promised_at <= :now AND f.at <= :now AND f.called_at IS NULL"
            " AND f.canceled_at IS NULL AND f.finished_at IS NULL",
            group="",
        ),
        "the leads whose promised call is due, and that nobody has called yet",
        index="callbacks_at, enrolments_pkey, touches_key",
    ),
    "list_left": sql(
        _LISTED.format(source="roster", at="f.added_at", times="0", where="f.taken_at IS NULL", group=""),
        "the leads of campaigns that are in line",
        index="roster_pkey | roster_waiting | roster_one_waiting",
    ),
    "overdue_leads": sql(
        _LISTED.format(
            source="enrolments",
            at="f.next_at",
            times="0",
            where=f"f.finished IS NULL AND f.next_at < :before AND f.hold IS NULL AND {NOTHING_UNDER_WAY.format('f')}",
            group="",
        ),
        "the leads whose wake-up has passed without anything being under way",
        index="enrolments_open | enrolments_campaign | enrolments_wakeups, touches_key | touches_open",
    ),
}
"""The statement of each figure. The days left of a list are those of the leads in line."""
SAME = {"list_days_left": "list_left"}
LISTED = (*OF_ALERTS, *SAME)
"""The figures of alerts alone whose leads can be listed."""


def of_alert(  # noqa: PLR0913  what is asked for, when, and how much of it
    connection: Connection, figure: str, campaigns: Sequence[int], period: Period, *, now: datetime, limit: int
) -> list[ListedLead]:
    """Return leads behind a figure: the touches of a period, or what waits now, the longest first."""
    statement = OF_ALERTS[SAME.get(figure, figure)]
    instants = {"now": now, "before": now - GRACE, "due": now - ON_TIME}
    wanted = statement.compile().params
    parameters = bounds(campaigns, period) | instants | {"limit": limit}
    rows = connection.execute(statement, {name: parameters[name] for name in wanted})
    return [
        ListedLead(campaign=row.campaign, lead=row.lead, list=row.list, key=row.key, at=row.at, times=row.times)
        for row in rows
    ]
