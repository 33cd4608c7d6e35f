"""Does a window that is asked once for each stretch of time answer as one that is asked each time?"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cadence.domain import Allow, Defer
from cadence.domain.house import HouseRules, WeekdayHours
from cadence.policy import evaluation
from cadence.policy.evaluation import timetable
from cadence.policy.evaluation.case import question_of
from cadence.policy.evaluation.timetable import Timetable
from cadence.policy.finding import Question
from cadence.policy.hours.holiday_calendar import Calendar
from cadence.policy.hours.opening_hours import ALWAYS, Week
from cadence.policy.packs.law import Law
from cadence.policy.primitives.window import Window
from tests.unit.policy.builders import LAW, NOON, campaign, facts, in_zone, instant, lead, text
from tests.unit.policy.test_windows import GUARD, NINE_TO_NINE, TURNS, weeks

ZONES = ("America/New_York", "America/Chicago")
HOLIDAYS = Calendar("US", "FL")


def asked(zones: tuple[str, ...]) -> Question:
    """Return a touch to a person who may be in these zones."""
    person = lead(zones=in_zone(*zones))
    return question_of(campaign(), facts(lead=person), text(), person.numbers[0])


@pytest.mark.parametrize(("zone", "turn"), TURNS)
@pytest.mark.parametrize("other", [(), ("America/New_York",), ("Pacific/Kiritimati", "Etc/GMT+12")])
@given(hours=weeks(), offsets=st.lists(st.integers(-36 * 3600, 60 * 3600), min_size=2, max_size=12))
@settings(max_examples=15, deadline=None)
def test_a_timetable_answers_as_its_window_on_the_days_the_clock_is_turned(
    zone: str, turn: str, other: tuple[str, ...], hours: Week, offsets: list[int]
) -> None:
    """To the second, in any order, whatever it was asked before."""
    zones = (zone, *other)
    known = Timetable(Window(rule="hours", hours=hours, guard=GUARD, basis={"pack": "x"}), zones)

    for offset in offsets:
        at = instant(turn) + timedelta(seconds=offset)
        fresh = Window(rule="hours", hours=hours, guard=GUARD, basis={"pack": "x"})
        assert known.check(asked(zones), at) == fresh.check(asked(zones), at)


def edges(hours: Week) -> Iterator[int]:
    """Yield the minutes of a day at which hours begin or end."""
    for opens, closes in hours[0]:
        yield from (int(opens.total_seconds()) // 60, int(closes.total_seconds()) // 60)


@pytest.mark.parametrize("hours", [NINE_TO_NINE, ALWAYS])
@pytest.mark.parametrize("calendar", [None, HOLIDAYS, Calendar("XX")])
@pytest.mark.parametrize("own", [None, (), ("America/New_York",)])  # the zones in which a rule decides by itself
def test_a_timetable_answers_as_its_window_around_every_edge(
    hours: Week, calendar: Calendar | None, own: tuple[str, ...] | None
) -> None:
    """A second before, at and after each opening, closing and guard, on working days and holidays."""
    window = Window(rule="hours", hours=hours, guard=GUARD, calendar=calendar, zones=own)
    known = Timetable(window, ZONES)
    midnight = instant("2027-07-02 04:00")  # in New York; the 5th is a holiday

    for day in range(5):
        for minute in (*edges(hours), *(edge - 1 for edge in edges(hours)), 0, 60):
            for second in (-1, 0, 1):
                at = midnight + timedelta(days=day, minutes=minute, seconds=second)
                answer, fresh = known.check(asked(ZONES), at), window.check(asked(ZONES), at)
                assert answer == fresh
                assert list(answer.evidence) == list(fresh.evidence)


class Meanwhile(datetime):
    """An instant: when it is compared with a certain other one, another thread has its turn first."""

    other: datetime
    turn: Callable[[], object]

    def __lt__(self, other: datetime) -> bool:
        """Compare."""
        if other == self.other:
            self.turn()
        return super().__lt__(other)


def test_two_threads_get_the_answers_to_their_own_questions() -> None:
    """What one adds while the other looks moves nothing: at noon nobody hears that it is night."""
    zones = ("America/New_York",)
    window = Window(rule="hours", hours=NINE_TO_NINE, guard=GUARD)
    known = Timetable(window, zones)
    noon, night = datetime(2027, 7, 8, 16, tzinfo=UTC), datetime(2027, 7, 8, 5, tzinfo=UTC)
    for at in (noon, noon + timedelta(days=1)):
        known.check(asked(zones), at)
    at = Meanwhile(2027, 7, 8, 16, tzinfo=UTC)
    at.other, at.turn = window.steady(zones, noon)[1], lambda: known.check(asked(zones), night)

    assert known.check(asked(zones), at) == window.check(asked(zones), noon)


def test_hours_that_never_open_are_asked_each_time() -> None:
    """The answer depends on the horizon, which moves with the instant."""
    window = Window(rule="hours", hours=((),) * 7, guard=GUARD)
    known = Timetable(window, ZONES)

    for at in (instant("2027-03-09 12:00"), instant("2027-03-09 12:01")):
        assert known.check(asked(ZONES), at) == window.check(asked(ZONES), at)


def test_a_timetable_keeps_no_more_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker runs for months."""
    monkeypatch.setattr(timetable, "MOST", 10)
    known = Timetable(Window(rule="hours", hours=NINE_TO_NINE, guard=GUARD), ZONES)

    for hour in range(500):
        known.check(asked(ZONES), instant("2027-03-09 12:00") + timedelta(hours=hour))

    assert len(known._stretches) <= 10


def test_todays_law_decides_however_often_another_one_was_asked() -> None:
    """What is worked out once belongs to one law."""
    at_night = Law(house=HouseRules(quiet_hours=tuple(WeekdayHours(day=day, opens=0, closes=1440) for day in range(6))))

    verdicts = [evaluation.judge(campaign(), facts(), text(), NOON, law) for law in (LAW, at_night, LAW, at_night)]

    assert [type(verdict) for verdict in verdicts] == [Allow, Defer, Allow, Defer]
