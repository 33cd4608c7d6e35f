"""
What was decided, and on which facts? Edge: append-only, for what was not sent as much as for what was (law 10).

A decision keeps the facts it judged without personal data, so that it can be judged again. The same decision twice in a
row is one row: looking again at a closed window is not a new decision.
"""

import hashlib
import json
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select

from cadence.domain import Allow, Candidate, Defer, Facts, Hold, Refuse, Touch, Verdict
from cadence.ledger.db.queries import named
from cadence.ledger.db.values import FACTS, plain
from cadence.ledger.tables import decisions
from cadence.ledger.tables.base import ID

LAST = named(
    select(decisions.c.id, decisions.c.digest)
    .where(decisions.c.enrolment_id == bindparam("enrolment", type_=ID))
    .order_by(decisions.c.id.desc())
    .limit(1),
    "last_decision",
    "what was decided last for an enrolment, so that it is not repeated",
    index="decisions_enrolment",
)
JUDGED = named(
    select(decisions.c.facts).where(decisions.c.id == bindparam("decision")),
    "judged_facts",
    "the facts behind a decision, to judge them again",
    index="decisions_pkey",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A verdict on a candidate, with what it stands on."""

    verdict: Verdict
    candidate: Candidate
    facts: Facts
    packs: dict[str, str] = field(default_factory=dict)  # pack id -> version, and versions of calendars and zones
    touch: str | None = None


def record(connection: Connection, decision: Decision, *, at: datetime) -> int:
    """Write a decision and return its id; the last one's id when it says the same. The lead is locked."""
    enrolment = decision.facts.enrolment
    columns = _columns(decision)
    digest = hashlib.sha256(json.dumps(columns, sort_keys=True, default=str).encode()).digest()
    last = connection.execute(LAST, {"enrolment": enrolment.id}).first()
    if last is not None and last.digest == digest:
        return int(last.id)
    statement = insert(decisions).values(
        **columns,
        lead_id=decision.facts.lead.id,
        enrolment_id=enrolment.id,
        version=enrolment.version,
        at=at,
        facts=without_personal_data(decision.facts),
        digest=digest,
    )
    identity: int = connection.execute(statement.returning(decisions.c.id)).scalar_one()
    return identity


def judged(connection: Connection, decision: int) -> Facts:
    """Return the facts that a decision was made on, without personal data."""
    return FACTS.validate_python(connection.execute(JUDGED, {"decision": decision}).scalar_one())


def without_personal_data(facts: Facts) -> dict[str, Any]:
    """
    Return facts as JSON, with everything that rules count by and nothing that tells who it is.

    Names, numbers, towns, texts and attributes are left out; accounts become words that are equal when they are.
    """
    alias: dict[str, str] = {"": ""}
    for account in (facts.lead.account, *(touch.account for touch in facts.touches)):
        alias.setdefault(account, f"account-{len(alias)}")
    numbers = tuple(replace(number, e164="") for number in facts.lead.numbers)
    account = alias[facts.lead.account]
    lead = replace(facts.lead, name="", municipality="", attributes={}, numbers=numbers, account=account)
    touches = tuple(_aliased(touch, alias) for touch in facts.touches)
    document: dict[str, Any] = FACTS.dump_python(replace(facts, lead=lead, touches=touches), mode="json")
    return document


def _aliased(touch: Touch, alias: dict[str, str]) -> Touch:
    return replace(touch, account=alias[touch.account]) if touch.account else touch


def _columns(decision: Decision) -> dict[str, Any]:
    """Return what makes two decisions the same: all but the instant and the facts."""
    verdict = decision.verdict
    columns: dict[str, Any] = {
        "touch_id": decision.touch,
        "candidate": plain(decision.candidate),
        "packs": decision.packs,
        "evidence": plain(verdict.evidence),
        "reasons": plain(verdict.reasons),
        "rules": [reason.rule for reason in verdict.reasons],
    }
    match verdict:
        case Allow():
            return columns | {"verdict": "allow", "number_id": verdict.number, "until": verdict.closes}
        case Defer():
            return columns | {"verdict": "defer", "number_id": verdict.number, "until": verdict.until}
        case Hold():
            return columns | {"verdict": "hold", "hold": str(verdict.name), "hold_key": verdict.key}
        case Refuse():
            return columns | {"verdict": "refuse", "scope": str(verdict.scope)}
