"""
A worker is killed between the reserve, the carrier's call and the record: is everything carried once at most (law 2)?

Killed means SIGKILL of the process at that point and a restart; what was carried is counted in the emulator's own file.
"""

import asyncio
from pathlib import Path

import pytest

from cadence.domain import Finish
from cadence.local.stack import ServerProcess, Worker
from cadence.local.stack.programs import python
from tests.chaos.crashing_worker import AFTER_CARRIER, AFTER_RECORD, BEFORE_CARRIER, NEVER
from tests.integration.engine.conftest import SetStage
from tests.integration.engine.scene import Scene

KILLED = -9
ANA, LUIS = "+34600000401", "+34600000402"
STEPS = {
    "sms": """
  - step: touch
    sms: "Hola, soy de {{ company }}."
    on: {otherwise: end}
""",
    "call": """
  - step: touch
    call: {floor: FLOOR, ring: 25 seconds}
    on: {otherwise: end}
""",
}


def worker(on: Scene, folder: Path, point: str, channel: str) -> ServerProcess:
    """A worker process that dies at this point."""
    command = python("tests.chaos.crashing_worker", point, channel)
    log = folder / f"worker-{point}.log"
    return ServerProcess(name=f"worker {point}", command=command, log=log, environment=on.environment)


@pytest.mark.parametrize("channel", ["sms", "call"])
@pytest.mark.parametrize(
    ("point", "carried", "outcomes"),
    [
        # Nothing had left. We cannot know that, so the carrier is asked, and in the end the touch counts as sent.
        (BEFORE_CARRIER, 0, {"lost"}),
        # It had left, and the answer died with the worker: it is found, by its callback or by asking.
        (AFTER_CARRIER, 1, {"delivered", "busy"}),
        # All was written down, only Temporal had not heard: the next attempt finds the touch and tells.
        (AFTER_RECORD, 1, {"delivered", "busy"}),
    ],
)
async def test_a_touch_survives_the_death_of_its_worker(
    stage: SetStage, tmp_path: Path, point: str, channel: str, carried: int, outcomes: set[str]
) -> None:
    """Whatever the moment, the touch is made once at most, and its lead goes on."""
    on = stage(STEPS[channel], {ANA: {"script": ["busy"]}})
    on.enrol(ANA)
    dying = worker(on, tmp_path, point, channel)
    dying.start()
    await on.until(lambda: dying.exit_code is not None)
    assert dying.exit_code == KILLED, dying.last_words()

    with worker(on, tmp_path, NEVER, channel):
        (lead,) = await on.finished()

    assert len(on.carried()) == carried
    assert lead.move == Finish(reason="completed")
    assert {one.split()[-1] for one in on.touches()} <= outcomes
    assert len(on.touches()) == 1


@pytest.mark.parametrize("dies", ["at any moment", "before the carrier"])
async def test_two_workers_share_one_floor_and_one_is_killed(stage: SetStage, tmp_path: Path, dies: str) -> None:
    """
    Two agents, twelve people: never more than two calls ring or talk, whatever the workers do (protocol §4.1).

    A call that was reserved and not handed over when its worker died is lost rather than made twice (law 2), and each
    such call had one of the two places.
    """
    everybody = [f"+34600000{line}" for line in range(500, 512)]
    takes = ["busy", "no_answer", "answer"]
    people = {one: {"script": [takes[at % 3]], "disposition": "other"} for at, one in enumerate(everybody)}
    long = {"talk": [240, 300]}  # so that two calls meet, however slowly they begin
    on = stage(STEPS["call"], {**people, "temper": long}, agents=2, speed=60)
    on.enrol(*everybody)
    dying = worker(on, tmp_path, BEFORE_CARRIER, "call")
    if dies == "before the carrier":
        dying.start()
        await on.until(lambda: dying.exit_code is not None)
    with (
        Worker("one", tmp_path / "one.log", on.environment) as one,
        Worker("two", tmp_path / "two.log", on.environment),
    ):
        if dies == "at any moment":
            await on.until(lambda: len(on.carried("call")) >= 3)
            one.kill()
        leads = await on.finished(len(everybody))

    assert {lead.move for lead in leads} == {Finish(reason="completed")}
    carried, lost = sorted(one["person"] for one in on.carried("call")), people_lost(on)
    assert sorted([*carried, *lost]) == everybody, "nobody twice, and nobody without a word"
    assert (len(lost) == 1) if dies == "before the carrier" else (len(lost) <= 2)
    most = busiest(on)
    assert most <= 2
    assert most == 2 or lost, "a place is kept for a call until it is known to be lost, and for nothing else"


def people_lost(on: Scene) -> list[str]:
    """Whose calls were reserved, and never reached the carrier."""
    with on.ledger.begin() as tx:
        lost = "SELECT n.e164 FROM touches t JOIN numbers n ON n.id = t.number_id WHERE t.outcome = 'lost' ORDER BY 1"
        return list(tx.exec_driver_sql(lost).scalars())


def busiest(on: Scene) -> int:
    """The most calls that rang or talked at one time, by the emulator's record."""
    spans = on.asked("SELECT created_at, ended_at FROM calls WHERE parent_sid IS NULL")
    steps = sorted([(one["ended_at"], -1) for one in spans] + [(one["created_at"], 1) for one in spans])
    most = ringing = 0
    for _, step in steps:
        ringing += step
        most = max(most, ringing)
    return most


async def test_a_worker_that_is_told_to_end_finishes_what_it_does(stage: SetStage, tmp_path: Path) -> None:
    """SIGTERM in the middle of a campaign: nothing is cut off, and the next worker goes on."""
    everybody = [f"+34600000{line}" for line in range(520, 530)]
    on = stage(STEPS["sms"], {one: {} for one in everybody}, speed=60)
    on.enrol(*everybody)
    first = Worker("first", tmp_path / "first.log", on.environment)
    first.spawn()
    await on.until(lambda: len(on.carried()) >= 2)
    ended = asyncio.create_task(asyncio.to_thread(first.stop))
    await ended
    with on.ledger.begin() as tx:
        assert (
            tx.exec_driver_sql("SELECT count(*) FROM touches WHERE state IN ('reserved','unknown')").scalar_one() == 0
        )
    with Worker("second", tmp_path / "second.log", on.environment):
        await on.finished(len(everybody))

    assert sorted(one["person"] for one in on.carried()) == everybody
