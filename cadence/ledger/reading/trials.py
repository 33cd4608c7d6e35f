"""What came of a trial? Edge: one statement, for the command that waits for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from cadence.domain import Disposition, Outcome, TouchState
from cadence.domain.errors import NotFoundError
from cadence.ledger.db.queries import sql
from cadence.ledger.tables.fields import reader

STANDING = sql(
    """
    SELECT e.finished, t.id AS touch_id, t.state, t.outcome, t.code, t.disposition, refused.reasons,
        coalesce(x.body, '') AS body, coalesce(x.template, '') AS template
    FROM enrolments e
    LEFT JOIN touches t ON t.lead_id = e.lead_id AND t.enrolment_id = e.id AND t.cause_kind = 'trial'
    LEFT JOIN texts x ON x.touch_id = t.id
    LEFT JOIN LATERAL (
        SELECT d.reasons FROM decisions d WHERE d.enrolment_id = e.id AND d.verdict = 'refuse'
        ORDER BY d.id DESC LIMIT 1
    ) AS refused ON true
    WHERE e.id = :enrolment
    """,
    "how a trial stands: its touch, what came of it, and why it was refused",
    index="enrolments_pkey | enrolments_id_lead_id_campaign_id_key, touches_key, texts_pkey, decisions_enrolment",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialStanding:
    """How far a trial has come."""

    finished: str | None  # why its enrolment has ended
    touch: str | None = None
    state: TouchState | None = None
    outcome: Outcome | None = None
    code: str | None = None  # the carrier's
    disposition: Disposition | None = None
    reasons: Sequence[dict[str, Any]] | None = None  # of the refusal, as the decision keeps them
    body: str = ""  # as it left; personal data
    template: str = ""


_standing = reader(TrialStanding)


def standing(connection: Connection, enrolment: str) -> TrialStanding:
    """Return how a trial stands. Raises NotFoundError."""
    row = connection.execute(STANDING, {"enrolment": enrolment}).first()
    if row is None:
        raise NotFoundError(f"There is no trial {enrolment}.")
    return _standing(row)
