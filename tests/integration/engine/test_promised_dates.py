"""Is a date that somebody promised to an agent kept, and do the steps of the cadence go by it?"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cadence.domain import Attempt, Disposition, Finish
from cadence.domain.errors import ConflictError, InvalidInputError
from cadence.engine.outcomes.dispositions import record_disposition
from cadence.ledger.campaigns.commands import Command
from tests.integration.engine.conftest import SetStage
from tests.integration.engine.scene import Scene

ANA = "+34600000201"
MADRID = ZoneInfo("Europe/Madrid")
COLLECT = """
  - step: talk
    call: {floor: FLOOR, ring: 25 seconds}
    on: {promised: remind, otherwise: rest}
  - step: remind
    before: {field: pay_on, by: 2 hours}
    sms: "Hola, soy de {{ company }}. Nos dijo que paga el {{ pay_on | date }}."
  - step: ask
    after: {field: pay_on, by: 30 minutes}
    sms: "{{ company }}: ¿pudo pagar?"
    on: {otherwise: end}
  - step: rest
    wait: 10 days
  - step: last
    sms: "{{ company }}: ¿sigue ahí?"
"""
NAMED = f"{COLLECT}promised: pay_on\n"
UNNAMED = """
  - step: talk
    call: {floor: FLOOR, ring: 25 seconds}
  - step: last
    after: 10 days
    sms: "Hola, soy de {{ company }}."
"""


def saved(on: Scene) -> list[str]:
    """Return what was kept of the person, the oldest first."""
    with on.ledger.begin() as tx:
        rows = tx.exec_driver_sql("SELECT name || '=' || value FROM saved_values ORDER BY id")
        return [str(row) for row in rows.scalars()]


def call_of(on: Scene) -> str:
    """Return the id of the call."""
    with on.ledger.begin() as tx:
        return str(tx.exec_driver_sql("SELECT id FROM touches WHERE channel = 'call'").scalar_one())


def report(on: Scene, word: Disposition, promised: str = "") -> None:
    """Report what came of the call, as an agent does."""
    order = Command(name="disposition", actor="ana", origin="test")
    record_disposition(on.planner, call_of(on), word, order, promised=promised)


def coming(on: Scene) -> str:
    """Return the step that comes next; "" before it is known."""
    moves = [lead.move for lead in on.leads()]
    return moves[0].step if moves and isinstance(moves[0], Attempt) else ""


def typed(on: Scene, span: timedelta) -> str:
    """Return a time of the person's own clock, as an agent types it."""
    return f"{(on.clock.now() + span).astimezone(MADRID):%Y-%m-%d %H:%M}"


async def test_a_promise_is_followed_by_a_reminder_before_it_and_a_question_after_it(stage: SetStage) -> None:
    """A newer promise moves what has not left yet."""
    on = stage(NAMED, {ANA: {"script": ["answer"], "disposition": "other"}})
    on.enrol(ANA)
    async with on.working():
        await on.until(lambda: on.touches() == ["talk 1 settled answered"])
        await on.until(lambda: coming(on) == "last")
        report(on, Disposition.PROMISED, typed(on, timedelta(hours=30)))
        promised = typed(on, timedelta(hours=4))
        report(on, Disposition.PROMISED, promised)
        (lead,) = await on.finished()

    assert lead.move == Finish(reason="completed")
    pay_on = datetime.strptime(promised, "%Y-%m-%d %H:%M").replace(tzinfo=MADRID)
    reminder, question = (datetime.fromisoformat(message["at"]) for message in on.carried("message"))
    assert pay_on - timedelta(hours=2) <= reminder < pay_on - timedelta(hours=1)
    assert pay_on + timedelta(minutes=30) <= question < pay_on + timedelta(hours=2)
    assert f"{pay_on:%H:%M}" in on.asked("SELECT body FROM messages ORDER BY id")[0]["body"]
    assert saved(on)[-1] == f"pay_on={promised}"


async def test_an_agent_of_the_floor_reports_a_promise(stage: SetStage) -> None:
    """The emulator's agents use the same API as anybody; a correction to another word takes the date back."""
    on = stage(NAMED, {ANA: {"script": ["answer"], "disposition": "promised", "promise_in": 9}})
    on.enrol(ANA)
    async with on.working():
        await on.until(lambda: coming(on) == "remind")
    move = on.leads()[0].move
    day = move.at + timedelta(hours=2) if move.at is not None else None

    assert day is not None
    assert day.astimezone(MADRID).time().isoformat() == "00:00:00"
    assert saved(on) == [f"pay_on={day.astimezone(MADRID):%Y-%m-%d}"]
    report(on, Disposition.INTERESTED)
    assert coming(on) == "last"
    assert saved(on)[-1] == "pay_on="


async def test_a_date_that_cannot_be_is_refused_and_changes_nothing(stage: SetStage) -> None:
    """Also where the campaign has no name for it: it would be lost."""
    on = stage(UNNAMED, {ANA: {"script": ["answer"], "disposition": "interested"}})
    on.enrol(ANA)
    async with on.working():
        await on.until(lambda: coming(on) == "last")
    with pytest.raises(ConflictError, match="has no name for a promised date"):
        report(on, Disposition.PROMISED, typed(on, timedelta(days=3)))
    with pytest.raises(InvalidInputError, match="needs the promised date"):
        report(on, Disposition.PROMISED)

    assert saved(on) == []
