"""Who gave which command, and when? Edge: commands, and pauses that the engine began by itself, newest first."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from cadence.domain import PauseScope
from cadence.ledger.db.queries import sql
from cadence.ledger.tables.fields import reader

ORDERS = sql(
    """
    SELECT h.at, h.name, h.actor, h.origin, h.why, h.args, c.name AS campaign,
        CASE WHEN l.id IS NULL THEN '' ELSE l.list || '/' || coalesce(l.key, CAST(l.id AS text)) END AS lead
    FROM (
        SELECT 'command:' || o.id AS ref, o.at, o.recorded_at, o.name, o.actor, o.origin, o.why, o.args, o.lead_id,
            o.campaign_id
        FROM commands o
        UNION ALL
        SELECT '', p.since, p.recorded_at, 'pause', p.actor, 'engine', p.reason,
            jsonb_build_object('scope', p.scope, 'value', p.value), NULL, NULL
        FROM pauses p
        -- a person's pause is an order as well; one of the engine, or of the carrier, is this row alone
        WHERE NOT EXISTS (
            SELECT FROM commands o WHERE o.name = 'pause' AND o.args ->> 'scope' = p.scope
                AND o.args ->> 'value' = p.value AND o.actor = p.actor AND o.recorded_at >= p.recorded_at
                AND o.recorded_at < p.recorded_at + interval '1 minute')
    ) h LEFT JOIN campaigns c ON c.id = h.campaign_id LEFT JOIN leads l ON l.id = h.lead_id
    WHERE (CAST(:since AS timestamptz) IS NULL OR h.at >= :since)
        AND (CAST(:actor AS text) IS NULL OR h.actor = :actor)
        AND (CAST(:lead AS uuid) IS NULL OR h.lead_id = :lead
            OR (h.args ->> 'scope' = 'lead' AND h.args ->> 'value' = CAST(CAST(:lead AS uuid) AS text))
            -- an order about a number names nobody, but what it closed is theirs
            OR h.ref IN (
                SELECT s.ref FROM suppressions s
                WHERE s.person = :lead OR s.hmac IN (
                    SELECT n.hmac FROM numbers n JOIN lead_numbers mine ON mine.number_id = n.id
                    WHERE mine.lead_id = :lead)))
        AND (CAST(:campaign AS text) IS NULL OR c.name IN (:campaign, 'trial:' || :campaign)
            OR h.args ->> 'scope' = 'all'
            OR (h.args ->> 'scope' = 'campaign' AND h.args ->> 'value' = :campaign)
            OR concat(h.args ->> 'scope', ':', h.args ->> 'value') = ANY(CAST(:holding AS text[])))
    ORDER BY h.recorded_at DESC LIMIT :limit
    """,
    "the commands and pauses of a campaign, lead or actor, for the auditor: a full scan, rarely run",
    index="",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """One command. `why` may have personal data; it is emptied when that person is erased."""

    at: datetime
    name: str  # launch, pause, resume, suppress, review ...
    actor: str  # who
    origin: str  # from where: cli@host, api, engine
    why: str = ""
    campaign: str = ""
    lead: str = ""  # LIST/ID
    args: dict[str, Any] = field(default_factory=dict)


_ordered = reader(Ordered, lead="lead")


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryFilter:
    """Which commands to return; None: any."""

    campaign: str | None = None
    lead: str | None = None
    actor: str | None = None
    since: datetime | None = None
    holding: tuple[
        tuple[PauseScope, str], ...
    ] = ()  # scopes and values that the campaign uses: their pauses are included


def orders(connection: Connection, wanted: HistoryFilter, *, limit: int) -> list[Ordered]:
    """Return the commands that match, newest first."""
    parameters = {"campaign": wanted.campaign, "lead": wanted.lead, "actor": wanted.actor, "since": wanted.since}
    holding = [f"{scope}:{value}" for scope, value in wanted.holding]
    return [_ordered(row) for row in connection.execute(ORDERS, parameters | {"limit": limit, "holding": holding})]
