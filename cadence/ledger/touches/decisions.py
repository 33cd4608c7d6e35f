"""
What was decided, and on which facts? Edge: append-only, for touches that were not sent as well (law 10).

A decision keeps its facts without personal data, so that it can be judged again: as a document that builds on that of
an earlier decision (`differences`). If the same decision is made twice in a row, one row is written: checking a closed
window again is not a new decision.
"""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from cadence.domain import Allow, Candidate, Defer, Facts, Hold, Refuse, Touch, Verdict
from cadence.ledger.db.batches import Result_co, Writer
from cadence.ledger.db.queries import NEW, new, query, sql
from cadence.ledger.tables.base import ID
from cadence.ledger.tables.fields import plain
from cadence.ledger.tables.touches import decisions
from cadence.ledger.touches.differences import Documents, StoredDocument, compressed, lines_of

KEPT = ("rule", "evidence", "until")
"""What is kept of a reason. `policy/wording.py` knows its primitive by the evidence, as in rows of old versions."""
IN_DOCUMENT = ("packs", "facts", "candidate", "evidence", "reasons")
"""What a document has. In rows of old versions these are columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A verdict on a candidate, with the facts and the pack versions it is based on."""

    verdict: Verdict
    candidate: Candidate
    facts: Facts
    packs: dict[str, str] = field(default_factory=dict)  # pack id -> version, and versions of calendars and zones
    law: int = 0  # the last change of the stored law that was in force
    touch: str | None = None
    earlier: Documents = field(
        default_factory=Documents
    )  # of the enrolment's last decisions, which this one can build on


LAST_DIGEST = (
    sa.select(decisions.c.digest)
    .where(decisions.c.enrolment_id == sa.bindparam("enrolment", type_=ID))
    .order_by(decisions.c.id.desc())
    .limit(1)
)
WRITTEN = [
    column
    for column in decisions.columns
    if column.name not in {"id", "recorded_at", "packs", "facts", "candidate", "evidence"}
]
RECORD = query(
    sa.insert(decisions)
    .from_select(
        [column.name for column in WRITTEN],
        sa.select(*(sa.bindparam(f"{NEW}{column.name}", type_=column.type) for column in WRITTEN)).where(
            LAST_DIGEST.scalar_subquery().is_distinct_from(sa.bindparam(f"{NEW}digest", type_=decisions.c.digest.type))
        ),
    )
    .returning(decisions.c.id),
    "write a decision, unless the last one for the enrolment is the same",
    index="decisions_enrolment",
)
RECORD_FIRST = sa.insert(decisions).returning(decisions.c.id)
"""What it returns has SQLAlchemy write many rows with one statement."""

DOCUMENTS = sql(
    """
    WITH RECURSIVE chain AS (
        SELECT id, base FROM decisions WHERE id = ANY (:decisions)
        UNION
        SELECT d.id, d.base FROM chain JOIN decisions d ON d.id = chain.base
    )
    SELECT d.id, d.base, d.document, CASE WHEN d.document IS NULL THEN jsonb_build_object('packs', d.packs, 'facts',
        d.facts, 'candidate', d.candidate, 'evidence', d.evidence, 'reasons', d.reasons) END AS columns
    FROM chain JOIN decisions d ON d.id = chain.id
    """,
    "the documents of decisions, and those that they build on",
    index="decisions_pkey",
)


def record(writer: Writer[Result_co], decision: Decision, *, at: datetime) -> Result_co:
    """Write a decision, and return its id, or nothing when the last one is the same. The caller has locked the lead."""
    row = _row(decision, at)
    return writer.execute(RECORD, new(row) | {"enrolment": row["enrolment_id"]})


def record_first(connection: Connection, page: Collection[Decision], *, at: datetime) -> None:
    """Write the first decision of each of these enrolments, which the same transaction has opened: one statement."""
    if page:
        connection.execute(RECORD_FIRST, [_row(decision, at) for decision in page])


def _row(decision: Decision, at: datetime) -> dict[str, Any]:
    enrolment = decision.facts.enrolment
    columns = _columns(decision)
    parts = columns | {"facts": without_personal_data(decision.facts)}
    base, lines = decision.earlier.newest()
    row: dict[str, Any] = {"scope": "", "hold": "", "hold_key": ""} | columns
    row |= {
        "lead_id": decision.facts.lead.id,
        "enrolment_id": enrolment.id,
        "version": enrolment.version,
        "law": decision.law,
        "at": at,
        "digest": hashlib.sha256(json.dumps(columns, sort_keys=True, default=str).encode()).digest(),
        "reasons": columns["reasons"] if isinstance(decision.verdict, Refuse) else None,
        "base": base,
        "document": compressed(lines_of({name: parts[name] for name in IN_DOCUMENT}), lines),
    }
    return {column.name: row.get(column.name) for column in WRITTEN}


def documents(connection: Connection, ids: Collection[int]) -> Documents:
    """Return the documents of these decisions, with those that they build on."""
    rows = connection.execute(DOCUMENTS, {"decisions": list(ids)})
    return Documents(StoredDocument(row.id, row.base, row.document, row.columns) for row in rows)


def without_personal_data(facts: Facts) -> Facts:
    """
    Return facts with everything that rules use and nothing that identifies the person.

    Names, numbers, towns, texts and attributes are left out. Each account is replaced by an alias, the same one for the
    same account.
    """
    alias: dict[str, str] = {"": ""}
    for account in (facts.lead.account, *(touch.account for touch in (*facts.touches, *facts.colleagues))):
        alias.setdefault(account, f"account-{len(alias)}")
    numbers = tuple(replace(number, e164="") for number in facts.lead.numbers)
    account = alias[facts.lead.account]
    lead = replace(facts.lead, name="", municipality="", attributes={}, numbers=numbers, account=account)
    touches, colleagues = (
        tuple(_aliased(touch, alias) for touch in group) for group in (facts.touches, facts.colleagues)
    )
    return replace(facts, lead=lead, touches=touches, colleagues=colleagues)


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
