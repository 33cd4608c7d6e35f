"""Which leads does a campaign have, and where is each of them? Edge: page by page, in the order of our ids."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy import Connection

from cadence.domain.figures import Bucket
from cadence.ledger.campaigns.enrolment_rows import FIRST
from cadence.ledger.db.queries import sql
from cadence.ledger.tables.fields import reader

WINDOW = 500
"""So many leads are read at once, whatever the size of the campaign."""

IDS = sql(
    """
    SELECT CAST(lead_id AS text) AS lead FROM (
        (SELECT DISTINCT lead_id FROM roster WHERE campaign_id = :campaign AND lead_id > :lead
            ORDER BY lead_id LIMIT :limit)
        UNION (SELECT lead_id FROM held_back WHERE campaign_id = :campaign AND lead_id > :lead
            ORDER BY lead_id LIMIT :limit)
        UNION (SELECT DISTINCT lead_id FROM enrolments WHERE campaign_id = :campaign AND kind = 'cadence'
            AND lead_id > :lead ORDER BY lead_id LIMIT :limit)
    ) AS ids ORDER BY lead_id LIMIT :limit
    """,
    "the next leads of a campaign, by our id",
    index="roster_pkey | roster_one_waiting, held_back_pkey, enrolments_lead | enrolments_campaign",
)
MEMBERS = sql(
    """
    SELECT CAST(r.lead_id AS text) AS lead, l.list, coalesce(l.key, '') AS key, r.bucket, r.reason, r.hold_key,
        coalesce(r.version, 0) AS version, r.at, r.attempts, r.contacted, r.converted, r.opted_out, r.finished_at,
        e.next_at
    FROM unnest(:leads) AS chosen (id)
        CROSS JOIN LATERAL (
            SELECT * FROM report_leads r WHERE r.campaign_id = :campaign AND r.lead_id = chosen.id
        ) AS r
        JOIN leads l ON l.id = r.lead_id
        LEFT JOIN enrolments e ON e.id = r.enrolment_id
    WHERE (r.bucket = :bucket OR :bucket = '') AND (r.reason = :reason OR :reason = '')
    ORDER BY r.lead_id
    """,
    "how some leads of a campaign stand",
    index="leads_pkey, touches_key | touches_campaign",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A lead of a campaign, and where it stands."""

    lead: str  # our id
    list: str
    key: str  # its id in the list; "" once it was erased
    bucket: Bucket
    reason: str  # the hold, or why it ended
    hold_key: str  # which pause, registry or error
    version: int  # of the campaign; 0 before it is enrolled
    at: datetime  # of its enrolment, or since when it is in line
    attempts: int
    contacted: bool
    converted: bool
    opted_out: bool
    finished_at: datetime | None
    next_at: datetime | None  # when something is due


_member = reader(Member, lead="lead")


def members(
    connection: Connection, campaign: int, *, bucket: Bucket | None = None, reason: str = "", after: str = FIRST
) -> Iterator[Member]:
    """Yield the leads of a campaign whose id is after this one; in a bucket, and for a reason, where one is given."""
    chosen = {"campaign": campaign, "bucket": bucket.value if bucket else "", "reason": reason}
    while ids := list(connection.execute(IDS, {"campaign": campaign, "lead": after, "limit": WINDOW}).scalars()):
        yield from (_member(row) for row in connection.execute(MEMBERS, chosen | {"leads": ids}))
        after = ids[-1]


def page(  # noqa: PLR0913  what is asked for, and how much of it
    connection: Connection,
    campaign: int,
    *,
    limit: int,
    bucket: Bucket | None = None,
    reason: str = "",
    after: str = FIRST,
) -> list[Member]:
    """Return a page of them."""
    return list(islice(members(connection, campaign, bucket=bucket, reason=reason, after=after), limit))
