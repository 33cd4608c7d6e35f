"""Do leases of agents and send slots of senders limit the pace?"""

from datetime import timedelta

import pytest

from cadence.domain import Channel
from cadence.domain.errors import ConflictError, NotFoundError
from cadence.ledger.campaigns import campaigns
from cadence.ledger.touches import leases, senders
from cadence.ledger.touches.leases import FloorState, Lease
from cadence.ledger.touches.senders import Slot
from tests.integration.ledger.world import NOON, World

MINUTE = timedelta(minutes=1)


@pytest.fixture
def calls(world: World) -> list[str]:
    """Four calls that need an agent, and a floor of three agents."""
    enrolment = world.enrol()
    with world.ledger.begin() as connection:
        campaigns.set_floors(connection, {"sales": 3}, at=NOON)
    return [world.reserved(enrolment, attempt=number, channel=Channel.CALL).id for number in range(1, 5)]


def take(world: World, touch: str) -> bool:
    """Take a lease."""
    with world.ledger.begin() as connection:
        return leases.take(connection, "sales", touch, now=NOON, lease=MINUTE)


def test_a_full_floor_gives_no_lease_until_a_call_has_ended(world: World, calls: list[str]) -> None:
    """A lease is taken when the touch is reserved and freed when its outcome is recorded (protocol §4.1)."""
    assert [take(world, call) for call in calls] == [True, True, True, False]
    with world.ledger.begin() as connection:
        assert [leases.free(connection, calls[1]).rowcount for _ in range(2)] == [1, 0]
    assert take(world, calls[3])
    with world.ledger.begin() as connection:
        assert leases.look(connection, "sales") == FloorState(name="sales", agents=3, paused=0, busy=3)


def test_a_call_that_has_a_lease_keeps_it(world: World, calls: list[str]) -> None:
    """A retried activity asks again for its own touch, and gets True."""
    assert take(world, calls[0])
    assert take(world, calls[0])
    with world.ledger.begin() as connection:
        assert leases.look(connection, "sales").busy == 1


def test_agents_on_a_break_take_no_calls(world: World, calls: list[str]) -> None:
    """And no more agents can be away than the floor has."""
    with world.ledger.begin() as connection:
        leases.set_breaks(connection, "sales", 2, at=NOON)
    assert [take(world, call) for call in calls] == [True, False, False, False]
    with world.ledger.begin() as connection:
        leases.set_breaks(connection, "sales", 0, at=NOON)
        with pytest.raises(ConflictError):
            leases.set_breaks(connection, "sales", 4, at=NOON)
    assert [take(world, call) for call in calls] == [True, True, True, False]


def test_a_floor_that_has_shrunk_lets_calls_end_before_new_ones_begin(world: World, calls: list[str]) -> None:
    """Two of three calls must end before the remaining agent can get another."""
    for call in calls[:3]:
        take(world, call)
    with world.ledger.begin() as connection:
        campaigns.set_floors(connection, {"sales": 1}, at=NOON)
    assert not take(world, calls[3])
    for ended, room in zip(calls[:3], (False, False, True), strict=True):
        with world.ledger.begin() as connection:
            leases.free(connection, ended)
        assert take(world, calls[3]) is room


def test_an_expired_lease_still_counts(world: World, calls: list[str]) -> None:
    """The carrier is asked before the agent gets another call: the call may still ring."""
    for call in calls[:3]:
        take(world, call)
    with world.ledger.begin() as connection:
        late = NOON + MINUTE * 2
        first, *_ = leases.expired(connection, late, limit=2)
        assert leases.expired(connection, NOON + MINUTE) == []
        leases.extend(connection, first.touch, late + MINUTE)
        left = leases.expired(connection, late)
    assert not take(world, calls[3])

    assert first == Lease(floor="sales", touch=first.touch, lease_until=NOON + MINUTE)
    assert first.touch not in {permit.touch for permit in left}
    assert len(left) == 2


def test_an_unknown_floor_is_an_error(world: World, calls: list[str]) -> None:
    """A misspelt floor must not wait for ever."""
    with world.ledger.begin() as connection:
        with pytest.raises(NotFoundError):
            leases.take(connection, "salse", calls[0], now=NOON, lease=MINUTE)
        with pytest.raises(NotFoundError):
            leases.look(connection, "salse")


def test_a_sender_waits_for_each_segment(world: World) -> None:
    """Carriers count segments, not messages (protocol §4.2)."""
    with world.ledger.begin() as connection:
        first = senders.take_slot(connection, "+34910000001", 3, 1, now=NOON)
        second = senders.take_slot(connection, "+34910000001", 1, 1, now=NOON)
        other = senders.take_slot(connection, "+34910000002", 1, 1, now=NOON)
        after = senders.take_slot(connection, "+34910000001", 1, 1, now=NOON + timedelta(seconds=3))

    assert first == other == after == Slot(taken=True, wait=timedelta(0))
    assert second == Slot(taken=False, wait=timedelta(seconds=3))


def test_a_message_that_may_wait_takes_a_later_slot(world: World) -> None:
    """So a thousand messages do not all try again at the same moment."""
    with world.ledger.begin() as connection:
        slots = [
            senders.take_slot(connection, "+34910000001", 1, 0.5, now=NOON, patience=timedelta(seconds=3))
            for _ in range(3)
        ]

    assert slots == [
        Slot(taken=True, wait=timedelta(0)),
        Slot(taken=True, wait=timedelta(seconds=2)),
        Slot(taken=False, wait=timedelta(seconds=4)),
    ]


def test_a_sender_that_was_idle_does_not_burst(world: World) -> None:
    """Unused time is not saved up."""
    later = NOON + timedelta(hours=1)
    with world.ledger.begin() as connection:
        senders.take_slot(connection, "+34910000001", 1, 1, now=NOON)
        slots = [senders.take_slot(connection, "+34910000001", 1, 1, now=later).taken for _ in range(3)]

    assert slots == [True, False, False]
