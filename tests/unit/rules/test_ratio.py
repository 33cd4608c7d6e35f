"""Is a share counted over the right period, and is a breach a breach?"""

from datetime import datetime, timedelta

import pytest

from cadence.model import Channel, Outcome
from cadence.rules.book import RatioEntry
from cadence.rules.ratio import period_of, standing
from tests.unit.rules.builders import instant, touch

BEGAN = instant("2027-03-01 09:00")
THIRTY = {"kind": "campaign_periods", "days": 30}
DAY = {"kind": "rolling", "seconds": 86400}


def rule(window: dict[str, object]) -> RatioEntry:
    """At most 3 % abandoned among answered, aimed at 2 %."""
    return RatioEntry.model_validate(
        {
            "id": "xx.abandon",
            "type": "ratio",
            "numerator": {"events": ["abandoned"]},
            "denominator": {"events": ["answered_live"]},
            "max": 0.03,
            "target": 0.02,
            "window": window,
            "source": {"law": "a law", "confidence": "V"},
        }
    )


def calls(at: datetime, abandoned: int, answered: int, machines: int = 0) -> list[object]:
    """So many calls of each kind, a second apart."""
    outcomes = [Outcome.ABANDONED] * abandoned + [Outcome.ANSWERED] * answered + [Outcome.MACHINE] * machines
    return [touch(at + timedelta(seconds=i), channel=Channel.CALL, outcome=one) for i, one in enumerate(outcomes)]


@pytest.mark.parametrize(
    ("at", "since"),
    [
        ("2027-03-01 09:00", "2027-03-01 09:00"),
        ("2027-03-31 08:59", "2027-03-01 09:00"),  # younger than thirty days: the whole campaign
        ("2027-03-31 09:00", "2027-03-31 09:00"),  # the second period begins
        ("2027-04-30 09:00", "2027-04-30 09:00"),
    ],
)
def test_periods_follow_one_another_from_the_first_touch(at: str, since: str) -> None:
    """Each is counted anew (16 CFR 310.4(b)(4)(i))."""
    assert period_of(rule(THIRTY), BEGAN, instant(at)) == instant(since)


@pytest.mark.parametrize(
    ("abandoned", "answered", "breached", "beyond"),
    [
        (0, 0, False, False),
        (2, 98, False, False),  # 2 % is the target, not beyond it
        (3, 97, False, True),  # 3 % is allowed
        (4, 96, True, True),
        (1, 0, True, True),
    ],
)
def test_an_abandoned_call_is_an_answered_one(abandoned: int, answered: int, breached: bool, beyond: bool) -> None:
    """A person answered, whoever spoke then; machines are in neither number."""
    found = standing(rule(THIRTY), calls(BEGAN, abandoned, answered, machines=50), BEGAN, instant("2027-03-09 09:00"))

    assert (found.part, found.whole) == (abandoned, abandoned + answered)
    assert (found.breached, found.beyond_target) == (breached, beyond)


def test_another_period_does_not_count() -> None:
    """A bad month is not made good by the next, nor the other way round."""
    touches = [*calls(BEGAN, 10, 10), *calls(instant("2027-04-01 09:00"), 0, 100)]

    assert standing(rule(THIRTY), touches, BEGAN, instant("2027-03-20 09:00")).breached
    assert not standing(rule(THIRTY), touches, BEGAN, instant("2027-04-02 09:00")).breached


def test_a_rolling_period_forgets_to_the_second() -> None:
    """(t-w, t]: a call exactly a day old no longer counts (law 9)."""
    touches = calls(BEGAN, 1, 0)
    last = BEGAN + timedelta(days=1) - timedelta(seconds=1)

    assert standing(rule(DAY), touches, BEGAN, last).part == 1
    assert standing(rule(DAY), touches, BEGAN, last + timedelta(seconds=1)).part == 0
    assert standing(rule(DAY), touches, BEGAN, BEGAN - timedelta(seconds=1)).part == 0
