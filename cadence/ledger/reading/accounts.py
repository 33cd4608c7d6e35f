"""What was done in a campaign, row by row? Edge: for the proof, which counts by itself and trusts no other figure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from cadence.ledger.db.queries import sql
from cadence.ledger.tables.fields import reader

TOUCHES = sql(
    """
    SELECT t.id, t.lead_id, t.cause_kind, t.cause_ref, t.cause_lap, t.attempt, t.enrolment_id, t.at, t.sid, t.state,
           t.channel, EXISTS (
               SELECT 1 FROM callbacks b WHERE t.cause_kind = 'callback' AND CAST(b.id AS text) = t.cause_ref
                   AND split_part(b.ref, ':', 1) IN ('inbound', 'touch')
           ) AS requested, c.name <> :campaign AS trial
    FROM touches t JOIN campaigns c ON c.id = t.campaign_id
    WHERE c.name IN (:campaign, 'trial:' || :campaign) ORDER BY t.at, t.id
    """,
    "every touch of a campaign and of its trials, to compare with the carrier's record",
    index="",
)
LEADS = sql(
    """
    SELECT l.id, l.segment, l.country, l.region, l.name, l.score, l.attributes,
           coalesce((SELECT a.key FROM accounts a WHERE a.id = l.account_id), '') AS account,
           ARRAY(SELECT n.e164 FROM lead_numbers ln JOIN numbers n ON n.id = ln.number_id
                 WHERE ln.lead_id = l.id AND n.e164 IS NOT NULL ORDER BY ln.position) AS numbers,
           r.taken_at IS NULL AS rostered,
           coalesce((array_agg(e.finished ORDER BY e.finished IS NULL DESC, e.at DESC)
               FILTER (WHERE e.kind = 'cadence'))[1], '') AS end_reason,
           max(e.at) FILTER (WHERE e.kind = 'cadence') AS enrolled,
           max(e.finished_at) FILTER (WHERE e.kind = 'cadence') AS ended,
           bool_and(e.finished IS NOT NULL) AS finished,
           bool_or(e.finished IS NULL AND (e.next_at IS NOT NULL OR e.hold IS NOT NULL)) AS waits
    FROM campaigns c JOIN roster r ON r.campaign_id = c.id JOIN leads l ON l.id = r.lead_id
         LEFT JOIN enrolments e ON e.campaign_id = c.id AND e.lead_id = l.id
    WHERE c.name = :campaign GROUP BY l.id, r.taken_at
    """,
    "every lead of a campaign, and whether it has finished or waits",
    index="",
)
CONTACTED = sql(
    """
    SELECT count(DISTINCT t.lead_id) FROM touches t JOIN campaigns c ON c.id = t.campaign_id
    WHERE c.name = :campaign AND (t.outcome = 'answered' OR t.replied_at IS NOT NULL)
    """,
    "count the leads that had a conversation or replied",
    index="",
)
VERDICTS = sql(
    """
    SELECT d.verdict, count(*) AS decisions
    FROM decisions d JOIN enrolments e ON e.id = d.enrolment_id JOIN campaigns c ON c.id = e.campaign_id
    WHERE c.name = :campaign GROUP BY d.verdict ORDER BY d.verdict
    """,
    "count the decisions of a campaign by verdict",
    index="",
)
REFUSALS = sql(
    """
    SELECT said.reason ->> 'rule' AS rule, count(DISTINCT d.id) AS decisions
    FROM decisions d JOIN enrolments e ON e.id = d.enrolment_id JOIN campaigns c ON c.id = e.campaign_id
         CROSS JOIN LATERAL jsonb_array_elements(d.reasons) AS said (reason)
    WHERE c.name = :campaign AND d.verdict = 'refuse' AND said.reason ->> 'until' IS NULL
    GROUP BY said.reason ->> 'rule' ORDER BY decisions DESC, rule
    """,
    "count the refusals of a campaign by rule",
    index="",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchRow:
    """One touch, as the proof counts it."""

    id: str
    lead: str
    key: str
    at: datetime
    cause: str
    channel: str
    sid: str | None
    state: str
    step: str = ""  # of the cadence; "" for a promised call and everything else
    requested: bool = False  # a promised call that the person asked for
    trial: bool = False  # it is of the campaign's trials: nobody of its list was contacted


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadAccount:
    """One lead, as the proof counts it."""

    id: str
    numbers: tuple[str, ...]
    segment: str
    country: str
    region: str
    account: str
    finished: bool
    end: str  # the reason
    enrolled: datetime | None
    ended: datetime | None
    waits: bool
    name: str
    score: int
    attributes: dict[str, str]


def _key(row: Row[*tuple[Any, ...]]) -> str:
    """Return the key of a touch: a step belongs to one enrolment, other causes are unique by themselves."""
    scope = f"{row.enrolment_id}/" if row.cause_kind == "step" else ""
    return f"{row.lead_id}/{scope}{row.cause_kind}:{row.cause_ref}:{row.cause_lap}/{row.attempt}"


def _step(row: Row[*tuple[Any, ...]]) -> str:
    """Return the step that a touch is a visit to."""
    return str(row.cause_ref) if row.cause_kind == "step" else ""


_touch = reader(TouchRow, key=_key, cause="cause_kind", step=_step)
_lead = reader(
    LeadAccount,
    finished=lambda row: bool(row.finished) and not row.rostered,
    end="end_reason",
    waits=lambda row: bool(row.waits) or row.rostered,
)


def touches(connection: Connection, campaign: str) -> list[TouchRow]:
    """Return every touch of a campaign and of its trials."""
    return [_touch(row) for row in connection.execute(TOUCHES, {"campaign": campaign})]


def leads(connection: Connection, campaign: str) -> list[LeadAccount]:
    """Return every lead of a campaign."""
    return [_lead(row) for row in connection.execute(LEADS, {"campaign": campaign})]


def contacted(connection: Connection, campaign: str) -> int:
    """Return how many leads had a conversation or replied."""
    return int(connection.execute(CONTACTED, {"campaign": campaign}).scalar_one())


def verdicts(connection: Connection, campaign: str) -> dict[str, int]:
    """Return the number of decisions by verdict: allow, defer, hold, refuse."""
    return {row.verdict: row.decisions for row in connection.execute(VERDICTS, {"campaign": campaign})}


def refusals(connection: Connection, campaign: str) -> dict[str, int]:
    """
    Return the number of refusals by rule, the most frequent first.

    One refusal may have several reasons. A rule that only required a later time did not refuse.
    """
    return {row.rule: row.decisions for row in connection.execute(REFUSALS, {"campaign": campaign})}
