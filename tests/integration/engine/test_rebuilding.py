"""What if Temporal loses what it had? The ledger knows who is open, and everybody goes on at once."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import pytest
from temporalio.client import Client

from cadence.app.temporal import CONVERTER
from cadence.domain import HoldName, Wait, names
from cadence.engine.reconciler import rebuild
from cadence.ledger.campaigns import enrolments
from cadence.ledger.campaigns.enrolment_rows import StoredEnrolment
from cadence.local.stack import TemporalServer
from cadence.local.stack.ports import free_port
from tests.integration.engine.scene import Play, Scene, scene

PEOPLE = [f"+346000007{line:02d}" for line in range(12)]
STEPS = """
  - step: hello
    sms: "Hola, soy de {{ company }}."
    on: {otherwise: later}
  - step: later
    after: 3 hours
    sms: "{{ company }}: hasta pronto."
    on: {otherwise: end}
"""


HOUR = timedelta(hours=1)


class Losing:
    """A Temporal of this test alone, whose database can be lost."""

    def __init__(self, folder: Path) -> None:
        """Keep everything in one folder."""
        self.folder = folder
        self.port = free_port()
        self.server = self._made()

    @property
    def database(self) -> Path:
        """Its one file."""
        return self.folder / "temporal.db"

    def loses_everything(self) -> None:
        """Kill the server, delete its database, and start it again at the same address."""
        self.server.kill()
        self.server.stop()
        for file in self.folder.glob("temporal.db*"):
            file.unlink()
        self.server = self._made()
        self.server.start()

    def _made(self) -> TemporalServer:
        return TemporalServer(self.folder / "temporal.log", self.database, port=self.port)


@pytest.fixture
async def losing(tmp_path: Path) -> AsyncIterator[Losing]:
    """Start it; it goes with the test."""
    one = Losing(tmp_path)
    one.server.start()
    yield one
    await asyncio.sleep(0.25)
    one.server.stop()


async def missing(on: Scene) -> list[str]:
    """Return the open leads that Temporal does not know."""
    worker = on.worker()
    outbox = worker.campaigns.outbox
    pages = rebuild.pages(on.ledger)
    found = [lead for page in pages for lead in await asyncio.to_thread(outbox.missing, page)]
    return sorted({lead.enrolment.id for lead in found})


async def test_a_temporal_whose_database_is_lost_is_filled_again_and_everybody_goes_on(
    losing: Losing, fresh_database: Callable[[], str], tmp_path: Path
) -> None:
    """By the reconciler alone: also for those who are held, or due in three hours."""
    address = losing.server.address
    client = await Client.connect(address, data_converter=CONVERTER)
    play = Play(name="lost", steps=STEPS)
    people = {number: {} for number in PEOPLE}
    with scene(
        url=fresh_database(), address=address, client=client, folder=tmp_path, play=play, people=people, speed=240.0
    ) as on:
        on.enrol(*PEOPLE)
        async with on.working():
            await on.until(lambda: len(on.carried()) == len(PEOPLE))
            # A report that is still to come would plan again, and end the hold.
            await on.until(lambda: all(line.endswith("settled delivered") for line in on.touches()))
            held = on.leads()[0].enrolment.id
            with on.ledger.begin() as tx:
                enrolments.set_move(tx, held, Wait(hold=HoldName.ENGINE, key="x"), at=on.clock.now())
            await on.until(lambda: all(lead.started_at is not None for lead in on.leads()))
            # Long enough for the reconciler to have met this Temporal.
            await asyncio.sleep(rebuild.LOOK + 2)

            await asyncio.to_thread(losing.loses_everything)
            assert len(await missing(on)) == len(PEOPLE)
            await on.until_async(lambda: missing(on), lambda found: not found)

            finished = await on.until(lambda: on.leads(finished=True, least=len(PEOPLE) - 1))
        assert {lead.enrolment.finished for lead in finished} == {"completed"}
        assert len(on.carried()) == 2 * len(PEOPLE) - 1, "nothing twice, and the held lead went on waiting"


def waiting(on: Scene) -> list[StoredEnrolment]:
    """Return who waits for the second message, in an hour or more."""
    return [one for one in on.leads() if one.started_at and (one.next_at or on.clock.origin) > on.clock.now() + HOUR]


async def test_a_single_workflow_that_is_missing_is_found_by_walking(
    stage: Callable[..., Scene], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The namespace is the same, so only a look at the leads themselves tells. It needs no wake-up to be overdue."""
    monkeypatch.setattr(rebuild, "LOOK", 0.5)
    monkeypatch.setattr(rebuild, "REST", 0.0)
    on = stage(STEPS, {PEOPLE[0]: {}}, speed=60.0)
    on.enrol(PEOPLE[0])
    async with on.working():
        (lead,) = await on.until(lambda: waiting(on))
        handle = on.client.get_workflow_handle(names.lead_workflow_id(lead.enrolment.id))
        await on.later(timedelta(minutes=5))
        await handle.terminate()
        (lead,) = on.leads()  # with the plan that followed the touch

        await on.until_async(lambda: missing(on), lambda found: not found)
        assert (lead.next_at or on.clock.now()) > on.clock.now(), "not overdue"


async def test_a_workflow_that_ended_although_its_lead_is_open_is_started_again(stage: Callable[..., Scene]) -> None:
    """As after a restored ledger. The usual start leaves alone who ended well; the ledger knows better."""
    on = stage(STEPS, {PEOPLE[0]: {}})
    on.enrol(PEOPLE[0])
    async with on.working():
        (done,) = await on.finished()
    with on.ledger.begin() as tx:
        tx.exec_driver_sql("ALTER TABLE enrolments DISABLE TRIGGER USER")
        tx.exec_driver_sql(
            "UPDATE enrolments SET finished = NULL, finished_at = NULL, hold = 'engine.error', hold_key = 'x', move ="
            """ '{"kind": "wait", "at": null, "hold": "engine.error", "key": "x"}'"""
        )
        tx.exec_driver_sql("ALTER TABLE enrolments ENABLE TRIGGER USER")
        # A ledger of before the end has no event of it either.
        tx.exec_driver_sql("DELETE FROM events WHERE type = 'enrolment.ended'")
        tx.exec_driver_sql(
            "UPDATE events SET seq = n.nth FROM (SELECT place, row_number() OVER (PARTITION BY subject ORDER BY seq) "
            "AS nth FROM events) n WHERE n.place = events.place"
        )
        tx.exec_driver_sql(
            "UPDATE event_positions p SET last = (SELECT max(seq) FROM events e WHERE e.subject = p.subject)"
        )
    assert await missing(on) == [done.enrolment.id]
    worker = on.worker()
    outbox = worker.campaigns.outbox
    (page,) = rebuild.pages(on.ledger)

    assert await asyncio.to_thread(outbox.start, page) == 1
    assert await missing(on) == [done.enrolment.id], "the usual start changes nothing"
    assert len(await asyncio.to_thread(outbox.rebuild, page)) == 1
    assert await missing(on) == []
    assert await asyncio.to_thread(outbox.rebuild, page) == [], "doing it again changes nothing"
