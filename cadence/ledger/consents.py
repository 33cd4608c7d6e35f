"""Who agreed to what? Edge: append-only; a revocation is another row, and the words that prove it can be erased."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert

from cadence.ledger.tables import consent_evidence, consents
from cadence.model import Channel, Purpose


@dataclass(frozen=True, slots=True, kw_only=True)
class NewConsent:
    """A consent, or with `given=False` its revocation. It belongs to the number it was given for."""

    channel: Channel
    given: bool
    number: int | None = None
    lead: str | None = None
    purpose: Purpose | None = None
    kind: str = "express"
    source: str = ""
    expires: datetime | None = None
    evidence: str = ""  # personal data


def record(connection: Connection, consent: NewConsent, *, at: datetime) -> int:
    """Write a consent and return its id. The lead is locked."""
    values: dict[str, Any] = {"channel": consent.channel, "given": consent.given, "at": at, "purpose": consent.purpose}
    values |= {"number_id": consent.number, "lead_id": consent.lead, "kind": consent.kind, "source": consent.source}
    statement = insert(consents).values(**values, expires=consent.expires).returning(consents.c.id)
    identity: int = connection.execute(statement).scalar_one()
    if consent.evidence:
        connection.execute(insert(consent_evidence).values(consent_id=identity, body=consent.evidence))
    return identity
