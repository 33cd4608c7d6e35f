"""Is each inbound message, callback, task and command recorded once, and is there one Clock?"""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import text

from cadence.domain import Channel, SuppressionScope
from cadence.domain.clock import Clock
from cadence.ledger.campaigns import commands
from cadence.ledger.db import clock
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.people import numbers, suppressions
from cadence.ledger.reading import facts
from cadence.ledger.touches import callbacks, inbound, tasks
from tests.integration.ledger import suppressing
from tests.integration.ledger.world import NOON, World

LATER = NOON + timedelta(hours=1)


def message(world: World, **fields: object) -> inbound.NewInbound:
    """An inbound message."""
    with world.ledger.begin() as connection:
        number = numbers.ensure(connection, world.ledger.hasher, "+34600000050")
    values = {"channel": Channel.SMS, "number": number, "sender": "+34910000001", "at": NOON, "sid": "SM1"}
    return inbound.NewInbound(**(values | fields))  # type: ignore[arg-type]


def test_a_webhook_delivered_twice_is_one_message(world: World) -> None:
    """The second delivery returns the first row, with its text unchanged."""
    with world.ledger.begin() as connection:
        first = inbound.record(connection, message(world, body="BAJA", meaning="revoke"))
        again = inbound.record(connection, message(world, body="other", meaning="none", at=LATER))
        other = inbound.record(connection, message(world, sid="SM2"))
        keypad = [inbound.record(connection, message(world, sid=None, channel=Channel.CALL)) for _ in range(2)]

        assert (first.new, again.new, other.new) == (True, False, True)
        assert again.inbound == first.inbound == inbound.find_by_sid(connection, "SM1")
        assert inbound.find_by_sid(connection, "SM9") is None
        assert inbound.texts(connection, [first.inbound.id, other.inbound.id]) == {first.inbound.id: "BAJA"}
        assert all(one.new for one in keypad)  # keypad digits have no carrier id


def test_a_message_is_reviewed_once(world: World) -> None:
    """A reply that may be an opt-out holds the lead until an operator has read it."""
    with world.ledger.begin() as connection:
        taken = inbound.record(connection, message(world, meaning="hold")).inbound
        assert inbound.review(connection, [taken.id], by="ops", at=LATER)
        assert not inbound.review(connection, [taken.id], by="somebody else", at=LATER)
        reviewed = inbound.find_by_sid(connection, "SM1")

    assert not taken.reviewed
    assert reviewed is not None
    assert reviewed.reviewed


def test_reading_the_carriers_messages_continues_where_it_ended(ledger: Ledger) -> None:
    """After a restart too; a slow reader does not move it back (protocol §2.2)."""
    with ledger.begin() as connection:
        assert inbound.seen_until(connection) is None
        inbound.mark_seen(connection, LATER)
        inbound.mark_seen(connection, NOON)
        assert inbound.seen_until(connection) == LATER


def test_one_request_makes_one_callback(world: World) -> None:
    """However often the request is delivered or repeated."""
    enrolment = world.enrol()
    order = callbacks.NewCallback(lead=world.lead_of(enrolment), enrolment=enrolment.id, at=LATER, ref="inbound:1")
    with world.ledger.begin() as connection:
        first, again = (callbacks.promise(connection, order, at=NOON) for _ in range(2))
        assert callbacks.cancel(connection, first.id, at=LATER)
        assert not callbacks.cancel(connection, first.id, at=LATER)
        assert not callbacks.cancel(connection, str(uuid4()), at=LATER)
        canceled = callbacks.promise(connection, order, at=LATER)

    assert first == again
    assert (first.canceled, canceled.canceled) == (False, True)


def test_one_cause_makes_one_task_and_it_is_done_once(world: World) -> None:
    """No agent calls a person twice because the same task was listed twice."""
    lead = world.lead()
    task = tasks.NewTask(ref="inbound:1", kind="reply", title="Ana wrote", body="¿Cuánto?", assign="ops", lead=lead)
    with world.ledger.begin() as connection:
        assert tasks.add(connection, task, at=NOON).first()
        assert not tasks.add(connection, task, at=LATER).first()
        (todo,) = tasks.todo(connection)
        assert tasks.finish(connection, todo.id, by="ops", at=LATER)
        assert not tasks.finish(connection, todo.id, by="ops", at=LATER)
        assert tasks.todo(connection) == []

    assert (todo.ref, todo.kind, todo.title, todo.body, todo.lead) == (
        "inbound:1", "reply", "Ana wrote", "¿Cuánto?", lead,
    )  # fmt: skip
    assert (todo.assign, todo.opened_at, todo.done_at) == ("ops", NOON, None)


def test_a_command_given_twice_with_one_key_is_one_command(world: World) -> None:
    """Our API accepts idempotency keys."""
    order = commands.Command(
        name="pause", actor="ops", origin="cli@host", why="drill", key="k-1", args={"scope": "all"}
    )
    without = commands.Command(name="pause", actor="ops", origin="cli@host")
    with world.ledger.begin() as connection:
        first, again = (commands.record(connection, order, at=NOON) for _ in range(2))
        others = [commands.record(connection, without, at=NOON) for _ in range(2)]

    assert (first.new, again.new, first.id) == (True, False, again.id)
    assert all(one.new for one in others)


def test_all_processes_use_one_clock(ledger: Ledger) -> None:
    """Worker, web and emulator read the same row (protocol §6.1); without it time is real."""
    rehearsal = Clock(origin=NOON, started=LATER, speed=3600.0)
    with ledger.begin() as connection:
        assert clock.read(connection) == Clock.real()
        clock.set_clock(connection, Clock(origin=NOON, started=NOON, speed=2))
        clock.set_clock(connection, rehearsal)
        assert clock.read(connection) == rehearsal
        assert connection.execute(text("SELECT count(*) FROM clock")).scalar_one() == 1


def test_an_unknown_number_can_be_suppressed_without_its_digits(world: World) -> None:
    """Stop words from unknown senders count too; only the hash is needed for that (protocol §5.3)."""
    stop = suppressions.NewSuppression(source="reply", ref="inbound:1")
    narrow = suppressions.NewSuppression(source="reply", scope=SuppressionScope.PURPOSE, value="marketing")
    ledger = world.ledger
    with ledger.begin() as connection:
        assert suppressing.suppress_number(connection, ledger.hasher, "+34600000060", stop, at=NOON) == 1
        assert suppressing.suppress_number(connection, ledger.hasher, "+34600000060", stop, at=LATER) == 0
        assert suppressing.suppress_number(connection, ledger.hasher, "+34600000060", narrow, at=LATER) == 1
        number = numbers.find(connection, ledger.hasher, "+34600000060")
        assert number is not None
        assert numbers.e164(connection, number) == ""
        assert (
            numbers.ensure(connection, ledger.hasher, "+34600000060") == number
        )  # it wrote to us, so now the digits are needed
        assert numbers.e164(connection, number) == "+34600000060"
        assert suppressions.lift(connection, [number], stop, at=LATER) == 1
        assert suppressions.lift(connection, [number], stop, at=LATER) == 0


def test_the_first_reason_to_close_a_number_stays(world: World) -> None:
    """An auditor needs the reason for which it was closed first."""
    lead = world.lead()
    (number,) = world.number_ids(lead)
    with world.ledger.begin() as connection:
        numbers.close(connection, number, "wrong_number", at=NOON)
        numbers.close(connection, number, "invalid_number", at=LATER)
        row = connection.execute(text("SELECT closed, closed_at FROM numbers WHERE id = :id"), {"id": number}).one()

    assert tuple(row) == ("wrong_number", NOON)


def test_a_page_of_numbers_is_suppressed_at_once(world: World) -> None:
    """A do-not-call list has numbers that no lead has, and some that a lead has."""
    lead = world.lead("+34600000061")
    listed = [f"+3460000006{last}" for last in (3, 1, 2, 1, 4)]
    stop = suppressions.NewSuppression(source="list")

    for new in (4, 0):
        with world.ledger.begin() as connection:
            result = suppressions.suppress_page(connection, world.ledger.hasher, listed, stop, at=NOON)
        assert result == (new, [lead])
    enrolment = world.enrol(lead)
    with world.ledger.begin() as connection:
        assert len(facts.gather(connection, enrolment.id).suppressions) == 1
