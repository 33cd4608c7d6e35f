"""
How is a person forgotten? Edge: one transaction (protocol §5.8).

What goes: names, numbers, attributes, zones, texts, evidence, titles, operators' reasons. What stays: ids, hashes and
rule values, so that what was done can still be accounted for, and suppressions, by HMAC, so that the person stays left
alone. The list they came from cannot bring them back.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, text

from cadence.domain import NewsKind
from cadence.ledger.campaigns.enrolment_rows import open_of_lead
from cadence.ledger.campaigns.enrolments import finish
from cadence.ledger.db.locks import lock_lead
from cadence.ledger.db.queries import named
from cadence.ledger.tables.base import ID, INSTANT
from cadence.ledger.touches import news

REASON = "erased"

STEPS = tuple(
    named(
        text(statement).bindparams(bindparam("lead", type_=ID)),
        f"erase_{name}",
        f"forget {purpose}",
        index=index,
    )
    for name, purpose, index, statement in (
        (
            "texts",
            "what was said to them",
            "touches_lead, texts_pkey",
            "DELETE FROM texts WHERE touch_id IN (SELECT id FROM touches WHERE lead_id = :lead)",
        ),
        (
            "inbound",
            "what they wrote, from numbers that nobody else has",
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
            "evidence",
            "the words that proved their consent",
            "consents_lead, consent_evidence_pkey",
            "DELETE FROM consent_evidence WHERE consent_id IN (SELECT id FROM consents WHERE lead_id = :lead)",
        ),
        (
            "tasks",
            "what our own people were told about them",
            "tasks_lead",
            "UPDATE tasks SET title = '', body = '' WHERE lead_id = :lead",
        ),
        (
            "commands",
            "why something was ordered about them",
            "commands_lead",
            "UPDATE commands SET why = '' WHERE lead_id = :lead",
        ),
        (
            "pauses",
            "why they were paused",
            "pauses_scope_value",
            "UPDATE pauses SET reason = '' WHERE scope = 'lead' AND value = CAST(CAST(:lead AS uuid) AS text)",
        ),
        (
            "numbers",
            "digits and places of numbers that nobody else has, also of those that a list has replaced since",
            "lead_numbers_pkey, touches_lead, inbound_lead, consents_lead, lead_numbers_number, numbers_pkey",
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
            "places",
            "which numbers were theirs",
            "lead_numbers_pkey | lead_numbers_lead_id_position_key",
            "DELETE FROM lead_numbers WHERE lead_id = :lead",
        ),
        (
            "visits",
            "the dates for which they were in a campaign",
            "roster_pkey",
            """
            UPDATE roster SET visit = 'erased ' || CAST(extract(epoch FROM added_at) AS text)
            FROM campaigns WHERE campaigns.id = roster.campaign_id AND roster.lead_id = :lead AND visit <> ''
            """,
        ),
        (
            "account",
            "the name of an account that nobody else is in",
            "leads_pkey, leads_account, accounts_pkey",
            """
            UPDATE accounts SET key = 'erased-' || id WHERE id = (SELECT account_id FROM leads WHERE id = :lead)
            AND NOT EXISTS (SELECT 1 FROM leads l WHERE l.account_id = accounts.id AND l.id <> :lead)
            """,
        ),
    )
)
ERASE_LEAD = named(
    text(
        """
        UPDATE leads SET key = NULL, name = '', region = '', municipality = '', segment = '', score = 0,
            account_id = NULL, attributes = '{}', zones = '[]', erased_at = :at, updated_at = :at
        WHERE id = :lead AND erased_at IS NULL
        """
    ).bindparams(bindparam("lead", type_=ID), bindparam("at", type_=INSTANT)),
    "erase_lead",
    "forget who it is",
    index="leads_pkey",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What an erasure did."""

    done: bool  # False: erased before, or never known
    finished: tuple[str, ...] = ()  # enrolments it ended
    news: tuple[int, ...] = ()  # written for their workflows, not delivered yet


def erase(connection: Connection, lead: str, *, at: datetime) -> Erased:
    """
    Forget a person, and end whatever they are enrolled in; the workflows are woken by news.

    A number that another lead has as well stays, and so does that lead's own consent for it.
    """
    lock_lead(connection, lead)
    finished = [one.enrolment.id for one in open_of_lead(connection, lead)]
    for enrolment in finished:
        finish(connection, enrolment, REASON, at=at)
    written = tuple(news.add(connection, enrolment, NewsKind.STOP, at=at) for enrolment in finished)
    for step in STEPS:
        connection.execute(step, {"lead": lead})
    done = connection.execute(ERASE_LEAD, {"lead": lead, "at": at}).rowcount == 1
    return Erased(done=done, finished=tuple(finished), news=written)
