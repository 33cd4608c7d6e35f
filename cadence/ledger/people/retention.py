"""
Which personal data is older than it may be kept? Edge: pages by primary key, and what erases texts; no rule is here.

A person is erased as `erasure.py` does it. Here are the texts of people who stay: what was written in either
direction, answers that were stored, titles and texts of closed tasks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, TextClause

from cadence.ledger.db.queries import sql
from cadence.ledger.people.retention_runs import FIRST
from cadence.ledger.tables.fields import reader

LAST = "ffffffff-ffff-ffff-ffff-ffffffffffff"
"""An id after every other."""
_STANDING = """
    SELECT
        EXISTS (SELECT FROM enrolments e WHERE e.lead_id = p.id AND e.finished IS NULL)
            OR EXISTS (SELECT FROM touches t
                WHERE t.lead_id = p.id AND t.state IN ('reserved', 'unknown', 'carried'))
            OR EXISTS (SELECT FROM tasks k WHERE k.lead_id = p.id AND k.done_at IS NULL)
            OR EXISTS (SELECT FROM callbacks b WHERE b.lead_id = p.id AND b.canceled_at IS NULL AND b.at > :now)
            OR EXISTS (SELECT FROM campaigns c JOIN roster r ON r.campaign_id = c.id AND r.lead_id = p.id
                WHERE c.state = 'running' AND r.taken_at IS NULL)
            OR EXISTS (SELECT FROM held_back h JOIN campaigns c ON c.id = h.campaign_id
                WHERE h.lead_id = p.id AND c.state = 'running')
            AS busy,
        GREATEST(
            p.updated_at,
            (SELECT max(GREATEST(e.at, e.finished_at)) FROM enrolments e WHERE e.lead_id = p.id),
            (SELECT max(t.at) FROM touches t WHERE t.lead_id = p.id),
            (SELECT max(i.at) FROM inbound i WHERE i.lead_id = p.id),
            (SELECT max(k.done_at) FROM tasks k WHERE k.lead_id = p.id),
            (SELECT max(c.at) FROM consents c WHERE c.lead_id = p.id),
            (SELECT max(s.at) FROM saved_values s WHERE s.lead_id = p.id),
            (SELECT max(b.at) FROM callbacks b WHERE b.lead_id = p.id AND b.canceled_at IS NULL),
            (SELECT max(x.at) FROM external_events x WHERE x.lead_id = p.id),
            (SELECT max(s.since) FROM suppressions s WHERE s.person = p.id),
            (SELECT max(o.at) FROM commands o WHERE o.lead_id = p.id),
            (SELECT max(GREATEST(
                (SELECT max(i.at) FROM inbound i WHERE i.number_id = ln.number_id AND i.lead_id IS NULL),
                (SELECT max(c.at) FROM consents c WHERE c.number_id = ln.number_id AND c.lead_id IS NULL)))
             FROM lead_numbers ln WHERE ln.lead_id = p.id)
        ) AS last_at,
        LEAST(
            (SELECT min(t.at) FROM touches t JOIN texts x ON x.touch_id = t.id WHERE t.lead_id = p.id),
            (SELECT min(i.at) FROM inbound i JOIN inbound_texts x ON x.inbound_id = i.id WHERE i.lead_id = p.id),
            (SELECT min(s.at) FROM saved_values s WHERE s.lead_id = p.id),
            (SELECT min(k.done_at) FROM tasks k WHERE k.lead_id = p.id AND (k.title <> '' OR k.body <> ''))
        ) AS oldest_text,
        ARRAY(
            SELECT p.country UNION
            SELECT n.country FROM lead_numbers ln JOIN numbers n ON n.id = ln.number_id WHERE ln.lead_id = p.id
        ) AS countries,
        ARRAY(
            SELECT DISTINCT c.name || ' ' || CAST(e.version AS text)
            FROM enrolments e JOIN campaigns c ON c.id = e.campaign_id WHERE e.lead_id = p.id
        ) AS versions
"""
_INDEXES = (
    "leads_pkey, enrolments_one_open | enrolments_lead, touches_key, tasks_lead, callbacks_lead, "
    "roster_pkey | roster_one_waiting | roster_waiting, held_back_lead | held_back_pkey, "
    "inbound_lead, inbound_number, consents_lead, consents_number, "
    "saved_values_latest, external_events_lead, suppressions_person, commands_lead, texts_pkey, "
    "inbound_texts_pkey, lead_numbers_pkey | lead_numbers_lead_id_position_key, numbers_pkey"
)
PAGE_END = sql(
    """
    SELECT CAST(leads.id AS text) FROM leads WHERE leads.id > CAST(:after AS uuid)
    ORDER BY leads.id OFFSET :skipped LIMIT 1
    """,
    "the last lead of a page of those whose data may have been kept long enough",
    index="leads_pkey",
)
PAGE = sql(
    f"""
    SELECT CAST(p.id AS text) AS lead, d.*
    FROM leads p CROSS JOIN LATERAL ({_STANDING}) AS d
    WHERE p.id > CAST(:after AS uuid) AND p.id <= CAST(:last AS uuid)
        AND p.erased_at IS NULL AND p.imported_at <= :young
    ORDER BY p.id
    """,  # noqa: S608  our own words
    "a page of leads, with what tells for how long their data was kept",
    index=_INDEXES,
)
AGAIN = sql(
    f"""
    SELECT CAST(p.id AS text) AS lead, d.*
    FROM leads p CROSS JOIN LATERAL ({_STANDING}) AS d
    WHERE p.id = ANY(:leads) AND p.erased_at IS NULL
    """,  # noqa: S608  our own words
    "the same of leads that are locked, so that nothing has happened with them since",
    index=_INDEXES,
)
_DUE = "unnest(CAST(:leads AS uuid[]), CAST(:instants AS timestamptz[])) AS d (lead, until)"
_TEXTS = {
    "texts that were sent": (
        "texts x USING touches t, {due} WHERE t.lead_id = d.lead AND t.at <= d.until AND x.touch_id = t.id",
        "touches_key, texts_pkey",
    ),
    "texts that people sent": (
        "inbound_texts x USING inbound i, {due} WHERE i.lead_id = d.lead AND i.at <= d.until AND x.inbound_id = i.id",
        "inbound_lead, inbound_texts_pkey",
    ),
    "answers that were stored": (
        "saved_values x USING {due} WHERE x.lead_id = d.lead AND x.at <= d.until",
        "saved_values_latest",
    ),
}
"""Each kind of text that is a row of its own: which rows are old enough, and by which indexes they are found."""
DELETE_TEXTS = tuple(
    sql(f"DELETE FROM {rows.format(due=_DUE)}", f"erase {what} and were kept long enough", index=index)  # noqa: S608
    for what, (rows, index) in _TEXTS.items()
)
_TASKS = "tasks.lead_id = d.lead AND tasks.done_at <= d.until AND (tasks.title <> '' OR tasks.body <> '')"
EMPTY_TASKS = sql(
    f"UPDATE tasks SET title = '', body = '', salt = NULL FROM {_DUE} WHERE {_TASKS}",  # noqa: S608  our own words
    "erase titles and texts of closed tasks that were kept long enough",
    index="tasks_lead",
)
_COUNTS = [
    *(f"{rows.format(due=_DUE).replace(' USING ', ', ')}" for rows, _ in _TEXTS.values()),
    f"tasks, {_DUE} WHERE {_TASKS}",
]
COUNT_TEXTS = sql(
    f"SELECT {' + '.join(f'(SELECT count(*) FROM {rows})' for rows in _COUNTS)}",  # noqa: S608  our own words
    "how many texts were kept long enough",
    index=", ".join(index for _, index in _TEXTS.values()) + ", tasks_lead",
)
STRANGERS = sql(
    """
    SELECT CAST(p.inbound_id AS text) AS message, i.at, n.country,
        (i.lead_id IS NULL OR l.erased_at IS NOT NULL) AND NOT EXISTS (
            SELECT FROM tasks k WHERE k.ref = CAST(p.inbound_id AS text) AND k.done_at IS NULL) AS free
    FROM (
        SELECT inbound_id FROM inbound_texts WHERE inbound_id > CAST(:after AS uuid) ORDER BY inbound_id LIMIT :limit
    ) AS p
    -- Message by message: with a page of unknown length PostgreSQL would rather read all messages at once.
    CROSS JOIN LATERAL (SELECT * FROM inbound WHERE inbound.id = p.inbound_id LIMIT 1) AS i
    JOIN numbers n ON n.id = i.number_id LEFT JOIN leads l ON l.id = i.lead_id
    ORDER BY p.inbound_id
    """,
    "a page of texts that people sent, with those of nobody whom the ledger knows",
    index="inbound_texts_pkey, inbound_pkey, numbers_pkey, leads_pkey, tasks_ref_key | tasks_open",
)
DELETE_STRANGERS = sql(
    "DELETE FROM inbound_texts WHERE inbound_id = ANY(CAST(:messages AS uuid[]))",
    "erase texts of unknown senders that were kept long enough",
    index="inbound_texts_pkey",
)
EMPTY_STRANGERS = sql(
    """
    UPDATE tasks SET title = '', body = '', salt = NULL
    WHERE ref = ANY(CAST(:messages AS text[])) AND done_at IS NOT NULL
    """,
    "erase titles and texts of closed tasks about unknown senders",
    index="tasks_ref_key",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptLead:
    """For how long a lead's data was kept, and what the law depends on."""

    lead: str
    busy: bool  # a cadence, task or promise is open, a touch under way, or a campaign about to begin with them
    last_at: datetime  # the last thing that happened with them
    oldest_text: datetime | None
    countries: tuple[str, ...]
    versions: tuple[tuple[str, int], ...]  # of campaigns that they were in


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPage:
    """A page of leads, without those who were erased or are too new."""

    leads: tuple[KeptLead, ...]
    last: str  # the id of the last row; "": it is the last page


@dataclass(frozen=True, slots=True, kw_only=True)
class StrangerText:
    """A text that somebody sent."""

    message: str
    at: datetime
    country: str  # of the sender's number
    free: bool  # it is of nobody whom the ledger knows, and nobody has to decide about it


def _version(text: str) -> tuple[str, int]:
    name, _, version = text.rpartition(" ")
    return name, int(version)


_lead = reader(
    KeptLead,
    lead="lead",
    countries=lambda row: tuple(row.countries),
    versions=lambda row: tuple(map(_version, row.versions)),
)
_stranger = reader(StrangerText)


def page(connection: Connection, *, after: str, young: datetime, now: datetime, limit: int) -> KeptPage:
    """Return the leads after an id; those who were imported after `young` are left out."""
    last = connection.execute(PAGE_END, {"after": after, "skipped": limit - 1}).scalar()
    parameters = {"after": after, "last": last or LAST, "young": young, "now": now}
    return KeptPage(leads=tuple(map(_lead, connection.execute(PAGE, parameters))), last=last or "")


def again(connection: Connection, leads: list[str], *, now: datetime) -> dict[str, KeptLead]:
    """Return leads, which the caller has locked, by id; those who were erased are left out."""
    rows = connection.execute(AGAIN, {"leads": leads, "now": now})
    return {lead.lead: lead for lead in map(_lead, rows)}


def erase_texts(connection: Connection, until: Mapping[str, datetime]) -> int:
    """Erase the texts of each lead up to an instant; return how many. The caller has locked the leads."""
    parameters = _parameters(until)
    statements: tuple[TextClause, ...] = (*DELETE_TEXTS, EMPTY_TASKS)
    return sum(connection.execute(statement, parameters).rowcount for statement in statements) if until else 0


def count_texts(connection: Connection, until: Mapping[str, datetime]) -> int:
    """Return how many texts `erase_texts` would erase."""
    return int(connection.execute(COUNT_TEXTS, _parameters(until)).scalar_one()) if until else 0


def strangers(connection: Connection, *, after: str = FIRST, limit: int) -> list[StrangerText]:
    """Return the texts that people sent after an id."""
    return [_stranger(row) for row in connection.execute(STRANGERS, {"after": after, "limit": limit})]


def erase_strangers(connection: Connection, messages: list[str]) -> int:
    """Erase these texts of unknown senders, and what closed tasks say of them; return how many messages."""
    if not messages:
        return 0
    connection.execute(EMPTY_STRANGERS, {"messages": messages})
    return connection.execute(DELETE_STRANGERS, {"messages": messages}).rowcount


def _parameters(until: Mapping[str, datetime]) -> dict[str, Any]:
    return {"leads": list(until), "instants": list(until.values())}
