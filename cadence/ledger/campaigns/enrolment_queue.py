"""Which leads wait to be enrolled in a campaign? Edge: the enrolment queue, in the table `roster`."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, func, select, update

from cadence.domain.queued import Queued
from cadence.ledger.db.queries import among, query, sql
from cadence.ledger.tables.answers import commands
from cadence.ledger.tables.campaigns import campaigns, roster
from cadence.ledger.tables.fields import reader

LAUNCH = "launch"
"""The name of the command that puts leads into an enrolment queue."""

_WAITS = (roster.c.campaign_id == bindparam("campaign"), roster.c.taken_at.is_(None))

ADD_IMPORTED = sql(
    """
    WITH added AS (
        INSERT INTO roster (campaign_id, lead_id, score, added_at, visit)
        SELECT :campaign, l.id, l.score, :at, s.visit FROM import_seen s JOIN leads l ON l.id = s.id
        WHERE l.erased_at IS NULL AND s.visit IS NOT NULL
        ORDER BY l.id
        ON CONFLICT DO NOTHING
        RETURNING 1
    )
    SELECT count(*) FROM added
    """,
    "put the leads of the list just imported into a campaign's enrolment queue",
    index="leads_pkey",
)
WAITING = query(
    select(roster.c.lead_id).where(*_WAITS).order_by(roster.c.score.desc(), roster.c.lead_id).limit(bindparam("limit")),
    "the next leads to enrol, highest score first",
    index="roster_waiting",
)
IN_TURN = sql(
    """
    WITH busy AS (
        SELECT a.form, count(*) AS under_way
        FROM enrolments e JOIN leads l ON l.id = e.lead_id JOIN accounts a ON a.id = l.account_id
        WHERE e.campaign_id = :campaign AND e.finished IS NULL AND e.kind = 'cadence' GROUP BY a.form
    ), queue AS (
        SELECT r.lead_id, r.score, l.attributes ->> CAST(:column AS text) AS value, coalesce(a.form, '') AS account,
            coalesce(a.form, CAST(r.lead_id AS text)) AS key
        FROM roster r JOIN leads l ON l.id = r.lead_id LEFT JOIN accounts a ON a.id = l.account_id
        WHERE r.campaign_id = :campaign AND r.taken_at IS NULL
    ), next AS (
        SELECT key, max(score) AS best, min(CAST(lead_id AS text)) AS first, max(coalesce(under_way, 0)) AS under_way
        FROM queue LEFT JOIN busy ON busy.form = queue.key
        GROUP BY key HAVING max(coalesce(under_way, 0)) < :at_a_time
        ORDER BY best DESC, first LIMIT :limit
    )
    SELECT CAST(queue.lead_id AS text) AS lead_id, queue.account, coalesce(queue.value, '') AS value, queue.score,
        next.under_way
    FROM next JOIN queue ON queue.key = next.key
    ORDER BY next.best DESC, next.first, queue.score DESC, queue.lead_id
    """,
    "who waits to be enrolled, of the accounts of which somebody may come in",
    index="",
)
BEHIND = sql(
    """
    WITH busy AS (
        SELECT a.form
        FROM enrolments e JOIN leads l ON l.id = e.lead_id JOIN accounts a ON a.id = l.account_id
        WHERE e.campaign_id = :campaign AND e.finished IS NULL AND e.kind = 'cadence'
        GROUP BY a.form HAVING count(*) >= :at_a_time
    )
    SELECT count(*)
    FROM busy JOIN accounts a ON a.form = busy.form JOIN leads l ON l.account_id = a.id
        JOIN roster r ON r.lead_id = l.id
    WHERE r.campaign_id = :campaign AND r.taken_at IS NULL
        AND (CAST(:lead AS uuid) IS NULL OR r.lead_id = CAST(:lead AS uuid))
    """,
    "how many who wait to be enrolled wait for the turn of a colleague of their account",
    index="",
)
COUNT_WAITING = query(
    select(func.count()).select_from(roster).where(*_WAITS),
    "how many leads wait to be enrolled",
    index="roster_waiting | roster_one_waiting",
)
OF_LEAD = query(
    select(campaigns.c.name, roster.c.added_at, roster.c.taken_at, commands.c.actor, commands.c.origin, commands.c.why)
    .join_from(campaigns, roster, roster.c.campaign_id == campaigns.c.id)
    # A launch and its command have the same instant: they are written in one transaction.
    .outerjoin(
        commands,
        and_(commands.c.campaign_id == campaigns.c.id, commands.c.at == roster.c.added_at, commands.c.name == LAUNCH),
    )
    .where(roster.c.lead_id == bindparam("lead"))
    .order_by(roster.c.added_at, campaigns.c.name),
    "the campaigns into whose queue a lead was put, and who launched them; one index lookup per campaign",
    index="roster_pkey, commands_campaign",
)
TAKE = query(
    update(roster)
    .where(*_WAITS, among(roster.c.lead_id, "leads"))
    .values(taken_at=bindparam("at"))
    .returning(roster.c.lead_id),
    "claim a page of leads for enrolment",
    index="roster_pkey | roster_waiting | roster_one_waiting",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedLead:
    """A lead's entry in the enrolment queue of a campaign."""

    campaign: str
    added_at: datetime
    taken_at: datetime | None  # None: it still waits
    actor: str = ""  # who launched it; "" when no command is recorded
    origin: str = ""
    why: str = ""


_queued = reader(QueuedLead, campaign="name")
_in_turn = reader(Queued)


def add_imported(connection: Connection, campaign: int, *, at: datetime) -> int:
    """
    Put the leads just imported into a campaign's enrolment queue, which was never used before; return how many.

    Call it only as `finish` of `importing.import_leads`. Leads of the list that are not in the imported file, or that
    do not have what this campaign needs, are not added.
    """
    added: int = connection.execute(ADD_IMPORTED, {"campaign": campaign, "at": at}).scalar_one()
    return added


def waiting(connection: Connection, campaign: int, *, limit: int) -> list[str]:
    """Return the next leads to enrol. They are claimed by `enrolments.enrol_page`, not here."""
    return list(connection.execute(WAITING, {"campaign": campaign, "limit": limit}).scalars())


def of_free_accounts(connection: Connection, campaign: int, column: str, at_a_time: int, *, limit: int) -> list[Queued]:
    """
    Return everybody who waits of the next accounts, so many at most, of which fewer than `at_a_time` are under way.

    Who has no account is one of their own. `column` is that of the list by which people of an account are ordered.
    """
    parameters = {"campaign": campaign, "column": column, "at_a_time": at_a_time, "limit": limit}
    return [_in_turn(row) for row in connection.execute(IN_TURN, parameters)]


def count_behind(connection: Connection, campaign: int, at_a_time: int, lead: str | None = None) -> int:
    """Return how many wait for a colleague of their account, because so many are under way; `lead`: of this one."""
    parameters = {"campaign": campaign, "at_a_time": at_a_time, "lead": lead}
    return int(connection.execute(BEHIND, parameters).scalar_one())


def count_waiting(connection: Connection, campaign: int) -> int:
    """Return how many leads wait to be enrolled."""
    return connection.execute(COUNT_WAITING, {"campaign": campaign}).scalar_one()


def of_lead(connection: Connection, lead: str) -> list[QueuedLead]:
    """Return a lead's entries in the enrolment queues of campaigns, oldest first."""
    return [_queued(row) for row in connection.execute(OF_LEAD, {"lead": lead})]


def take(connection: Connection, campaign: int, leads: Collection[str], *, at: datetime) -> set[str]:
    """Claim leads and return those that were free. A second process waits here until the first has committed."""
    rows = connection.execute(TAKE, {"campaign": campaign, "leads": sorted(leads), "at": at})
    return set(rows.scalars())
