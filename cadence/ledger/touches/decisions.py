"""
What was decided, and on which facts? Edge: append-only, for touches that were not sent as well (law 10).

A decision keeps its facts without personal data, so that it can be judged again. If the same decision is made twice
in a row, one row is written: checking a closed window again is not a new decision.
"""

import hashlib
import json
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select

from cadence.domain import Allow, Candidate, Defer, Facts, Hold, Refuse, Touch, Verdict
from cadence.ledger.db.queries import query
from cadence.ledger.tables.fields import plain
from cadence.ledger.tables.touches import decisions

LAST = query(
    select(decisions.c.id, decisions.c.digest)
    .where(decisions.c.enrolment_id == bindparam("enrolment"))
    .order_by(decisions.c.id.desc())
    .limit(1),
    "the last decision for an enrolment, so that the same one is not written again",
    index="decisions_enrolment",
)
KEPT = ("rule", "evidence", "until")
"""What is kept of a reason. `policy/wording.py` knows its primitive by the evidence, as in rows of old versions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A verdict on a candidate, with the facts and the pack versions it is based on."""

    verdict: Verdict
    candidate: Candidate
    facts: Facts
    packs: dict[str, str] = field(default_factory=dict)  # pack id -> version, and versions of calendars and zones
    law: int = 0  # the last change of the stored law that was in force
    touch: str | None = None


def record(connection: Connection, decision: Decision, *, at: datetime) -> int:
    """Write a decision and return its id, or the last one's id if it is the same. The caller has locked the lead."""
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
        law=decision.law,
        at=at,
        facts=without_personal_data(decision.facts),
        digest=digest,
    )
    identity: int = connection.execute(statement.returning(decisions.c.id)).scalar_one()
    return identity


def without_personal_data(facts: Facts) -> dict[str, Any]:
    """
    Return facts as JSON, with everything that rules use and nothing that identifies the person.

    Names, numbers, towns, texts and attributes are left out. Each account is replaced by an alias, the same one for the
    same account.
    """
    alias: dict[str, str] = {"": ""}
    for account in (facts.lead.account, *(touch.account for touch in facts.touches)):
        alias.setdefault(account, f"account-{len(alias)}")
    numbers = tuple(replace(number, e164="") for number in facts.lead.numbers)
    account = alias[facts.lead.account]
    lead = replace(facts.lead, name="", municipality="", attributes={}, numbers=numbers, account=account)
    touches = tuple(_aliased(touch, alias) for touch in facts.touches)
    document: dict[str, Any] = plain(replace(facts, lead=lead, touches=touches))
    return document


def _aliased(touch: Touch, alias: dict[str, str]) -> Touch:
    return replace(touch, account=alias[touch.account]) if touch.account else touch


def _columns(decision: Decision) -> dict[str, Any]:
    """Return the columns by which two decisions are the same: all but the instant and the facts."""
    verdict = decision.verdict
    columns: dict[str, Any] = {
        "touch_id": decision.touch,
        "candidate": plain(decision.candidate),
        "packs": decision.packs,
        "evidence": plain(verdict.evidence),
        "reasons": [{name: reason[name] for name in KEPT} for reason in plain(verdict.reasons)],
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
