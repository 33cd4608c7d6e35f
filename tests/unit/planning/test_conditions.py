"""A step and a branch are for the people who meet their condition, and everybody else goes on."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from cadence.campaign import Campaign
from cadence.campaign.branches import Fork
from cadence.campaign.parts import Retry
from cadence.domain import (
    Attempt,
    Callback,
    CauseKind,
    Channel,
    Facts,
    Finish,
    Lead,
    Outcome,
    Refuse,
    Scope,
    Touch,
    TouchState,
)
from cadence.planning import next_move, verdict
from cadence.planning.ways import ways_taken
from cadence.policy.packs.law import Law
from cadence.policy.wording import in_words
from tests.unit.campaign.conditions.samples import where
from tests.unit.policy.builders import MADRID, MONDAY, OFFICE, call, campaign, facts, hours, number, sms, task, tried

LAW = Law(packs=(), guard=timedelta(seconds=60))


def person(*touches: Any, attributes: dict[str, str] | None = None, **more: Any) -> Facts:
    """Return the facts of somebody with these columns."""
    lead = Lead(id="lead-1", numbers=(number(),), zones=(MADRID,), country="ES", attributes=attributes or {})
    return facts(*touches, lead=lead, **more)


def planned(file: Campaign, known: Facts, at: datetime = MONDAY) -> Attempt:
    """Return the attempt that comes next."""
    move = next_move(file, known, at, LAW)
    assert isinstance(move, Attempt), move
    return move


PREMIUM = campaign(
    sms("hello", where=where("{plan: premium}"), otherwise="other"), sms("next"), sms("other"), spread=timedelta(0)
)


def test_a_step_is_taken_by_the_people_it_is_for() -> None:
    """Its condition is true of them."""
    move = planned(PREMIUM, person(attributes={"plan": "Premium"}))

    assert (move.step, move.leaves) == ("hello", True)


@pytest.mark.parametrize(("attributes", "holds"), [({"plan": "basic"}, False), ({}, None), ({"plan": "  "}, None)])
def test_a_step_is_skipped_by_the_others_and_leaves_a_row_with_its_rule(
    attributes: dict[str, str],
    holds: bool | None,
) -> None:
    """Also where nobody knows: a step never goes to somebody who may not be meant."""
    known = person(attributes=attributes)
    move = planned(PREMIUM, known)
    refusal = verdict(PREMIUM, known, move, MONDAY, LAW)

    assert not move.leaves
    assert isinstance(refusal, Refuse)
    assert refusal.scope is Scope.STEP
    assert [reason.rule for reason in refusal.reasons] == ["step.where"]
    assert refusal.reasons[0].evidence["holds"] is holds
    assert "plan is premium" in in_words(refusal.reasons[0], "en")
    assert ("no value" in in_words(refusal.reasons[0], "en")) is (holds is None)


def test_a_skipped_step_goes_on_as_otherwise_says() -> None:
    """As one that a rule refuses."""
    skipped = replace(tried("hello", Outcome.SKIPPED, state=TouchState.SKIPPED), rules=("step.where",))

    assert planned(PREMIUM, person(skipped, attributes={"plan": "basic"})).step == "other"


def test_a_step_that_is_not_for_somebody_waits_for_no_window() -> None:
    """It is skipped at the hour at which it is due, so that the next step may use the opening."""
    file = campaign(sms("hello", where=where("{plan: premium}"), after=hours(12)), sms("next"), windows=OFFICE)
    move = planned(file, person(attributes={"plan": "basic"}))

    assert (move.step, move.leaves, move.at) == ("hello", False, MONDAY + hours(12))
    assert planned(file, person(attributes={"plan": "premium"})).at > move.at


def test_the_condition_of_a_step_is_asked_when_it_is_due() -> None:
    """What is not true yet may be by then."""
    file = campaign(sms("hello", where=where("{hours_since: {event: enrolled, at_least: 24}}"), after=hours(30)))

    assert planned(file, person()).leaves
    assert planned(file, person(), MONDAY + hours(30)).leaves
    early = campaign(sms("hello", where=where("{hours_since: {event: enrolled, at_least: 24}}"), after=hours(3)))
    assert not planned(early, person()).leaves


AGAIN = Retry(on=(Outcome.NO_ANSWER.value,), after=hours(4), times=3)
TRIED_AGAIN = campaign(
    call("ring", where=where("{plan: premium}"), retry=AGAIN, otherwise="other"), sms("next"), sms("other")
)


def rung(times: int) -> list[Touch]:
    """Return so many calls that nobody answered."""
    tries = [tried("ring", Outcome.NO_ANSWER, attempt=n + 1) for n in range(times)]
    calls = [replace(touch, id=f"try-{n}", channel=Channel.CALL) for n, touch in enumerate(tries)]
    return [replace(touch, at=MONDAY + hours(4) * n, ended_at=MONDAY + hours(4) * n) for n, touch in enumerate(calls)]


@pytest.mark.parametrize("times", [1, 2, 3])
@pytest.mark.parametrize(
    ("attributes", "leaves"), [({"plan": "premium"}, True), ({"plan": "basic"}, False), ({}, False)]
)
def test_the_condition_of_a_step_is_asked_again_before_each_try(
    times: int, attributes: dict[str, str], leaves: bool
) -> None:
    """Somebody whose row has changed between two tries is contacted no more, and goes on as after any refusal."""
    calls = rung(times)
    known = person(*calls, attributes=attributes)
    move = planned(TRIED_AGAIN, known, calls[-1].at)

    assert (move.step, move.attempt, move.leaves) == ("ring", times + 1, leaves)
    if leaves:
        return
    refusal = verdict(TRIED_AGAIN, known, move, move.at, LAW)
    assert isinstance(refusal, Refuse)
    assert [reason.rule for reason in refusal.reasons] == ["step.where"]
    skipped = replace(calls[-1], id="skipped", attempt=times + 1, at=move.at, ended_at=None, outcome=Outcome.SKIPPED)
    skipped = replace(skipped, state=TouchState.SKIPPED, rules=("step.where",))
    for now_true in ({"plan": "premium"}, attributes):  # once skipped, its other tries do not come back
        assert planned(TRIED_AGAIN, person(*calls, skipped, attributes=now_true), move.at).step == "other"


@pytest.mark.parametrize(
    ("outcome", "text", "leaves"),
    [
        (Outcome.NO_ANSWER, "{touches: 0}", False),  # its first try counts
        (Outcome.NO_ANSWER, "{touches: {at_most: 1}}", True),
        (Outcome.NO_ANSWER, "{hours_since: {event: no_answer, at_least: 4}}", True),
        (Outcome.NO_ANSWER, "{hours_since: {event: no_answer, above: 4}}", False),
    ],
)
def test_what_a_try_changes_is_asked_for_the_next_one(outcome: Outcome, text: str, leaves: bool) -> None:
    """The tries of a step are touches as others are."""
    file = campaign(call("ring", where=where(text), retry=AGAIN), sms("next"))
    (first,) = rung(1)

    assert planned(file, person(replace(first, outcome=outcome)), first.at).leaves is leaves


def test_a_task_has_conditions_as_well() -> None:
    """No window or consent binds it, and yet it may not be for this person."""
    file = campaign(task("work", where=where("{plan: premium}")), sms("next"))
    refusal = verdict(file, person(), planned(file, person()), MONDAY, LAW)

    assert isinstance(refusal, Refuse)


def test_a_promised_call_follows_no_condition_of_a_step() -> None:
    """Who was promised a call is called."""
    file = campaign(sms("hello"), call("ring", where=where("{plan: premium}")))
    promise = Callback(id="promise", at=MONDAY, ref="inbound:message")
    move = planned(file, person(tried("hello", Outcome.SENT), callbacks=(promise,)), MONDAY)

    assert (move.cause.kind, move.leaves) == (CauseKind.CALLBACK, True)


def fork(*ways: tuple[str, str], other: str) -> Fork:
    """Return a branch with these conditions."""
    return Fork.model_validate({"ways": tuple({"where": where(text), "to": to} for text, to in ways), "other": other})


BRANCHES = campaign(
    sms(
        "hello",
        on={"delivered": fork(("{plan: premium}", "call_now"), ("{score: {at_least: 50}}", "third"), other="end")},
    ),
    call("call_now"),
    sms("third"),
    spread=timedelta(0),
)


@pytest.mark.parametrize(
    ("attributes", "score", "step"),
    [
        ({"plan": "premium"}, 90, "call_now"),  # the first that is true
        ({"plan": "basic"}, 90, "third"),
        ({}, 90, "third"),  # one that is not known is passed over
        ({}, 10, None),  # the last is for everybody else
    ],
)
def test_a_branch_is_taken_by_the_first_condition_that_is_true(
    attributes: dict[str, str], score: int, step: str | None
) -> None:
    """In the order of the file."""
    known = person(tried("hello", Outcome.DELIVERED), attributes=attributes)
    known = replace(known, lead=replace(known.lead, score=score))
    move = next_move(BRANCHES, known, MONDAY + hours(1), LAW)

    assert (move.step if isinstance(move, Attempt) else None) == step
    assert isinstance(move, Attempt | Finish)


def test_the_story_of_a_lead_names_the_way_that_it_took() -> None:
    """With the condition that was true, or none; nothing while the step may still be tried again."""
    known = person(tried("hello", Outcome.DELIVERED), attributes={"plan": "premium"})
    (taken,) = ways_taken(BRANCHES, known)
    (other,) = ways_taken(BRANCHES, person(tried("hello", Outcome.DELIVERED)))

    assert (taken.step, taken.way.to) == ("hello", "call_now")
    assert taken.way.way is not None
    assert taken.way.way.where == where("{plan: premium}")
    assert (other.way.to, other.way.way) == ("end", None)
    assert ways_taken(BRANCHES, person(tried("hello", state=TouchState.CARRIED))) == []
    assert ways_taken(BRANCHES, person(tried("hello", Outcome.FAILED))) == []
    work = campaign(task("hello", on={"otherwise": BRANCHES.cadence[0].on["delivered"]}), *BRANCHES.cadence[1:])
    given = {"channel": Channel.TASK, "number": None, "result_by": MONDAY + hours(9)}
    assert ways_taken(work, person(tried("hello", Outcome.CREATED, **given))) == [], "its result is still to come"


def test_a_branch_is_decided_as_of_the_end_of_the_step_and_not_of_a_later_hour() -> None:
    """Planning again while the next step waits changes no branch."""
    since = "{hours_since: {event: enrolled, at_most: 2}}"
    file = campaign(
        sms("hello", on={"delivered": fork((since, "soon"), other="late")}), sms("soon", after=hours(9)), sms("late")
    )
    known = person(tried("hello", Outcome.DELIVERED, at=MONDAY + hours(1)))

    assert {planned(file, known, MONDAY + hours(later)).step for later in (1, 5, 10, 48)} == {"soon"}


def test_a_reply_that_comes_later_is_known_to_its_branch() -> None:
    """The branch of `replied` is decided when the reply came."""
    since = "{hours_since: {event: replied, at_most: 1}}"
    file = campaign(sms("hello", on={"replied": fork((since, "answer"), other="end")}), sms("answer"))
    touch = replace(tried("hello", Outcome.DELIVERED), replied_at=MONDAY + hours(5))

    assert planned(file, person(touch), MONDAY + hours(6)).step == "answer"


def test_a_wait_may_branch() -> None:
    """By its own `otherwise`."""
    wait = sms("pause").model_copy(
        update={"sms": None, "wait": hours(1), "on": {"otherwise": fork(("{plan: a}", "second"), other="first")}}
    )
    file = campaign(wait, sms("first"), sms("second"))

    assert planned(file, person(attributes={"plan": "a"})).step == "second"
    assert planned(file, person()).step == "first"


def test_a_retry_is_asked_for_its_condition_again() -> None:
    """Touches so far count the try before it."""
    file = campaign(
        call(
            "ring",
            where=where("{touches: {at_most: 0, channel: call}}"),
            retry={"on": ("busy",), "after": hours(1), "times": 3},
        ),
        sms("next"),
    )
    known = person(tried("ring", Outcome.BUSY, channel=Channel.CALL))
    move = planned(file, known, MONDAY + hours(1))

    assert (move.step, move.attempt, move.leaves) == ("ring", 2, False)
