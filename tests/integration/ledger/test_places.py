"""Is an agent's lease held until the write-up ends, kept for promised calls, and given to the best lead?"""

from datetime import datetime, timedelta
from random import Random

import pytest
from sqlalchemy import text

from cadence.domain import Attempt, Cause, CauseKind, Channel, Enrolment
from cadence.domain.errors import ConflictError, NotFoundError
from cadence.domain.places import PATIENCE, QueuePlace, lead_time
from cadence.ledger.campaigns import campaigns, enrolments
from cadence.ledger.touches import floor_queue, leases
from tests.integration.ledger.world import NOON, World

MINUTE = timedelta(minutes=1)
WRAP_UP = 2 * MINUTE
TALKED = text(
    "UPDATE touches SET state = 'settled', floor = 'sales', outcome = 'answered', outcome_at = at, sid = :sid, "
    "answered_at = at, ended_at = at + interval '30 minutes', carried_at = at WHERE id = :touch"
)
"""A conversation of half an hour."""
LEAD = lead_time([], WRAP_UP)
"""How long before a promised call a floor without conversations keeps an agent free."""


@pytest.fixture(autouse=True)
def floor(world: World) -> None:
    """A floor of one agent."""
    with world.ledger.begin() as connection:
        campaigns.set_floors(connection, {"sales": 1}, at=NOON)


def ring(world: World, enrolment: Enrolment, *, attempt: int = 1) -> str:
    """Return a reserved call."""
    return world.reserved(enrolment, attempt=attempt, channel=Channel.CALL).id


def place_of(enrolment: Enrolment, *, score: int = 0, promised: bool = False) -> QueuePlace:
    """Return the place of an enrolment's call in the queue."""
    return QueuePlace(promised=0 if promised else 1, priority=3, score=-score, due=NOON, enrolment=enrolment.id)


def take(world: World, touch: str, own: QueuePlace | None = None, *, now: datetime = NOON) -> bool:
    """Ask for a lease."""
    with world.ledger.begin() as connection:
        return leases.take(connection, "sales", touch, now=now, lease=MINUTE, place=own, wrap_up=WRAP_UP)


def promise(world: World, at: datetime, floor: str = "sales") -> Enrolment:
    """Return an enrolment whose next move is a promised call at this instant."""
    enrolment = world.enrol()
    cause = Cause(kind=CauseKind.CALLBACK, ref="promise")
    move = Attempt(at=at, channel=Channel.CALL, cause=cause, step="callback", floor=floor, due=at)
    with world.ledger.begin() as connection:
        enrolments.set_move(connection, enrolment.id, move, at=NOON)
    return enrolment


def busy(world: World, at: datetime) -> int:
    """Return how many agents have a call or write one up."""
    with world.ledger.begin() as connection:
        return leases.look(connection, "sales", now=at).busy


def test_a_lease_is_held_until_the_time_to_write_up_is_over(world: World) -> None:
    """No call is made for an agent who writes up a conversation; the lease ends by itself afterwards."""
    first, second = ring(world, world.enrol()), ring(world, world.enrol())
    assert take(world, first)
    with world.ledger.begin() as connection:
        leases.write_up(connection, first, NOON + WRAP_UP)

    assert busy(world, NOON + WRAP_UP - timedelta(seconds=1)) == 1
    assert not take(world, second, now=NOON + WRAP_UP - timedelta(seconds=1))
    assert busy(world, NOON + WRAP_UP) == 0
    assert take(world, second, now=NOON + WRAP_UP)


def test_a_lease_is_free_as_soon_as_the_conversation_is_written_up(world: World) -> None:
    """The agent may finish before the time for it is over."""
    first, second = ring(world, world.enrol()), ring(world, world.enrol())
    take(world, first)
    with world.ledger.begin() as connection:
        leases.write_up(connection, first, NOON + WRAP_UP)
        leases.free(connection, first)

    assert take(world, second, now=NOON + timedelta(seconds=1))


def test_the_carrier_is_not_asked_about_a_call_that_is_written_up(world: World) -> None:
    """The call has ended, so there is nothing to ask."""
    first = ring(world, world.enrol())
    take(world, first)
    with world.ledger.begin() as connection:
        leases.write_up(connection, first, NOON + 60 * MINUTE)
        assert leases.expired(connection, NOON + 30 * MINUTE) == []


@pytest.mark.parametrize(
    ("at", "kept"),
    [
        (NOON + LEAD, True),  # nine of ten conversations that begin now are over by then
        (NOON + LEAD + timedelta(seconds=1), False),  # a conversation may still come before it
        (NOON, True),
        (NOON - PATIENCE, True),  # late, and an agent is still kept
        (NOON - PATIENCE - timedelta(seconds=1), False),  # too late to keep an agent for
    ],
)
def test_an_agent_who_becomes_free_is_kept_for_a_promised_call_that_is_due(
    world: World, at: datetime, kept: bool
) -> None:
    """Only the promised call gets the lease."""
    promised, other = promise(world, at), world.enrol()

    assert take(world, ring(world, other), place_of(other, score=99)) is not kept
    if kept:
        assert take(world, ring(world, promised), place_of(promised, promised=True))


def test_no_more_agents_are_kept_than_promised_calls_are_due(world: World) -> None:
    """Two agents and one promised call: any call may have the other agent. Another floor's promise keeps none here."""
    with world.ledger.begin() as connection:
        campaigns.set_floors(connection, {"sales": 2, "care": 1}, at=NOON)
    promise(world, NOON + MINUTE)
    promise(world, NOON + MINUTE, floor="care")
    first, other = world.enrol(), world.enrol()

    assert take(world, ring(world, first), place_of(first))
    assert not take(world, ring(world, other), place_of(other))


def test_a_promised_call_under_way_keeps_no_second_agent(world: World) -> None:
    """It has its lease already."""
    with world.ledger.begin() as connection:
        campaigns.set_floors(connection, {"sales": 2}, at=NOON)
    promised, other = promise(world, NOON), world.enrol()

    assert take(world, ring(world, promised), place_of(promised, promised=True))
    assert take(world, ring(world, other), place_of(other))


def test_the_lead_time_is_that_of_the_floors_own_conversations(world: World) -> None:
    """A floor whose conversations take half an hour keeps agents free for longer."""
    for number in range(1, 31):
        touch = world.reserved(world.enrol(), attempt=number, channel=Channel.CALL, at=NOON - 60 * MINUTE).id
        with world.ledger.begin() as connection:
            connection.execute(TALKED, {"touch": touch, "sid": f"CA{number}"})
    promise(world, NOON + 31 * MINUTE)
    other = world.enrol()

    assert not take(world, ring(world, other), place_of(other))


def test_the_best_waiting_call_gets_the_lease(world: World) -> None:
    """Also when another call asks first, for as long as the best one keeps asking."""
    with world.ledger.begin() as connection:
        campaigns.set_floors(connection, {"sales": 1}, at=NOON)
    best, worse = world.enrol(), world.enrol()
    with world.ledger.begin() as connection:
        floor_queue.stand(connection, "sales", place_of(best, score=90), until=NOON + MINUTE)
    low = ring(world, worse)

    assert not take(world, low, place_of(worse, score=10))
    assert not take(world, low, place_of(worse, score=10), now=NOON + MINUTE)
    # The other call has not asked again: its worker may have died, and no call waits for it for ever.
    assert take(world, low, place_of(worse, score=10), now=NOON + MINUTE + timedelta(seconds=1))


def test_a_call_with_a_lease_leaves_the_queue(world: World) -> None:
    """It does not block the next call."""
    with world.ledger.begin() as connection:
        campaigns.set_floors(connection, {"sales": 2}, at=NOON)
    best, worse = world.enrol(), world.enrol()
    with world.ledger.begin() as connection:
        floor_queue.stand(connection, "sales", place_of(best, score=90), until=NOON + MINUTE)

    assert take(world, ring(world, best), place_of(best, score=90))
    assert take(world, ring(world, worse), place_of(worse, score=10))


def test_leads_that_are_due_together_are_called_in_the_order_of_their_scores(world: World) -> None:
    """One agent; the calls ask again and again, in random order. The test measures their order, not their time."""
    dice = Random(5)  # noqa: S311  dice, not keys
    scores = {world.enrol().id: score for score in dice.sample(range(100), 25)}
    calls = {waiter: world.reserved(_known(world, waiter), channel=Channel.CALL).id for waiter in scores}
    order: list[int] = []
    waiting = list(scores)
    while waiting:
        dice.shuffle(waiting)
        with world.ledger.begin() as connection:
            for waiter in waiting:
                floor_queue.stand(connection, "sales", _place(waiter, scores[waiter]), until=NOON + MINUTE)
        for waiter in list(waiting):
            if take(world, calls[waiter], _place(waiter, scores[waiter])):
                order.append(scores[waiter])
                waiting.remove(waiter)
        with world.ledger.begin() as connection:
            for call in calls.values():
                leases.free(connection, call)

    assert order == sorted(scores.values(), reverse=True)


def _place(enrolment: str, score: int) -> QueuePlace:
    return QueuePlace(promised=1, priority=3, score=-score, due=NOON, enrolment=enrolment)


def _known(world: World, enrolment: str) -> Enrolment:
    return Enrolment(id=enrolment, campaign=world.campaign, version=1, at=NOON)


def test_breaks_are_stored_with_their_start_and_who_reported_them(world: World) -> None:
    """No call is made for an agent who is away; with no agent away, the start is empty."""
    with world.ledger.begin() as connection:
        campaigns.set_floors(connection, {"sales": 3}, at=NOON)
        away = leases.set_breaks(connection, "sales", 2, at=NOON, by="marta")
        back = leases.set_breaks(connection, "sales", 0, at=NOON + MINUTE, by="marta")

    assert (away.paused, away.free, away.paused_at, away.paused_by) == (2, 1, NOON, "marta")
    assert (back.paused, back.free, back.paused_at, back.paused_by) == (0, 3, None, "")


def test_more_agents_cannot_be_away_than_there_are(world: World) -> None:
    """The error for a misspelt floor names the floors that exist."""
    with world.ledger.begin() as connection:
        with pytest.raises(ConflictError, match="has 1 agent, so 2 cannot be away"):
            leases.set_breaks(connection, "sales", 2, at=NOON)
        with pytest.raises(NotFoundError, match="there are sales"):
            leases.set_breaks(connection, "salse", 1, at=NOON)
