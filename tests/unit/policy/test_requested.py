"""What is a call free of that the person asked for? Of our own limits, gap, budget and rest, and of nothing else."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cadence.campaign.parts import FileLimit
from cadence.campaign.step_shape import CallbackRule
from cadence.domain import (
    Allow,
    Callback,
    CampaignState,
    Candidate,
    Cause,
    CauseKind,
    Channel,
    Defer,
    Disposition,
    Facts,
    Hold,
    Inbound,
    Outcome,
    Pause,
    PauseScope,
    Purpose,
    Refuse,
    Suppression,
    SuppressionScope,
    Touch,
    Verdict,
)
from cadence.policy import evaluation
from cadence.policy.packs.law import Law
from cadence.policy.packs.schema import Pack
from cadence.policy.wording import in_words
from tests.unit.policy.builders import (
    LAW,
    NOON,
    SENDER,
    call,
    campaign,
    facts,
    in_all,
    lead,
    number,
    per_days,
    promise,
    ring,
    rolling,
    text,
    touch,
    window,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OWN = ("campaign.limits", "campaign.gap", "house.rest")
"""How the rules of our own begin that such a call is free of."""


def promised(**more: Any) -> Candidate:
    """Return the call of promise-1."""
    return ring(cause=Cause(kind=CauseKind.CALLBACK, ref="promise-1"), **more)


def past(ago: timedelta, **more: Any) -> Touch:
    """Return a call that was answered so long ago, by any campaign."""
    settings: dict[str, Any] = {"channel": Channel.CALL, "outcome": Outcome.ANSWERED}
    return touch(NOON - ago, **(settings | more))


def made_up(*rules: dict[str, Any]) -> Law:
    """Return the law of one pack for everybody."""
    pack = {"id": "made-up", "version": "1", "title": "Made up", "effective": {"from": date(2020, 1, 1)}}
    told = {**pack, "status": "draft", "complete": True, "applies": {"everyone": True}, "rules": list(rules)}
    return Law(packs=(Pack.model_validate(told),))


def one_a_day(**more: Any) -> dict[str, Any]:
    """Return a pack's limit of one call in 24 hours."""
    source = {"law": "made up", "confidence": "V"}
    fixed = {"id": "made.up", "type": "limit", "window": {"kind": "rolling", "seconds": 86400}, "key": ["lead"]}
    return {**fixed, "threshold": 1, "source": source, **more}


LIMITS = st.builds(
    FileLimit,
    max=st.integers(1, 3),
    per=st.sampled_from([in_all(1).per, per_days(1, 1).per, per_days(1, 7).per, rolling(1, 6 * HOUR).per]),
    channels=st.sampled_from([(), (Channel.CALL,), (Channel.CALL, Channel.SMS)]),
)
TOUCHES = st.lists(
    st.builds(
        past,
        st.integers(1, 90 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes)),
        campaign=st.sampled_from(["spring", "autumn"]),
        enrolment=st.sampled_from(["enrolment-1", "enrolment-9"]),
        disposition=st.sampled_from([None, Disposition.REFUSED, Disposition.CALLBACK]),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=300)
@given(
    limits=st.lists(LIMITS, max_size=3),
    gap=st.sampled_from([timedelta(0), 2 * HOUR, 40 * DAY]),
    touches=TOUCHES,
    purpose=st.sampled_from(list(Purpose)),
    ref=st.sampled_from(["inbound:1", "touch:1"]),
)
def test_no_rule_of_our_own_moves_a_call_the_person_asked_for_and_every_law_does(
    limits: list[FileLimit], gap: timedelta, touches: list[Touch], purpose: Purpose, ref: str
) -> None:
    """Whatever limits, gap, budget and history: allowed under no law, and as late as the law says under one."""
    file = campaign(limits=tuple(limits), gap=gap, purpose=purpose)
    known = facts(*touches, callbacks=(promise(ref=ref),))

    free = evaluation.judge(file, known, promised(), NOON, LAW)
    bound = evaluation.judge(file, known, promised(), NOON, made_up(one_a_day()))

    assert isinstance(free, Allow), free
    assert set(free.evidence.get("waived", {})) == barring(file, known)
    young = [touch.at for touch in touches if touch.at > NOON - DAY]
    assert isinstance(bound, Defer if young else Allow)
    if isinstance(bound, Defer):
        assert {reason.rule for reason in bound.reasons} == {"made.up"}
        assert bound.until == max(young) + DAY


def barring(file: Any, known: Facts) -> set[str]:
    """Return the rules of our own that hold back a call of the cadence now."""
    said = evaluation.judge(file, known, ring(), NOON, LAW)
    return set() if isinstance(said, Allow) else {reason.rule for reason in said.reasons if reason.rule.startswith(OWN)}


@pytest.mark.parametrize(
    ("changes", "file", "rule"),
    [
        ({"suppressions": "everything"}, {}, "suppression.everything"),
        ({"suppressions": "campaign"}, {}, "suppression.campaign"),
        ({"suppressions": "channel"}, {}, "suppression.channel"),
        ({"pauses": (Pause(scope=PauseScope.ALL, since=NOON - HOUR),)}, {}, "pause.all"),
        ({"pauses": (Pause(scope=PauseScope.FLOOR, value="sales", since=NOON - HOUR),)}, {}, "pause.floor"),
        ({"pauses": (Pause(scope=PauseScope.SENDER, value=SENDER, since=NOON - HOUR),)}, {}, "pause.sender"),
        ({"state": CampaignState.STOPPED}, {}, "campaign.state"),
        ({"state": CampaignState.ENDED}, {}, "campaign.state"),
        ({}, {"end": NOON.date() - DAY}, "campaign.end"),
        ({"inbound": "hold"}, {}, "reply.unclear"),  # somebody has to read it first
        ({}, {"windows": (window("16:00-20:00"),)}, "campaign.windows"),
        ({"lead": lead(country="ES", region="MD")}, {"holidays": "closed"}, "campaign.holidays"),
    ],
)
def test_everything_else_binds_a_call_the_person_asked_for(
    changes: dict[str, Any], file: dict[str, Any], rule: str
) -> None:
    """A promise is no way around a stop, a pause, the hours or the end of a campaign."""
    at = datetime(2027, 10, 12, 11, tzinfo=NOON.tzinfo) if rule == "campaign.holidays" else NOON  # Spain's holiday
    known = facts(callbacks=(promise(at=at),), **{key: _meant(key, value) for key, value in changes.items()})

    said = evaluation.judge(campaign(**file), known, promised(), at, LAW)

    assert isinstance(said, Defer | Hold | Refuse)
    assert rule in {reason.rule for reason in said.reasons}


def _meant(key: str, value: Any) -> Any:
    """Return the facts that a word of the table stands for."""
    if key == "suppressions":
        scope = SuppressionScope(value)
        worth = {"everything": "", "campaign": "spring", "channel": "call"}[value]
        return (Suppression(id=1, number=1, scope=scope, value=worth, since=NOON - DAY),)
    if key == "inbound":
        return (Inbound(id="1", channel=Channel.SMS, number=1, sender=SENDER, at=NOON - HOUR, meaning=value),)
    return value


@pytest.mark.parametrize("ref", ["command:1", "api:1", ""])
@pytest.mark.parametrize(
    ("file", "rule"),
    [
        ({"limits": (per_days(1, 1),)}, "campaign.limits[0]"),
        ({"limits": (in_all(1),)}, "campaign.limits[0]"),
        ({"gap": 4 * HOUR}, "campaign.gap"),
        ({"limits": ()}, "house.rest"),
    ],
)
def test_an_order_without_evidence_is_held_to_our_own_rules(ref: str, file: dict[str, Any], rule: str) -> None:
    """That somebody of ours says so is no request of the person."""
    known = facts(past(HOUR), past(2 * HOUR, campaign="autumn"), callbacks=(promise(ref=ref),))

    said = evaluation.judge(campaign(**file), known, promised(), NOON, LAW)

    assert isinstance(said, Defer | Refuse)
    assert rule in {reason.rule for reason in said.reasons}
    assert "waived" not in said.evidence


def test_a_step_of_the_cadence_is_not_free_because_a_call_was_promised() -> None:
    """The promise frees its own call, and no text beside it."""
    known = facts(past(HOUR), callbacks=(promise(),))
    file = campaign(gap=4 * HOUR)

    assert isinstance(evaluation.judge(file, known, ring(), NOON, LAW), Defer)
    assert isinstance(evaluation.judge(file, known, text(), NOON, LAW), Defer)
    other = ring(cause=Cause(kind=CauseKind.CALLBACK, ref="promise-2"))
    assert not isinstance(evaluation.judge(file, known, other, NOON, LAW), Allow)


@pytest.mark.parametrize("channel", [Channel.SMS, Channel.CALL])
def test_a_promised_call_counts_for_what_comes_later(channel: Channel) -> None:
    """It was a touch all the same: the next one of the cadence keeps its distance."""
    cause = Cause(kind=CauseKind.CALLBACK, ref="promise-1")
    known = facts(past(HOUR, cause=cause), callbacks=(promise(),))
    asked = text() if channel is Channel.SMS else ring()

    for file in (campaign(gap=4 * HOUR), campaign(limits=(per_days(1, 1),)), campaign(limits=(in_all(1),))):
        assert isinstance(evaluation.judge(file, known, asked, NOON, LAW), Defer | Refuse)


def test_the_evidence_says_which_rule_was_waived_and_why() -> None:
    """An auditor sees that the limit was known, and who asked."""
    known = facts(past(HOUR), callbacks=(promise(ref="touch:T-1"),))

    said = evaluation.judge(campaign(limits=(per_days(1, 1),)), known, promised(), NOON, LAW)

    assert isinstance(said, Allow)
    waived = said.evidence["waived"]["campaign.limits[0]"]
    assert waived["asked_in"] == "touch:T-1"
    assert waived["counted"] == {"lead": 1, "number": 1}


def verdict_at(file: Any, known: Facts, at: datetime) -> Verdict:
    """Return the verdict on promise-1 at an instant."""
    return evaluation.judge(file, known, promised(), at, LAW)


def test_today_at_five_stays_today_at_five() -> None:
    """One call a day, and that call is the one in which the second was asked for."""
    five = NOON + 5 * HOUR
    file = campaign(call("ring"), limits=(per_days(1, 1),), gap=20 * HOUR, callback=CallbackRule(call=call("x").call))
    spoken = past(HOUR, disposition=Disposition.CALLBACK, id="T-1")
    known = facts(spoken, callbacks=(promise(at=five, ref="touch:T-1"),))

    assert isinstance(verdict_at(file, known, five), Allow)
    ordered = replace(known, callbacks=(promise(at=five, ref="command:1"),))
    assert isinstance(verdict_at(file, ordered, five), Defer)


def test_the_word_for_each_waived_rule_is_the_rules_own() -> None:
    """`judge` and `lead` tell a waived rule as they tell one that bars."""
    known = facts(past(HOUR), lead=lead(numbers=(number(),)), callbacks=(promise(),))
    said = evaluation.judge(campaign(gap=4 * HOUR), known, promised(), NOON, LAW)
    barred = evaluation.judge(campaign(gap=4 * HOUR), known, ring(), NOON, LAW)

    assert isinstance(said, Allow)
    assert isinstance(barred, Defer)
    assert said.evidence["waived"]["campaign.gap"].items() >= barred.reasons[0].evidence.items()
    assert in_words(barred.reasons[0]).startswith("less than 4 hours")


def test_a_promise_that_was_called_off_is_no_request() -> None:
    """Nobody waits for it any more."""
    known = facts(callbacks=(Callback(id="promise-1", at=NOON, ref="inbound:1", canceled=True),))
    assert isinstance(evaluation.judge(campaign(), known, promised(), NOON, LAW), Refuse)
