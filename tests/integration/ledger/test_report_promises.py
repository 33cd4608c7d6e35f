"""Are promised calls counted as on time, late, missed, withdrawn or ahead, and requests without a time?"""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from cadence.domain import Cause, CauseKind, Channel, Enrolment, Outcome
from cadence.domain.figures import CallbackCounts, Dimension, Period
from cadence.domain.house import HouseRules
from cadence.ledger.campaigns import commands
from cadence.ledger.campaigns.commands import Command
from cadence.ledger.reports import counts, promises
from cadence.ledger.touches import callbacks, touches
from cadence.ledger.touches.callbacks import NewCallback
from cadence.policy.hours.working_time import after_work
from tests.integration.ledger import states
from tests.integration.ledger.world import NOON, World

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
PROMISED = NOON + HOUR
NOW = NOON + timedelta(days=2)


def promise(world: World, ref: str) -> tuple[Enrolment, str]:
    """A call promised for an hour after noon."""
    enrolment = world.enrol()
    with world.ledger.begin() as connection:
        new = NewCallback(lead=world.lead_of(enrolment), enrolment=enrolment.id, at=PROMISED, ref=ref)
        return enrolment, callbacks.promise(connection, new, at=NOON).id


def called(world: World, enrolment: Enrolment, callback: str, after: timedelta) -> None:
    """A call that keeps a promise so long after its time."""
    cause = Cause(kind=CauseKind.CALLBACK, ref=callback)
    touch = world.reserved(enrolment, channel=Channel.CALL, cause=cause, step="", at=PROMISED + after)
    with world.ledger.begin() as connection:
        details = {"sid": f"CA{uuid4().hex}"}
        states.settle(connection, touch.id, Outcome.NO_ANSWER, at=PROMISED + after, details=details)


def counted(world: World, at: timedelta = NOW - NOON) -> CallbackCounts:
    """Count as a report does, by the office hours of the house."""
    house = HouseRules()
    with world.ledger.begin() as connection:
        return promises.callbacks(
            connection, [world.campaign_id], Period(), NOON + at, lambda asked: after_work(asked, 4 * HOUR, house)
        )


@pytest.mark.parametrize(
    ("after", "outcome"),
    [(timedelta(0), "on_time"), (15 * MINUTE, "on_time"), (16 * MINUTE, "late"), (None, "missed")],
)
def test_a_promise_is_kept_within_a_quarter_of_an_hour(world: World, after: timedelta | None, outcome: str) -> None:
    """Later is late, and never is missed; the person asked for this one."""
    enrolment, callback = promise(world, f"inbound:{uuid4()}")
    if after is not None:
        called(world, enrolment, callback, after)
    found = counted(world)

    assert getattr(found, outcome) == found.requested == found.due == 1
    assert found.ahead == found.withdrawn == 0


def test_what_was_taken_back_or_is_still_to_come_is_not_due(world: World) -> None:
    """Taken back before its time is over, it is withdrawn; before that time it is ahead. An order is no request."""
    _, callback = promise(world, "command:7")
    ahead = counted(world, at=30 * MINUTE)
    with world.ledger.begin() as connection:
        callbacks.cancel(connection, callback, at=NOON + 30 * MINUTE)
    withdrawn = counted(world)

    assert (ahead.ahead, ahead.due, ahead.requested) == (1, 0, 0)
    assert (withdrawn.withdrawn, withdrawn.due, withdrawn.ahead) == (1, 0, 0)


@pytest.mark.parametrize(("after", "kept"), [(3 * HOUR, 1), (30 * HOUR, 0), (None, 0)])
def test_a_request_without_a_time_is_counted_in_working_hours(world: World, after: timedelta | None, kept: int) -> None:
    """A message asks for a call and names no time: no promise follows from it by itself."""
    enrolment = world.enrol()
    message = world.reserved(enrolment)
    with world.ledger.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO inbound (id, channel, number_id, sender, at, meaning, lead_id, touch_id)"
                " SELECT gen_random_uuid(), 'sms', number_id, sender, :at, 'callback', lead_id, id FROM touches"
                " WHERE id = :touch"
            ),
            {"at": NOON, "touch": message.id},
        )
    if after is not None:
        touch = world.reserved(
            enrolment, channel=Channel.CALL, cause=Cause(kind=CauseKind.STEP, ref="ring"), step="ring", at=NOON + after
        )
        with world.ledger.begin() as connection:
            touches.change(connection, touch.id, {"sid": "CA1"})
    found = counted(world)

    assert (found.without_time, found.within_4_hours, found.without_time_ahead) == (1, kept, 0)
    assert counted(world, at=MINUTE).without_time_ahead == (1 if after is None else 0)


def test_a_conversation_is_grouped_by_who_reported_it(world: World) -> None:
    """By the last report: a correction counts for whoever corrected."""
    enrolment = world.enrol()
    touch = world.reserved(enrolment, channel=Channel.CALL)
    with world.ledger.begin() as connection:
        details = {"sid": "CA2", "greeting_end_at": NOON}
        states.settle(connection, touch.id, Outcome.ANSWERED, at=NOON, details=details)
        for actor in ("ines", "marta"):
            order = Command(name="disposition", actor=actor, origin="cli", lead=touch.lead, args={"touch": touch.id})
            commands.record(connection, order, at=NOON)
        groups = counts.touches(connection, [world.campaign_id], Period(), Dimension.AGENT)

    assert {agent: group["answered"] for agent, group in groups.items()} == {"marta": 1}


def test_reports_that_contradict_detection_are_its_errors(world: World) -> None:
    """A machine was reported, and then a conversation; a person was, and then a machine."""
    for outcomes, greeting in (((Outcome.MACHINE, Outcome.ANSWERED), None), ((Outcome.MACHINE,), NOON)):
        touch = world.reserved(world.enrol(), channel=Channel.CALL)
        with world.ledger.begin() as connection:
            for nth, outcome in enumerate(outcomes):
                details = {"sid": f"CA{uuid4().hex}" if not nth else None, "greeting_end_at": greeting}
                known = {name: value for name, value in details.items() if value is not None}
                states.settle(connection, touch.id, outcome, at=NOON + nth * MINUTE, details=known)
    with world.ledger.begin() as connection:
        sums = counts.touches(connection, [world.campaign_id], Period())[""]

    assert (sums["detected"], sums["person_as_machine"], sums["machine_as_person"]) == (2, 1, 1)
