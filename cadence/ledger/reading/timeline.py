"""What happened to a person, and why? Edge: everything in the ledger about one lead, in order, for the auditor."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from cadence.ledger.db.queries import sql
from cadence.ledger.tables.fields import reader
from cadence.ledger.touches import decisions

TIMELINE = sql(
    """
    WITH mine AS MATERIALIZED (
        SELECT CAST(:lead AS uuid) AS lead_id,
               -- also those that the list has taken back since, or that were erased
               ARRAY(SELECT number_id FROM lead_numbers WHERE lead_id = :lead
                     UNION SELECT number_id FROM touches WHERE lead_id = :lead) AS number_ids,
               ARRAY(SELECT id FROM enrolments WHERE lead_id = :lead) AS enrolment_ids
    ), stays AS (
        -- when it was in a campaign: in line for it, or under way in it
        SELECT c.name, e.at AS since, e.finished_at AS until
        FROM mine JOIN enrolments e ON e.lead_id = mine.lead_id JOIN campaigns c ON c.id = e.campaign_id
        UNION ALL
        SELECT c.name, r.added_at, coalesce(r.taken_at, c.closed_at)
        FROM mine CROSS JOIN campaigns c JOIN roster r ON r.campaign_id = c.id AND r.lead_id = mine.lead_id
    ), held AS (
        -- the caller adds pauses of our own senders and templates: it knows what the campaign files use
        SELECT p.*, met.campaigns FROM mine JOIN pauses p ON p.scope <> 'lead'
        CROSS JOIN LATERAL (
            SELECT array_agg(DISTINCT stays.name ORDER BY stays.name) AS campaigns FROM stays
            WHERE stays.since < coalesce(p.until, 'infinity') AND coalesce(stays.until, 'infinity') > p.since
                AND (p.scope <> 'campaign' OR p.value = stays.name)
        ) AS met
        WHERE met.campaigns IS NOT NULL
        UNION ALL
        SELECT p.*, NULL FROM mine JOIN pauses p ON p.scope = 'lead' AND p.value = CAST(mine.lead_id AS text)
    )
    SELECT l.imported_at AS at, l.recorded_at, 'imported' AS kind,
        jsonb_build_object('list', l.list) AS what
    FROM mine JOIN leads l ON l.id = mine.lead_id
    UNION ALL
    SELECT l.erased_at, l.recorded_at, 'erased', '{}' FROM mine JOIN leads l ON l.id = mine.lead_id
    WHERE l.erased_at IS NOT NULL
    UNION ALL
    SELECT e.at, e.recorded_at, 'enrolled', jsonb_build_object('enrolment', e.id, 'campaign', c.name,
        -- the version it began with: the first move away from it names that
        'kind', e.kind, 'version', coalesce((
            SELECT CAST(o.args ->> 'from' AS integer) FROM commands o
            WHERE o.lead_id = e.lead_id AND o.name = 'migrate' AND o.args ->> 'enrolment' = CAST(e.id AS text)
            ORDER BY o.id LIMIT 1), e.version))
    FROM mine JOIN enrolments e ON e.lead_id = mine.lead_id JOIN campaigns c ON c.id = e.campaign_id
    UNION ALL
    SELECT e.finished_at, e.recorded_at, 'finished', jsonb_build_object('enrolment', e.id, 'campaign', c.name,
        'reason', e.finished)
    FROM mine JOIN enrolments e ON e.lead_id = mine.lead_id JOIN campaigns c ON c.id = e.campaign_id
    WHERE e.finished IS NOT NULL
    UNION ALL
    SELECT d.at, d.recorded_at, 'decision', to_jsonb(d)
        - '{facts,packs,candidate,evidence,reasons,digest,base,document,at,recorded_at}'::text[]
        || jsonb_build_object('campaign', c.name)
    FROM mine JOIN decisions d ON d.enrolment_id = ANY (mine.enrolment_ids)
        JOIN enrolments e ON e.id = d.enrolment_id JOIN campaigns c ON c.id = e.campaign_id
    UNION ALL
    SELECT t.at, t.recorded_at, 'touch', to_jsonb(t) - '{at,recorded_at,cause_enrolment}'::text[]
        || jsonb_build_object('campaign', c.name, 'body', x.body, 'template', x.template)
    FROM mine JOIN touches t ON t.lead_id = mine.lead_id
        JOIN campaigns c ON c.id = t.campaign_id LEFT JOIN texts x ON x.touch_id = t.id
    UNION ALL
    SELECT coalesce(t.outcome_at, t.ended_at), t.recorded_at, 'outcome', jsonb_build_object('touch', t.id,
        'campaign', c.name, 'step', t.step, 'channel', t.channel, 'outcome', t.outcome, 'code', t.code,
        'disposition', t.disposition)
    FROM mine JOIN touches t ON t.lead_id = mine.lead_id JOIN campaigns c ON c.id = t.campaign_id
    WHERE t.ended_at IS NOT NULL AND t.state = 'settled'
    UNION ALL
    SELECT y.at, y.recorded_at, 'contradicted', jsonb_build_object('touch', t.id, 'campaign', c.name,
        'outcome', y.outcome, 'code', y.code, 'stands', t.outcome)
    FROM mine JOIN touches t ON t.lead_id = mine.lead_id JOIN campaigns c ON c.id = t.campaign_id
        JOIN contradictions y ON y.touch_id = t.id
    UNION ALL
    SELECT s.at, s.recorded_at, 'consent', to_jsonb(s) - '{at,recorded_at}'::text[]
        || jsonb_build_object('evidence', p.body, 'words', w.body)
    FROM mine JOIN consents s ON s.lead_id = mine.lead_id
            -- another's no to a number of theirs counts for them, another's yes does not
            OR (s.number_id = ANY (mine.number_ids) AND NOT s.given)
        LEFT JOIN consent_evidence p ON p.consent_id = s.id
        LEFT JOIN consent_wordings w ON w.hash = s.wording
    UNION ALL
    SELECT s.since, s.recorded_at, CASE WHEN s.lifted THEN 'suppression lifted' ELSE 'suppressed' END,
        jsonb_build_object('number', s.number_id, 'scope', s.scope, 'value', s.value, 'source', s.source,
        'ref', s.ref, 'actor', o.actor, 'origin', o.origin, 'why', o.why)
    FROM mine
        CROSS JOIN LATERAL (
            SELECT s.*, n.id AS number_id
            FROM numbers n JOIN suppressions s ON s.hmac = n.hmac WHERE n.id = ANY (mine.number_ids)
            UNION ALL
            SELECT s.*, NULL FROM suppressions s WHERE s.person = mine.lead_id
        ) AS s
        LEFT JOIN commands o ON o.id = CAST(substring(s.ref FROM '^command:([0-9]+)$') AS bigint)
    UNION ALL
    SELECT i.at, i.recorded_at, 'inbound', to_jsonb(i) - '{at,recorded_at}'::text[]
        || jsonb_build_object('body', x.body)
    FROM mine JOIN inbound i ON i.number_id = ANY (mine.number_ids) OR i.lead_id = mine.lead_id
        LEFT JOIN inbound_texts x ON x.inbound_id = i.id
    UNION ALL
    SELECT v.at, v.recorded_at, 'saved', jsonb_build_object('name', v.name, 'value', v.value, 'ref', v.ref)
    FROM mine JOIN saved_values v ON v.lead_id = mine.lead_id
    UNION ALL
    SELECT x.at, x.recorded_at, 'external event',
        to_jsonb(x) - '{at,recorded_at,lead_id,campaign_id,enrolment_id,ref}'::text[]
        || jsonb_build_object('campaign', c.name, 'enrolment', x.enrolment_id, 'value', trim_scale(x.value),
            'actor', o.actor, 'origin', o.origin)
    FROM mine JOIN external_events x ON x.lead_id = mine.lead_id LEFT JOIN campaigns c ON c.id = x.campaign_id
        LEFT JOIN commands o ON o.id = CAST(substring(x.ref FROM '^command:([0-9]+)$') AS bigint)
    UNION ALL
    SELECT x.ended_at, x.recorded_at, 'external hold ended',
        jsonb_build_object('id', x.id, 'name', x.name, 'until', x.until)
    FROM mine JOIN external_events x ON x.lead_id = mine.lead_id WHERE x.ended_at IS NOT NULL
    UNION ALL
    SELECT b.asked_at, b.recorded_at, 'callback promised', jsonb_build_object('callback', b.id, 'for', b.at,
        'number', b.number_id, 'ref', b.ref)
    FROM mine JOIN callbacks b ON b.lead_id = mine.lead_id
    UNION ALL
    SELECT b.canceled_at, b.recorded_at,
        CASE WHEN newer.id IS NULL THEN 'callback canceled' ELSE 'callback replaced' END,
        jsonb_build_object('callback', b.id, 'for', b.at, 'ref', b.ref, 'by', newer.at)
    FROM mine JOIN callbacks b ON b.lead_id = mine.lead_id LEFT JOIN callbacks newer ON newer.id = b.replaced_by
    WHERE b.canceled_at IS NOT NULL
    UNION ALL
    SELECT k.opened_at, k.recorded_at, 'task', to_jsonb(k) - '{recorded_at,salt}'::text[]
    FROM mine JOIN tasks k ON k.lead_id = mine.lead_id
    UNION ALL
    SELECT k.done_at, k.recorded_at, 'task result', to_jsonb(k) - '{recorded_at,salt}'::text[]
    FROM mine JOIN tasks k ON k.lead_id = mine.lead_id WHERE k.result <> ''
    UNION ALL
    SELECT w.at, w.recorded_at, 'news', jsonb_build_object('enrolment', w.enrolment_id, 'news', w.kind,
        'ref', w.ref, 'delivered_at', w.delivered_at)
    FROM mine JOIN news w ON w.enrolment_id = ANY (mine.enrolment_ids)
    UNION ALL
    SELECT o.at, o.recorded_at, 'command', to_jsonb(o) - '{at,recorded_at,key,salt}'::text[]
    FROM mine JOIN commands o ON o.lead_id = mine.lead_id
    UNION ALL
    SELECT p.since, p.recorded_at, 'paused', jsonb_build_object('scope', p.scope, 'value', p.value,
        'actor', p.actor, 'reason', p.reason, 'campaigns', p.campaigns)
    FROM held p
    UNION ALL
    SELECT p.until, p.recorded_at, 'resumed', jsonb_build_object('scope', p.scope, 'value', p.value,
        'actor', p.resumed_by, 'reason', p.end_reason, 'campaigns', p.campaigns)
    FROM held p WHERE p.until IS NOT NULL
    ORDER BY at, recorded_at
    """,
    "everything that happened to one lead, for the auditor",
    index="leads_pkey, enrolments_lead, decisions_enrolment, touches_key, consents_number, inbound_number, "
    "news_enrolment, saved_values_latest, external_events_lead, callbacks_lead, "
    "tasks_lead, commands_lead, commands_pkey, contradictions_pkey",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event. `what` may have personal data (texts): for the auditor, never for a log."""

    at: datetime  # of the Clock
    recorded_at: datetime  # real
    kind: str  # imported, enrolled, decision, touch, outcome, consent, suppressed, inbound, news, command, paused ...
    what: dict[str, Any] = field(default_factory=dict)


_event = reader(Event)


def of_lead(connection: Connection, lead: str) -> list[Event]:
    """Return everything that happened to one lead, oldest first."""
    events = [_event(row) for row in connection.execute(TIMELINE, {"lead": lead})]
    judged = {event.what["id"]: event.what for event in events if event.kind == "decision"}
    stored = decisions.documents(connection, list(judged))
    for decision, what in judged.items():
        what |= {name: _in_order(part) for name, part in stored.parts(decision).items() if name != "facts"}
    return events


def _in_order(part: Any) -> Any:  # noqa: ANN401  any JSON
    """Return JSON with its keys in the order of PostgreSQL's own JSON: evidence is shown in that order."""
    if isinstance(part, dict):
        return {name: _in_order(part[name]) for name in sorted(part, key=lambda name: (len(name.encode()), name))}
    return [_in_order(item) for item in part] if isinstance(part, list) else part
