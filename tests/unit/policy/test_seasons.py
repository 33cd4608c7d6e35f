"""Do windows, limits, closed and open days and seasons hold on their dates, and on no others?"""

from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cadence.campaign.day_notation import parse_day_set
from cadence.campaign.day_sets import Days, DaySet
from cadence.campaign.parts import FileLimit, FileWindow, Season
from cadence.campaign.periods import LocalDaysPeriod
from cadence.campaign.shape import Campaign
from cadence.domain import PROMISE_HELD, Allow, Cause, CauseKind, Channel, Defer, Hold, HoldName, Refuse, Scope
from cadence.policy import evaluation
from cadence.policy.evaluation.case import question_of
from cadence.policy.evaluation.timetable import Timetable
from cadence.policy.finding import Question
from cadence.policy.hours.opening_hours import DatedWeeks, week
from cadence.policy.hours.periods import local_dates, rolling
from cadence.policy.packs.law import Law
from cadence.policy.primitives.dated_limit import DatedLimit
from cadence.policy.primitives.limit import Limit
from cadence.policy.primitives.window import Window
from cadence.policy.wording import in_words
from tests.unit.packs.court import pack_of
from tests.unit.policy.builders import LAW, campaign, facts, in_zone, instant, lead, promise, ring, spans, text, touch

GUARD = timedelta(seconds=60)
MINUTE = timedelta(minutes=1)
WORK = text(channel=Channel.TASK, step="work")
SEASONS = (
    Season(start=date(2027, 3, 1), end=date(2027, 6, 30)),
    Season(start=date(2027, 11, 15), end=date(2028, 1, 31)),
)


def days(*texts: str) -> DaySet:
    """Return a set of dates."""
    return tuple(map(parse_day_set, texts))


def window(
    *hours: str, dates: tuple[str, ...] = (), weekdays: tuple[int, ...] = tuple(range(7)), **more: Any
) -> FileWindow:
    """Return a window of a campaign file."""
    return FileWindow(days=weekdays, hours=spans(*hours), dates=days(*dates), **more)


def asked(*zones: str) -> Question:
    """Return a touch to a person who may be in these zones."""
    person = lead(zones=in_zone(*zones))
    return question_of(campaign(), facts(lead=person), text(), person.numbers[0])


def judged(at: str, file: Campaign, **person: Any) -> Any:
    """Return the verdict on a text at an instant of UTC, to a person in Madrid."""
    return evaluation.judge(file, facts(lead=lead(**person)), text(), instant(at), LAW)


SALES = (
    window("09:30-14:00", weekdays=(0, 1, 2, 3, 4)),
    window("10:00-22:00", dates=("1 dec - 6 jan",), weekdays=(0, 1, 2, 3, 4, 5)),
)


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2027-11-30 10:00", None),  # a Tuesday at eleven: the usual hours
        ("2027-11-30 16:00", "2027-12-01 09:00"),  # shut by then, and open an hour later from the next day on
        ("2027-12-01 20:00", None),  # long hours
        ("2027-12-01 08:45", "2027-12-01 09:00"),  # the usual hours are replaced, and do not open at half past nine
        ("2027-12-04 12:00", None),  # a Saturday in the season
        ("2027-12-05 12:00", "2027-12-06 09:00"),  # a Sunday of it: the window has its dates, and not its day
        ("2028-01-06 20:00", None),  # over New Year
        ("2028-01-06 21:30", "2028-01-07 08:30"),
        ("2028-01-08 12:00", "2028-01-10 08:30"),  # a Saturday after it
        ("2028-12-02 12:00", None),  # the year after
    ],
)
def test_windows_with_dates_replace_the_others_on_them(at: str, opens: str | None) -> None:
    """For the same people, on those dates, with their own weekdays."""
    verdict = judged(at, campaign(windows=SALES))

    if opens is None:
        assert isinstance(verdict, Allow)
    else:
        assert isinstance(verdict, Defer)
        assert verdict.until == instant(opens)


def test_a_segment_keeps_its_own_windows_on_the_dates_of_others() -> None:
    """Segments come first: `cadence check` warns of it."""
    vips = window("12:00-13:00", segments=("vip",))
    christmas = window("09:00-10:00", dates=("24 dec",), segments=("regular",))
    file = campaign(windows=(*SALES, vips, window("12:00-13:00", segments=("regular",)), christmas))

    assert isinstance(judged("2027-12-24 11:30", file, segment="vip"), Allow)
    assert judged("2027-12-24 18:00", file, segment="vip").until == instant("2027-12-25 11:00")
    assert isinstance(judged("2027-12-24 08:30", file, segment="regular"), Allow)
    assert judged("2027-12-24 11:30", file, segment="regular").until == instant("2027-12-25 11:00")


def test_several_windows_of_one_date_are_all_open() -> None:
    """As several windows of one weekday are."""
    file = campaign(windows=(window("09:00-10:00", dates=("24 dec",)), window("12:00-13:00", dates=("24 dec",))))

    assert isinstance(judged("2027-12-24 08:30", file), Allow)
    assert judged("2027-12-24 10:00", file).until == instant("2027-12-24 11:00")
    assert judged("2027-12-24 13:00", file).until == instant("2028-12-24 08:00")  # without others it opens on no other


def test_nothing_is_sent_on_closed_days() -> None:
    """Not in the last minute before them either, and a person in several zones has several of them."""
    file = campaign(closed=days("24 dec", "last day of month"))

    assert judged("2027-12-24 12:00", file).until == instant("2027-12-24 23:00")
    assert judged("2027-12-23 22:59", file).until == instant("2027-12-24 23:00")
    assert isinstance(judged("2027-12-23 22:58", file), Allow)
    assert [reason.rule for reason in judged("2027-12-24 12:00", file).reasons] == ["campaign.closed"]
    both = in_zone("Europe/Madrid", "America/New_York")
    assert judged("2027-12-23 23:30", file, zones=both).until == instant("2027-12-25 05:00")
    assert isinstance(evaluation.judge(file, facts(), WORK, instant("2027-12-24 12:00"), LAW), Allow)  # it goes nowhere


def test_open_days_are_no_holidays_of_the_file_and_closed_ones_stay_closed() -> None:
    """12 October is a holiday in Spain."""
    noon = "2027-10-12 10:00"

    assert isinstance(judged(noon, campaign(holidays="closed")), Defer)
    assert isinstance(judged(noon, campaign(holidays="closed", open=days("12 oct"))), Allow)
    assert isinstance(judged("2027-10-11 10:00", campaign(holidays="closed", open=days("12 oct"))), Allow)
    shut = campaign(holidays="closed", open=days("12 oct"), windows=(window("16:00-20:00"),))
    assert [reason.rule for reason in judged(noon, shut).reasons] == ["campaign.windows"]


def test_open_days_free_from_no_holiday_of_the_law() -> None:
    """Spain forbids calls that sell on holidays, whatever a file says."""
    law = Law(packs=(pack_of("es"),))
    file = campaign(holidays="closed", open=days("12 oct"), no_jurisdictions=False)

    verdict = evaluation.judge(file, facts(), ring(), instant("2027-10-12 10:00"), law)

    rules = {reason.rule for reason in verdict.reasons}
    assert "es.hours" in rules
    assert "campaign.holidays" not in rules


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2027-02-28 22:59", "2027-02-28 23:00"),  # before the first
        ("2027-03-01 00:00", None),
        ("2027-06-30 21:58", None),
        ("2027-06-30 21:59", "2027-11-14 23:00"),  # the guard before the end of the first
        ("2027-08-10 12:00", "2027-11-14 23:00"),
        ("2027-11-15 00:00", None),
        ("2028-01-31 22:58", None),
    ],
)
def test_everybody_waits_between_seasons(at: str, opens: str | None) -> None:
    """Messages and tasks."""
    file = campaign(seasons=SEASONS)

    for candidate in (text(), WORK):
        verdict = evaluation.judge(file, facts(), candidate, instant(at), LAW)

        if opens is None:
            assert isinstance(verdict, Allow)
        else:
            assert isinstance(verdict, Defer)
            assert verdict.until == instant(opens)


def test_after_the_last_season_the_campaign_is_over() -> None:
    """As after `end`; before the first it has not begun, which is one reason and not two."""
    file = campaign(seasons=SEASONS[::-1])  # in any order
    verdict = judged("2028-01-31 22:59", file)

    assert isinstance(verdict, Refuse)
    assert (verdict.scope, [reason.rule for reason in verdict.reasons]) == (Scope.ENROLMENT, ["campaign.end"])
    assert [reason.rule for reason in judged("2027-02-28 12:00", file).reasons] == ["campaign.start"]
    assert [reason.rule for reason in judged("2027-08-01 12:00", file).reasons] == ["campaign.seasons"]
    assert (file.first_day, file.last_day) == (date(2027, 3, 1), date(2028, 1, 31))


def test_a_call_that_was_asked_for_waits_for_the_season_and_a_task_about_it_does_not() -> None:
    """The person's request frees from limits, not from days; our own people hear of a promise at once."""
    at = instant("2027-08-02 10:00")
    promised = facts(callbacks=(promise(at=at, ref="inbound:1"),))
    call = ring(cause=Cause(kind=CauseKind.CALLBACK, ref="promise-1"))
    about = text(channel=Channel.TASK, step=PROMISE_HELD, cause=Cause(kind=CauseKind.ANNOUNCEMENT, ref="promise-1"))
    file = campaign(seasons=SEASONS, limits=(DAILY,))

    verdict = evaluation.judge(file, promised, call, at, LAW)

    assert isinstance(verdict, Defer)
    assert (verdict.until, [reason.rule for reason in verdict.reasons]) == (
        instant("2027-11-14 23:00"),
        ["campaign.seasons"],
    )
    assert isinstance(evaluation.judge(file, promised, about, at, LAW), Allow)


def test_seasons_that_touch_have_nothing_between_them() -> None:
    """One ends on the day before the other."""
    file = campaign(
        seasons=(
            Season(start=date(2027, 3, 1), end=date(2027, 6, 30)),
            Season(start=date(2027, 7, 1), end=date(2027, 7, 31)),
        )
    )

    assert file.between_seasons == ()
    assert isinstance(judged("2027-06-30 21:59", file), Allow)


def test_a_gap_longer_than_the_horizon_is_a_hold() -> None:
    """A visible reason (law 6)."""
    far = Season(start=date(2029, 11, 15), end=date(2030, 1, 31))
    verdict = judged("2027-08-01 12:00", campaign(seasons=(SEASONS[0], far)))

    assert isinstance(verdict, Hold)
    assert verdict.name is HoldName.OPENING


DAILY = FileLimit(max=1, per=LocalDaysPeriod(days=1), dates=days("1 dec - 6 jan"))
WEEKLY = FileLimit(max=2, per=LocalDaysPeriod(days=7))


@pytest.mark.parametrize(
    ("at", "touched", "opens"),
    [
        ("2027-11-30 12:00", ["2027-11-30 09:00"], None),  # not yet
        ("2027-12-01 12:00", ["2027-12-01 09:00"], "2027-12-01 23:00"),
        ("2028-01-06 12:00", ["2028-01-06 09:00"], "2028-01-06 23:00"),
        ("2028-01-07 12:00", ["2028-01-07 09:00"], None),
        # the limit without dates binds as well
        ("2027-12-02 12:00", ["2027-11-30 09:00", "2027-12-01 09:00"], "2027-12-06 23:00"),
        ("2027-11-30 12:00", ["2027-11-29 09:00", "2027-11-30 09:00"], "2027-12-05 23:00"),
    ],
)
def test_a_limit_with_dates_binds_on_them_beside_the_others(at: str, touched: list[str], opens: str | None) -> None:
    """By the person's local date."""
    had = facts(*(touch(instant(when)) for when in touched))
    verdict = evaluation.judge(campaign(limits=(DAILY, WEEKLY)), had, text(), instant(at), LAW)

    if opens is None:
        assert isinstance(verdict, Allow)
    else:
        assert isinstance(verdict, Defer)
        assert verdict.until == instant(opens)


def test_a_limit_with_dates_that_begins_to_bind_while_something_waits_is_obeyed() -> None:
    """It passes at the moment of asking, and no longer when the hours open."""
    monthly = FileLimit(max=1, per=LocalDaysPeriod(days=7), dates=days("december"))
    file = campaign(limits=(monthly,), windows=(window("09:00-10:00"),))
    had = facts(touch(instant("2027-11-29 09:00")))

    verdict = evaluation.judge(file, had, text(), instant("2027-11-30 20:00"), LAW)

    assert verdict.until == instant("2027-12-06 08:00")


def test_what_is_allowed_before_such_a_limit_binds_says_until_when() -> None:
    """Verdicts are reused on that ground."""
    monthly = FileLimit(max=1, per=LocalDaysPeriod(days=7), dates=days("december"))
    had = facts(touch(instant("2027-11-29 09:00")))

    verdict = evaluation.judge(campaign(limits=(monthly,)), had, text(), instant("2027-11-30 20:00"), LAW)

    assert isinstance(verdict, Allow)
    assert verdict.closes == instant("2027-11-30 23:00")


def wall(zone: str, at: datetime) -> datetime:
    """What the clock shows."""
    return at.astimezone(ZoneInfo(zone))


def some_days() -> st.SearchStrategy[Days]:
    """Dates around New Year, the end of February in a leap year, and the days on which clocks are turned."""
    return st.sampled_from(
        days("31 dec - 1 jan", "last day of month", "29 feb", "last sunday of month", "2028-03-25..2028-03-26", "1 jan",
             "last saturday of month", "first 2 days of month", "day 29 of month", "second sunday of march",
             "first sunday of november", "last friday of month", "28 feb - 1 mar", "2027-12-31")
    )  # fmt: skip


STARTS = ["2027-12-30 00:00", "2028-02-27 00:00", "2028-03-24 00:00", "2028-10-27 00:00", "2028-03-10 00:00",
          "2028-11-03 00:00"]  # fmt: skip
ZONES = ["Europe/Madrid", "America/New_York", "Pacific/Kiritimati", "Australia/Lord_Howe", "Asia/Beirut",
         "America/Havana", "Etc/GMT+12"]  # fmt: skip
WEEKS = [
    week([(range(7), spans("09:00-14:00")[0].opens, spans("09:00-14:00")[0].closes)]),
    week([(range(7), spans("00:00-00:00")[0].opens, spans("00:00-00:00")[0].closes)]),
    week([((4, 5, 6), spans("00:00-02:30")[0].opens, spans("00:00-02:30")[0].closes)]),
    ((),) * 7,
]
CALM = settings(max_examples=40, deadline=None)


@given(
    usual=st.sampled_from(WEEKS),
    dated=st.lists(
        st.tuples(st.lists(some_days(), min_size=1, max_size=2).map(tuple), st.sampled_from(WEEKS)), max_size=3
    ),
    start=st.sampled_from(STARTS),
    zones=st.lists(st.sampled_from(ZONES), min_size=1, max_size=2, unique=True).map(tuple),
)
@CALM
def test_a_timetable_of_dated_hours_answers_as_the_walls_show(
    usual: Any, dated: list[tuple[DaySet, Any]], start: str, zones: tuple[str, ...]
) -> None:
    """Minute by minute over four days: open if every wall shows an open minute of its date, now and in a minute."""
    known = Timetable(Window(rule="hours", hours=DatedWeeks(usual, tuple(dated)), guard=GUARD), zones)
    begins, question = instant(start), asked(*zones)

    @cache
    def weeks(day: date) -> list[Any]:
        return [hours for some, hours in dated if any(dates.holds(day) for dates in some)] or [usual]

    def is_open(at: datetime) -> bool:
        for zone in zones:
            shown = wall(zone, at)
            since = timedelta(hours=shown.hour, minutes=shown.minute)
            if not any(a <= since < b for hours in weeks(shown.date()) for a, b in hours[shown.weekday()]):
                return False
        return True

    opened = [is_open(begins + ahead * MINUTE) for ahead in range(4 * 1440 + 1)]
    allowed = [opened[ahead] and opened[ahead + 1] for ahead in range(4 * 1440)]
    edges = [ahead for ahead in range(1, 4 * 1440) if allowed[ahead] != allowed[ahead - 1]]
    for ahead in sorted({*range(0, 4 * 1440, 13), *edges, *(edge - 1 for edge in edges)}):
        finding = known.check(question, begins + ahead * MINUTE)
        first = next((later for later in range(ahead, 4 * 1440) if allowed[later]), None)
        assert finding.passes == allowed[ahead]
        assert finding.passes or first is None or finding.until == begins + first * MINUTE


@given(
    dates=st.lists(some_days(), min_size=1, max_size=2).map(tuple),
    start=st.sampled_from(STARTS),
    zones=st.lists(st.sampled_from(ZONES), min_size=1, max_size=2, unique=True).map(tuple),
    most=st.integers(1, 2),
    period=st.sampled_from([rolling(3600), rolling(30 * 3600), local_dates(1), local_dates(3)]),
    touched=st.lists(st.integers(-48 * 60, 2 * 1440), max_size=4),
)
@CALM
def test_a_dated_limit_answers_as_the_walls_show(
    dates: DaySet, start: str, zones: tuple[str, ...], most: int, period: Any, touched: list[int]
) -> None:
    """Minute by minute: it passes where the limit alone does, and wherever no wall shows one of the dates."""
    begins = instant(start)
    person = lead(zones=in_zone(*zones))
    had = facts(
        *(touch(begins + ahead * MINUTE, id=f"touch-{place}") for place, ahead in enumerate(touched)), lead=person
    )
    question = question_of(campaign(), had, text(), person.numbers[0])
    limit = Limit(rule="campaign.limits[0]", most=most, period=period)
    dated = DatedLimit(limit=limit, dates=dates)

    def passes(at: datetime) -> bool:
        binds = any(some.holds(wall(zone, at).date()) for zone in zones for some in dates)
        return not binds or limit.check(question, at).passes

    # From the last touch on: what lies ahead of the instant is no history.
    since = max([0, *touched]) + 1
    minutes = range(since, since + 2 * 1440, 7)
    expected = {ahead: passes(begins + ahead * MINUTE) for ahead in range(since, since + 4 * 1440)}
    for ahead in minutes:
        finding = dated.check(question, begins + ahead * MINUTE)
        assert finding.passes == expected[ahead]
        if finding.until is not None:
            # A touch leaves a rolling period within its minute; all dates change on a minute.
            first = next((later for later in range(ahead, since + 4 * 1440) if expected[later]), None)
            assert first is None or finding.until == begins + first * MINUTE
        if finding.closes is not None:
            barred = next((later for later in range(ahead, since + 4 * 1440) if not expected[later]), None)
            assert barred is None or finding.closes <= begins + barred * MINUTE


def test_why_in_words() -> None:
    """In each language, with the dates that decided."""
    file = campaign(windows=SALES, closed=days("25 dec"), seasons=SEASONS, limits=(DAILY,))
    had = facts(touch(instant("2027-12-24 09:00")))

    def why(at: str, language: Any) -> list[str]:
        return [in_words(reason, language) for reason in evaluation.judge(file, had, text(), instant(at), LAW).reasons]

    assert why("2027-12-27 22:30", "en")[0] == (
        "outside the campaign's hours on certain dates (December 1 to January 6): it was 2027-12-27 23:30:00 "
        "(Europe/Madrid); open that day 10:00-22:00 (Europe/Madrid)"
    )
    assert why("2027-12-25 12:00", "es")[0] == (
        "día en que la campaña no envía nada (25 de diciembre); hora local 2027-12-25 13:00:00 (Europe/Madrid)"
    )
    assert why("2027-12-24 12:00", "pt") == [
        "limite de certas datas (de 1 de dezembro a 6 de janeiro) atingido: 1 contato de no máximo 1 por dia"
    ]
    assert why("2027-08-02 08:00", "en")[0] == (
        "between the seasons of the campaign (2027-03-01 to 2027-06-30, 2027-11-15 to 2028-01-31); it was 2027-08-02 "
        "10:00:00 (Europe/Madrid)"
    )
