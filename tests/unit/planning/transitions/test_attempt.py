"""What does an attempt change that was refused, did not leave, was left without an answer, or is a task?"""

from dataclasses import replace
from datetime import timedelta

import pytest

from cadence.domain import Attempt, Channel, Outcome, Reason, Refuse, Scope, Touch, TouchState
from cadence.domain.touch_record import Stored
from cadence.planning import next_move
from cadence.planning.transitions import change
from cadence.planning.transitions.apply import apply
from cadence.planning.transitions.attempt import skipped_by
from cadence.planning.transitions.change import FreePlace, OpenTask, UpdateTouch
from cadence.planning.transitions.events import AnswerMissing, NeverSent, Reported, StepRefused, TaskGiven
from tests.unit.policy.builders import LAW, MONDAY, NOON, call, campaign, facts, sms, task, touch

TWO = campaign(sms("hello"), call("ring"))
NOT_NOW = Reason(rule="campaign.windows", until=NOON)
NEVER = Reason(rule="whatsapp.session")
REFUSAL = Refuse(scope=Scope.STEP, reasons=(NOT_NOW, NEVER), rule="whatsapp.session")
RESERVED = touch(NOON, id="t", channel=Channel.CALL, state=TouchState.RESERVED, outcome=None)
SOON = NOON + timedelta(minutes=1)


def first_attempt() -> Attempt:
    """Return the attempt of the first step."""
    move = next_move(TWO, facts(), MONDAY, LAW)
    assert isinstance(move, Attempt)
    return move


def test_a_refused_step_leaves_a_row_with_its_rules_and_the_next_step_follows() -> None:
    """The deciding rule comes first; a rule that only says "not now" comes after it."""
    known = facts()
    made = change(known, StepRefused(attempt=first_attempt(), refusal=REFUSAL, touch="new"), MONDAY, TWO)

    row = skipped_by(made)
    assert (row.id, row.state, row.outcome, row.ended_at) == ("new", TouchState.SKIPPED, Outcome.SKIPPED, MONDAY)
    assert (row.rules, row.scope) == (("whatsapp.session", "campaign.windows"), "step")
    assert made.notify == ()
    after = apply(known, made)
    assert after.touches == (row,)
    then = next_move(TWO, after, MONDAY, LAW)
    assert isinstance(then, Attempt)
    assert then.step == "ring"


def test_a_refused_step_that_was_put_back_keeps_its_row() -> None:
    """The row was reserved before, and keeps its number; a second row for one attempt cannot be."""
    attempt = first_attempt()
    planned = touch(MONDAY, id="planned", cause=attempt.cause, step="hello", state=TouchState.PLANNED, outcome=None)
    known = facts(planned, touch(MONDAY + timedelta(minutes=1), id="other", cause=first_attempt().cause, attempt=2))

    made = change(known, StepRefused(attempt=attempt, refusal=REFUSAL, touch="new"), NOON, TWO)

    row = skipped_by(made)
    assert (row.id, row.number, row.at, row.state) == ("planned", 1, NOON, TouchState.SKIPPED)
    assert [touch.id for touch in apply(known, made).touches] == ["other", "planned"]


def test_a_step_that_was_sent_cannot_be_refused() -> None:
    """Such a plan would be a fault of ours: what was sent stays what it is."""
    attempt = first_attempt()
    known = facts(touch(MONDAY, cause=attempt.cause, step="hello"))

    with pytest.raises(AssertionError, match="expected a planned one"):
        change(known, StepRefused(attempt=attempt, refusal=REFUSAL, touch="new"), NOON, TWO)


@pytest.mark.parametrize(
    ("channel", "freed"),
    [
        (Channel.CALL, (FreePlace(touch="t"),)),  # the agent is free for another call
        (Channel.SMS, ()),  # a message holds no agent
    ],
)
def test_a_touch_that_never_left_is_planned_again(channel: Channel, freed: tuple[FreePlace, ...]) -> None:
    """The rules judge it again on the same row (protocol §1.3)."""
    reserved = replace(RESERVED, channel=channel)
    made = change(facts(reserved), NeverSent(was=Stored(touch=reserved, version=1)), SOON)

    assert made.writes == (UpdateTouch(touch="t", values=(("state", TouchState.PLANNED),)), *freed)
    assert apply(facts(reserved), made).touches == (replace(reserved, state=TouchState.PLANNED),)


def test_a_touch_without_an_answer_is_unknown_and_keeps_its_agent() -> None:
    """It may ring: the carrier has to be asked, and nothing is sent again (law 2)."""
    made = change(facts(RESERVED), AnswerMissing(was=Stored(touch=RESERVED, version=1), code="timeout"), SOON)

    assert made.writes == (UpdateTouch(touch="t", values=(("state", TouchState.UNKNOWN), ("code", "timeout"))),)
    assert apply(facts(RESERVED), made).touches[0].state is TouchState.UNKNOWN


@pytest.mark.parametrize("state", [state for state in TouchState if state is not TouchState.RESERVED])
def test_a_report_that_came_first_stands(state: TouchState) -> None:
    """Our own error says nothing against what the carrier has reported, and a repeated one changes nothing."""
    was = Stored(touch=replace(RESERVED, state=state), version=1, sid="CA1")

    assert change(facts(was.touch), NeverSent(was=was), SOON).writes == ()
    assert change(facts(was.touch), AnswerMissing(was=was), SOON).writes == ()


def test_a_report_settles_a_touch_whose_answer_was_lost() -> None:
    """The call took place: its end is recorded as if the answer had come."""
    unknown = replace(RESERVED, state=TouchState.UNKNOWN)
    report = Reported(
        was=Stored(touch=unknown, version=1, code="timeout"), at=SOON, sid="CA1", outcome=Outcome.BUSY, over=True
    )

    after = apply(facts(unknown), change(facts(unknown), report, SOON)).touches[0]

    assert (after.state, after.outcome, after.taken) == (TouchState.SETTLED, Outcome.BUSY, True)


def test_a_touch_that_the_carrier_refused_without_an_id_was_not_taken() -> None:
    """Then it spends no limit; the same refusal of a touch that has an id does."""
    reserved = replace(RESERVED, channel=Channel.SMS)
    for sid, taken in ((None, False), ("SM1", True)):
        was = Stored(touch=replace(reserved, taken=True if sid else None), version=1, sid=sid)
        report = Reported(was=was, at=SOON, outcome=Outcome.FAILED, code="30008", sid=sid or "")
        known = facts(was.touch)
        assert apply(known, change(known, report, SOON)).touches[0].taken is taken


def test_a_step_for_our_own_people_is_a_task_and_settled_at_once() -> None:
    """Nothing is sent, so nothing is reported: the next step follows."""
    work = campaign(task("work"), sms("hello"))
    move = next_move(work, facts(), MONDAY, LAW)
    assert isinstance(move, Attempt)
    given: Touch = touch(
        MONDAY,
        id="t",
        channel=Channel.TASK,
        cause=move.cause,
        step="work",
        state=TouchState.RESERVED,
        outcome=None,
        number=None,
    )
    event = TaskGiven(was=Stored(touch=given, version=1), title="Look", body="words", assign="ana")

    made = change(facts(given), event, MONDAY)

    opened = made.writes[0]
    assert opened == OpenTask(
        ref="t", kind="step", title="Look", body="words", assign="ana", lead="lead-1", enrolment="enrolment-1"
    )
    after = apply(facts(given), made)
    assert (after.touches[0].state, after.touches[0].outcome) == (TouchState.SETTLED, Outcome.CREATED)
    then = next_move(work, after, MONDAY, LAW)
    assert isinstance(then, Attempt)
    assert then.step == "hello"
