"""
Who agreed to what? Edge: append-only. A renewal or a revocation is another row.

The wording of a form is kept for ever, once for everyone who saw it. The evidence that a person saw it can be erased.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql import insert

from cadence.domain import Channel, Purpose
from cadence.ledger.db.queries import sql
from cadence.ledger.tables.fields import row_of
from cadence.ledger.tables.people import consent_evidence, consent_wordings, consents

PAGE = 500
"""How many people's records are read at once."""

SAME = sql(
    """
    SELECT 1 FROM consents
    WHERE (lead_id = :lead OR (CAST(:lead AS uuid) IS NULL AND lead_id IS NULL AND number_id = :number))
        AND number_id IS NOT DISTINCT FROM CAST(:number AS bigint) AND channel = :channel AND given = :given
        AND at = :at AND kind = :kind AND purpose IS NOT DISTINCT FROM CAST(:purpose AS text)
    """,
    "whether exactly this record exists for this person",
    index="consents_lead | consents_number",
)
OF_LEADS = sql(
    """
    SELECT s.id, CAST(l.id AS text) AS lead, l.list, l.key, n.e164 AS phone, s.channel, s.given, s.kind, s.purpose,
        s.at, s.expires, s.source, w.body AS wording, encode(s.wording, 'hex') AS wording_sha256,
        s.recorded_by AS by, p.body AS evidence, s.recorded_at
    FROM leads l
    CROSS JOIN LATERAL (
        SELECT * FROM consents c WHERE c.lead_id = l.id
        UNION
        SELECT c.* FROM lead_numbers ln JOIN consents c ON c.number_id = ln.number_id
        WHERE ln.lead_id = l.id AND NOT c.given
    ) AS s
    LEFT JOIN numbers n ON n.id = s.number_id
    LEFT JOIN consent_wordings w ON w.hash = s.wording
    LEFT JOIN consent_evidence p ON p.consent_id = s.id
    WHERE l.id = ANY (:leads)
    ORDER BY l.list, l.key, l.id, s.at, s.id
    """,
    "every consent and revocation of some people, for an export",
    index="leads_pkey, consents_lead, consents_number, consent_wordings_pkey, consent_evidence_pkey",
)
LEADS_OF_LIST = sql(
    """
    SELECT CAST(id AS text) AS id, key FROM leads
    WHERE key > :after AND list = :list ORDER BY key LIMIT :limit
    """,
    "a page of the people of a list, by the list's ids",
    index="leads_key_list_key",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewConsent:
    """
    A consent, or with `given=False` its revocation.

    A consent is this person's, for this number; nobody else who has the number gets it. A revocation counts for the
    person and for everyone else who has the number.
    """

    channel: Channel
    given: bool
    lead: str | None  # None only for a revocation by a number that no lead has yet
    number: int | None = None  # None: all numbers that the person has or gets later
    purpose: Purpose | None = None
    kind: str = "express"
    source: str = ""
    expires: datetime | None = None
    evidence: str = ""  # personal data
    wording: str = ""  # the form that the person was shown; never the person's own words
    by: str = ""  # who recorded it


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredConsent:
    """One record, with its evidence. Personal data."""

    id: int
    lead: str
    list: str
    key: str | None  # the lead's id in the list; None once erased
    phone: str | None  # None for all numbers of the person, or once erased
    channel: str
    given: bool
    kind: str
    purpose: str | None
    at: datetime
    expires: datetime | None
    source: str
    wording: str | None
    wording_sha256: str | None
    by: str
    evidence: str | None
    recorded_at: datetime


def record(connection: Connection, consent: NewConsent, *, at: datetime) -> int:
    """Write a consent and return its id. The caller has locked the lead."""
    values = row_of(consent, without={"evidence", "wording", "by"})
    values |= {"at": at, "wording": keep_wording(connection, consent.wording), "recorded_by": consent.by}
    statement = insert(consents).values(**values).returning(consents.c.id)
    identity: int = connection.execute(statement).scalar_one()
    if consent.evidence:
        connection.execute(insert(consent_evidence).values(consent_id=identity, body=consent.evidence))
    return identity


def of_numbers(consent: NewConsent, numbers: Sequence[int], *, named: bool) -> list[NewConsent]:
    """
    Return one record for each of a person's numbers.

    A revocation that is not about a `named` number also covers numbers that the person gets later.
    """
    later = [] if consent.given or named else [None]
    return [replace(consent, number=number) for number in (*numbers, *later)]


def keep_wording(connection: Connection, wording: str) -> bytes | None:
    """Store the wording of a form once and return its hash; None when there is none."""
    if not wording:
        return None
    digest = hashlib.sha256(wording.encode()).digest()
    connection.execute(insert(consent_wordings).values(hash=digest, body=wording).on_conflict_do_nothing())
    return digest


def is_recorded(connection: Connection, consent: NewConsent, *, at: datetime) -> bool:
    """Tell whether exactly this record exists: importing a file twice adds nothing."""
    values: dict[str, Any] = {"lead": consent.lead, "number": consent.number, "channel": consent.channel}
    values |= {"given": consent.given, "at": at, "purpose": consent.purpose, "kind": consent.kind}
    return connection.execute(SAME, values).first() is not None


def of_leads(connection: Connection, leads: Sequence[str]) -> list[StoredConsent]:
    """Return every record of these people, each person's oldest first."""
    return [StoredConsent(**row) for row in connection.execute(OF_LEADS, {"leads": list(leads)}).mappings()]


def of_list(connection: Connection, name: str) -> Iterator[StoredConsent]:
    """Yield every record of the people of a list, page by page."""
    after = ""
    while page := connection.execute(LEADS_OF_LIST, {"list": name, "after": after, "limit": PAGE}).all():
        yield from of_leads(connection, [row.id for row in page])
        after = page[-1].key
