"""Does each endpoint get its events, each lead's in order, whatever fails on the way?"""

import asyncio
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cadence.domain.events import EventType
from cadence.engine.events import relay as relaying
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.events import deliveries, endpoints
from tests.integration.engine.event_faults import Office, survive
from tests.integration.engine.killed_relay import LEASE
from tests.integration.engine.receiver import Receiver, receiving
from tests.integration.ledger.conftest import KEY
from tests.integration.ledger.world import NOON
from tests.waiting import PATIENCE


@pytest.fixture
def ledger(database_url: str) -> Iterator[Ledger]:
    """An empty ledger."""
    ledger = Ledger(database_url, KEY, connections=10)
    ledger.check_keys()
    yield ledger
    ledger.close()


@pytest.fixture
def office(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A ledger, and a relay that looks often."""
    monkeypatch.setattr(relaying, "LOOK", 0.05)
    return Office(ledger)


async def until(true: Callable[[], Any]) -> None:
    """Wait until something holds."""
    give_up = time.monotonic() + PATIENCE
    while not await asyncio.to_thread(true):
        assert time.monotonic() < give_up
        await asyncio.sleep(0.05)


async def test_events_arrive_in_order_signed_and_of_the_wanted_types(office: Office) -> None:
    """One endpoint wants consents, another hears of opt-outs only."""
    office.people(10)
    async with receiving(Receiver()) as crm, receiving(Receiver()) as shop:
        office.endpoint("crm", crm)
        office.endpoint("shop", shop, (EventType.LEAD_OPTED_OUT,))
        office.consents(3)
        async with office.relay().running():
            await until(lambda: len(crm.events) == 30)
    assert crm.first == {f"leads/{lead}": [1, 2, 3] for lead in office.leads}
    assert crm.requests == 30
    assert shop.events == []


async def test_an_event_that_is_refused_holds_up_its_own_lead_alone(office: Office) -> None:
    """The others get theirs; people see it; and once the receiver takes it, its followers come, in order."""
    office.people(8)
    bad = f"leads/{office.leads[0]}"
    poisoned = True

    def behaviour(event: dict[str, Any]) -> str:
        return "500" if poisoned and event["subject"] == bad and event["sequence"] == "2" else "ok"

    async with receiving(Receiver(behaviour=behaviour)) as crm:
        office.endpoint("crm", crm)
        office.consents(4)
        async with office.relay().running():
            await until(lambda: len(crm.events) == 4 * 8 - 3)
            assert crm.first[bad] == [1]
            await until(office.aside)
            poisoned = False
            await until(lambda: office.waiting() == 0)
    assert crm.first[bad] == [1, 2, 3, 4]
    assert office.aside() == []


@pytest.mark.parametrize("status", ["302", "400", "429", "500"])
async def test_an_answer_other_than_2xx_is_a_failure(office: Office, status: str) -> None:
    """A redirect is not followed: it could lead anywhere."""
    first: list[str] = []

    def behaviour(_: dict[str, Any]) -> str:
        first.append(status)
        return status if len(first) == 1 else "ok"

    async with receiving(Receiver(behaviour=behaviour)) as crm:
        office.endpoint("crm", crm)
        office.consents(1)
        async with office.relay().running():
            await until(lambda: crm.events)
    assert (crm.requests, len(crm.events)) == (2, 1)


async def test_410_disables_an_endpoint(office: Office) -> None:
    """The receiver says that it wants nothing any more."""
    async with receiving(Receiver(behaviour=lambda _: "410")) as crm:
        office.endpoint("crm", crm)
        office.consents(2)
        async with office.relay().running():
            await until(office.disabled)
        assert office.disabled() == ["it answered 410 Gone"]
        crm.behaviour = lambda _: "ok"
        office.endpoint("crm", crm)  # enabled again
        async with office.relay().running():
            await until(lambda: office.waiting() == 0)
    assert crm.first == {f"leads/{office.leads[0]}": [1, 2]}


async def test_a_dead_endpoint_slows_no_other(office: Office) -> None:
    """It hangs on every request; the other one gets everything meanwhile."""
    office.people(30)
    async with receiving(Receiver(behaviour=lambda _: "hang")) as dead, receiving(Receiver()) as crm:
        office.endpoint("dead", dead)
        office.endpoint("crm", crm)
        office.consents(2)
        async with office.relay().running():
            await until(lambda: len(crm.events) == 60)


async def test_a_replay_sends_again_what_was_sent(office: Office) -> None:
    """With the same ids."""
    async with receiving(Receiver()) as crm:
        office.endpoint("crm", crm)
        office.consents(3)
        async with office.relay().running():
            await until(lambda: len(crm.events) == 3)
            await until(lambda: office.waiting() == 0)
            now = office.clock.now()
            with office.ledger.begin() as tx:
                stored = endpoints.lock(tx, office.ledger.hasher, "crm", now=now)
                assert stored is not None
                assert deliveries.again(tx, stored, NOON, now=now) == 3
            await until(lambda: len(crm.events) == 6)
    assert len({event["id"] for event in crm.events}) == 3


async def test_no_event_is_lost_and_none_of_a_lead_overtakes_another(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process dies by SIGKILL twice, answers fail, hang and get lost, and for an hour nothing works."""
    monkeypatch.setattr(relaying, "LEASE", LEASE)
    survived = await survive(office, 600, tmp_path, workers=1, kills=2)

    assert survived.wrong == []
    assert survived.killed > 0
    assert survived.repeated > 0, "some came twice, so the faults were there"
