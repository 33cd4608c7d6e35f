"""Is a touch made once, and does its state only move forward?"""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from uuid import uuid4

import pytest
from sqlalchemy.exc import IntegrityError

from cadence.domain import Cause, CauseKind, Channel, Outcome, Touch, TouchState
from cadence.domain.errors import NotFoundError
from cadence.ledger.people import texts
from cadence.ledger.touches import touch_rows, touches
from tests.integration.ledger import states
from tests.integration.ledger.world import NOON, World

LATER = NOON + timedelta(minutes=5)


def look(world: World, touch: Touch) -> touch_rows.Stored:
    """Return a stored touch."""
    with world.ledger.begin() as connection:
        return touch_rows.get(connection, touch.id)


def test_reserving_again_finds_the_first(world: World) -> None:
    """A retried activity finds its own touch again (law 2)."""
    first = world.reserved(world.enrol())
    with world.ledger.begin() as connection:
        again = touches.reserve(connection, replace(first, id=str(uuid4())), version=1)

    assert (again.won, again.stored.touch) == (False, first)


def test_another_attempt_lap_or_step_is_another_touch(world: World) -> None:
    """Loops are counted in laps, retries in attempts."""
    touch = world.reserved(world.enrol())
    others = [
        replace(touch, id=str(uuid4()), attempt=2),
        replace(touch, id=str(uuid4()), cause=replace(touch.cause, lap=2)),
        replace(touch, id=str(uuid4()), cause=replace(touch.cause, ref="bye")),
    ]
    with world.ledger.begin() as connection:
        assert all(touches.reserve(connection, other, version=1).won for other in others)


def test_a_step_counts_within_its_enrolment_and_a_callback_wherever_it_is_kept(world: World) -> None:
    """The same step in two campaigns is two touches; a promised call is made once, by any enrolment."""
    lead = world.lead()
    first = World(world.ledger, "autumn").enrol(lead)
    second = world.enrol(lead)
    step = world.reserved(first)
    promise = Cause(kind=CauseKind.CALLBACK, ref=str(uuid4()))
    callback = world.reserved(first, cause=promise, channel=Channel.CALL)
    with world.ledger.begin() as connection:
        other_step = replace(step, id=str(uuid4()), enrolment=second.id, campaign="spring")
        other_promise = replace(callback, id=str(uuid4()), enrolment=second.id, campaign="spring")

        assert touches.reserve(connection, other_step, version=1).won
        assert touches.reserve(connection, other_promise, version=1).stored.touch == callback


def test_a_touch_that_certainly_did_not_leave_is_sent_on_the_same_row(world: World) -> None:
    """A 429 uses up no attempt: the row is planned again and later reserved with the values of that time."""
    lead = world.lead("+34600000001", "+34600000002")
    touch = world.reserved(world.enrol(lead))
    second = world.number_ids(lead)[1]
    with world.ledger.begin() as connection:
        assert states.plan_again(connection, touch.id, code="429")
    planned = look(world, touch)
    again = replace(touch, id=str(uuid4()), number=second, sender="+34910000002", at=LATER)
    with world.ledger.begin() as connection:
        reserved = touches.reserve(connection, again, version=1)

    assert (planned.touch.state, planned.code) == (TouchState.PLANNED, "429")
    assert reserved.won
    assert reserved.stored.touch == replace(again, id=touch.id)
    assert reserved.stored.code == ""


def test_an_unknown_touch_is_never_sent_again(world: World) -> None:
    """The carrier's answer was lost, so the touch may have left (law 2)."""
    touch = world.reserved(world.enrol())
    with world.ledger.begin() as connection:
        assert states.mark_unknown(connection, touch.id, code="timeout")

        assert not states.plan_again(connection, touch.id)
        assert not touches.reserve(connection, touch, version=1).won

    assert look(world, touch).touch.state is TouchState.UNKNOWN


def test_a_late_answer_does_not_undo_a_report_that_came_first(world: World) -> None:
    """Reports are matched by the touch's id, so one may arrive before the carrier's answer (protocol §2.4)."""
    touch = world.reserved(world.enrol(), channel=Channel.CALL)
    with world.ledger.begin() as connection:
        states.settle(connection, touch.id, Outcome.BUSY, at=LATER, details={"status": "busy"})

        assert not states.mark_unknown(connection, touch.id)
        assert not states.plan_again(connection, touch.id)
    stored = look(world, touch)

    assert (stored.touch.state, stored.touch.outcome) == (TouchState.SETTLED, Outcome.BUSY)
    assert stored.status == "busy"


def test_a_call_is_carried_until_its_end(world: World) -> None:
    """Until then the carrier can be asked about it and can cancel it."""
    touch = world.reserved(world.enrol(), channel=Channel.CALL)
    with world.ledger.begin() as connection:
        touches.change(connection, touch.id, {"state": TouchState.CARRIED, "sid": "CA1"})
        touches.change(connection, touch.id, {"status": "in-progress", "answered_at": LATER})
        touches.change(connection, touch.id, {})
        assert touch_rows.find_by_sid(connection, "CA1") == touch_rows.get(connection, touch.id)
        assert touch_rows.find_by_sid(connection, "CA2") is None
    stored = look(world, touch)

    assert (stored.touch.state, stored.status, stored.touch.answered_at) == (TouchState.CARRIED, "in-progress", LATER)


MESSAGE = (Outcome.SENT, Outcome.DELIVERED, Outcome.READ)


@pytest.mark.parametrize("order", list(permutations(MESSAGE)), ids="-".join)
def test_statuses_only_move_forward_whatever_their_order(world: World, order: tuple[Outcome, ...]) -> None:
    """Webhooks arrive twice, late and out of order; the strongest status is kept."""
    touch = world.reserved(world.enrol())
    with world.ledger.begin() as connection:
        for outcome in (*order, *order):
            states.settle(connection, touch.id, outcome, at=LATER)

    assert look(world, touch).touch.outcome is Outcome.READ


@pytest.mark.parametrize(
    ("old", "new", "stands"),
    [
        (Outcome.SENT, Outcome.UNDELIVERED, Outcome.UNDELIVERED),  # the network returned it
        (Outcome.UNDELIVERED, Outcome.SENT, Outcome.UNDELIVERED),  # a late repetition
        (Outcome.LOST, Outcome.ANSWERED, Outcome.ANSWERED),  # the carrier had it after all
        (Outcome.ANSWERED, Outcome.LOST, Outcome.ANSWERED),
        (Outcome.UNDELIVERED, Outcome.DELIVERED, Outcome.DELIVERED),  # it arrived after all
        (Outcome.DELIVERED, Outcome.FAILED, Outcome.DELIVERED),
        (Outcome.ANSWERED, Outcome.MACHINE, Outcome.ANSWERED),  # a person talked with us
        (Outcome.SKIPPED, Outcome.SENT, Outcome.SKIPPED),  # nothing left
    ],
)
def test_an_end_is_not_undone(world: World, old: Outcome, new: Outcome, stands: Outcome) -> None:
    """A weaker report changes nothing; the strongest is that the person was reached."""
    touch = world.touch(world.enrol())
    with world.ledger.begin() as connection:
        if old is Outcome.SKIPPED:
            touches.skip(connection, touch, version=1, rules=["window"], scope="step")
        else:
            touches.reserve(connection, touch, version=1)
            states.settle(connection, touch.id, old, at=NOON)
        states.settle(connection, touch.id, new, at=LATER)

    stored = look(world, touch)
    guessed = old is Outcome.LOST  # LOST is our guess: the end is when the carrier reports it
    assert (stored.touch.outcome, stored.touch.ended_at) == (stands, LATER if guessed else NOON)
    if old is not Outcome.SKIPPED:
        assert stored.outcome_at == (LATER if stands is new else NOON)


def test_settling_twice_is_news_once(world: World) -> None:
    """Webhook, retried activity and reconciler all record the outcome of the same touch."""
    touch = world.reserved(world.enrol())
    with world.ledger.begin() as connection:
        assert states.settle(connection, touch.id, Outcome.SENT, at=NOON)
        assert not states.settle(connection, touch.id, Outcome.SENT, at=LATER)
        assert states.settle(connection, touch.id, Outcome.DELIVERED, at=LATER)

    assert look(world, touch).touch.ended_at == NOON


def test_a_skipped_step_is_written_once_and_can_follow_a_planned_one(world: World) -> None:
    """Touches that were not sent are recorded as well (law 10)."""
    enrolment = world.enrol()
    touch, second = world.reserved(enrolment), world.touch(enrolment, attempt=2, number=None)
    with world.ledger.begin() as connection:
        states.plan_again(connection, touch.id)
        touches.skip(connection, replace(touch, at=LATER), version=1, rules=["window"], scope="step")
        touches.skip(connection, second, version=1, rules=["consent"], scope="number")
    first = look(world, second)
    with world.ledger.begin() as connection:
        touches.skip(connection, replace(second, id=str(uuid4())), version=1, rules=["other"], scope="step")

    skipped, again = look(world, touch), look(world, second)
    assert (skipped.touch.id, skipped.touch.state, skipped.touch.at) == (touch.id, TouchState.SKIPPED, LATER)
    assert (again, again.touch.rules) == (first, ("consent",))


def test_a_reply_belongs_to_the_latest_touch_from_that_sender_to_that_number(world: World) -> None:
    """Other senders, other channels, planned touches and later touches do not count (protocol §5.3)."""
    lead = world.lead()
    enrolment = world.enrol(lead)
    (number,) = world.number_ids(lead)
    mine = world.reserved(enrolment, attempt=1)
    world.reserved(enrolment, attempt=2, at=LATER, sender="+34910000002")
    world.reserved(enrolment, attempt=3, at=LATER, channel=Channel.WHATSAPP)
    world.reserved(enrolment, attempt=4, at=LATER + timedelta(hours=1))
    planned = world.reserved(enrolment, attempt=5, at=LATER)
    with world.ledger.begin() as connection:
        states.plan_again(connection, planned.id)
        stored = touch_rows.last_to_number(
            connection, number=number, sender="+34910000001", channels=[Channel.SMS], at=LATER
        )
        nobody = touch_rows.last_to_number(
            connection, number=number, sender="+34910000009", channels=[Channel.SMS], at=LATER
        )

    assert stored is not None
    assert (stored.touch, nobody) == (mine, None)


def test_touches_without_an_end_are_found_oldest_first(world: World) -> None:
    """The reconciler asks the carrier about a lost report (protocol §2.2); conversations keep nobody waiting."""
    enrolment = world.enrol()
    younger = world.reserved(enrolment, attempt=1, at=LATER, channel=Channel.CALL)
    older = world.reserved(enrolment, attempt=2, at=NOON, channel=Channel.CALL)
    settled = world.reserved(enrolment, attempt=3, at=NOON, channel=Channel.CALL)
    world.reserved(enrolment, attempt=4, at=NOON)
    talking = world.reserved(enrolment, attempt=5, at=NOON - timedelta(minutes=1), channel=Channel.CALL)
    with world.ledger.begin() as connection:
        states.settle(connection, settled.id, Outcome.BUSY, at=LATER)
        touches.change(connection, talking.id, {"state": TouchState.CARRIED, "sid": "CA2", "status": "in-progress"})
        touches.change(connection, older.id, {"state": TouchState.CARRIED, "sid": "CA1"})
        before = LATER + timedelta(seconds=1)
        rows = touch_rows.open_since_before(connection, before, channels=[Channel.CALL])
        first = touch_rows.open_since_before(connection, before, channels=[Channel.CALL], limit=1)
        earlier = touch_rows.open_since_before(connection, LATER, channels=[Channel.CALL])

    assert [stored.touch.id for stored in rows] == [older.id, younger.id]
    assert [stored.touch.id for stored in first] == [stored.touch.id for stored in earlier] == [older.id]


def test_the_text_of_a_touch_is_kept_apart(world: World) -> None:
    """An auditor must see what was sent, and a person may have it erased (protocol §5.8)."""
    touch = world.reserved(world.enrol())
    rendered = texts.RenderedText(body="Hola Ana", template="cart", variables={"1": "Ana"})
    with world.ledger.begin() as connection:
        assert texts.find(connection, touch.id) is None
        texts.put(connection, touch.id, texts.RenderedText(body="Hola"))
        texts.put(connection, touch.id, rendered)

        assert texts.find(connection, touch.id) == rendered


def test_an_unknown_touch_is_an_error(world: World) -> None:
    """A webhook address may be forged or belong to another installation."""
    with world.ledger.begin() as connection, pytest.raises(NotFoundError):
        touch_rows.get(connection, str(uuid4()))


def test_one_carrier_id_cannot_count_for_two_touches(world: World) -> None:
    """Otherwise a report could be recorded for the wrong one."""
    enrolment = world.enrol()
    first, second = world.reserved(enrolment), world.reserved(enrolment, attempt=2)
    with world.ledger.begin() as connection:
        touches.change(connection, first.id, {"sid": "CA1"})
    with pytest.raises(IntegrityError, match="touches_sid"), world.ledger.begin() as connection:
        touches.change(connection, second.id, {"sid": "CA1"})
