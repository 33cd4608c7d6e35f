"""Do rules about earlier touches pass for good once they pass? They are not asked again after that instant."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cadence.domain import Channel, Disposition, Outcome, Touch
from cadence.policy.built_in.campaign_state import Started
from cadence.policy.evaluation.applicable import AGING, ApplicableRules
from cadence.policy.evaluation.from_packs import Dated
from cadence.policy.finding import Rule
from cadence.policy.hours.local_days import NEVER
from cadence.policy.hours.periods import CalendarMonth, CalendarWeek, local_dates, rolling
from cadence.policy.packs.law import LawDays
from cadence.policy.primitives.gap import Gap
from cadence.policy.primitives.limit import Limit
from cadence.policy.primitives.rest import Rest
from tests.unit.policy.builders import NOON, touch
from tests.unit.policy.test_distinct import asked

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
PERIODS = (
    rolling(7 * 86400),
    local_dates(3),
    CalendarWeek(kind="calendar_week"),
    CalendarMonth(kind="calendar_month"),
)
RULES: tuple[Rule, ...] = (
    *(Limit(rule="limit", most=most, period=period) for period in PERIODS for most in (1, 3)),
    Limit(rule="limit", most=1, period=rolling(5 * 86400), distinct="channel"),
    Limit(rule="limit", most=1, period=rolling(5 * 86400), events=frozenset({Outcome.ANSWERED})),
    Gap(span=30 * HOUR, shared=50 * HOUR),
    Rest(refused=20 * DAY, conversation=2 * DAY),
    Started(start=date(2027, 3, 14)),
)
SINCE = LawDays(date(2020, 1, 1), None)


@st.composite
def touches(draw: st.DrawFn) -> Touch:
    """Return a touch of the last or the next days, to this person or to another by the same number."""
    return touch(
        NOON + HOUR * draw(st.integers(-500, 30)),
        lead=draw(st.sampled_from(("lead-1", "lead-2"))),
        channel=draw(st.sampled_from((Channel.SMS, Channel.CALL))),
        campaign=draw(st.sampled_from(("spring", "autumn"))),
        outcome=draw(st.sampled_from((None, Outcome.ANSWERED, Outcome.DELIVERED))),
        disposition=draw(st.sampled_from((None, Disposition.REFUSED))),
    )


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{type(rule).__name__} {getattr(rule, 'period', '')}")
@given(past=st.lists(touches(), max_size=8), hours=st.lists(st.integers(0, 900), min_size=1, max_size=6))
@settings(max_examples=40, deadline=None)
def test_a_rule_about_earlier_touches_passes_for_good_from_the_instant_that_it_names(
    rule: Rule, past: Sequence[Touch], hours: Sequence[int]
) -> None:
    """Otherwise a touch could be put off to an instant at which the rule bars it."""
    assert isinstance(rule, AGING)
    put = asked(past)
    opens = rule.check(put, NOON).until or NOON

    assert [rule.check(put, opens + after * HOUR).passes for after in hours] == [True] * len(hours)


def test_a_rule_of_a_law_that_ends_is_asked_again_and_one_of_a_law_for_good_is_not() -> None:
    """Days of law that end, or have not begun, are looked at again at each instant."""
    gap = Gap(span=HOUR)
    lasting = Dated(law=RULES[0], days=SINCE)
    ending = Dated(law=RULES[0], days=LawDays(SINCE.since, date(2030, 1, 1)))
    to_come = Dated(law=RULES[0], days=LawDays(date(2027, 6, 1), None))

    assert ApplicableRules(standing=(), timed=(gap, lasting), evidence={}).returning(NOON) == ()
    for dated in (ending, to_come):
        assert ApplicableRules(standing=(), timed=(gap, dated), evidence={}).returning(NOON) == (gap, dated)
    assert ApplicableRules(standing=(), timed=(ending,), evidence={}).for_good == NEVER
