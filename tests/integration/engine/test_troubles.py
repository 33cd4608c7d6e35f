"""What if we ourselves are at fault, or a neighbour is down? Nobody is lost, and nothing is done twice."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from cadence.domain import Finish, HoldName, Move, NewsKind, names
from cadence.domain.errors import UnavailableError
from cadence.domain.payloads import LeadInput
from cadence.engine.dispatch.answers import SenderRates
from cadence.engine.outbox import OutboxRelay
from cadence.engine.outcomes.planner import LeadCase
from cadence.engine.reconciler import reconciler
from cadence.explain.story.speaker import Speaker
from cadence.explain.story.touches import reasons
from cadence.languages import LANGUAGES
from cadence.ledger.db.ledger import one_at_a_time
from cadence.ledger.reading import timeline
from cadence.ledger.touches import leases, news
from tests.integration.engine.conftest import SetStage
from tests.workflow.parts import attempt

ANA = "+34600000601"
MESSAGE = """
  - step: hello
    sms: "Hola, soy de {{ company }}."
    on: {otherwise: later}
  - step: later
    after: 90 minutes
    sms: "{{ company }}: hasta pronto."
    on: {otherwise: end}
"""
CALL = """
  - step: talk
    call: {floor: FLOOR, ring: 25 seconds}
    on: {otherwise: end}
"""


async def test_an_error_nobody_expected_ends_as_a_hold_with_an_id(
    stage: SetStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten tries in a row, then the lead waits for somebody to look; when it is released it goes on (protocol §3.8)."""
    on = stage(MESSAGE, {ANA: {}})
    on.enrol(ANA)
    async with on.working() as worker:
        await on.until(on.carried)
        healthy = worker.planner.next

        def broken(case: LeadCase, now: datetime) -> Move:
            raise KeyError("Ana Prueba")

        monkeypatch.setattr(worker.planner, "next", broken)
        (held,) = await on.until(lambda: [one for one in on.leads() if one.hold == HoldName.ENGINE])
        assert len(held.hold_key) == 12
        monkeypatch.setattr(worker.planner, "next", healthy)
        with on.ledger.begin() as tx:
            news.add(tx, held.enrolment.id, NewsKind.RESUME, at=on.clock.now())
        (lead,) = await on.finished()

    assert lead.move == Finish(reason="completed")
    assert len(on.carried()) == 2
    history = await on.client.get_workflow_handle(names.lead_workflow_id(lead.enrolment.id)).fetch_history()
    assert "Ana" not in history.to_json()


async def test_an_outage_of_the_ledger_is_waited_for(stage: SetStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL is away for a while in the middle: the touch is made when it is back, once."""
    on = stage(MESSAGE, {ANA: {}})
    on.enrol(ANA)
    async with on.working():
        await on.until(on.carried)
        begin = on.ledger.begin

        @contextmanager
        def away() -> Iterator[Any]:
            raise UnavailableError("PostgreSQL does not answer.")
            yield

        monkeypatch.setattr(on.ledger, "begin", away)
        await on.later(timedelta(minutes=120))
        monkeypatch.setattr(on.ledger, "begin", begin)
        (lead,) = await on.finished()

    assert lead.move == Finish(reason="completed")
    assert len(on.carried()) == 2


async def test_a_workflow_the_ledger_knows_nothing_of_ends(stage: SetStage) -> None:
    """The ledger was made anew beneath an old Temporal: nothing leaves for a lead that is not there."""
    on = stage(MESSAGE, {ANA: {}})
    ghost = LeadInput(enrolment=str(uuid4()), campaign=on.play.name, first=attempt(on.clock.now()), clock=on.clock)
    async with on.working():
        await asyncio.to_thread(on.temporal_client.start, ghost)
        assert await on.client.get_workflow_handle(names.lead_workflow_id(ghost.enrolment)).result() == "not_in_ledger"

    assert on.carried() == []


async def test_a_workflow_that_somebody_terminated_is_built_again(
    stage: SetStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ledger alone is enough: an overdue lead's workflow is started from its row, and nothing is sent twice."""
    on = stage(MESSAGE, {ANA: {}})
    on.enrol(ANA)
    async with on.working() as worker:
        await on.until(on.carried)
        (lead,) = on.leads()
        await on.client.get_workflow_handle(names.lead_workflow_id(lead.enrolment.id)).terminate()
        await on.later(timedelta(minutes=100))
        monkeypatch.setattr(reconciler, "ago", lambda clock, span, least: clock.now())
        await asyncio.to_thread(worker.reconciler.start_overdue)
        (lead,) = await on.finished()

    assert lead.move == Finish(reason="completed")
    assert len(on.carried()) == 2


async def test_enrolments_whose_start_was_lost_are_started(stage: SetStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker died between commit and start: the rows are there, and the reconciler starts them."""
    on = stage(MESSAGE, {ANA: {}})
    monkeypatch.setattr(OutboxRelay, "start", lambda self, leads: 0)
    on.enrol(ANA)
    async with on.planning_only():
        (lead,) = await on.until(on.leads)
    assert lead.started_at is None
    monkeypatch.undo()
    async with on.working() as worker:
        await asyncio.to_thread(worker.reconciler.start_enrolments)
        (lead,) = await on.finished()

    assert lead.started_at is not None


async def test_a_campaign_that_nobody_told_temporal_about_is_started(stage: SetStage) -> None:
    """Launched while Temporal was down: the roster is in the ledger, and the reconciler starts the campaign."""
    on = stage(MESSAGE, {ANA: {}})
    on.enrol(ANA, told=False)
    async with on.working():
        await on.finished()

    assert len(on.carried()) == 2


async def test_a_place_on_the_floor_comes_back_when_the_carrier_says_the_call_is_over(stage: SetStage) -> None:
    """The report of the end was lost after the outcome was known: the lease runs out, and the carrier is asked."""
    on = stage(CALL, {ANA: {"script": ["busy"]}}, agents=1)
    on.enrol(ANA)
    async with on.working() as worker:
        await on.finished()
        with on.ledger.begin() as tx:
            touch = tx.exec_driver_sql("SELECT id, sid FROM touches").one()
            tx.exec_driver_sql("UPDATE touches SET status = 'in-progress'")
            now = on.clock.now()
            assert leases.take(tx, on.play.floor, str(touch.id), now=now, lease=timedelta(0))
        await asyncio.to_thread(worker.reconciler.asking.reconcile_permits)
        with on.ledger.begin() as tx:
            assert leases.look(tx, on.play.floor).busy == 0


async def test_only_one_reconciler_has_the_turn(stage: SetStage) -> None:
    """Several workers sweep by turns; the lock goes with the process that holds it."""
    on = stage(MESSAGE, {})
    with one_at_a_time(on.ledger) as first, one_at_a_time(on.ledger) as second:
        assert (first, second) == (True, False)
    with one_at_a_time(on.ledger) as again:
        assert again


async def test_nothing_leaves_to_a_number_that_is_not_allowed_while_trying_out(stage: SetStage) -> None:
    """With an allow-list of numbers everybody else is refused, visibly, like by a rule."""
    on = stage(MESSAGE, {ANA: {}})
    on.enrol(ANA)
    async with on.working(rates=SenderRates(per_sender={"": 1.0}, only_numbers=frozenset({"+34600000999"}))):
        (lead,) = await on.finished()

    assert on.carried() == []
    assert lead.move == Finish(reason="unreached")
    with on.ledger.begin() as tx:
        rules = tx.exec_driver_sql("SELECT DISTINCT rules FROM touches").scalars().all()
    assert rules == [["settings.only_numbers"]]


async def test_a_text_that_lacks_a_value_says_which(stage: SetStage) -> None:
    """The value was there when the list was launched, and a corrected list has it no longer."""
    on = stage(MESSAGE.replace("soy de {{ company }}", "su plan es {{ plan }}"), {ANA: {}})
    on.enrol(ANA)
    async with on.working():
        await on.finished()

    assert len(on.carried()) == 1  # the second step, which lacks nothing
    with on.ledger.begin() as tx:
        lead = tx.exec_driver_sql("SELECT CAST(id AS text) FROM leads").scalar_one()
        events = timeline.of_lead(tx, lead)
    refused = next(event.what for event in events if event.kind == "decision" and event.what["verdict"] == "refuse")
    (reason,) = refused["reasons"]
    assert reason["rule"] == "text.complete"
    assert {"why": "no_value", "column": "plan"}.items() <= reason["evidence"].items()
    told = [reasons([reason], Speaker(language=language)) for language in LANGUAGES]
    assert [words[0].partition(" [")[0] for words in told] == [
        "a text of the step cannot be written for this person: there is no value for “plan”",
        "no se puede redactar un texto del paso para esta persona: falta el valor de «plan»",
        "não é possível redigir um texto do passo para esta pessoa: falta o valor de “plan”",
    ]
