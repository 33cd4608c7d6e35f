"""Does the ledger tell how many met each objective, and count nothing that it should not?"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from cadence.domain import HELD, Cause, CauseKind, Channel, Outcome, Purpose, SuppressionScope
from cadence.domain.clock import Clock
from cadence.domain.objectives import EVENTS, MESSAGES, OBJECTIVES, PROMISES, STOPS, UNKNOWN, WAKE_UPS, WEBHOOKS
from cadence.engine.heartbeat import Heartbeat
from cadence.engine.monitoring.objectives import measure
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.db.locks import lock_lead
from cadence.ledger.db.processes import ProcessRole
from cadence.ledger.operations import objective_counts, objectives
from cadence.ledger.people import numbers, suppressions
from cadence.ledger.people.suppressions import NewSuppression
from cadence.ledger.touches import callbacks, touches
from cadence.ledger.touches.callbacks import NewCallback
from tests.integration.ledger import states, suppressing
from tests.integration.ledger.world import NOON, World

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
NUMBER = "+34600000001"
NOWHERE = "https://crm.example.com/"


@dataclass(frozen=True, kw_only=True)
class Stop:
    """What a person said, and whether it closes a text message of marketing in the campaign `spring`."""

    scope: SuppressionScope = SuppressionScope.EVERYTHING
    value: str = ""
    source: str = "reply"
    closes: bool = True


STOPS_SAID = [
    Stop(),
    Stop(scope=SuppressionScope.PURPOSE, value="marketing"),
    Stop(scope=SuppressionScope.PURPOSE, value="service", closes=False),
    Stop(scope=SuppressionScope.CAMPAIGN, value="spring"),
    Stop(scope=SuppressionScope.CAMPAIGN, value="autumn", closes=False),
    Stop(scope=SuppressionScope.CHANNEL, value="sms"),
    Stop(scope=SuppressionScope.CHANNEL, value="call", closes=False),
    Stop(source=HELD, closes=False),  # a row of a list that nobody has decided: no stop yet
]


def counted(world: World) -> tuple[int, int]:
    """How many touches no stop forbade, and of how many."""
    with world.ledger.begin() as tx:
        return objectives.stops(tx, NOON - HOUR)


def since(before: tuple[int, int], world: World) -> tuple[int, int]:
    """The same, without those that were there before."""
    good, whole = counted(world)
    return good - before[0], whole - before[1]


@pytest.fixture(scope="module")
def shared(shared_ledger: Ledger) -> World:
    """A ledger for tests with people of their own."""
    return World(shared_ledger)


@pytest.mark.parametrize("whose", ["person", "number"])
@pytest.mark.parametrize("said", STOPS_SAID, ids=lambda said: f"{said.source}-{said.scope}-{said.value}")
def test_a_touch_after_a_stop_is_seen(shared: World, whose: str, said: Stop) -> None:
    """Whoever writes past the gate is seen; a touch before the stop, and one after it was lifted, is right."""
    world, others = shared, counted(shared)
    number = f"+346000001{next(world.lines):02}"
    enrolment = world.enrol(lead := world.lead(number))
    stop = NewSuppression(source=said.source, scope=said.scope, value=said.value)
    world.reserved(enrolment)
    with world.ledger.begin() as tx:
        lock_lead(tx, lead)
        if whose == "person":
            suppressions.suppress_person(tx, lead, stop, at=NOON)
        else:
            suppressing.suppress_number(tx, world.ledger.hasher, number, stop, at=NOON)
    before = since(others, world)
    world.reserved(enrolment, attempt=2)
    after = since(others, world)
    with world.ledger.begin() as tx:
        lock_lead(tx, lead)
        suppressions.lift_person(tx, lead, stop, at=NOON)
        suppressions.lift(tx, numbers.of_lead(tx, lead), stop, at=NOON)
    world.reserved(enrolment, attempt=3)

    assert before == (1, 1)
    assert after == ((1, 2) if said.closes else (2, 2))
    assert since(others, world) == ((2, 3) if said.closes else (3, 3))


def test_a_touch_that_a_stop_does_not_forbid_is_left_out(world: World) -> None:
    """The one confirmation of the stop, a trial, a task, what never left, and what is older than the window."""
    enrolment = world.enrol(lead := world.lead(NUMBER))
    with world.ledger.begin() as tx:
        suppressing.suppress_lead(tx, lead, NewSuppression(source="reply"), at=NOON)
    world.reserved(enrolment, cause=Cause(kind=CauseKind.INBOUND, ref=str(uuid4())))
    world.reserved(enrolment, cause=Cause(kind=CauseKind.TRIAL, ref="hello"))
    world.reserved(enrolment, channel=Channel.TASK, number=None, attempt=2)
    put_back = world.reserved(enrolment, attempt=3)
    world.reserved(enrolment, attempt=4, at=NOON - 2 * HOUR)
    with world.ledger.begin() as tx:
        states.plan_again(tx, put_back.id)

    assert counted(world) == (0, 0)


def test_a_number_that_was_lifted_for_another_owner_is_closed_for_who_said_stop(world: World) -> None:
    """A stop of the person closes a number that came to them later; a later lift of that number opens it."""
    enrolment = world.enrol(lead := world.lead(NUMBER), campaign="spring")
    everything = NewSuppression(source="reply")
    with world.ledger.begin() as tx:
        suppressing.suppress_lead(tx, lead, everything, at=NOON)
        suppressions.lift(tx, numbers.of_lead(tx, lead), everything, at=NOON)
    world.reserved(enrolment, purpose=Purpose.SERVICE)

    assert counted(world) == (1, 1)


@pytest.mark.parametrize(
    ("settled_after", "now", "expected"),
    [
        (timedelta(minutes=9), 2 * HOUR, (1, 1)),
        (timedelta(minutes=11), 2 * HOUR, (0, 1)),
        (None, timedelta(minutes=9), (0, 0)),  # it may still be in time
        (None, timedelta(minutes=11), (0, 1)),
        (None, timedelta(days=9), (0, 1)),  # and stays so until it is over
        (timedelta(minutes=11), timedelta(days=9), (0, 0)),  # long ago
    ],
)
def test_an_unknown_touch_is_settled_in_time_or_late(
    world: World, settled_after: timedelta | None, now: timedelta, expected: tuple[int, int]
) -> None:
    """A trigger notes when its answer was lost and when that was over: no row of the touch says so."""
    known, unknown = world.reserved(enrolment := world.enrol()), world.reserved(enrolment, attempt=2)
    with world.ledger.begin() as tx:
        states.settle(tx, known.id, Outcome.SENT, at=NOON, details={"sid": "SM1"})
        states.mark_unknown(tx, unknown.id)
        if settled_after is not None:
            states.settle(tx, unknown.id, Outcome.SENT, at=NOON, details={"sid": "SM2"})
        rows = tx.execute(text("SELECT settled_at IS NOT NULL AS over FROM unanswered_touches")).scalars().all()
        tx.execute(
            text("UPDATE unanswered_touches SET since = :at, settled_at = CAST(:over AS timestamptz)"),
            {"at": NOON, "over": NOON + settled_after if settled_after is not None else None},
        )
        found = objectives.settled(tx, NOON + now - timedelta(days=1), NOON + now, 10 * MINUTE)

    assert rows == [settled_after is not None]
    assert found == expected


@pytest.mark.parametrize(
    ("called_after", "canceled_after", "expected"),
    [
        (15 * MINUTE, None, (1, 1)),
        (16 * MINUTE, None, (0, 1)),
        (None, None, (0, 1)),
        (None, 10 * MINUTE, (0, 0)),  # taken back in time
        (None, 20 * MINUTE, (0, 1)),  # too late to matter
    ],
)
def test_a_promised_call_begins_in_time_or_late(
    world: World, called_after: timedelta | None, canceled_after: timedelta | None, expected: tuple[int, int]
) -> None:
    """As the report counts it."""
    promised = NOON + HOUR
    enrolment = world.enrol()
    with world.ledger.begin() as tx:
        new = NewCallback(lead=world.lead_of(enrolment), enrolment=enrolment.id, at=promised, ref=f"inbound:{uuid4()}")
        callback = callbacks.promise(tx, new, at=NOON).id
        later = NewCallback(
            lead=world.lead_of(enrolment), enrolment=world.enrol().id, at=NOON + 9 * HOUR, ref="command:9"
        )
        assert callbacks.promise(tx, later, at=NOON)
    if called_after is not None:
        cause = Cause(kind=CauseKind.CALLBACK, ref=callback)
        touch = world.reserved(enrolment, channel=Channel.CALL, cause=cause, step="", at=promised + called_after)
        with world.ledger.begin() as tx:
            states.settle(tx, touch.id, Outcome.NO_ANSWER, at=promised + called_after, details={"sid": "CA1"})
    with world.ledger.begin() as tx:
        if canceled_after is not None:
            callbacks.cancel(tx, callback, at=promised + canceled_after)
        early = objectives.promises(tx, NOON, promised + 14 * MINUTE, 15 * MINUTE)
        found = objectives.promises(tx, NOON, promised + HOUR, 15 * MINUTE)

    assert early == (0, 0)
    assert found == expected


@pytest.mark.parametrize(
    ("delivered_after", "change", "expected"),
    [
        (timedelta(seconds=9), "", (1, 1)),
        (timedelta(seconds=11), "", (0, 1)),
        (None, "", (0, 1)),  # also one that no worker has taken yet
        (None, "disabled_at = now()", (0, 0)),
        (None, "types = ARRAY['touch.skipped']", (0, 0)),
        (timedelta(seconds=9), "types = ARRAY['touch.ended']", (1, 1)),
        (None, "added_at = now() + interval '1 day'", (0, 0)),  # it was not there yet
    ],
)
def test_an_event_reaches_its_endpoint_in_time_or_late(
    world: World, delivered_after: timedelta | None, change: str, expected: tuple[int, int]
) -> None:
    """Only endpoints that receive events of this type count."""
    touch = world.reserved(world.enrol())
    with world.ledger.begin() as tx:
        tx.execute(
            text(
                "INSERT INTO endpoints (name, url, secret, horizon, place, added_at)"
                " VALUES ('crm', :url, '', 0, 0, now() - interval '1 day')"
            ),
            {"url": NOWHERE},
        )
        tx.execute(text("DELETE FROM events"))
        touches.change(tx, touch.id, {"state": "settled", "outcome": "sent", "ended_at": NOON, "sid": "SM1"})
        at = tx.execute(text("SELECT written_at FROM events WHERE type = 'touch.ended'")).scalar_one()
        if delivered_after is not None:
            tx.execute(
                text(
                    "INSERT INTO deliveries (event_id, endpoint_id, subject, seq, delivered_at)"
                    " SELECT e.id, p.id, e.subject, e.seq, :at FROM events e, endpoints p"
                ),
                {"at": at + delivered_after},
            )
        if change:
            tx.execute(text(f"UPDATE endpoints SET {change}"))  # noqa: S608  from the table above
        early = objectives.events(tx, at - HOUR, at + timedelta(seconds=9), timedelta(seconds=10))
        found = objectives.events(tx, at - HOUR, at + timedelta(seconds=30), timedelta(seconds=10))

    assert early == (0, 0)
    assert found == expected


def test_what_processes_count_is_added_up_and_kept_when_the_ledger_fails(ledger: Ledger) -> None:
    """Each beat writes what came since the one before; a beat that fails keeps its counts for the next."""
    first, second = (Heartbeat(ledger, ProcessRole.WEB) for _ in range(2))
    first.tally.add({WEBHOOKS.name: (2, 3)})
    first.beat()
    first.beat()
    second.tally.add({WEBHOOKS.name: (4, 4), MESSAGES.name: (1, 1)})
    broken = Heartbeat(Ledger("postgresql+psycopg://127.0.0.1:1/x", b"x" * 32), ProcessRole.WEB)
    broken.tally.add({WEBHOOKS.name: (1, 1)})
    broken.beat()
    second.end()
    with ledger.begin() as tx:
        tx.execute(
            text("INSERT INTO objective_counts VALUES (:name, now() - interval '2 hours', 5, 5)"),
            {"name": WEBHOOKS.name},
        )
        found = {one.objective: (one.good, one.whole) for one in measure(tx, Clock.real())}
        week = objective_counts.total(tx, WEBHOOKS.name, timedelta(days=6))
        tx.execute(text("UPDATE objective_counts SET minute = minute - interval '8 days'"))
        objective_counts.forget(tx)
        left = objective_counts.total(tx, WEBHOOKS.name, timedelta(days=99))

    assert found[WEBHOOKS] == (6, 7)
    assert found[MESSAGES] == (1, 1)
    assert week == (11, 12)
    assert left == (0, 0)
    assert broken.tally.take() == {WEBHOOKS.name: (1, 1)}


def test_every_objective_is_measured(world: World) -> None:
    """Also the one that is about now."""
    world.enrol()
    with world.ledger.begin() as tx:
        clock = Clock(origin=NOON, started=NOON)
        found = {one.objective: (one.good, one.whole) for one in measure(tx, clock)}
        tx.execute(text("ALTER TABLE enrolments DROP CONSTRAINT enrolments_never_lost"))  # the ledger itself refuses it
        tx.execute(text("UPDATE enrolments SET next_at = NULL, hold = NULL"))
        lost = {one.objective: one for one in measure(tx, clock)}[WAKE_UPS]

    assert list(found) == list(OBJECTIVES)
    assert found[WAKE_UPS] == (1, 1)
    assert {found[one] for one in (STOPS, UNKNOWN, PROMISES, EVENTS)} == {(0, 0)}
    assert (lost.good, lost.whole, lost.missed) == (0, 1, True)
