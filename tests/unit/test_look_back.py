"""How far back may touches to others be forgotten without any verdict becoming another?"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cadence.campaign.parts import FileLimit
from cadence.domain import Audience, Facts, Outcome, Purpose, Touch, TouchState, Verdict
from cadence.policy import evaluation
from cadence.policy.evaluation.across_leads import look_back
from cadence.policy.packs.law import Law
from cadence.policy.packs.schema import Pack
from cadence.policy.primitives.gap import SHARED
from tests.unit.policy.builders import LAW, NOON, campaign, facts, in_all, in_zone, lead, per_days, rolling, text, touch

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LATE = NOON + 21 * DAY  # the 30th: a month is long by then
FAR = in_zone("Pacific/Kiritimati", "Pacific/Pago_Pago")  # 25 hours apart: a local date is nowhere longer


def limit(window: dict[str, Any], key: str = "number", threshold: int = 2, **more: Any) -> dict[str, Any]:
    """Return a limit of a pack."""
    source = {"law": "made up", "confidence": "V"}
    fixed = {"id": f"made.up_{window['kind']}", "type": "limit", "window": window, "key": [key], "source": source}
    return {**fixed, "threshold": threshold, **more}


def law(*rules: dict[str, Any]) -> Law:
    """Return the law of one pack for everybody."""
    pack = {"id": "made-up", "version": "1", "title": "Made up", "effective": {"from": NOON.date() - 900 * DAY}}
    document = {**pack, "status": "draft", "complete": True, "applies": {"everyone": True}, "rules": list(rules)}
    return Law(packs=(Pack.model_validate(document),))


WEEK = limit({"kind": "calendar_week", "starts": "mon"})
MONTH = limit({"kind": "calendar_month"}, threshold=4)
APART = limit({"kind": "rolling", "seconds": 60}, min_separation={"kind": "local_dates", "n": 3})


@pytest.mark.parametrize(
    ("limits", "gap", "rules", "span"),
    [
        ((), timedelta(0), (), SHARED),  # nothing counts anybody else but the pause on a shared phone
        ((in_all(3),), timedelta(0), (), None),  # a budget counts by number over the whole campaign
        ((rolling(1, 5 * HOUR),), 2 * HOUR, (), 5 * HOUR),  # the longest
        ((rolling(1, HOUR),), 2 * HOUR, (), 2 * HOUR),  # the gap is one of them
        ((per_days(2, 7),), timedelta(0), (), 9 * DAY),  # a local date begins and ends elsewhere, too
        ((), timedelta(0), (WEEK,), 9 * DAY),
        ((), timedelta(0), (MONTH,), 33 * DAY),
        ((), timedelta(0), (limit({"kind": "calendar_days", "n": 3}),), 5 * DAY),
        (
            (),
            timedelta(0),
            (limit({"kind": "rolling", "seconds": 900}),),
            timedelta(seconds=900),
        ),  # elapsed: no zone adds
        ((), timedelta(0), (APART,), 5 * DAY),
        ((), timedelta(0), (limit({"kind": "calendar_days", "n": 366}, key="lead"),), SHARED),  # always read
    ],
)
def test_the_longest_look_at_others_decides(
    limits: tuple[FileLimit, ...], gap: timedelta, rules: tuple[dict[str, Any], ...], span: timedelta | None
) -> None:
    """What no rule counts any more needs not be read."""
    binding = law(*rules) if rules else LAW
    assert look_back(campaign(limits=limits, gap=gap, purpose=Purpose.SERVICE), binding) == span


@pytest.mark.parametrize(
    ("more", "span"),
    [
        ({"purpose": Purpose.MARKETING}, 31 * DAY),  # a refusal by the same number counts for 30 days from its end
        ({"purpose": Purpose.SURVEY}, 31 * DAY),
        ({"purpose": Purpose.SERVICE}, SHARED),  # service goes on
        ({"purpose": Purpose.MARKETING, "audience": Audience.BUSINESS}, timedelta(0)),  # counted by lead alone
        ({"purpose": Purpose.MARKETING, "gap": 40 * DAY}, 40 * DAY),  # the longest decides
        ({"audience": Audience.BUSINESS, "limits": (in_all(3),)}, timedelta(0)),  # a budget by lead: always read
    ],
)
def test_rest_looks_back_at_others_by_the_same_number(more: dict[str, Any], span: timedelta) -> None:
    """A refusal that is not read cannot keep anybody away."""
    assert look_back(campaign(**more), LAW) == span


@st.composite
def others(draw: st.DrawFn) -> Touch:
    """Return a touch to somebody else by the same number, settled or still in the air, of this week or older."""
    age = draw(st.one_of(st.integers(0, 4 * 24), st.integers(0, 40 * 24)))
    at = LATE - timedelta(hours=age, seconds=draw(st.sampled_from([0, 1, 3599])))
    state, outcome = draw(st.sampled_from([(TouchState.SETTLED, Outcome.SENT), (TouchState.RESERVED, None)]))
    return touch(at, lead="lead-2", enrolment="enrolment-2", state=state, outcome=outcome)


LIMITS = st.sampled_from([rolling(2, 24 * HOUR), rolling(1, 30 * HOUR), per_days(2, 1), per_days(3, 7), in_all(3)])


@settings(max_examples=500)
@given(
    touches=st.lists(others(), max_size=8),
    own=st.lists(st.integers(1, 80 * 24), max_size=1),
    limits=st.lists(LIMITS, max_size=2),
    gap=st.sampled_from([timedelta(0), 2 * HOUR, 3 * DAY]),
    rules=st.lists(st.sampled_from([WEEK, MONTH, APART]), max_size=2, unique_by=lambda rule: rule["id"]),
)
def test_a_verdict_is_the_same_without_what_is_too_old_to_count(
    touches: list[Touch], own: list[int], limits: list[FileLimit], gap: timedelta, rules: list[dict[str, Any]]
) -> None:
    """Read whole or only since then: the same answer with the same rules until the same instant."""
    binding = law(*rules) if rules else LAW
    spring = campaign(limits=tuple(limits), gap=gap)
    mine = [touch(LATE - hours * HOUR) for hours in own]
    whole = facts(*touches, *mine, lead=lead(zones=FAR))
    span = look_back(spring, binding)
    bounded = whole if span is None else since(whole, LATE - span)

    assert said(evaluation.judge(spring, bounded, text(), LATE, binding)) == said(
        evaluation.judge(spring, whole, text(), LATE, binding)
    )


def since(known: Facts, begin: datetime) -> Facts:
    """Return what is read of it: this lead's own touches, and others' from an instant on."""
    return replace(
        known, touches=tuple(touch for touch in known.touches if touch.lead == known.lead.id or touch.at >= begin)
    )


def said(verdict: Verdict) -> tuple[Any, ...]:
    """Return what a verdict decides, and by which rules; what passed may speak of older touches."""
    return type(verdict), getattr(verdict, "until", None), [(reason.rule, reason.until) for reason in verdict.reasons]
