"""
What has the carrier to delete of people who were erased? Edge: a row for each of their messages and calls.

An erasure notes them in its own transaction. What an erased person sends later is noted by a trigger on `inbound`, and
its text is not stored. A touch may get the carrier's id after the erasure, so the id is read when it is needed.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from cadence.domain import Channel
from cadence.domain.channels import DESCRIPTORS
from cadence.ledger.db.queries import sql
from cadence.ledger.tables.fields import reader

CHANNELS = [channel.value for channel, descriptor in DESCRIPTORS.items() if descriptor.by_phone]
"""Whose carrier keeps texts and recordings, and deletes them when it is asked: no relay of e-mail does."""

NOTE_TOUCHES = sql(
    """
    INSERT INTO carrier_deletions (lead_id, touch_id, due_at)
    SELECT :erased, t.id, :at FROM touches t
    WHERE t.channel = ANY (CAST(:channels AS text[]))
        -- One that is under way may still get its id.
        AND (t.sid IS NOT NULL OR t.state IN ('reserved', 'unknown', 'carried'))
        AND t.id IN (
            SELECT own.id FROM touches own WHERE own.lead_id = :lead
            UNION
            SELECT trial.id FROM commands o JOIN enrolments e ON e.id = CAST(o.args ->> 'trial' AS uuid)
            JOIN touches trial ON trial.lead_id = e.lead_id AND trial.enrolment_id = e.id
            WHERE o.lead_id = :lead AND o.name = 'try'
        )
    ORDER BY t.at
    ON CONFLICT DO NOTHING
    """,
    "note what the carrier has to delete of what was sent to somebody, or to others with their values",
    index="touches_key, commands_lead, enrolments_pkey | enrolments_id_lead_id_campaign_id_key, touches_pkey",
)
NOTE_INBOUND = sql(
    """
    INSERT INTO carrier_deletions (lead_id, inbound_id, due_at)
    SELECT :erased, i.id, :at FROM inbound i
    WHERE i.channel = ANY (CAST(:channels AS text[])) AND i.sid NOT LIKE '%/%' AND i.id IN (
        SELECT own.id FROM inbound own WHERE own.lead_id = :lead
        UNION
        SELECT other.id FROM lead_numbers mine JOIN inbound other ON other.number_id = mine.number_id
        WHERE mine.lead_id = :lead AND other.lead_id IS NULL AND NOT EXISTS (
            SELECT 1 FROM lead_numbers theirs
            WHERE theirs.number_id = mine.number_id AND theirs.lead_id <> :lead)
        )
    ORDER BY i.at
    ON CONFLICT DO NOTHING
    """,
    "note what the carrier has to delete of what somebody sent, also unattributed from numbers that nobody else has",
    index="inbound_lead, inbound_number, lead_numbers_pkey, inbound_pkey",
)
DUE = sql(
    """
    SELECT d.id, d.lead_id, coalesce(t.channel, i.channel) AS channel, coalesce(t.sid, i.sid) AS sid, d.tries,
        coalesce(t.state IN ('reserved', 'unknown', 'carried') OR t.outcome = 'lost', false) AS doubtful
    FROM carrier_deletions d LEFT JOIN touches t ON t.id = d.touch_id LEFT JOIN inbound i ON i.id = d.inbound_id
    WHERE d.done_at IS NULL AND d.due_at <= :now ORDER BY d.due_at, d.id LIMIT :limit
    """,
    "what the carrier has to delete now",
    index="carrier_deletions_due, touches_pkey, inbound_pkey",
)
DONE = sql(
    "UPDATE carrier_deletions SET done_at = :now WHERE id = :id AND done_at IS NULL",
    "the carrier has deleted a text or the recordings of a call",
    index="carrier_deletions_pkey",
)
IN_VAIN = sql(
    """
    UPDATE carrier_deletions SET tries = tries + 1, error = :error, due_at = :due
    WHERE id = :id AND done_at IS NULL
    """,
    "the carrier has refused to delete something",
    index="carrier_deletions_pkey",
)
WAITS = sql(
    "UPDATE carrier_deletions SET due_at = :due WHERE id = :id AND done_at IS NULL",
    "the carrier did not answer, whatever it was asked to delete",
    index="carrier_deletions_pkey",
)
AT_ONCE = sql(
    "UPDATE carrier_deletions SET due_at = :now WHERE lead_id = :lead AND done_at IS NULL",
    "ask the carrier at once for what it has to delete of somebody",
    index="carrier_deletions_lead",
)
PROGRESS = sql(
    """
    SELECT count(*) AS items, count(d.done_at) AS done, max(d.done_at) AS done_at,
        min(d.due_at) FILTER (WHERE d.done_at IS NULL) AS next_at,
        coalesce((array_agg(d.error ORDER BY d.tries DESC) FILTER (WHERE d.done_at IS NULL))[1], '') AS error
    FROM carrier_deletions d WHERE d.lead_id = :lead
    """,
    "how much of what the carrier has of somebody is deleted",
    index="carrier_deletions_lead",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierDeletion:
    """A message whose text, or a call whose recordings, the carrier has to delete."""

    id: int
    lead: str
    channel: Channel
    sid: str | None  # None: no carrier is known to have it
    tries: int  # in vain
    doubtful: bool  # still under way, or its answer was lost: the carrier may have it, also if no id is known


@dataclass(frozen=True, slots=True, kw_only=True)
class DeletionProgress:
    """How much of what the carrier has of a person is deleted."""

    items: int
    done: int
    done_at: datetime | None  # of the last that is done
    next_at: datetime | None  # None: nothing is left
    error: str  # what the carrier said of one that is left


_deletion, _progress = reader(CarrierDeletion), reader(DeletionProgress)


def note(connection: Connection, lead: str, *, erased: str, at: datetime) -> int:
    """Note what the carrier has of a lead, who is locked and still has their numbers; return how much it is."""
    values = {"lead": lead, "erased": erased, "at": at, "channels": CHANNELS}
    return sum(connection.execute(statement, values).rowcount for statement in (NOTE_TOUCHES, NOTE_INBOUND))


def due(connection: Connection, now: datetime, *, limit: int) -> list[CarrierDeletion]:
    """Return what has to be deleted now, longest due first."""
    return [_deletion(row) for row in connection.execute(DUE, {"now": now, "limit": limit})]


def done(connection: Connection, deletion: CarrierDeletion, *, now: datetime) -> None:
    """Write that it is deleted."""
    connection.execute(DONE, {"id": deletion.id, "now": now})


def in_vain(connection: Connection, deletion: CarrierDeletion, error: str, *, until: datetime) -> None:
    """Write that the carrier refused, with its code, and when it is asked again."""
    connection.execute(IN_VAIN, {"id": deletion.id, "error": error, "due": until})


def wait(connection: Connection, deletion: CarrierDeletion, *, until: datetime) -> None:
    """Have it asked for again at this instant, without counting a try."""
    connection.execute(WAITS, {"id": deletion.id, "due": until})


def at_once(connection: Connection, lead: str, *, now: datetime) -> int:
    """Have everything that is left of a person asked for now; return how much that is."""
    return connection.execute(AT_ONCE, {"lead": lead, "now": now}).rowcount


def progress(connection: Connection, lead: str) -> DeletionProgress:
    """Return how much of what the carrier has of a person is deleted."""
    return _progress(connection.execute(PROGRESS, {"lead": lead}).one())
