"""Is every decision kept once, with facts that can be judged again and tell nobody's name?"""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from cadence.domain import (
    Allow,
    Candidate,
    Cause,
    CauseKind,
    Channel,
    Defer,
    Facts,
    Hold,
    HoldName,
    Reason,
    Refuse,
    Scope,
    Verdict,
)
from cadence.ledger.reading import facts
from cadence.ledger.tables.fields import FACTS
from cadence.ledger.touches import decisions
from cadence.ledger.touches.decisions import Decision
from tests.integration.ledger.judged import parts_of
from tests.integration.ledger.world import NOON, World

CANDIDATE = Candidate(channel=Channel.SMS, cause=Cause(kind=CauseKind.STEP, ref="hello"), step="hello")
CLOSED = Reason(
    rule="window", evidence={"zone": "Europe/Madrid", "opens": NOON}, until=NOON + timedelta(hours=1), kind="window"
)  # the row does not keep the kind
DEFER = Defer(until=NOON + timedelta(hours=1), number=1, reasons=(CLOSED,))


@pytest.fixture
def judged(world: World) -> Facts:
    """The facts of a lead with everything personal about it."""
    lead = world.lead("+34600000099", name="Quenoexiste", attributes={"cart": "secreto"}, account="Cuenta")
    other = world.lead("+34600000099", account="Otra")
    world.reserved(world.enrol(other), account="Otra")
    enrolment = world.enrol(lead)
    world.reserved(enrolment)
    with world.ledger.begin() as connection:
        return facts.gather(connection, enrolment.id)


def record(world: World, verdict: Verdict, judged: Facts, minutes: int = 0) -> int | None:
    """Write a decision some minutes after noon."""
    decision = Decision(verdict=verdict, candidate=CANDIDATE, facts=judged, packs={"es": "2026.1"})
    with world.ledger.begin() as connection:
        identity: int | None = decisions.record(connection, decision, at=NOON + timedelta(minutes=minutes)).scalar()
    return identity


@pytest.mark.parametrize(
    ("verdict", "columns"),
    [
        (
            Allow(number=1, closes=NOON, evidence={"consent": 7}),
            {"verdict": "allow", "until": NOON, "number_id": 1, "evidence": {"consent": 7}, "rules": []},
        ),
        (
            DEFER,
            {
                "verdict": "defer", "until": DEFER.until, "number_id": 1, "rules": ["window"],
                "reasons": [
                    {
                        "rule": "window",
                        "evidence": {"zone": "Europe/Madrid", "opens": "2027-03-09T12:00:00Z"},
                        "until": "2027-03-09T13:00:00Z",
                    }
                ],
            },
        ),
        (
            Hold(name=HoldName.RUNNING, key="campaign:spring"),
            {"verdict": "hold", "hold": "campaign.running", "hold_key": "campaign:spring", "until": None},
        ),
        (Refuse(scope=Scope.STEP, reasons=(CLOSED,)), {"verdict": "refuse", "scope": "step", "rules": ["window"]}),
    ],
)  # fmt: skip
def test_every_verdict_is_kept_with_its_evidence(
    world: World, judged: Facts, verdict: Verdict, columns: dict[str, object]
) -> None:
    """What was not sent as much as what was (law 10)."""
    identity = record(world, verdict, judged)
    with world.ledger.begin() as connection:
        row = connection.execute(text("SELECT * FROM decisions WHERE id = :id"), {"id": identity}).mappings().one()
        parts = parts_of(connection, row["id"])

    told = {**row, **parts}
    assert {name: told[name] for name in columns} == columns
    assert (str(row["enrolment_id"]), row["version"], parts["packs"]) == (judged.enrolment.id, 1, {"es": "2026.1"})
    assert parts["candidate"]["step"] == "hello"


def test_the_same_decision_in_a_row_is_one(world: World, judged: Facts) -> None:
    """Looking at a closed window again is not a new decision; another answer in between makes it one."""
    first = record(world, DEFER, judged)
    again = record(world, DEFER, judged, minutes=5)
    held = record(world, Hold(name=HoldName.ZONE), judged, minutes=6)
    after = record(world, DEFER, judged, minutes=7)
    later = record(world, replace(DEFER, until=NOON + timedelta(hours=2)), judged, minutes=8)

    assert again is None
    assert None not in {first, held, after, later}
    assert len({first, held, after, later}) == 4


def test_the_first_decisions_of_a_page_are_rows_like_any_other(world: World, judged: Facts) -> None:
    """They are written together, without a comparison: their enrolments have no earlier decision."""
    verdicts = (DEFER, Hold(name=HoldName.ZONE), Refuse(scope=Scope.STEP, reasons=(CLOSED,)))
    page = [
        Decision(verdict=verdict, candidate=CANDIDATE, facts=judged, packs={"es": "2026.1"}) for verdict in verdicts
    ]
    for verdict in verdicts:
        record(world, verdict, judged)
    with world.ledger.begin() as connection:
        decisions.record_first(connection, page, at=NOON)
        decisions.record_first(connection, [], at=NOON)
        query = "SELECT CAST(to_jsonb(d) - 'id' - 'recorded_at' AS text) FROM decisions d ORDER BY id"
        rows = connection.execute(text(query)).scalars().all()

    assert len(rows) == 2 * len(page)
    assert rows[: len(page)] == rows[len(page) :]


def test_the_facts_can_be_judged_again_and_name_nobody(world: World, judged: Facts) -> None:
    """Back-tests live on them; they outlive the person's erasure (protocol §5.8)."""
    identity = record(world, DEFER, judged)
    with world.ledger.begin() as connection:
        assert identity is not None
        parts = parts_of(connection, identity)
        again = FACTS.validate_python(parts["facts"])
        row = connection.execute(text("SELECT CAST(to_jsonb(d) AS text) FROM decisions d")).scalar_one()

    for personal in ("Quenoexiste", "secreto", "600000099", "Cuenta", "Otra"):
        assert personal not in row
        assert personal not in json.dumps(parts)
    lead = judged.lead
    numbers = tuple(replace(number, e164="") for number in lead.numbers)
    aliases = {"Cuenta": "account-1", "Otra": "account-2", "": ""}
    assert again == replace(
        judged,
        lead=replace(lead, name="", attributes={}, account="account-1", numbers=numbers),
        touches=tuple(replace(touch, account=aliases[touch.account]) for touch in judged.touches),
    )
    assert {touch.account for touch in again.touches} == {"account-1", "account-2"}
