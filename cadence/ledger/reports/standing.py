"""Where is each lead, why, and where was it before? Edge: one pass over the leads of campaigns."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row

from cadence.domain.figures import Bucket, BucketCount, Period, ReasonCount
from cadence.domain.journeys import HORIZONS, Cohort, LeadState, StateCount, ends_of_columns
from cadence.domain.survival import Durations
from cadence.ledger.db.queries import sql
from cadence.ledger.reports.counts import LEAD_SUMS, SUMS, added, bounds, buckets_of, sums_of

_WEEKS = ", ".join(f"interval '{weeks} weeks'" for weeks in HORIZONS)
_NOT_OF_A_LEAD = "NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL"
_NO_OTHER_SUMS = ", ".join("0" for _ in LEAD_SUMS[1:])
ALL_LEADS = sql(
    f"""
    WITH of_lead AS MATERIALIZED (
        SELECT found.* FROM unnest(:campaign_ids) AS chosen (id) CROSS JOIN LATERAL (
            SELECT bucket, reason, verdict, rule, hold_key, entered, attempted, contacted, contact_at, converted,
                converted_at, exhausted, at, cohort, enrolment_id, finished_at, entered_at, waiting_since, taken_at,
                enrolled_at, first_at
            FROM report_reasons WHERE campaign_id = chosen.id AND at >= :since AND at < :until
            OFFSET 0  -- so that PostgreSQL asks for one campaign after the other (docs/decisions/0069)
        ) AS found
    ), places AS (  -- the column in which each of it happened first: :never if it did not
        SELECT bucket, converted, finished_at IS NOT NULL AS finished, width_bucket(entered_at, :ends) AS entered,
            coalesce(width_bucket(enrolled_at, :ends), :never) AS enrolled,
            CASE WHEN first_at IS NULL OR enrolled_at IS NULL THEN :never
                ELSE width_bucket(greatest(enrolled_at, first_at), :ends) END AS begun,
            CASE WHEN contact_at IS NULL OR enrolled_at IS NULL THEN :never
                ELSE width_bucket(greatest(enrolled_at, first_at, contact_at), :ends) END AS contact,
            CASE WHEN finished_at IS NOT NULL THEN width_bucket(greatest(enrolled_at, finished_at), :ends)
                WHEN bucket = 'held' THEN :never - 1 ELSE :never END AS ended,
            CASE WHEN finished_at IS NOT NULL AND bucket = 'waiting'
                THEN width_bucket(greatest(enrolled_at, finished_at, waiting_since), :ends) ELSE :never END AS again,
            CASE WHEN bucket = 'left_out' THEN width_bucket(greatest(entered_at, taken_at), :ends)
                ELSE :never END AS left_out, count(*) AS leads
        FROM of_lead GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
    )
    SELECT 'lead' AS kind, '' AS name, 0 AS from_place, 0 AS to_place, bucket, reason, verdict, rule,
        CASE WHEN verdict IS NOT NULL THEN hold_key END AS key, attempted AS tried, contacted,
        CASE WHEN enrolment_id IS NOT NULL THEN greatest(0, CAST(round(extract(epoch FROM
            coalesce(contact_at, finished_at, :now) - at) / 60) AS bigint)) END AS minutes,
        {SUMS}
    FROM of_lead GROUP BY 5, 6, 7, 8, 9, 10, 11, 12
    UNION ALL
    SELECT 'state', state, from_place, to_place, {_NOT_OF_A_LEAD}, CAST(sum(leads) AS bigint), {_NO_OTHER_SUMS}
    FROM places CROSS JOIN LATERAL (VALUES
        (CASE bucket WHEN 'held_back' THEN 'held_back' ELSE 'waiting' END, entered, least(enrolled, left_out)),
        ('left_out', left_out, :never),
        ('not_begun', enrolled, least(begun, ended)),
        ('under_way', begun, least(contact, ended)),
        ('contacted', contact, ended),
        ('held', CASE WHEN bucket = 'held' THEN ended ELSE :never END, :never),
        ('converted', CASE WHEN finished AND converted THEN ended ELSE :never END, again),
        ('ended_silent', CASE WHEN finished AND NOT converted THEN ended ELSE :never END, least(contact, again)),
        ('ended_contacted', CASE WHEN finished AND NOT converted THEN greatest(ended, contact) ELSE :never END, again),
        ('waiting', again, :never)
    ) AS stood (state, from_place, to_place)
    WHERE from_place < to_place GROUP BY state, from_place, to_place
    UNION ALL
    SELECT 'cohort', CAST(cohort AS text),
        width_bucket(coalesce(contact_at - at, interval '9999 years'), ARRAY[{_WEEKS}]),
        width_bucket(CASE WHEN converted THEN converted_at - at ELSE interval '9999 years' END, ARRAY[{_WEEKS}]),
        {_NOT_OF_A_LEAD}, count(*), {_NO_OTHER_SUMS}
    FROM of_lead WHERE enrolment_id IS NOT NULL GROUP BY 2, 3, 4
    """,  # noqa: S608  our own text
    "count the leads of campaigns by bucket, by the last decision about them and by the time to the first contact, by "
    "their state in each column of a picture, and by week of enrolment with when they were contacted and converted",
    index="enrolments_campaign | enrolments_lead | enrolments_one_open | enrolments_open, touches_campaign, "
    "decisions_enrolment",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where the leads of campaigns are, and where they were."""

    sums: dict[str, int] = field(default_factory=dict)  # what a figure counts -> leads
    buckets: tuple[BucketCount, ...] = ()
    reasons: tuple[ReasonCount, ...] = ()
    to_contact: Durations = field(default_factory=Durations)
    states: tuple[StateCount, ...] = ()
    cohorts: tuple[Cohort, ...] = ()


def standing(
    connection: Connection, campaigns: Sequence[int], period: Period, now: datetime, first: datetime
) -> Standing:
    """Count the leads that were enrolled in a period; the states from the day of `first` on."""
    ends = ends_of_columns(max(first, period.since or first), now)
    columns = {"ends": list(ends[:-1]), "never": len(ends), "now": now}
    kinds = defaultdict[str, list[Row[Any]]](list)
    for row in connection.execute(ALL_LEADS, bounds(campaigns, period) | columns):
        kinds[row.kind].append(row)
    of_leads = kinds["lead"]
    return Standing(
        sums=added(("", sums_of(row, LEAD_SUMS)) for row in of_leads).get("", {}),
        buckets=buckets_of((row, "") for row in of_leads),
        reasons=_reasons(of_leads),
        to_contact=_to_contact(of_leads),
        states=_states(kinds["state"], ends),
        cohorts=tuple(_cohorts(kinds["cohort"])),
    )


def _reasons(rows: Iterable[Row[Any]]) -> tuple[ReasonCount, ...]:
    """Return why leads had no attempt so far."""
    reasons: Counter[ReasonCount] = Counter()
    for row in rows:
        if not row.tried and row.entered:
            reasons[_reason(row)] += row.leads
    return tuple(replace(reason, leads=count) for reason, count in reasons.most_common())


def _reason(row: Row[Any]) -> ReasonCount:
    held = row.reason if row.bucket == Bucket.HELD else ""
    ended = row.reason if row.bucket == Bucket.ENDED else ""
    return ReasonCount(
        bucket=Bucket(row.bucket),
        verdict=row.verdict or "",
        rule=row.rule or "",
        hold=held,
        key=ended or (row.key or ""),
        leads=0,
    )


def _to_contact(rows: Iterable[Row[Any]]) -> Durations:
    """Return the times to the first contact."""
    happened: Counter[int] = Counter()
    censored: Counter[int] = Counter()
    for row in rows:
        if row.minutes is not None:
            (happened if row.contacted else censored)[row.minutes] += row.leads
    return Durations(dict(happened), dict(censored))


def _states(rows: Iterable[Row[Any]], ends: Sequence[datetime]) -> tuple[StateCount, ...]:
    """Return how many leads were in each state at each of these instants."""
    columns = [Counter[LeadState]() for _ in ends]
    for row in rows:
        for column in columns[row.from_place : row.to_place]:
            column[LeadState(row.name)] += row.leads
    return tuple(StateCount(until=until, leads=dict(column)) for until, column in zip(ends, columns, strict=True))


def _cohorts(rows: Iterable[Row[Any]]) -> Iterable[Cohort]:
    """Yield what came of the leads of each week; a place is the number of the horizons that were over by then."""
    weekly = defaultdict[str, list[Row[Any]]](list)
    for row in rows:
        weekly[row.name].append(row)
    for week, of_week in sorted(weekly.items()):
        yield Cohort(
            week=date.fromisoformat(week),
            enrolled=sum(row.leads for row in of_week),
            contacted={
                weeks: sum(row.leads for row in of_week if row.from_place <= place)
                for place, weeks in enumerate(HORIZONS)
            },
            converted={
                weeks: sum(row.leads for row in of_week if row.to_place <= place)
                for place, weeks in enumerate(HORIZONS)
            },
        )
