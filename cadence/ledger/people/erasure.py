"""
How is a person erased? Edge: one transaction (protocol §5.8).

Deleted: names, numbers, attributes, saved answers, zones, texts, evidence, titles of tasks, operators' reasons. Kept:
ids, hashes and rule values, so that an auditor can still see what was done, and suppressions by HMAC, so that the
person is never contacted again. Importing their list again does not bring them back. What the carrier has of their
texts and calls is noted, and deleted there afterwards (`carrier_deletions.py`).
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from cadence.domain import NewsKind
from cadence.domain.trials import LIST
from cadence.ledger.campaigns.enrolment_rows import open_of_lead
from cadence.ledger.campaigns.enrolments import finish
from cadence.ledger.db.locks import lock_leads
from cadence.ledger.db.queries import query, sql
from cadence.ledger.people import carrier_deletions
from cadence.ledger.tables.people import lead_numbers, leads
from cadence.ledger.touches import news

REASON = "erased"
_MINE, _THEIRS = lead_numbers.alias("mine"), lead_numbers.alias("theirs")

STEPS = tuple(
    sql(statement, f"erase {purpose}", index=index)
    for purpose, index, statement in (
        (
            "the texts sent to them",
            "touches_key, texts_pkey",
            "DELETE FROM texts WHERE touch_id IN (SELECT id FROM touches WHERE lead_id = :lead)",
        ),
        (
            "the texts of trials with their values",
            "commands_lead, enrolments_pkey | enrolments_id_lead_id_campaign_id_key, touches_key, texts_pkey",
            """
            DELETE FROM texts WHERE touch_id IN (
                SELECT t.id FROM commands o JOIN enrolments e ON e.id = CAST(o.args ->> 'trial' AS uuid)
                JOIN touches t ON t.lead_id = e.lead_id AND t.enrolment_id = e.id
                WHERE o.lead_id = :lead AND o.name = 'try')
            """,
        ),
        (
            "their values with those who got a trial of them",
            "commands_lead, enrolments_pkey | enrolments_id_lead_id_campaign_id_key, leads_pkey",
            """
            UPDATE leads SET name = '', segment = '', region = '', country = '', attributes = '{}' WHERE id IN (
                SELECT e.lead_id FROM commands o JOIN enrolments e ON e.id = CAST(o.args ->> 'trial' AS uuid)
                WHERE o.lead_id = :lead AND o.name = 'try')
            """,
        ),
        (
            "the texts they sent, also unattributed ones from numbers that nobody else has",
            "inbound_lead, inbound_number, lead_numbers_pkey, inbound_texts_pkey",
            """
            DELETE FROM inbound_texts WHERE inbound_id IN (
                SELECT id FROM inbound WHERE lead_id = :lead
                UNION
                SELECT i.id FROM lead_numbers mine JOIN inbound i ON i.number_id = mine.number_id
                WHERE mine.lead_id = :lead AND i.lead_id IS NULL AND NOT EXISTS (
                    SELECT 1 FROM lead_numbers other
                    WHERE other.number_id = mine.number_id AND other.lead_id <> :lead))
            """,
        ),
        (
            "what they told us of themselves",
            "saved_values_latest",
            "DELETE FROM saved_values WHERE lead_id = :lead",
        ),
        (
            "the evidence of their consent",
            "consents_lead, consent_evidence_pkey",
            "DELETE FROM consent_evidence WHERE consent_id IN (SELECT id FROM consents WHERE lead_id = :lead)",
        ),
        (
            "titles and texts of tasks about them",
            "tasks_lead",
            "UPDATE tasks SET title = '', body = '', salt = NULL WHERE lead_id = :lead",
        ),
        (
            "the reasons of commands about them",
            "commands_lead",
            "UPDATE commands SET why = '', salt = NULL WHERE lead_id = :lead",
        ),
        (
            "the reasons of their pauses",
            "pauses_scope_value",
            """
            UPDATE pauses SET reason = '', end_reason = '', salt = NULL
            WHERE scope = 'lead' AND value = CAST(CAST(:lead AS uuid) AS text)
            """,
        ),
        (
            "digits and zones of numbers that nobody else has, also of those that a list has replaced since",
            "lead_numbers_pkey, touches_key, inbound_lead, consents_lead, lead_numbers_number, numbers_pkey",
            """
            UPDATE numbers SET e164 = NULL, zones = '[]' WHERE id IN (
                SELECT mine.number_id FROM (
                    SELECT number_id FROM lead_numbers WHERE lead_id = :lead
                    UNION SELECT number_id FROM touches WHERE lead_id = :lead
                    UNION SELECT number_id FROM inbound WHERE lead_id = :lead
                    UNION SELECT number_id FROM consents WHERE lead_id = :lead
                ) AS mine
                WHERE NOT EXISTS (
                    SELECT 1 FROM lead_numbers other
                    WHERE other.number_id = mine.number_id AND other.lead_id <> :lead))
            """,
        ),
        (
            "the links between them and their numbers",
            "lead_numbers_pkey | lead_numbers_lead_id_position_key",
            "DELETE FROM lead_numbers WHERE lead_id = :lead",
        ),
        (
            "the keys of their visits to campaigns",
            "roster_pkey",
            """
            UPDATE roster SET visit = 'erased ' || CAST(extract(epoch FROM added_at) AS text)
            FROM campaigns WHERE campaigns.id = roster.campaign_id AND roster.lead_id = :lead AND visit <> ''
            """,
        ),
        (
            "their places among those whom a pilot holds back",
            "held_back_lead",
            "DELETE FROM held_back WHERE lead_id = :lead",
        ),
        (
            "the name of an account that has no other lead",
            "leads_pkey, leads_account, accounts_pkey",
            """
            UPDATE accounts SET key = 'erased-' || id, form = 'erased-' || id
            WHERE id = (SELECT account_id FROM leads WHERE id = :lead)
            AND NOT EXISTS (SELECT 1 FROM leads l WHERE l.account_id = accounts.id AND l.id <> :lead)
            """,
        ),
    )
)
ERASE_LEAD = sql(
    """
    UPDATE leads SET key = NULL, name = '', region = '', municipality = '', segment = '', score = 0,
        account_id = NULL, attributes = '{}', zones = '[]', erased_at = :at, updated_at = :at
    WHERE id = :lead AND erased_at IS NULL
    """,
    "erase a lead's own data",
    index="leads_pkey",
)

TRIALS_AT = query(
    select(leads.c.id)
    .join_from(_MINE, _THEIRS, _THEIRS.c.number_id == _MINE.c.number_id)
    .join(leads, leads.c.id == _THEIRS.c.lead_id)
    .where(_MINE.c.lead_id == bindparam("lead"), leads.c.id != bindparam("lead"), leads.c.list == LIST)
    .distinct(),
    "who only gets trials at one of a lead's numbers",
    index="lead_numbers_pkey | lead_numbers_lead_id_position_key, lead_numbers_number, leads_pkey",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """The result of an erasure."""

    done: bool  # False: erased before, or no such lead
    finished: tuple[str, ...] = ()  # ids of the enrolments it ended
    news: tuple[int, ...] = ()  # ids of the news for their workflows, not delivered yet
    at_carrier: int = 0  # texts and calls that the carrier has to delete


def erase(connection: Connection, lead: str, *, at: datetime) -> Erased:
    """
    Erase a person and end their open enrolments. News wakes the workflows.

    A number that another lead has too is kept, and so is that lead's consent for it. Who only gets trials at one of
    their numbers is nobody else, and is erased with them. What the carrier has of all this is noted first, as long as
    the ledger knows whose it is.
    """
    trials = list(connection.execute(TRIALS_AT, {"lead": lead}).scalars())
    lock_leads(connection, [lead, *trials])
    finished = [stored.enrolment.id for who in (*trials, lead) for stored in open_of_lead(connection, who)]
    for enrolment in finished:
        finish(connection, enrolment, REASON, at=at)
    written = tuple(news.add(connection, enrolment, NewsKind.STOP, at=at) for enrolment in finished)
    at_carrier = sum(carrier_deletions.note(connection, who, erased=lead, at=at) for who in (*trials, lead))
    done = [_erase(connection, who, at) for who in (*trials, lead)]
    return Erased(done=done[-1], finished=tuple(finished), news=written, at_carrier=at_carrier)


def _erase(connection: Connection, lead: str, at: datetime) -> bool:
    """Erase one lead, who is locked; return whether there was anything to erase."""
    for step in STEPS:
        connection.execute(step, {"lead": lead})
    return connection.execute(ERASE_LEAD, {"lead": lead, "at": at}).rowcount == 1
