"""What if a worker's clock is not PostgreSQL's? It contacts nobody, says so, and goes on once it has been set right."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from cadence.domain.clock import Clock, utc_now
from cadence.domain.errors import WrongClockError
from cadence.ledger.db import ledger, locks, processes
from cadence.ledger.db.ledger import Ledger, one_at_a_time
from cadence.local.stack import ServerProcess
from cadence.local.stack.programs import python
from tests.integration.engine.conftest import SetStage

ANA = "+34600000611"
MESSAGE = """
  - step: hello
    sms: "Hola, soy de {{ company }}."
    on: {otherwise: end}
"""
WRONG = """
import sys, time
real = time.time
time.time = lambda: real() + {seconds}
from cadence.cli import main
sys.argv[1:] = ["worker"]
main()
"""


@pytest.mark.parametrize("minutes", [47, -110])
async def test_a_worker_that_starts_with_a_wrong_clock_contacts_nobody(
    stage: SetStage, tmp_path: Path, minutes: int
) -> None:
    """Its windows would be other people's. Its heartbeat says what it waits for, and by how much it is off."""
    on = stage(MESSAGE, {ANA: {}})
    on.enrol(ANA)
    program = tmp_path / "wrong.py"
    program.write_text(WRONG.format(seconds=minutes * 60))
    worker = ServerProcess(
        name="worker", command=[*python("x")[:1], str(program)], log=tmp_path / "wrong.log", environment=on.environment
    )
    with worker:

        def heard() -> list[processes.ProcessRecord]:
            with on.ledger.begin() as tx:
                found = processes.every(tx)
            return [one for one in found if one.process.details["state"] == "waiting for the right time"]

        await on.until(lambda: "waiting for the right time" in worker.log.read_text())
        (told,) = await on.until(heard)
        assert worker.running
    assert abs(told.process.ahead - timedelta(minutes=minutes)) < timedelta(seconds=5)
    assert on.carried() == []
    assert [one.enrolment.finished for one in on.leads()] in ([], [None]), "the lead is not lost"


async def test_a_clock_that_goes_wrong_while_the_worker_runs_stops_it_at_the_next_touch(
    stage: SetStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reserve itself compares, in a statement that it needs anyway. Set right, the lead goes on."""
    on = stage(MESSAGE, {ANA: {}})
    refused: list[timedelta] = []
    real = locks.check_clock

    def check(clock: Clock, ahead: timedelta) -> None:
        refused.append(ahead)
        real(clock, ahead)

    async with on.working():
        monkeypatch.setattr(locks, "utc_now", lambda: utc_now() + timedelta(minutes=47))
        monkeypatch.setattr(locks, "check_clock", check)
        on.enrol(ANA)
        await on.until(lambda: refused)
        await asyncio.sleep(1)
        assert on.carried() == []
        assert on.touches() == []
        monkeypatch.setattr(locks, "utc_now", utc_now)
        await on.finished()
    assert len(on.carried()) == 1


def test_whoever_has_a_wrong_clock_does_not_reconcile(stage: SetStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would mark messages as read that nobody has read yet. The turn stays free for a worker with a right clock."""
    on = stage(MESSAGE, {ANA: {}})
    with monkeypatch.context() as wrong:
        wrong.setattr(ledger, "utc_now", lambda: utc_now() + timedelta(minutes=1))
        with pytest.raises(WrongClockError), one_at_a_time(on.ledger, clock=on.clock):
            raise AssertionError("it had the turn")

    other = Ledger(on.environment["CADENCE_DATABASE_URL"], bytes.fromhex(on.environment["CADENCE_HMAC_KEY"]))
    with one_at_a_time(other, clock=on.clock) as mine:
        assert mine
    other.close()
