"""Does the reconciler reach every overdue lead, however many are more overdue?"""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from cadence.channels.provider import Carrier, Received
from cadence.domain import Channel
from cadence.domain.clock import Clock
from cadence.domain.house import HouseRules
from cadence.domain.payloads import LeadInput
from cadence.domain.retention import RetentionTime, RetentionTimes
from cadence.engine.outbox import OutboxRelay
from cadence.engine.outcomes.planner import Planner
from cadence.engine.reconciler import hearing, reconciler
from cadence.engine.reconciler.reconciler import Reconciler
from cadence.engine.temporal_client import TemporalClient
from cadence.ledger.audit import blocks
from cadence.ledger.campaigns import enrolments
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.people import retention_runs
from tests.integration.ledger.world import NOON, World, attempt

OVERDUE = 23


class Queue(TemporalClient):
    """A fake Temporal in which every workflow already runs; it records the enrolments it was asked about."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def rebuild(self, lead: LeadInput) -> bool:
        """Record the enrolment; its workflow runs."""
        self.asked.append(lead.enrolment)
        return False


class Nobody(Carrier):
    """A carrier that is not called in these tests."""


@pytest.fixture
def queue() -> Queue:
    """Return a fake Temporal that was not asked yet."""
    return Queue()


@pytest.fixture
def small_pages(world: World, queue: Queue, monkeypatch: pytest.MonkeyPatch) -> Reconciler:
    """Return a reconciler with small pages; its Clock stands an hour past everybody's wake-up."""
    monkeypatch.setattr(reconciler, "PAGE", 5)
    monkeypatch.setattr(reconciler, "PAGES", 2)
    clock = Clock(origin=NOON + timedelta(hours=1), started=Clock.real().now())
    outbox = OutboxRelay(world.ledger, queue, clock)
    return Reconciler(Planner(world.ledger, clock), Nobody(), outbox, queue)


def test_every_overdue_lead_is_asked_about_in_turn(world: World, small_pages: Reconciler, queue: Queue) -> None:
    """A round is bounded; the next one continues where it stopped, and after the last page it starts again."""
    ids = set()
    for line in range(OVERDUE):
        lead = world.enrol()
        ids.add(lead.id)
        with world.ledger.begin() as connection:
            # Some are due at the same instant: these are ordered by id.
            enrolments.set_move(connection, lead.id, attempt(NOON + timedelta(minutes=line // 4)), at=NOON)
    rounds = []
    for _ in range(3):
        before = len(queue.asked)
        small_pages.start_overdue()
        rounds.append(len(queue.asked) - before)

    assert rounds == [10, 10, 3]
    assert set(queue.asked) == ids
    small_pages.start_overdue()
    assert set(queue.asked[OVERDUE:]) == set(queue.asked[:10]), "and again from the most overdue one"


class Mailbox(Nobody):
    """A carrier without inbound messages; it records from which instant it was asked."""

    def __init__(self) -> None:
        self.since: list[datetime] = []

    def received(self, since: datetime, ours: Collection[tuple[Channel, str]] = ()) -> Iterator[Received]:
        """Yield nothing."""
        self.since.append(since)
        return iter(())


def test_the_carriers_messages_are_read_from_where_the_last_look_ended(ledger: Ledger, queue: Queue) -> None:
    """Otherwise each read would fetch a day of messages again, and more each day."""
    mailbox = Mailbox()
    began = []
    for hour in range(3):
        clock = Clock(origin=NOON + timedelta(hours=hour), started=Clock.real().now())
        began.append(clock.now())
        Reconciler(Planner(ledger, clock), mailbox, OutboxRelay(ledger, queue, clock), queue).hear()

    first, second, third = mailbox.since
    assert first <= began[0] - timedelta(hours=23), "nothing was seen before: a day is read"
    assert began[0] - hearing.OVERLAP <= second < began[0]
    assert began[1] - hearing.OVERLAP <= third < began[1]


def test_what_was_kept_long_enough_is_erased(world: World, queue: Queue) -> None:
    """In the first round of a day of the house."""
    lead = world.lead(name="Ana")
    clock = Clock(origin=NOON + timedelta(days=2), started=Clock.real().now())
    house = HouseRules(retention=RetentionTimes(people=RetentionTime(days=1)))
    Reconciler(Planner(world.ledger, clock, house), Nobody(), OutboxRelay(world.ledger, queue, clock), queue).turn()

    with world.ledger.begin() as tx:
        run = retention_runs.latest(tx)
        erased = tx.execute(text("SELECT erased_at FROM leads WHERE id = :lead"), {"lead": lead}).scalar_one()
    assert run is not None
    assert (run.people, run.day) == (1, clock.now().date())
    assert erased >= clock.origin


def test_facts_are_sealed(world: World, small_pages: Reconciler) -> None:
    """In the first round after they were committed, which is some seconds later."""
    world.enrol()
    small_pages.turn()

    with world.ledger.begin() as tx:
        assert (blocks.last(tx).number, blocks.count_unsealed(tx)) == (1, 0)
