"""Does the sweeper see everybody who should have moved on, however many stand before them?"""

from datetime import timedelta

import pytest

from cadence import sweep
from cadence.bell import BellRope
from cadence.carrier.port import Carrier
from cadence.clock import Clock
from cadence.courier import Courier
from cadence.ledger import enrolments
from cadence.orders import LeadInput
from cadence.settle import Mind
from cadence.sweep import Sweeper
from tests.integration.ledger.world import NOON, World, attempt

OVERDUE = 23


class Queue(BellRope):
    """Temporal, in which every workflow runs already and waits in a queue; it keeps whom it was asked about."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def start(self, lead: LeadInput) -> bool:
        """It is there."""
        self.asked.append(lead.enrolment)
        return False


class Nobody(Carrier):
    """A carrier that nobody calls here."""


@pytest.fixture
def queue() -> Queue:
    """Return a queue that nobody has asked about."""
    return Queue()


@pytest.fixture
def sweeper(world: World, queue: Queue, monkeypatch: pytest.MonkeyPatch) -> Sweeper:
    """Return a sweeper with small pages; its Clock stands an hour past everybody's wake-up."""
    monkeypatch.setattr(sweep, "PAGE", 5)
    monkeypatch.setattr(sweep, "PAGES", 2)
    clock = Clock(origin=NOON + timedelta(hours=1), started=Clock.real().now())
    courier = Courier(world.ledger, queue, clock)
    return Sweeper(Mind(world.ledger, clock), Nobody(), courier, queue)


def test_whoever_should_have_moved_on_is_asked_about_in_turn(world: World, sweeper: Sweeper, queue: Queue) -> None:
    """A round is bounded, the next goes on where it stopped, and after the last page it begins anew."""
    ids = set()
    for line in range(OVERDUE):
        lead = world.enrol()
        ids.add(lead.id)
        with world.ledger.begin() as connection:
            # Some are due at the same instant: the place among them is by id.
            enrolments.set_move(connection, lead.id, attempt(NOON + timedelta(minutes=line // 4)), at=NOON)
    rounds = []
    for _ in range(3):
        before = len(queue.asked)
        sweeper.start_overdue()
        rounds.append(len(queue.asked) - before)

    assert rounds == [10, 10, 3]
    assert set(queue.asked) == ids
    sweeper.start_overdue()
    assert set(queue.asked[OVERDUE:]) == set(queue.asked[:10]), "and again from the most overdue one"
