"""Has each fact of a ledger exactly one event, in order? Counted from the facts themselves, without the triggers."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
from sqlalchemy import Connection, text

from cadence.domain.cloud_events import cloud_event
from cadence.domain.events import EventType
from cadence.engine.events.schemas import schema
from cadence.ledger.events import stream

UNKEPT = "('not_taken', 'too_fast', 'failed', 'canceled', 'expired', 'lost', 'blocked', 'invalid_number', 'abandoned')"
CALLED = f"FROM touches WHERE cause_kind = 'callback' AND state = 'settled' AND outcome NOT IN {UNKEPT}"
REAL = "(lead_id IS NULL OR lead_id NOT IN (SELECT id FROM leads WHERE list = 'cadence/trial'))"
"""Trials are in no report."""
ONCE = {
    "touch.ended": f"touches WHERE state = 'settled' AND {REAL}",
    "touch.skipped": f"touches WHERE state = 'skipped' AND {REAL}",
    "enrolment.ended": f"enrolments WHERE finished IS NOT NULL AND {REAL}",
    "reply.received": f"inbound WHERE {REAL}",
    "consent.given": f"consents WHERE given AND {REAL}",
    "consent.revoked": f"consents WHERE NOT given AND {REAL}",
    "callback.promised": f"callbacks WHERE {REAL}",
    "callback.canceled": f"callbacks WHERE canceled_at IS NOT NULL AND {REAL}",
    "callback.kept": f"callbacks WHERE CAST(id AS text) IN (SELECT cause_ref {CALLED})",
    "task.done": f"tasks WHERE done_at IS NOT NULL AND result IN ('', 'done') AND {REAL}",
    "task.declined": f"tasks WHERE result = 'declined' AND {REAL}",
    "task.withdrawn": f"tasks WHERE result = 'withdrawn' AND {REAL}",
    "campaign.paused": "pauses",
    "campaign.resumed": "pauses WHERE until IS NOT NULL",
    "alert.raised": "alert_changes WHERE change = 'raised' AND 'webhook' = ANY (does)",
    "alert.cleared": "alert_changes WHERE change = 'cleared' AND 'webhook' = ANY (does)",
    "lead.erased": "leads WHERE erased_at IS NOT NULL AND list <> 'cadence/trial'",
}
"""The facts that have one event of a type."""
KEY = {
    "touch": "touch",
    "enrolment": "enrolment",
    "reply": "inbound",
    "consent": "consent",
    "callback": "callback",
    "task": "task",
    "campaign": "pause",
    "lead": "lead",
    "alert": "change",
}
"""Which field of an event's data names the fact."""


def differences(connection: Connection) -> list[str]:
    """Return what is wrong with the events of a ledger, in words; nothing if each fact has its event."""
    return [*_missing(connection), *_last_words(connection), *_people(connection), *_order(connection)]


def _rows(connection: Connection, statement: str) -> list[Any]:
    return list(connection.execute(text(statement)))


def _missing(connection: Connection) -> Iterator[str]:
    names = "coalesce(data ->> :key, split_part(subject, '/', 2)) AS id"  # who was erased stands in the subject alone
    written = text(f"SELECT {names} FROM events WHERE type = :kind")  # noqa: S608  our own words
    for kind, statement in ONCE.items():
        facts = Counter(str(row.id) for row in _rows(connection, f"SELECT id FROM {statement}"))  # noqa: S608
        events = connection.execute(written, {"kind": kind, "key": KEY[kind.partition(".")[0]]})
        written_for = Counter(row.id for row in events)
        if facts != written_for:
            yield f"{kind}: without an event {dict(facts - written_for)}, without a fact {dict(written_for - facts)}"


def _last_words(connection: Connection) -> Iterator[str]:
    """The last event of a touch says what the touch says; so does that of a conversation."""
    for types, field in (("'touch.ended', 'touch.updated'", "outcome"), ("'disposition'", "disposition")):
        statement = f"""
            SELECT t.id, t.{field}, last.said FROM touches t LEFT JOIN LATERAL (
                SELECT e.data ->> '{field}' AS said FROM events e
                WHERE e.type IN ({types}) AND e.data ->> 'touch' = CAST(t.id AS text) ORDER BY e.place DESC LIMIT 1
            ) AS last ON true
            WHERE t.{field} IS NOT NULL AND t.state <> 'skipped' AND last.said IS DISTINCT FROM t.{field}
                AND t.lead_id NOT IN (SELECT id FROM leads WHERE list = 'cadence/trial')"""  # noqa: S608  our own words
        yield from (
            f"touch {row.id} is {row[1]}, its last event says {row.said}" for row in _rows(connection, statement)
        )


def _people(connection: Connection) -> Iterator[str]:
    """Follow each person's stops in the order in which they were written."""
    standing: set[tuple[str, str, str]] = set()
    expected = Counter[str]()
    trials = {str(row.id) for row in _rows(connection, "SELECT id FROM leads WHERE list = 'cadence/trial'")}
    for row in _rows(connection, "SELECT * FROM suppressions WHERE person IS NOT NULL ORDER BY id"):
        about = (str(row.person), row.scope, row.value)
        if about[0] in trials:
            continue
        if row.lifted and about in standing:
            standing.remove(about)
            expected[f"lead.opt_out_lifted {row.id}"] += 1
        elif not row.lifted and row.source == "held":
            standing.discard(about)
        elif not row.lifted and about not in standing:
            standing.add(about)
            expected[f"lead.opted_out {row.id}"] += 1
    written = Counter(
        f"{row.type} {row.id}"
        for row in _rows(
            connection, "SELECT type, data ->> 'suppression' AS id FROM events WHERE type LIKE 'lead.opt%'"
        )
    )
    if written != expected:
        yield f"opt-outs: without an event {dict(expected - written)}, without a fact {dict(written - expected)}"


def _order(connection: Connection) -> Iterator[str]:
    """Within a subject the numbers are 1, 2, 3 ... in the order in which events are read, and each fits its schema."""
    schemas = {kind: jsonschema_rs.validator_for(schema(kind)) for kind in EventType}
    last = Counter[str]()
    read = 0
    position = stream.BEGINNING
    while page := stream.read(connection, position, limit=1000):
        for placed in page:
            event = placed.event
            if event.seq != last[event.subject] + 1:
                yield f"{event.subject}: event {event.seq} after {last[event.subject]}"
            last[event.subject] = event.seq
            yield from (
                f"{event.type}: {error.message}"
                for error in schemas[event.type].iter_errors(cloud_event(event, "")["data"])
            )
        read += len(page)
        position = page[-1].position
    (count,) = _rows(connection, "SELECT count(*) AS events FROM events")
    if count.events != read:
        yield f"{count.events} events, {read} of them can be read"
