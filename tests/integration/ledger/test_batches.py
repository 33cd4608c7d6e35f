"""Are writes that wait made once, together, and before anything is read?"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError

from cadence.domain import NewsKind, TouchState, Wait
from cadence.domain.clock import Clock
from cadence.engine.outcomes.planner import Planner
from cadence.ledger.campaigns import enrolment_rows, enrolments
from cadence.ledger.people import texts
from cadence.ledger.people.texts import RenderedText
from cadence.ledger.touches import news, senders, touch_rows, touches
from cadence.ledger.touches.senders import Slot
from tests.integration.ledger.world import NOON, World

LATER = Wait(at=NOON)
SENDER = "+34910000001"


@pytest.fixture
def planner(world: World) -> Planner:
    """Opens the transactions."""
    return Planner(world.ledger, Clock.real())


@contextmanager
def statements(world: World) -> Iterator[list[str]]:
    """Yield the statements that are run."""
    run: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        run.append(" ".join(statement.split()))

    event.listen(world.ledger.engine, "before_cursor_execute", note)
    try:
        yield run
    finally:
        event.remove(world.ledger.engine, "before_cursor_execute", note)


def test_what_waits_is_one_statement_at_the_end(world: World, planner: Planner) -> None:
    """A touch, its text and its lead's plan."""
    enrolment = world.enrol()
    touch = world.touch(enrolment)
    with planner.begin() as unit, statements(world) as run:
        added = touches.add(unit.writes.later, touch, version=1, floor="sales")
        texts.put(unit.writes.later, touch.id, RenderedText(body="Hola"))
        enrolments.set_move(unit.writes.later, enrolment.id, LATER, at=NOON)
        assert run == []
        unit.writes.flush()
        unit.writes.flush()
        assert len(run) == 1

    with world.ledger.begin() as tx:
        assert touch_rows.with_move(tx, touch.id) == (added, LATER)
        assert texts.find(tx, touch.id) == RenderedText(body="Hola")
    assert (added.touch, added.floor) == (touch, "sales")


def test_what_waits_is_written_at_the_commit(world: World, planner: Planner) -> None:
    """Nothing that was decided is left out (law 10)."""
    enrolment = world.enrol()
    with planner.begin() as unit:
        enrolments.set_move(unit.writes.later, enrolment.id, LATER, at=NOON)

    with world.ledger.begin() as tx:
        assert enrolment_rows.get(tx, enrolment.id).move == LATER


def test_whoever_reads_sees_what_waited(world: World, planner: Planner) -> None:
    """The transaction is handed out only after everything is written."""
    enrolment = world.enrol()
    with planner.begin() as unit:
        enrolments.set_move(unit.writes.later, enrolment.id, LATER, at=NOON)
        assert enrolment_rows.get(unit.tx, enrolment.id).move == LATER


def test_a_write_that_returns_rows_takes_along_what_waits(world: World, planner: Planner) -> None:
    """News, which gets its id from the ledger, with the plan it is about."""
    enrolment = world.enrol()
    with planner.begin() as unit, statements(world) as run:
        enrolments.set_move(unit.writes.later, enrolment.id, LATER, at=NOON)
        identity = news.add(unit.writes, enrolment.id, NewsKind.STATUS, at=NOON)
        assert len(run) == 1
        assert [item.id for item in news.undelivered(unit.tx)] == [identity]
        assert enrolment_rows.get(unit.tx, enrolment.id).move == LATER


def test_the_first_slot_of_a_sender_is_taken_with_what_waits(world: World, planner: Planner) -> None:
    """The sender has no row yet, so it is read, added, and asked again; the touch is written once."""
    touch = world.touch(world.enrol())
    with planner.begin() as unit:
        touches.add(unit.writes.later, touch, version=1)
        slot = senders.take_slot(unit.writes, SENDER, 1, 1, now=NOON)

    with world.ledger.begin() as tx:
        assert touch_rows.get(tx, touch.id).touch == touch
        assert not senders.take_slot(tx, SENDER, 1, 1, now=NOON).taken
    assert slot == Slot(taken=True, wait=timedelta(0))


def test_two_writes_to_one_table_are_made_one_after_the_other(world: World, planner: Planner) -> None:
    """In one statement, only one of two changes of a row would count."""
    enrolment = world.enrol()
    touch = world.reserved(enrolment)
    with planner.begin() as unit, statements(world) as run:
        touches.change(unit.writes.later, touch.id, {"state": TouchState.CARRIED, "sid": "CA1"})
        enrolments.set_move(unit.writes.later, enrolment.id, LATER, at=NOON)
        touches.change(unit.writes.later, touch.id, {"status": "ringing"})
        unit.writes.flush()
        assert len(run) == 2

    with world.ledger.begin() as tx:
        stored = touch_rows.get(tx, touch.id)
    assert (stored.touch.state, stored.sid, stored.status) == (TouchState.CARRIED, "CA1", "ringing")


def test_nothing_that_waited_is_written_when_the_transaction_fails(world: World, planner: Planner) -> None:
    """As if each had been written at once."""
    enrolment = world.enrol()
    with world.ledger.begin() as tx:
        before = enrolment_rows.get(tx, enrolment.id).move
    with pytest.raises(ValueError, match="no place"), planner.begin() as unit:  # noqa: PT012  the transaction is the test
        enrolments.set_move(unit.writes.later, enrolment.id, LATER, at=NOON)
        raise ValueError("no place")

    with world.ledger.begin() as tx:
        assert enrolment_rows.get(tx, enrolment.id).move == before != LATER


def test_a_touch_that_has_a_row_is_not_added_again(world: World, planner: Planner) -> None:
    """The index of keys refuses it with everything that was to be written with it (law 2)."""
    touch = world.reserved(world.enrol())
    again = str(uuid4())
    with pytest.raises(IntegrityError, match="touches_key"), planner.begin() as unit:  # noqa: PT012  as above
        touches.add(unit.writes.later, replace(touch, id=again), version=1)
        texts.put(unit.writes.later, again, RenderedText(body="Hola"))

    with world.ledger.begin() as tx:
        assert tx.execute(text("SELECT count(*) FROM touches")).scalar_one() == 1
        assert touch_rows.find(tx, again) is None


def test_only_a_write_can_wait(world: World, planner: Planner) -> None:
    """Nobody could read what a question would return."""
    with planner.begin() as unit, pytest.raises(TypeError, match="only a write can wait; this is a TextClause"):
        unit.writes.later.execute(text("SELECT 1"), {})
