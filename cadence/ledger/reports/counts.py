"""How often did what a figure counts happen, by group? Edge: one pass over the touches, one over the leads."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, TextClause, text

from cadence.domain.figures import OF_LEADS, Bucket, BucketCount, Dimension, Period
from cadence.ledger.db.queries import sql

FIRST, LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
"""The bounds of a period without any."""
SETTINGS = {
    "plan_cache_mode": "force_custom_plan",  # a plan for any campaign follows an index touch by touch
    "work_mem": "64MB",  # for each sort and hash
    "jit": "off",
    # Two processes share the reading of a large campaign. As PostgreSQL reckons by itself, handing over the rows would
    # cost more than it saves; measured on a million touches, it saves a tenth of the time for a twentieth of work.
    "parallel_tuple_cost": "0.01",
}
"""With what a report is planned."""

OF_TOUCHES = {
    Dimension.CAMPAIGN: "campaign",
    Dimension.VERSION: "CAST(version AS text)",
    Dimension.SEGMENT: "coalesce(segment, '')",
    Dimension.COHORT: "coalesce(CAST(cohort AS text), '')",
    Dimension.STEP: "step",
    Dimension.CHANNEL: "channel",
    Dimension.SENDER: "sender",
    Dimension.FLOOR: "floor",
    Dimension.AGENT: "coalesce(agent, '')",
    Dimension.HOUR: "to_char(local_at, 'HH24')",
    Dimension.WEEKDAY: "to_char(local_at, 'ID')",
    Dimension.HOUR_OF_WEEK: "to_char((extract(isodow FROM local_at) - 1) * 24 + extract(hour FROM local_at), 'FM000')",
    Dimension.WEEK: "CAST(week AS text)",
}
"""How a touch is put into a group; the groups sort as text."""
OF_LEAD = {
    Dimension.CAMPAIGN: "campaign",
    Dimension.VERSION: "coalesce(CAST(version AS text), '')",
    Dimension.SEGMENT: "coalesce(segment, '')",
    Dimension.COHORT: "coalesce(CAST(cohort AS text), '')",
}

TOUCH_SUMS = (
    "attempts", "calls_ended", "answered", "abandoned", "delivered", "opt_outs_of_delivered", "detected",
    "person_as_machine",
        "machine_as_person", "leads_attempted", "leads_contacted", "leads_right_party", "leads_converted",
    "leads_opted_out",
)  # fmt: skip
"""What is counted of touches, and of the leads that they went to."""
LEAD_SUMS = ("leads", "entered", "attempted", "converted", "exhausted")
"""What is counted of leads."""

_COUNTED = """
            CAST(count(*) AS int) AS attempts, CAST(count(*) FILTER (WHERE call_ended) AS int) AS calls_ended,
            CAST(count(*) FILTER (WHERE answered) AS int) AS answered,
            CAST(count(*) FILTER (WHERE abandoned) AS int) AS abandoned,
            CAST(count(*) FILTER (WHERE delivered) AS int) AS delivered,
            CAST(count(*) FILTER (WHERE opted_out AND delivered) AS int) AS opt_outs_of_delivered,
            CAST(count(*) FILTER (WHERE detected) AS int) AS detected,
            CAST(count(*) FILTER (WHERE person_as_machine) AS int) AS person_as_machine,
            CAST(count(*) FILTER (WHERE machine_as_person) AS int) AS machine_as_person,
            bool_or(contact) AS contacted, bool_or(wrong_number) AS wrong_number, bool_or(converted) AS converted,
            bool_or(opted_out) AS opted_out
"""
"""What is counted of the touches of one lead; an int is added up in half the time of a bigint."""
_SUMMED = """
        CAST(sum(attempts) AS bigint) AS attempts, CAST(sum(calls_ended) AS bigint) AS calls_ended,
        CAST(sum(answered) AS bigint) AS answered, CAST(sum(abandoned) AS bigint) AS abandoned,
        CAST(sum(delivered) AS bigint) AS delivered,
        CAST(sum(opt_outs_of_delivered) AS bigint) AS opt_outs_of_delivered, CAST(sum(detected) AS bigint) AS detected,
        CAST(sum(person_as_machine) AS bigint) AS person_as_machine,
        CAST(sum(machine_as_person) AS bigint) AS machine_as_person,
        count(*) AS leads_attempted, count(*) FILTER (WHERE contacted) AS leads_contacted,
        count(*) FILTER (WHERE contacted AND NOT wrong_number) AS leads_right_party,
        count(*) FILTER (WHERE contacted AND converted) AS leads_converted,
        count(*) FILTER (WHERE opted_out) AS leads_opted_out
"""
_TOUCHES = f"""
    SELECT grp, {_SUMMED}
    FROM (
        SELECT {{group}} AS grp, campaign_id, lead_id, {_COUNTED}
        FROM {{source}} WHERE campaign_id = ANY(:campaign_ids) AND at >= :since AND at < :until
        GROUP BY 1, 2, 3
    ) AS of_lead
    GROUP BY grp ORDER BY grp
"""  # noqa: S608  our own text
_ALL = "report_touches"
TOUCHES: dict[Dimension | None, TextClause] = {
    by: sql(
        _TOUCHES.format(group="''" if by is None else OF_TOUCHES[by], source=_ALL),
        f"count the attempts of campaigns, and the leads they went to, by {by or 'nothing: all of them'}",
        index="touches_campaign, inbound_touch, suppressions_reviewed",
    )
    for by in (None, *Dimension)
}
_OF_TOUCH = tuple(name for name in TOUCH_SUMS if not name.startswith("leads_"))
_OF_LEAD = ("contacted", "wrong_number", "converted", "opted_out")
_ADDED = ", ".join(
    [*(f"sum({name}) AS {name}" for name in _OF_TOUCH), *(f"bool_or({name}) AS {name}" for name in _OF_LEAD)]
)
_NAMES = ", ".join((*_OF_TOUCH, *_OF_LEAD))
BY_WEEK = sql(
    f"""
    WITH of_week AS MATERIALIZED (  -- the weeks of `report_touches`, which begin on Mondays in UTC
        SELECT date_bin('7 days', at, '2001-01-01 00:00:00+00') AS began, campaign_id, lead_id, {_COUNTED}
        FROM report_touches WHERE campaign_id = ANY(:campaign_ids) AND at >= :since AND at < :until
        GROUP BY 1, 2, 3
    ), of_lead AS (
        SELECT began, {_NAMES} FROM of_week
        UNION ALL
        SELECT NULL, {_ADDED} FROM of_week GROUP BY campaign_id, lead_id
    )
    SELECT coalesce(CAST(CAST(began AT TIME ZONE 'UTC' AS date) AS text), '') AS grp, {_SUMMED}
    FROM of_lead GROUP BY began ORDER BY grp
    """,  # noqa: S608  our own text
    "count the attempts of campaigns, and the leads they went to, in all and by week, in one pass",
    index="touches_campaign, inbound_touch",
)
ANSWERS = sql(
    f"""
    SELECT {OF_TOUCHES[Dimension.HOUR_OF_WEEK]} AS grp, count(*) FILTER (WHERE call_ended) AS calls_ended,
        count(*) FILTER (WHERE answered) AS answered
    FROM report_touches
    WHERE campaign_id = ANY(:campaign_ids) AND at >= :since AND at < :until AND channel = 'call'
    GROUP BY 1 ORDER BY 1
    """,  # noqa: S608  our own text
    "count the calls of campaigns and those that a person answered, by the hour of the week",
    index="touches_campaign",
)
SUMS = """count(*) AS leads, count(*) FILTER (WHERE entered) AS entered,
        count(*) FILTER (WHERE entered AND attempted) AS attempted,
        count(*) FILTER (WHERE entered AND converted) AS converted,
        count(*) FILTER (WHERE entered AND exhausted) AS exhausted"""
_LEADS = """
    SELECT counted.* FROM unnest(:campaign_ids) AS chosen (id) CROSS JOIN LATERAL (
        SELECT {group} AS grp, bucket, reason, {sums}
        FROM report_leads WHERE campaign_id = chosen.id AND at >= :since AND at < :until
        GROUP BY 1, 2, 3
    ) AS counted
    ORDER BY grp, bucket, reason
"""
_KNOWN = """(
            SELECT r.campaign_id, r.lead_id, r.campaign, r.at, r.week,
                r.call_ended AND i.outcome_at <= :now AS call_ended, r.answered AND i.outcome_at <= :now AS answered,
                r.abandoned AND i.outcome_at <= :now AS abandoned,
                r.delivered AND i.delivered_at <= :now AS delivered, r.contact AND i.contact_at <= :now AS contact,
                r.wrong_number AND i.disposition_at <= :now AS wrong_number,
                r.converted AND i.converted_at <= :now AS converted,
                r.opted_out AND i.opted_out_at <= :now AS opted_out,
                r.detected AND i.outcome_at <= :now AS detected,
                r.person_as_machine AND i.outcome_at <= :now AS person_as_machine,
                r.machine_as_person AND i.outcome_at <= :now AS machine_as_person
            FROM report_touches r JOIN report_instants i
                ON i.touch_id = r.touch_id AND i.campaign_id = ANY(:campaign_ids) AND i.at >= :since AND i.at < :until
        ) AS known"""
"""The touches of `report_touches`, with what was known of each at an instant: a reply counts from the reply on."""
KNOWN = sql(
    _TOUCHES.format(group="''", source=_KNOWN),
    "count the attempts of a campaign, and the leads they went to, by what was known at an instant",
    index="touches_campaign, touches_pkey | touches_campaign, inbound_touch",
)
KNOWN_BY_WEEK = sql(
    _TOUCHES.format(group="CAST(week AS text)", source=_KNOWN),
    "count the attempts of a campaign by week, by what was known at an instant",
    index="touches_campaign, touches_pkey | touches_campaign, inbound_touch",
)
LEADS = {
    by: sql(
        _LEADS.format(group=OF_LEAD[by], sums=SUMS),
        f"count the leads of campaigns by bucket and by {by}",
        index="enrolments_campaign | enrolments_lead | enrolments_one_open | enrolments_open, touches_campaign",
    )
    for by in sorted(OF_LEADS)
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadCounts:
    """The leads of campaigns by group."""

    sums: dict[str, dict[str, int]] = field(default_factory=dict)  # group -> what a figure counts -> leads
    buckets: tuple[BucketCount, ...] = ()


def touches(
    connection: Connection, campaigns: Sequence[int], period: Period, by: Dimension | None = None
) -> dict[str, dict[str, int]]:
    """Count attempts in a period, and leads that had one in it: group -> what a figure counts -> how many."""
    return {row.grp: sums_of(row, TOUCH_SUMS) for row in connection.execute(TOUCHES[by], bounds(campaigns, period))}


def answers(connection: Connection, campaigns: Sequence[int], period: Period) -> dict[str, dict[str, int]]:
    """Count the calls of a period, by the hour of the week on the person's clock: a third of what `touches` costs."""
    rows = connection.execute(ANSWERS, bounds(campaigns, period))
    return {row.grp: sums_of(row, ("calls_ended", "answered")) for row in rows}


def touches_by_week(connection: Connection, campaigns: Sequence[int]) -> dict[str, dict[str, int]]:
    """Count all attempts, and leads that had one: in all under "", and by week."""
    rows = connection.execute(BY_WEEK, bounds(campaigns, Period()))
    return {row.grp: sums_of(row, TOUCH_SUMS) for row in rows}


def touches_known(connection: Connection, campaign: int, period: Period, now: datetime) -> dict[str, int]:
    """Count the attempts of a campaign in a period, and leads that had one, by what was known at an instant."""
    rows = connection.execute(KNOWN, bounds([campaign], period) | {"now": now}).all()
    return sums_of(rows[0], TOUCH_SUMS) if rows else dict.fromkeys(TOUCH_SUMS, 0)


def weeks_known(connection: Connection, campaign: int, now: datetime) -> dict[str, dict[str, int]]:
    """Count all attempts of a campaign before an instant, by week, by what was known at that instant."""
    rows = connection.execute(KNOWN_BY_WEEK, bounds([campaign], Period(until=now)) | {"now": now})
    return {row.grp: sums_of(row, TOUCH_SUMS) for row in rows}


def leads(connection: Connection, campaigns: Sequence[int], period: Period, by: Dimension) -> LeadCounts:
    """Count the leads that were enrolled in a period, by group and bucket."""
    rows = connection.execute(LEADS[by], bounds(campaigns, period)).all()
    return LeadCounts(
        sums=added((row.grp, sums_of(row, LEAD_SUMS)) for row in rows),
        buckets=buckets_of((row, row.grp) for row in rows),
    )


def prepare(connection: Connection) -> None:
    """Let the statements of this transaction read every touch of a campaign: each planned for what it asks."""
    for name, setting in SETTINGS.items():
        connection.execute(text(f"SET LOCAL {name} = '{setting}'"))


def bounds(campaigns: Sequence[int], period: Period) -> dict[str, Any]:
    """Return the parameters of a statement about campaigns in a period."""
    return {"campaign_ids": list(campaigns), "since": period.since or FIRST, "until": period.until or LAST}


def buckets_of(rows: Iterable[tuple[Row[Any], str]]) -> tuple[BucketCount, ...]:
    """Return how many leads are in each bucket, by group: each campaign has rows of its own."""
    buckets: Counter[tuple[str, str, str]] = Counter()
    for row, group in rows:
        buckets[group, row.bucket, row.reason] += row.leads
    return tuple(
        BucketCount(bucket=Bucket(bucket), reason=reason, leads=leads, group=group)
        for (group, bucket, reason), leads in sorted(buckets.items())
    )


def sums_of(row: Row[Any], names: Sequence[str]) -> dict[str, int]:
    """Return these sums of a row by name."""
    return {name: getattr(row, name) for name in names}


def added(rows: Iterable[tuple[str, dict[str, int]]]) -> dict[str, dict[str, int]]:
    """Return the sums by group: of each group they are added."""
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    for group, row in rows:
        sums[group].update(row)
    return {group: dict(counts) for group, counts in sorted(sums.items())}
