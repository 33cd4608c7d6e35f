"""Does one of our people hear of a promised call that a hold, a pause or a limit of ours keeps past its time?"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from cadence.campaign import Campaign
from cadence.domain import (
    HELD,
    PROMISE_HELD,
    Allow,
    Attempt,
    Callback,
    CampaignState,
    CauseKind,
    Channel,
    Facts,
    Finish,
    HoldName,
    Inbound,
    Move,
    Outcome,
    Pause,
    PauseScope,
    Suppression,
    SuppressionScope,
    TouchState,
    Wait,
)
from cadence.planning import next_move, verdict
from cadence.planning.announce import TOLERANCE
from tests.unit.planning.test_announce import FIVE, HOUR, MINUTE, file, known, rang, told
from tests.unit.policy.builders import LAW, NOON, SENDER, in_all

MESSAGE = Inbound(id="message-2", channel=Channel.SMS, number=1, sender=SENDER, at=NOON, meaning="hold")


def pause(scope: PauseScope = PauseScope.ALL, value: str = "") -> Pause:
    """Return a pause that began before the promised time and lasts."""
    return Pause(scope=scope, value=value, since=NOON + HOUR)


PAUSES = [
    pause(),  # everything: the panic button
    pause(PauseScope.CAMPAIGN, "spring"),
    pause(PauseScope.LEAD, "lead-1"),
    pause(PauseScope.CHANNEL, "call"),
    pause(PauseScope.SENDER, SENDER),
    pause(PauseScope.FLOOR, "sales"),
    pause(PauseScope.CARRIER, "account"),  # the carrier refused our account
    pause(PauseScope.DESTINATION, "call:ES"),  # our account may not call this country
]


def held(*touches: Any, **more: Any) -> Facts:
    """Return the facts of somebody whose promised call was confirmed, and whom something holds."""
    return known(told("confirm", FIVE), *touches, **more)


def walk(one: Campaign, facts: Facts, until: datetime) -> list[tuple[datetime, str, Channel]]:
    """Live from noon on as the workflow does: sleep until the next move, and record what was handed out."""
    now, made = NOON + HOUR, []
    for _ in range(20):
        move: Move = next_move(one, facts, now, LAW)
        if move.at is None or move.at > until:
            return made
        if isinstance(move, Wait):
            assert move.at > now, "the workflow would look again at once, for ever"
        now = max(now, move.at)
        again = next_move(one, facts, now, LAW)
        if isinstance(again, Attempt) and again.at <= now:
            made.append((now, again.step, again.channel))
            if again.cause.kind is not CauseKind.ANNOUNCEMENT:
                return made
            assert again.due is not None
            row = told(again.step, again.due, at=now, channel=again.channel, number=None, cause=again.cause)
            facts = replace(facts, touches=(*facts.touches, row))
    raise AssertionError(made)


@pytest.mark.parametrize("by", PAUSES, ids=lambda order: order.scope.value)
def test_a_promise_under_a_pause_becomes_a_task_a_quarter_of_an_hour_after_its_time(by: Pause) -> None:
    """Nothing may leave, and one of our people may tell the person on another way. Once."""
    made = walk(file(), held(pauses=(by,)), FIVE + 20 * HOUR)
    assert made[0] == (FIVE + TOLERANCE, PROMISE_HELD, Channel.TASK)
    assert [step for _, step, _ in made].count(PROMISE_HELD) == 1


@pytest.mark.parametrize("by", PAUSES, ids=lambda order: order.scope.value)
def test_the_gate_lets_that_task_pass_a_pause(by: Pause) -> None:
    """It contacts nobody; another task waits for the end of the pause."""
    facts, now = held(pauses=(by,)), FIVE + TOLERANCE
    task = next_move(file(), facts, now, LAW)
    assert isinstance(task, Attempt)
    assert isinstance(verdict(file(), facts, task, now, LAW), Allow)


@pytest.mark.parametrize("words", [{}, {"moved": None}], ids=["a text", "no words"])
@pytest.mark.parametrize("more", [TOLERANCE, timedelta(days=7)])
def test_a_promise_that_an_event_holds_past_its_time_becomes_a_task_at_once(
    words: dict[str, Any], more: timedelta
) -> None:
    """The end of such a hold is known, nothing may be sent before it, and the gate lets the task pass. Once."""
    spring, now = file(**words), NOON + HOUR
    facts = held(pauses=(replace(pause(PauseScope.LEAD, "lead-1"), until=FIVE + more + MINUTE),))

    task = next_move(spring, facts, now, LAW)

    assert isinstance(task, Attempt)
    assert (task.step, task.channel, task.due, task.at) == (PROMISE_HELD, Channel.TASK, FIVE, now)
    assert isinstance(verdict(spring, facts, task, now, LAW), Allow)
    row = told(PROMISE_HELD, FIVE, at=now, lap=2, channel=Channel.TASK, number=None)
    after = next_move(spring, replace(facts, touches=(*facts.touches, row)), now, LAW)
    assert getattr(after, "step", "") != PROMISE_HELD


def test_a_hold_that_ends_before_the_promised_time_makes_no_task() -> None:
    """The call is made as agreed."""
    facts = held(pauses=(replace(pause(PauseScope.LEAD, "lead-1"), until=FIVE - MINUTE),))
    then = next_move(file(), facts, NOON + HOUR, LAW)
    assert isinstance(then, Attempt)
    assert (then.cause.kind, then.at) == (CauseKind.CALLBACK, FIVE)


def test_after_the_pause_the_person_is_told_of_the_next_time() -> None:
    """The pause ends two hours later; the task that was handed out does not stand for the message."""
    over = replace(pause(), until=FIVE + 2 * HOUR)
    row = told(PROMISE_HELD, FIVE, at=FIVE + TOLERANCE, lap=2, channel=Channel.TASK, number=None)
    then = next_move(file(), held(row, pauses=(over,)), FIVE + 2 * HOUR, LAW)
    assert isinstance(then, Attempt)
    assert (then.step, then.channel, then.due) == ("moved", Channel.SMS, FIVE + 2 * HOUR + 15 * MINUTE)


def test_a_pause_that_ends_in_time_makes_no_task() -> None:
    """The call is made ten minutes late, which is as agreed."""
    over = replace(pause(), until=FIVE + 10 * MINUTE)
    then = next_move(file(), held(pauses=(over,)), FIVE + 10 * MINUTE, LAW)
    assert isinstance(then, Attempt)
    assert then.cause.kind is CauseKind.CALLBACK


def test_a_promise_under_a_reply_that_waits_becomes_a_task_at_its_time() -> None:
    """It may have been a stop, so no message may follow either."""
    made = walk(file(), held(inbound=(MESSAGE,)), FIVE + 20 * HOUR)
    assert made == [(FIVE, PROMISE_HELD, Channel.TASK)]


def test_a_promise_under_a_row_that_waits_becomes_a_task_at_its_time() -> None:
    """The row may be a no, so no message may follow, and the call is made if it was none."""
    closed = tuple(
        Suppression(id=place, number=1, scope=SuppressionScope.CHANNEL, value=channel, since=NOON, source=HELD)
        for place, channel in enumerate(("sms", "whatsapp", "call"))
    )
    made = walk(file(), held(suppressions=closed), FIVE + 20 * HOUR)
    assert made == [(FIVE, PROMISE_HELD, Channel.TASK)]


def test_a_reply_that_waits_under_a_pause_makes_one_task() -> None:
    """Both hold the call; the workflow never looks again at the same instant."""
    made = walk(file(), held(inbound=(MESSAGE,), pauses=(pause(),)), FIVE + 20 * HOUR)
    assert made == [(FIVE + TOLERANCE, PROMISE_HELD, Channel.TASK)]


def test_a_wait_without_a_promise_has_no_other_end() -> None:
    """Only news ends a pause."""
    facts = replace(held(pauses=(pause(),)), callbacks=())
    then = next_move(file(), facts, FIVE + 9 * 24 * HOUR, LAW)
    assert then == Wait(hold=HoldName.RUNNING, key="all:")


def test_a_promise_that_the_campaigns_budget_drops_becomes_a_task_before_the_end() -> None:
    """An order of ours is bound by the limits; the person was promised a call all the same."""
    ours = Callback(id="promise-1", at=FIVE, ref="command:1")
    spring = file(limits=(in_all(1),), confirm=None)
    facts = replace(known(), callbacks=(ours,))
    first = next_move(spring, facts, NOON, LAW)
    assert isinstance(first, Attempt)
    assert (first.channel, first.step) == (Channel.TASK, "missed")
    told_ = told("missed", FIVE, channel=Channel.TASK, number=None, outcome=Outcome.CREATED)
    assert next_move(spring, replace(facts, touches=(*facts.touches, told_)), NOON, LAW) == Finish(
        reason="budget_spent"
    )


def test_a_promise_for_after_the_campaigns_last_day_becomes_a_task_before_the_end() -> None:
    """The campaign binds promised calls too, and somebody has to tell the person."""
    promise = Callback(id="promise-1", at=FIVE + timedelta(days=1), ref="inbound:1")
    spring = file(end=NOON.date(), confirm=None)
    facts = replace(known(), callbacks=(promise,))
    first = next_move(spring, facts, NOON, LAW)
    assert isinstance(first, Attempt)
    assert (first.channel, first.step) == (Channel.TASK, "missed")
    told_ = told("missed", promise.at, channel=Channel.TASK, number=None, outcome=Outcome.CREATED)
    assert next_move(spring, replace(facts, touches=(*facts.touches, told_)), NOON, LAW) == Finish(
        reason="campaign_ended"
    )


@pytest.mark.parametrize(
    ("touches", "more"),
    [
        ((), {}),  # nothing was tried yet
        ((rang(Outcome.LOST),), {}),  # the try reached nobody
        ((rang(Outcome.ABANDONED),), {}),  # they answered, and no agent took it
        ((), {"pauses": (pause(),)}),  # everything is paused as well
        ((), {"inbound": (MESSAGE,)}),  # a reply waits for a decision
    ],
)
@pytest.mark.parametrize(
    ("state", "end"), [(CampaignState.STOPPED, "campaign_stopped"), (CampaignState.ENDED, "campaign_ended")]
)
def test_an_open_promise_of_a_closed_campaign_becomes_one_task_before_the_end(
    touches: Any, more: Any, state: CampaignState, end: str
) -> None:
    """The call may not be made any more, and the person counts on it: somebody has to tell them."""
    facts, now = replace(held(*touches, **more), state=state), FIVE + MINUTE
    task = next_move(file(), facts, now, LAW)
    assert isinstance(task, Attempt)
    assert (task.channel, task.step, task.at, task.due) == (Channel.TASK, "missed", now, FIVE)
    assert isinstance(verdict(file(), facts, task, now, LAW), Allow)
    row = told("missed", FIVE, at=now, lap=2, channel=Channel.TASK, number=None, outcome=Outcome.CREATED)
    assert next_move(file(), replace(facts, touches=(*facts.touches, row)), now, LAW) == Finish(reason=end)


@pytest.mark.parametrize(
    "facts",
    [
        held(rang(Outcome.NO_ANSWER)),  # they were called as promised
        replace(held(), callbacks=(Callback(id="promise-1", at=FIVE, ref="inbound:1", canceled=True),)),  # taken back
        replace(held(), callbacks=()),  # nothing was promised
    ],
)
def test_a_closed_campaign_makes_no_task_where_no_promise_is_open(facts: Facts) -> None:
    """Nobody counts on a call."""
    closed = replace(facts, state=CampaignState.STOPPED)
    assert next_move(file(), closed, FIVE + MINUTE, LAW) == Finish(reason="campaign_stopped")


def test_whoever_said_stop_gets_no_task_when_their_campaign_is_stopped() -> None:
    """They asked not to be called: the promise ended with their word."""
    closed = Suppression(id=1, number=1, scope=SuppressionScope.EVERYTHING, since=NOON, source="reply")
    facts = replace(held(suppressions=(closed,)), state=CampaignState.STOPPED)
    assert next_move(file(), facts, NOON + HOUR, LAW) == Finish(reason="suppressed")


@pytest.mark.parametrize(("source", "missed"), [(HELD, True), ("reply", False)])
def test_a_promise_refused_because_of_a_row_that_waits_for_a_decision_becomes_a_task(source: str, missed: bool) -> None:
    """What the person said for sure ends the promise; what only may be a no does not."""
    closed = Suppression(id=1, number=1, scope=SuppressionScope.CHANNEL, value="call", since=NOON, source=source)
    refused = rang(Outcome.SKIPPED, rules=("suppression.channel",), state=TouchState.SKIPPED)
    then = next_move(file(confirm=None), known(refused, suppressions=(closed,)), FIVE + MINUTE, LAW)
    assert (isinstance(then, Attempt) and then.step == "missed") is missed


def test_a_promise_for_later_is_no_task_yet() -> None:
    """The pause may be over by then."""
    then = next_move(file(), held(pauses=(pause(),)), NOON + timedelta(hours=2), LAW)
    assert isinstance(then, Attempt)
    assert (then.cause.kind, then.at) == (CauseKind.CALLBACK, FIVE)
