"""
Is anything left undone? Edge: one statement for all jobs of the reconciler, so that idle jobs ask nothing.

Each answer is True whenever the job would find something. It may be True when the job finds nothing, never the reverse.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from cadence.domain import HoldName
from cadence.domain.channels import CONVERSATION_CHANNELS, MESSAGE_CHANNELS
from cadence.ledger.db.queries import sql
from cadence.ledger.tables.fields import reader
from cadence.ledger.touches.touch_rows import STILL_UNWANTED

UNDONE = sql(
    f"""
    SELECT
        EXISTS (SELECT FROM news WHERE news.delivered_at IS NULL AND news.at < CAST(:fresh AS timestamptz)) AS news,
        EXISTS (
            SELECT FROM touches WHERE touches.state IN ('reserved', 'unknown', 'carried')
                AND touches.at < CAST(:silent AS timestamptz) AND touches.channel = ANY (CAST(:conversations AS text[]))
        ) AS silent_calls,
        EXISTS (
            SELECT FROM touches WHERE touches.state IN ('reserved', 'unknown', 'carried')
                AND touches.at < CAST(:doubtful AS timestamptz) AND touches.channel = ANY (CAST(:messages AS text[]))
        ) AS silent_messages,
        EXISTS (
            SELECT FROM touches JOIN campaigns c ON c.id = touches.campaign_id WHERE {STILL_UNWANTED}
        ) AS unwanted_calls,
        EXISTS (SELECT FROM permits WHERE permits.lease_until < :now AND permits.free_at IS NULL) AS expired_leases,
        EXISTS (
            SELECT FROM unnest(CAST(:looks AS text[]), CAST(:ages AS timestamptz[])) AS look (name, age)
            LEFT JOIN carrier_cursor seen ON seen.name = look.name
            -- The first look at an age writes how far it has looked.
            WHERE seen.seen_at IS NULL OR EXISTS (
                SELECT FROM touches WHERE touches.state = 'settled' AND touches.outcome = 'sent'
                    AND touches.at > seen.seen_at AND touches.at <= look.age AND touches.sid IS NOT NULL
            )
        ) AS missing_receipts,
        EXISTS (
            SELECT FROM unnest(CAST(:holds AS text[])) AS wanted (hold) JOIN enrolments e
                ON e.hold = wanted.hold AND e.finished IS NULL AND e.hold IS NOT NULL
        ) AS holds,
        EXISTS (SELECT FROM enrolments e WHERE e.started_at IS NULL AND e.finished IS NULL) AS unstarted,
        EXISTS (
            SELECT FROM campaigns c WHERE CASE WHEN c.state = 'running'
                THEN (SELECT true FROM roster WHERE roster.campaign_id = c.id AND roster.taken_at IS NULL LIMIT 1)
                ELSE (SELECT true FROM enrolments e WHERE e.campaign_id = c.id AND e.finished IS NULL LIMIT 1) END
        ) AS campaigns,
        EXISTS (SELECT FROM set_aside WHERE set_aside.next_at <= :now) AS set_aside,
        EXISTS (SELECT FROM carrier_deletions d WHERE d.due_at <= :now AND d.done_at IS NULL) AS deletions,
        (SELECT coalesce(max(law_versions.id), 0) FROM law_versions) AS law
    """,  # noqa: S608  our own words
    "whether anything is left undone that a job of the reconciler would do",
    index="news_undelivered, touches_open, numbers_pkey, suppressions_latest, touches_unreported, enrolments_held, "
    "enrolments_unstarted, roster_waiting | roster_one_waiting, enrolments_open | enrolments_campaign, "
    "carrier_deletions_due, law_versions_pkey",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """For each kind of work whether there is any, and the last change of the stored law."""

    news: bool  # not delivered by who wrote it
    silent_calls: bool  # without a final report for too long
    silent_messages: bool  # whose answer was lost
    unwanted_calls: bool  # that still ring for a closed campaign or after a stop
    expired_leases: bool
    missing_receipts: bool  # messages at one of the ages at which the carrier is asked
    holds: bool  # leads that wait under one of the holds asked about
    unstarted: bool  # enrolments without a workflow
    campaigns: bool  # with leads to enrol, or closed with leads that are open
    set_aside: bool  # items that are due to be tried again
    deletions: bool  # texts and recordings of erased people, which the carrier has to delete now
    law: int


_undone = reader(Undone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The instants from which on the jobs look."""

    now: datetime
    fresh: datetime  # news written later is left to who wrote it
    silent: datetime  # calls reserved before are asked about
    doubtful: datetime  # messages reserved before are asked about
    receipts: Mapping[str, datetime]  # each age, by the name under which it is noted how far was looked
    holds: Sequence[HoldName]


def what_is_undone(connection: Connection, limits: Limits) -> Undone:
    """Return what is left undone."""
    parameters = {
        "now": limits.now,
        "fresh": limits.fresh,
        "silent": limits.silent,
        "doubtful": limits.doubtful,
        "looks": list(limits.receipts),
        "ages": list(limits.receipts.values()),
        "holds": [hold.value for hold in limits.holds],
        "conversations": [channel.value for channel in CONVERSATION_CHANNELS],
        "messages": [channel.value for channel in MESSAGE_CHANNELS],
    }
    return _undone(connection.execute(UNDONE, parameters).one())
