"""Which touches left, and on which facts? Edge: read page by page from the decisions that allowed them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import Connection

from cadence.domain import Candidate, Facts, Touch, TouchState
from cadence.ledger.db.queries import sql
from cadence.ledger.tables.fields import FACTS
from cadence.ledger.touches import decisions
from cadence.ledger.touches.touch_rows import touch_of

CANDIDATE: TypeAdapter[Candidate] = TypeAdapter(Candidate)

LEFT = sql(
    """
    SELECT d.id AS decision, d.law, t.*, c.name AS campaign,
        coalesce(a.key, '') AS account, l.list, l.key
    FROM decisions d JOIN touches t ON t.id = d.touch_id JOIN campaigns c ON c.id = t.campaign_id
        JOIN leads l ON l.id = t.lead_id LEFT JOIN accounts a ON a.id = t.account_id
    WHERE d.id > :after AND d.verdict = 'allow' AND d.at >= :since AND d.at < :before
        AND t.number_id IS NOT NULL AND t.state NOT IN ('planned', 'skipped')
        -- a row that was put back was let go more than once: it left by the last word
        AND NOT EXISTS (SELECT 1 FROM decisions later WHERE later.enrolment_id = d.enrolment_id
            AND later.id > d.id AND later.touch_id = d.touch_id AND later.verdict = 'allow')
    ORDER BY d.id LIMIT :limit
    """,
    "a page of touches that left, with the facts of that time, to judge them again",
    index="decisions_pkey, touches_pkey, decisions_enrolment",
)
E164S = sql(
    "SELECT id, coalesce(e164, '') AS e164 FROM numbers WHERE id = ANY (:number_ids)",
    "the digits of numbers, to judge touches to them again",
    index="numbers_pkey",
)
TO_NUMBER = sql(
    """
    SELECT t.*, c.name AS campaign, '' AS account FROM touches t JOIN campaigns c ON c.id = t.campaign_id
    WHERE t.number_id = :number AND t.at >= :since AND t.at < :before AND t.lead_id <> :lead
    ORDER BY t.at, t.recorded_at
    """,
    "earlier touches to other leads by one number, for rules that look farther back",
    index="touches_number",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PastTouch:
    """One touch that left, with the facts of that time. `facts` have the numbers: personal data."""

    decision: int
    touch: Touch
    version: int
    law: int  # the last change of the stored law that it was decided by
    candidate: Candidate
    facts: Facts
    name: str  # LIST/ID of the person


def page_of(
    connection: Connection, since: datetime, before: datetime, *, after: int = 0, limit: int = 200
) -> list[PastTouch]:
    """Return a page of touches that left in [since, before), by decision; `after` is the last page's last decision."""
    parameters = {"since": since, "before": before, "after": after, "limit": limit}
    rows = connection.execute(LEFT, parameters).all()
    stored = decisions.documents(connection, [row.decision for row in rows])
    parts = [stored.parts(row.decision) for row in rows]
    judged = [FACTS.validate_python(part["facts"]) for part in parts]
    e164s = _e164s(connection, judged)
    return [
        PastTouch(
            decision=row.decision,
            touch=touch_of(row),
            version=row.version,
            law=row.law,
            candidate=CANDIDATE.validate_python(part["candidate"]),
            facts=_with_numbers(facts, e164s),
            name=f"{row.list}/{row.key}" if row.key else str(row.lead_id),
        )
        for row, part, facts in zip(rows, parts, judged, strict=True)
    ]


def _e164s(connection: Connection, judged: Iterable[Facts]) -> dict[int, str]:
    """Return the digits of all numbers of these leads, by id. An erased number has none."""
    ids = {number.id for facts in judged for number in facts.lead.numbers}
    return {row.id: row.e164 for row in connection.execute(E164S, {"number_ids": sorted(ids)})}


def _with_numbers(facts: Facts, e164s: Mapping[int, str]) -> Facts:
    """Return the facts with the numbers' digits, which show where a person may be."""
    numbers = tuple(replace(number, e164=e164s.get(number.id, "")) for number in facts.lead.numbers)
    return replace(facts, lead=replace(facts.lead, numbers=numbers))


def looking_back(connection: Connection, left: PastTouch, since: datetime) -> Facts:
    """
    Return the facts with earlier touches to other leads by the same number, from `since` on.

    A decision keeps only the touches that its rules counted; a rule that looks farther back needs more.
    """
    known = {touch.id for touch in left.facts.touches}
    parameters = {"number": left.touch.number, "since": since, "before": left.touch.at, "lead": left.touch.lead}
    rows = (touch_of(row) for row in connection.execute(TO_NUMBER, parameters))
    more = [_as_of(touch, left.touch.at) for touch in rows if touch.id not in known]
    touches = sorted((*more, *left.facts.touches), key=lambda touch: touch.at)
    return replace(left.facts, touches=tuple(touches))


def _as_of(touch: Touch, at: datetime) -> Touch:
    """Return a touch as it was known at an instant, without later outcomes."""
    if touch.ended_at is None or touch.ended_at <= at:
        return touch
    return replace(
        touch,
        state=TouchState.CARRIED,
        outcome=None,
        disposition=None,
        ended_at=None,
        replied_at=None,
        wrap_up_until=None,
    )
