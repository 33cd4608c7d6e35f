"""
What is known about a lead? Edge: one statement, so that all facts are of the same instant.

PostgreSQL builds a JSON document with the domain's field names, which is read as `Facts`. Take the locks first
(`locks.lock_for_touch`) when something is decided by it.
"""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime

from sqlalchemy import Connection

from cadence.domain import Facts
from cadence.domain.errors import NotFoundError
from cadence.ledger.db.queries import returning, sql
from cadence.ledger.reading.facts_sql import FACTS as FACTS_OF_WHO
from cadence.ledger.reading.facts_sql import FACTS_AND_DOCUMENTS, WHO_ENROLLED, WHO_NEW, WHO_PEOPLE
from cadence.ledger.tables.fields import FACTS
from cadence.ledger.touches.differences import Documents, StoredDocument

_INDEXES = (
    "leads_pkey, lead_numbers_pkey | lead_numbers_lead_id_position_key, numbers_pkey, touches_key, touches_number, "
    "touches_account, accounts_form, consents_number, consents_lead, suppressions_latest, "
    "suppressions_person, callbacks_enrolment, inbound_number, inbound_lead, registry_entries_pkey, "
    "closed_days_town, saved_values_latest, external_events_hold | external_events_lead, external_events_go"
)
GATHER = sql(
    WHO_ENROLLED + FACTS_OF_WHO,
    "the facts of enrolments, for policy and planning",
    index="enrolments_pkey | enrolments_id_lead_id_campaign_id_key, " + _INDEXES,
)
GATHER_TO_DECIDE = returning(
    "enrolment_id lead_id facts ids bases documents",
    sql(
        WHO_ENROLLED + FACTS_AND_DOCUMENTS,
        "the facts of enrolments, with the documents that a decision on them builds on",
        index="enrolments_pkey | enrolments_id_lead_id_campaign_id_key, decisions_enrolment, " + _INDEXES,
    ),
)
GATHER_NEW = sql(
    WHO_NEW + FACTS_OF_WHO,
    "the facts of leads about to be enrolled, for planning",
    index="campaigns_name_key, " + _INDEXES,
)

GATHER_PEOPLE = sql(
    WHO_PEOPLE + FACTS_OF_WHO,
    "the facts of leads in their present or last campaign, for an event about them",
    index="enrolments_lead | enrolments_one_open, " + _INDEXES,
)
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""The enrolment instant of a lead that was never enrolled."""


def gather(
    connection: Connection, enrolment: str, *, since: datetime | None = None, account_since: datetime | None = None
) -> Facts:
    """
    Return the facts of an enrolment, for policy and planning. Raises NotFoundError.

    Touches to other leads that share a number are included from `since` on: the caller knows how far back rules count.
    Those to other people of the account are from `account_since` on; None: no rule asks for them.
    """
    facts = gather_many(connection, [enrolment], since=since, account_since=account_since)
    if not facts:
        raise _unknown(enrolment)
    return facts[enrolment]


def _unknown(enrolment: str) -> NotFoundError:
    return NotFoundError(f"There is no enrolment {enrolment}. `cadence lead` shows a lead's enrolments.")


def gather_to_decide(
    connection: Connection, enrolment: str, *, since: datetime | None, account_since: datetime | None = None
) -> tuple[Facts, Documents]:
    """Return the facts as `gather` does, and the documents that a decision on them builds on. Raises NotFoundError."""
    parameters = {"enrolments": [enrolment], "since": since, "account_since": account_since}
    row = connection.execute(GATHER_TO_DECIDE, parameters).one_or_none()
    if row is None:
        raise _unknown(enrolment)
    stored = zip(row.ids or (), row.bases or (), row.documents or (), strict=True)
    return FACTS.validate_json(row.facts), Documents(StoredDocument(*document) for document in stored)


def gather_many(
    connection: Connection,
    enrolments: Collection[str],
    *,
    since: datetime | None = None,
    account_since: datetime | None = None,
) -> dict[str, Facts]:
    """Return the facts of a page of enrolments, by enrolment id; `since` and `account_since` as in `gather`."""
    parameters = {"enrolments": list(enrolments), "since": since, "account_since": account_since}
    rows = connection.execute(GATHER, parameters)
    return {row.enrolment_id: FACTS.validate_json(row.facts) for row in rows}


def gather_new(  # noqa: PLR0913  the campaign, its leads and two instants
    connection: Connection,
    campaign: str,
    version: int,
    enrolments: Mapping[str, str],
    *,
    at: datetime,
    since: datetime | None = None,
    account_since: datetime | None = None,
) -> list[Facts]:
    """
    Return the facts of leads that are about to be enrolled, in the order of `enrolments`: new enrolment id -> lead.

    Nothing is written; `enrolments.enrol_page` takes the facts with their first moves. `since` and `account_since` are
    as in `gather`.
    """
    ids = list(enrolments)
    parameters = {"campaign": campaign, "version": version, "at": at, "since": since, "account_since": account_since}
    rows = connection.execute(GATHER_NEW, {"enrolments": ids, "leads": list(enrolments.values()), **parameters})
    facts = {row.enrolment_id: FACTS.validate_json(row.facts) for row in rows}
    return [facts[enrolment] for enrolment in ids if enrolment in facts]


def gather_people(
    connection: Connection,
    leads: Collection[str],
    *,
    since: datetime | None = None,
    account_since: datetime | None = None,
) -> dict[str, Facts]:
    """
    Return the facts of these leads by lead id, each in its present campaign, else in its last one.

    A lead that was never enrolled gets an enrolment with an empty campaign, at `NEVER`. `since` and
    `account_since` as in `gather`.
    """
    parameters = {"leads": list(leads), "since": since, "account_since": account_since}
    rows = connection.execute(GATHER_PEOPLE, parameters)
    return {row.lead_id: FACTS.validate_json(row.facts) for row in rows}
