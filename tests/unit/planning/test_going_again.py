"""Our own mistake uses up nothing: the lead waits, and goes on where it was or on the failed branch."""

from datetime import datetime, timedelta

import pytest

from cadence.campaign import Campaign
from cadence.campaign.parts import FileLimit, Retry
from cadence.campaign.periods import WholeCampaign
from cadence.domain import (
    Allow,
    Attempt,
    Callback,
    Cause,
    CauseKind,
    Facts,
    Finish,
    Hold,
    HoldName,
    Outcome,
    Pause,
    PauseScope,
    Refuse,
    Touch,
    Wait,
)
from cadence.domain.counted import counts
from cadence.planning import next_move, verdict
from cadence.planning.position import MOST_AGAIN
from cadence.policy.packs.law import Law
from tests.unit.policy.builders import MONDAY, call, campaign, facts, hours, lead, number, sms, tried, whatsapp

LAW = Law(packs=(), guard=timedelta(seconds=60))
TWO = campaign(
    whatsapp("hello", expires=hours(4), retry=Retry(on=("failed",), after=hours(1), times=1)),
    sms("text", after=hours(1)),
    sms("broken"),
)


def branching(campaign_: Campaign, step: str, **on: str) -> Campaign:
    """Return the campaign with branches of one step."""
    cadence = tuple(own.model_copy(update={"on": on}) if own.step == step else own for own in campaign_.cadence)
    return campaign_.model_copy(update={"cadence": cadence})


def pause(
    since: float,
    until: float | None,
    scope: PauseScope = PauseScope.TEMPLATE,
    value: str = "hello",
    *,
    fallback: bool = False,
) -> Pause:
    """Return a pause, in hours of Monday."""
    end = None if until is None else MONDAY + hours(until)
    return Pause(scope=scope, value=value, since=MONDAY + hours(since), until=end, fallback=fallback)


def refused(*, at: float = 0, attempt: int = 1, outcome: Outcome = Outcome.NOT_TAKEN, taken: bool = False) -> Touch:
    """Return a try of the first step that the carrier refused for a mistake of ours."""
    when = MONDAY + hours(at)
    return tried("hello", outcome, at=when, attempt=attempt, taken=taken, ended_at=when, due=MONDAY)


def move(known: Facts, at: float, spring: Campaign = TWO) -> Attempt | Wait | Finish:
    """Return what comes next at an hour of Monday."""
    return next_move(spring, known, MONDAY + hours(at), LAW)


@pytest.mark.parametrize(
    ("held", "hold", "key"),
    [
        (pause(0, None), HoldName.TEMPLATE, "template:hello"),
        (pause(0, None, PauseScope.SENDER, "+34910000001"), HoldName.RUNNING, "sender:+34910000001"),
        (
            pause(0, None, PauseScope.SENDER, "whatsapp:+34910000001"),
            HoldName.RUNNING,
            "sender:whatsapp:+34910000001",
        ),
        (pause(0, None, PauseScope.DESTINATION, "whatsapp:ES"), HoldName.DESTINATION, "destination:whatsapp:ES"),
        (pause(0, None, PauseScope.DESTINATION, "whatsapp:#1"), HoldName.DESTINATION, "destination:whatsapp:#1"),
        (pause(0, None, PauseScope.CARRIER, "account"), HoldName.RUNNING, "carrier:account"),
    ],
)
def test_the_lead_waits_under_a_name_for_what_is_broken(held: Pause, hold: HoldName, key: str) -> None:
    """The template, the sender, the country, the number or the account: whoever mends it knows whom it frees."""
    assert move(facts(refused(), pauses=(held,)), 0.1) == Wait(hold=hold, key=key)
    assert move(facts(pauses=(held,)), 0.1) == Wait(hold=hold, key=key), "whoever has not tried yet waits, too"


@pytest.mark.parametrize(
    "other",
    [
        pause(0, None, PauseScope.TEMPLATE, "goodbye"),
        pause(0, None, PauseScope.SENDER, "sms:+34910000001"),  # the same number as a sender of texts
        pause(0, None, PauseScope.DESTINATION, "sms:ES"),
        pause(0, None, PauseScope.DESTINATION, "whatsapp:MX"),
        pause(0, None, PauseScope.DESTINATION, "whatsapp:#2"),
    ],
)
def test_what_is_broken_elsewhere_holds_nobody_here(other: Pause) -> None:
    """One number in a country that is not enabled says nothing about the sender, nor about anybody else."""
    attempt = move(facts(pauses=(other,)), 0.1)

    assert isinstance(attempt, Attempt)
    assert attempt.step == "hello"


def test_another_number_of_the_person_is_tried_where_one_may_not_be_reached() -> None:
    """The country of the first number is not enabled; the second number is somewhere else."""
    abroad = number(1, country="MX")
    known = facts(
        lead=lead(numbers=(abroad, number(2))), pauses=(pause(0, None, PauseScope.DESTINATION, "whatsapp:MX"),)
    )
    attempt = move(known, 0.1)

    assert isinstance(attempt, Attempt)
    answer = verdict(TWO, known, attempt, MONDAY + hours(0.1), LAW)
    assert isinstance(answer, Allow)
    assert answer.number == 2


@pytest.mark.parametrize("taken", [False, True])
def test_after_the_mistake_is_mended_the_same_touch_goes_and_nothing_is_used_up(taken: bool) -> None:
    """The try, the retry, the limit and the gap are the person's, whether the carrier took it first or not."""
    strict = TWO.model_copy(update={"limits": (FileLimit(max=1, per=WholeCampaign()),), "gap": hours(48)})
    known = facts(refused(taken=taken), pauses=(pause(0, 2),))
    attempt = move(known, 2, strict)

    assert isinstance(attempt, Attempt)
    assert (attempt.step, attempt.attempt, attempt.at) == ("hello", 2, MONDAY + hours(2))
    assert isinstance(verdict(strict, known, attempt, MONDAY + hours(2), LAW), Allow)
    assert not counts(refused(taken=taken))


def test_time_held_by_a_mistake_of_ours_does_not_count_for_expires() -> None:
    """Four hours are what the content is good for: two of them passed before the pause, twenty during it."""
    first = tried("hello", Outcome.NOT_TAKEN, at=MONDAY + hours(2), due=MONDAY, taken=False)
    for until, at, step in ((None, 22, None), (22, 22, "hello"), (22, 23.9, "hello"), (22, 24.1, "text")):
        attempt = move(facts(first, pauses=(pause(2, until),)), at)
        if step is None:
            assert attempt == Wait(hold=HoldName.TEMPLATE, key="template:hello")
        else:
            assert isinstance(attempt, Attempt)
            answer = verdict(TWO, facts(first, pauses=(pause(2, until),)), attempt, MONDAY + hours(at), LAW)
            assert isinstance(answer, Allow if step == "hello" else Refuse), (until, at)


def test_a_pause_that_somebody_wished_still_counts_for_expires() -> None:
    """The words may be wrong by then: content goes stale while an operator holds it."""
    held = pause(2, None, PauseScope.CAMPAIGN, "spring")
    attempt = move(facts(tried("hello", at=MONDAY, due=MONDAY, outcome=Outcome.NOT_TAKEN), pauses=(held,)), 5)

    assert isinstance(attempt, Attempt), "it is met at once, to be passed over as expired"


def test_too_fast_goes_again_later_and_later() -> None:
    """One minute, five, twenty-five ... six hours at the longest; a retry of the file is not one of them."""
    waits = []
    touches: list[Touch] = []
    at = 0.0
    for attempt in range(1, MOST_AGAIN):
        touches.append(refused(at=at, attempt=attempt, outcome=Outcome.TOO_FAST, taken=True))
        then = move(facts(*touches), at, TWO.model_copy(update={"cadence": (whatsapp("hello"), sms("text"))}))
        assert isinstance(then, Attempt)
        assert (then.step, then.attempt) == ("hello", attempt + 1)
        waits.append(then.at - MONDAY - hours(at))
        at += waits[-1] / hours(1)

    assert waits[:3] == [timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=25)]
    assert max(waits) == hours(6)


def test_what_the_carrier_never_takes_has_failed_in_the_end() -> None:
    """A lead must not go round for ever: after so many in a row the file's branch for `failed` is taken."""
    spring = branching(TWO, "hello", failed="broken", otherwise="text")
    touches = [refused(at=n, attempt=n + 1, outcome=Outcome.TOO_FAST) for n in range(MOST_AGAIN)]
    attempt = move(facts(*touches), MOST_AGAIN, spring)

    assert isinstance(attempt, Attempt)
    assert attempt.step == "broken"


def test_a_mistake_of_ours_never_ends_an_enrolment_that_stops_on_failed() -> None:
    """`stop_on: [failed]` is about what came of a touch; nothing came of this one."""
    spring = TWO.model_copy(update={"stop_on": ("failed",)})

    assert move(facts(refused(), pauses=(pause(0, None),)), 1, spring) == Wait(
        hold=HoldName.TEMPLATE, key="template:hello"
    )


@pytest.mark.parametrize(
    ("branches", "step"),
    [
        ({"failed": "broken", "otherwise": "text"}, "broken"),  # the branch for what failed
        ({"otherwise": "broken"}, "broken"),  # a failure has no branch of its own
        ({"delivered": "broken"}, "text"),  # nor has anything else: the next step
    ],
)
@pytest.mark.parametrize("tried_before", [True, False])
def test_the_failed_branch_is_taken_when_somebody_orders_it(
    tried_before: bool, branches: dict[str, str], step: str
) -> None:
    """Whoever waited goes on with what the file has for a failure, and nobody is asked to wait for the template."""
    spring = branching(TWO, "hello", **branches)
    known = facts(*([refused()] if tried_before else []), pauses=(pause(0, 2, fallback=True),))
    at = MONDAY + hours(2)
    attempt = move(known, 2, spring)
    assert isinstance(attempt, Attempt)
    answer = verdict(spring, known, attempt, at, LAW)
    assert isinstance(answer, Refuse)
    assert [reason.rule for reason in answer.reasons] == ["step.fallback"]

    after = passed_over(known, attempt, at)
    then = move(after, 2, spring)

    assert isinstance(then, Attempt)
    assert then.step == step


def passed_over(known: Facts, attempt: Attempt, at: datetime) -> Facts:
    """Return the facts once the step was passed over."""
    skipped = tried(
        attempt.step,
        Outcome.SKIPPED,
        at=at,
        attempt=attempt.attempt,
        rules=("step.fallback",),
        ended_at=at,
        due=attempt.due,
    )
    return facts(*known.touches, skipped, pauses=known.pauses)


def test_who_did_not_wait_is_not_sent_down_the_failed_branch() -> None:
    """Somebody enrolled later, or due later, gets the template, which somebody says works again."""
    known = facts(pauses=(pause(-5, -2, fallback=True),))
    attempt = move(known, 0)

    assert isinstance(attempt, Attempt)
    assert isinstance(verdict(TWO, known, attempt, MONDAY, LAW), Allow)


def test_a_promised_call_is_never_sent_down_the_failed_branch() -> None:
    """What was promised waits for our sender; it is not dropped."""
    spring = campaign(call("ring"))
    held = pause(0, 2, PauseScope.SENDER, "call:+34910000001", fallback=True)
    cause = Cause(kind=CauseKind.CALLBACK, ref="promise")
    known = facts(
        tried("ring", Outcome.ANSWERED, at=MONDAY - hours(1)),
        callbacks=(Callback(id="promise", at=MONDAY + hours(2)),),
        pauses=(held,),
    )
    attempt = next_move(spring, known, MONDAY + hours(2), LAW)

    assert isinstance(attempt, Attempt)
    assert attempt.cause == cause
    assert not isinstance(verdict(spring, known, attempt, MONDAY + hours(2), LAW), Refuse | Hold)
