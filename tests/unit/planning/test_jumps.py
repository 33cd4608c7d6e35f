"""Does a cadence go on with the step of an event, from the instant of the event, and once?"""

from datetime import timedelta

import pytest

from cadence.campaign.content.task import Task
from cadence.campaign.step_shape import Step
from cadence.domain import (
    Attempt,
    Callback,
    Channel,
    Facts,
    Finish,
    HoldName,
    Jump,
    Outcome,
    Pause,
    PauseScope,
    TouchState,
    Wait,
)
from cadence.planning import next_move
from cadence.planning.position import cadence_due, pending_callback
from tests.unit.policy.builders import LAW, MONDAY, call, campaign, facts, hours, sms, task, tried

LATER = MONDAY + hours(5)
SHOP = campaign(
    sms("notice", on={"otherwise": "talk"}),
    call("talk", after=hours(24), on={"otherwise": "end"}),
    sms("survey", after=hours(2)),
    task("look"),
)


def jumped(*touches: object, to: str = "survey", **more: object) -> Facts:
    """Return the facts of somebody about whom an event came."""
    return facts(*touches, jumps=(Jump(event="delivered", to=to, at=LATER),), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "before",
    [
        (),
        (tried("notice", Outcome.SENT),),
        (tried("notice", Outcome.SENT), tried("talk", Outcome.BUSY, at=MONDAY + hours(1))),
        (tried("notice", Outcome.SKIPPED), tried("survey", Outcome.SKIPPED, at=MONDAY + hours(1))),
        (tried("notice", Outcome.SENT), tried("talk", Outcome.ANSWERED, at=MONDAY + hours(1))),
    ],
)
def test_the_step_of_the_event_is_next_wherever_the_cadence_stood(before: tuple[object, ...]) -> None:
    """Its `after` counts from the event."""
    due = cadence_due(SHOP, jumped(*before))

    assert due is not None
    assert (due.step.step, due.origin, due.after, due.attempt) == ("survey", LATER, hours(2), 1)


def test_the_cadence_goes_on_from_there() -> None:
    """As after any other step; an older visit of the same step is another lap."""
    known = jumped(tried("survey", Outcome.SENT), tried("survey", Outcome.SENT, at=LATER + hours(2), lap=2))

    due = cadence_due(SHOP, known)

    assert due is not None
    assert due.step.step == "look"


def test_a_touch_under_way_ends_first() -> None:
    """Its row is found again, and the step of the event follows it."""
    flying = tried("talk", at=MONDAY + hours(4), state=TouchState.CARRIED)

    move = next_move(SHOP, jumped(flying), LATER, LAW)

    assert isinstance(move, Attempt)
    assert move.step == "talk"


def test_a_promised_call_comes_first() -> None:
    """A promise is a promise."""
    promise = Callback(id="p", at=LATER + hours(1), ref="touch:1")
    known = jumped(callbacks=(promise,))

    due = pending_callback(SHOP, known)

    assert due is not None
    assert due.cause.ref == "p"


@pytest.mark.parametrize("to", ["survey", "nowhere"])
def test_an_open_task_is_waited_for_only_where_no_event_leads_elsewhere(to: str) -> None:
    """The person has the parcel: nobody asks first what came of older work."""
    file = campaign(Step(step="work", task=Task(title="Look", due=hours(40))), sms("survey", after=hours(2)))
    created = tried("work", Outcome.CREATED, channel=Channel.TASK, number=None, result_by=LATER + hours(90))

    move = next_move(file, jumped(created, to=to), LATER, LAW)

    if to == "survey":
        assert isinstance(move, Attempt)
        assert (move.step, move.at) == ("survey", LATER + hours(2))
    else:
        assert isinstance(move, Wait)
        assert move.hold == HoldName.TASK


def test_a_wait_is_passed_through_and_a_step_that_is_gone_is_no_way() -> None:
    """Another version of the file may not have the step."""
    waiting = campaign(sms("notice"), Step(step="patience", wait=timedelta(days=1)), sms("survey", after=hours(2)))

    through = cadence_due(waiting, jumped(to="patience"))
    gone = cadence_due(waiting, jumped(to="nowhere"))

    assert through is not None
    assert (through.step.step, through.origin, through.after) == ("survey", LATER, hours(26))
    assert gone is not None
    assert gone.step.step == "notice"


def test_a_hold_moves_what_is_due_and_eats_no_wait() -> None:
    """It is a pause whose end is known."""
    held = Pause(scope=PauseScope.LEAD, value=facts().lead.id, since=LATER, until=LATER + timedelta(days=7))
    known = facts(tried("notice", Outcome.SENT), pauses=(held,))

    move = next_move(SHOP, known, LATER, LAW)

    assert isinstance(move, Attempt)
    assert move.at == MONDAY + hours(24) + timedelta(days=7)
    assert not isinstance(next_move(SHOP, facts(pauses=(held,)), LATER, LAW), Finish)
