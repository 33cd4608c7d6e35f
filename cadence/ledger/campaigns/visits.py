"""Who has been in a campaign, by lead and by number, and who enters now? Edge: one launch per campaign at a time."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from cadence.domain.facts import CampaignVisit
from cadence.domain.list_rows import LeadRow
from cadence.ledger.db.engine import driver_cursor
from cadence.ledger.db.hashing import Hasher
from cadence.ledger.db.queries import among, query, sql
from cadence.ledger.tables.campaigns import roster
from cadence.ledger.tables.fields import reader
from cadence.ledger.tables.people import lead_numbers, numbers

ENTRIES = 7_263_306
"""First half of the advisory lock of a campaign's enrolment queue; the second half is the campaign's id."""
PAGE = 1000
"""How many people are read at once."""
FIRST = "00000000-0000-0000-0000-000000000000"

HISTORY = sql(
    """
    WITH pair AS MATERIALIZED (
        SELECT * FROM unnest(:leads, :number_ids) AS pair (lead_id, number_id)
    ), who AS (
        SELECT DISTINCT lead_id AS asked, lead_id AS entered FROM pair
        UNION
        SELECT pair.lead_id, ln.lead_id
        FROM pair JOIN lead_numbers ln ON ln.number_id = pair.number_id JOIN leads l ON l.id = ln.lead_id
        WHERE l.list <> :list
    )
    SELECT CAST(who.asked AS text) AS lead, l.list, who.asked = who.entered AS own, r.visit,
        bool_or(r.taken_at IS NULL OR coalesce(e.open, false)) AS open, max(coalesce(e.ended, r.taken_at)) AS ended
    FROM who JOIN roster r ON r.campaign_id = :campaign AND r.lead_id = who.entered
    JOIN leads l ON l.id = who.entered
    LEFT JOIN LATERAL (
        SELECT bool_or(finished IS NULL) AS open, max(finished_at) AS ended FROM enrolments
        WHERE enrolments.lead_id = who.entered AND enrolments.campaign_id = :campaign
    ) AS e ON true
    GROUP BY who.asked, l.list, own, r.visit
    ORDER BY who.asked, l.list
    """,
    "when a page of people was in a campaign, under this list's name and under others",
    index="roster_pkey, lead_numbers_number, leads_pkey, enrolments_lead | enrolments_one_open",
)
ELSEWHERE = sql(
    """
    SELECT c.name AS campaign, l.list, min(r.added_at) AS since
    FROM lead_numbers mine JOIN leads me ON me.id = mine.lead_id
    JOIN lead_numbers other ON other.number_id = mine.number_id JOIN leads l ON l.id = other.lead_id
    CROSS JOIN campaigns c JOIN roster r ON r.campaign_id = c.id AND r.lead_id = l.id
    WHERE mine.lead_id = :lead AND l.list <> me.list AND c.state = 'running' AND NOT EXISTS (
        SELECT 1 FROM roster own WHERE own.campaign_id = c.id AND own.lead_id = mine.lead_id)
    GROUP BY c.name, l.list ORDER BY c.name, l.list
    """,
    "running campaigns that a person is in under other lists' names only",
    index="roster_pkey, lead_numbers_number, leads_pkey, lead_numbers_pkey | lead_numbers_lead_id_position_key",
)
SEEN = sql(
    """
    SELECT CAST(id AS text) AS id, visit FROM import_seen
    WHERE id > CAST(:after AS uuid) AND visit IS NOT NULL ORDER BY id LIMIT :limit
    """,
    "a page of the people of the list just imported",
    index="",
)
IN_ORDER = "CREATE INDEX IF NOT EXISTS import_seen_line ON import_seen (line)"
SEEN_IN_ORDER = sql(
    """
    SELECT CAST(s.id AS text) AS id, s.line, s.visit FROM import_seen s JOIN leads l ON l.id = s.id
    WHERE s.line > :line AND l.erased_at IS NULL AND s.visit IS NOT NULL ORDER BY s.line LIMIT :limit
    """,
    "a page of the people of the list just imported, in the order of the list",
    index="leads_pkey",
)
NUMBERS = query(
    select(lead_numbers.c.lead_id, lead_numbers.c.number_id).where(among(lead_numbers.c.lead_id, "leads")),
    "the numbers of a page of people",
    index="lead_numbers_pkey | lead_numbers_lead_id_position_key",
)
KNOWN = query(
    select(numbers.c.hmac, func.coalesce(numbers.c.same_as, numbers.c.id).label("id")).where(
        among(numbers.c.hmac, "hashes")
    ),
    "the stored numbers of a page of a list, in any spelling",
    index="numbers_hmac_key",
)
ANYBODY = query(
    select(roster.c.lead_id).where(roster.c.campaign_id == bindparam("campaign")).limit(1),
    "whether a campaign's enrolment queue was ever used",
    index="roster_pkey | roster_waiting | roster_one_waiting",
)
ADD = sql(
    """
    WITH added AS (
        INSERT INTO roster (campaign_id, lead_id, score, added_at, visit)
        SELECT :campaign, l.id, l.score, :at, new.visit
        FROM unnest(:leads, :visits) AS new (id, visit) JOIN leads l ON l.id = new.id
        WHERE l.erased_at IS NULL
        ORDER BY l.id
        ON CONFLICT DO NOTHING
        RETURNING 1
    )
    SELECT count(*) FROM added
    """,
    "put a page of people into a campaign's enrolment queue, each visit once",
    index="leads_pkey",
)


_visit = reader(CampaignVisit)


def lock(connection: Connection, campaign: int) -> None:
    """Lock a campaign's enrolment queue, so that one launch at a time decides who enters."""
    connection.execute(select(func.pg_advisory_xact_lock(ENTRIES, campaign)))


def anybody(connection: Connection, campaign: int) -> bool:
    """Tell whether a campaign's enrolment queue was ever used."""
    return connection.execute(ANYBODY, {"campaign": campaign}).first() is not None


def of_page(
    connection: Connection, campaign: int, list_name: str, known: Mapping[str, Sequence[int]]
) -> dict[str, list[CampaignVisit]]:
    """Return the visits of each lead of a list, given with its numbers; leads without a visit are left out."""
    pairs = [(lead, number) for lead, own in known.items() for number in own or [0]]
    parameters = {"campaign": campaign, "list": list_name}
    parameters |= {"leads": [lead for lead, _ in pairs], "number_ids": [number for _, number in pairs]}
    visits: dict[str, list[CampaignVisit]] = defaultdict(list)
    for row in connection.execute(HISTORY, parameters):
        visits[row.lead].append(_visit(row))
    return dict(visits)


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherListEnrolment:
    """A running campaign that one of a person's numbers is in, under another list's name only."""

    campaign: str
    list: str
    since: datetime


_elsewhere = reader(OtherListEnrolment)


def elsewhere(connection: Connection, lead: str) -> list[OtherListEnrolment]:
    """Return the running campaigns that a person is in under other lists' names only."""
    return [_elsewhere(row) for row in connection.execute(ELSEWHERE, {"lead": lead})]


def imported(connection: Connection) -> Iterator[dict[str, str]]:
    """Yield pages of lead -> visit key, for every person of the list just imported."""
    after = FIRST
    while rows := connection.execute(SEEN, {"after": after, "limit": PAGE}).all():
        yield {row.id: row.visit for row in rows}
        after = rows[-1].id


def imported_in_order(connection: Connection) -> Iterator[dict[str, str]]:
    """Yield the same in the order of the list, without people who were erased."""
    driver_cursor(connection).execute(IN_ORDER)
    after = 0
    while rows := connection.execute(SEEN_IN_ORDER, {"line": after, "limit": PAGE}).all():
        yield {row.id: row.visit for row in rows}
        after = rows[-1].line


def known_numbers(connection: Connection, hasher: Hasher, rows: Mapping[str, LeadRow]) -> dict[str, list[int]]:
    """Return the stored numbers of people of a list, by lead, found in any spelling."""
    hashes = {
        lead: {
            digest
            for number in row.numbers
            for digest in (hasher.number(number.e164), *hasher.other_spellings(number.e164))
        }
        for lead, row in rows.items()
    }
    every_hash = sorted({digest for own in hashes.values() for digest in own})
    known = {bytes(row.hmac): row.id for row in connection.execute(KNOWN, {"hashes": every_hash})}
    return {lead: sorted({known[digest] for digest in own if digest in known}) for lead, own in hashes.items()}


def numbers_of(connection: Connection, leads: Sequence[str]) -> dict[str, list[int]]:
    """Return the ids of the numbers of each of these leads."""
    numbers_by_lead: dict[str, list[int]] = {lead: [] for lead in leads}
    for row in connection.execute(NUMBERS, {"leads": list(leads)}):
        numbers_by_lead[row.lead_id].append(row.number_id)
    return numbers_by_lead


def add(connection: Connection, campaign: int, visits: Mapping[str, str], *, at: datetime) -> int:
    """Put people into the enrolment queue, each with the key of the visit; return how many visits are new."""
    parameters = {"campaign": campaign, "at": at, "leads": list(visits), "visits": list(visits.values())}
    added: int = connection.execute(ADD, parameters).scalar_one()
    return added
