"""Is a step due in the next opening that `until` names, and does it go in no other?"""

from calendar import monthrange
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cadence.campaign.parts import Before, Retry
from cadence.campaign.shape import Campaign
from cadence.campaign.until import Until
from cadence.domain import (
    Attempt,
    Callback,
    Channel,
    Defer,
    Facts,
    Hold,
    HoldName,
    IfLate,
    Lead,
    Move,
    Outcome,
    Pause,
    PauseScope,
    Wait,
    ZoneEvidence,
    ZoneSource,
)
from cadence.planning import next_move, verdict
from cadence.planning.due import timing
from cadence.planning.position import cadence_due
from cadence.policy.wording import in_words
from tests.unit.policy.builders import (
    LAW,
    MADRID,
    MONDAY,
    OFFICE,
    call,
    campaign,
    facts,
    hours,
    in_zone,
    instant,
    lead,
    number,
    sms,
    spans,
    task,
    tried,
)

TUESDAY = Until(weekday=(1,), hours=spans("10:00-12:00"))
TEN = instant("2027-03-09 09:00")  # Tuesday, ten in Madrid
NEXT_TEN = TEN + timedelta(days=7)


def due_of(spring: Campaign, known: Facts) -> datetime:
    """Return when the next step is due."""
    due = cadence_due(spring, known)
    assert due is not None
    return timing(spring, known, due, MONDAY).due


def planned(spring: Campaign, known: Facts, now: datetime = MONDAY) -> Move:
    """Return the next move."""
    return next_move(spring, known, now, LAW)


@pytest.mark.parametrize(
    ("until", "after", "expected"),
    [
        (TUESDAY, 0, "2027-03-09 09:00"),  # the next Tuesday at ten
        (TUESDAY, 24.5, "2027-03-09 09:30"),  # inside the hours: at once
        (TUESDAY, 26, "2027-03-16 09:00"),  # at twelve they are over: a week later
        (TUESDAY, 24 * 7, "2027-03-16 09:00"),  # the wait counts first
        (Until(weekday=(1, 3)), 0, "2027-03-08 23:00"),  # no hours: from the first minute of the day
        (Until(weekday=(1, 3)), 40, "2027-03-10 23:00"),  # Wednesday is neither of them
        (Until(hours=spans("18:00-19:00")), 0, "2027-03-08 17:00"),  # no days: today
        (Until(hours=spans("18:00-19:00", "09:00-09:30")), 0, "2027-03-08 17:00"),  # the nearest of two
        (Until(hours=spans("22:00-00:00")), 13, "2027-03-08 22:00"),  # midnight is the end of the day
        (Until(day=(5,)), 0, "2027-04-04 22:00"),  # a day of the month: summer time by then
        (Until(day=(8,)), 0, "2027-03-08 09:00"),  # today is one: at once
        (Until(day=(31,)), 24 * 30, "2027-05-30 22:00"),  # April has no 31st
        (Until(day=(-1,)), 0, "2027-03-30 22:00"),  # the last day of March
        (Until(day=(-1,)), 24 * 25, "2027-04-29 22:00"),  # and of April
        (Until(day=tuple(range(1, 8)), weekday=(1,), hours=spans("10:00-12:00")), 0, "2027-04-06 08:00"),  # 1st Tuesday
        (Until(weekday=(6,), hours=spans("02:15-02:45")), 24 * 14, "2027-04-04 00:15"),  # skipped by the clock on 28.3.
    ],
)
def test_a_step_is_due_at_the_first_opening_after_its_wait(until: Until, after: float, expected: str) -> None:
    """On the person's own clock: wall time, computed for each date (law 9)."""
    spring = campaign(sms("hello", after=hours(after), until=until))

    assert due_of(spring, facts()) == instant(expected)


ZONES = ("Europe/Madrid", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Atlantic/Azores")


@st.composite
def untils(draw: st.DrawFn) -> Until:
    """Return hours that a step may wait for, on the quarter of an hour."""
    opens, closes = sorted(draw(st.lists(st.integers(0, 95), min_size=2, max_size=2, unique=True)))
    clock = "{:02}:{:02}".format
    return Until(
        weekday=tuple(sorted(draw(st.sets(st.integers(0, 6), max_size=3)))),
        day=tuple(sorted(draw(st.sets(st.integers(1, 28) | st.just(-1), max_size=12)))),
        hours=spans(f"{clock(*divmod(opens * 15, 60))}-{clock(*divmod(closes * 15, 60))}"),
    )


def naive(until: Until, zones: tuple[str, ...], moment: datetime) -> bool:
    """Tell whether every wall shows an hour that `until` names: the definition, decision as simply as can be."""
    for name in zones:
        wall = moment.astimezone(ZoneInfo(name))
        last = wall.day == monthrange(wall.year, wall.month)[1]
        on_day = not until.day or wall.day in until.day or (last and -1 in until.day)
        on_weekday = not until.weekday or wall.weekday() in until.weekday
        in_hours = any(span.opens <= wall.time() < span.closes for span in until.hours)
        if not (on_day and on_weekday and in_hours):
            return False
    return True


@given(
    until=untils(),
    zones=st.lists(st.sampled_from(ZONES), min_size=1, max_size=2, unique=True).map(tuple),
    quarters=st.integers(0, 300 * 96),
)
@settings(max_examples=120, deadline=None)
def test_nothing_that_is_open_lies_between_the_wait_and_the_due_instant(
    until: Until, zones: tuple[str, ...], quarters: int
) -> None:
    """Over every turn of the clock, in one zone and in two that must agree (law 7)."""
    begins = MONDAY + timedelta(minutes=15 * quarters)
    spring = campaign(sms("hello", after=begins - MONDAY, until=until))
    due = due_of(spring, facts(lead=lead(zones=in_zone(*zones))))

    step = begins
    while step < min(due, begins + timedelta(days=40)):
        assert not naive(until, zones, step)
        step += timedelta(minutes=15)
    if due > begins:
        assert naive(until, zones, due)


def test_in_two_zones_both_clocks_must_show_the_hours() -> None:
    """Ten in Madrid is nine in the Canaries: eleven is the first hour that both allow (law 7)."""
    canary = ZoneEvidence(zone="Atlantic/Canary", source=ZoneSource.ADDRESS)
    known = facts(lead=lead(zones=(MADRID, canary)))

    assert due_of(campaign(sms("hello", until=TUESDAY)), known) == TEN + hours(1)


def test_clocks_that_never_agree_hold_the_person_by_name() -> None:
    """Nobody is contacted at an hour that one of the clocks does not allow, and the rule says so (laws 3 and 6)."""
    known = facts(lead=lead(zones=in_zone("Europe/Madrid", "America/New_York")))
    spring = campaign(sms("hello", until=TUESDAY))

    move = planned(spring, known)

    assert (isinstance(move, Wait), getattr(move, "hold", "")) == (True, HoldName.OPENING)


def test_without_a_known_clock_the_person_is_held() -> None:
    """No hour is safe (law 6)."""
    known = facts(lead=Lead(id="lead-1", numbers=(number(),), country="ES"))

    assert getattr(planned(campaign(sms("hello", until=TUESDAY)), known), "hold", "") == HoldName.ZONE


def test_when_the_rules_close_its_opening_it_waits_for_the_next_one() -> None:
    """The gap after a call of another campaign ends on Tuesday afternoon."""
    spring = campaign(sms("hello", until=TUESDAY), gap=hours(30))
    called = tried("other", Outcome.ANSWERED, at=TEN - hours(3), enrolment="another", channel=Channel.CALL)

    move = planned(spring, facts(called))

    assert (move.at, getattr(move, "due", None)) == (NEXT_TEN, TEN)


def test_a_window_that_opens_later_puts_it_off_within_its_opening() -> None:
    """It goes as soon as the rules allow, as long as `until` is open."""
    spring = campaign(sms("hello", until=Until(weekday=(1,), hours=spans("08:00-12:00"))), windows=OFFICE)

    move = planned(spring, facts())

    assert (move.at, getattr(move, "due", None)) == (TEN - hours(1), TEN - hours(2))


def test_outside_its_hours_the_rule_says_why() -> None:
    """A touch that arrives late at dispatch is put off, with the rule and the hours as the reason (law 10)."""
    spring = campaign(sms("hello", until=TUESDAY))
    attempt = planned(spring, facts())
    assert isinstance(attempt, Attempt)

    decision = verdict(spring, facts(), attempt, TEN + hours(2), LAW)

    assert isinstance(decision, Defer)
    assert (decision.until, [reason.rule for reason in decision.reasons]) == (NEXT_TEN, ["step.until"])
    words = "outside the hours of the step's `until`: it was 2027-03-09 12:00:00 (Europe/Madrid)"
    assert in_words(decision.reasons[0]) == f"{words}; open that day 10:00-12:00 (Europe/Madrid)"
    assert "fuera del horario de `until`" in in_words(decision.reasons[0], "es")


def test_on_another_day_of_the_month_nothing_is_open() -> None:
    """The reason does not name the hours of a day on which the step does not go."""
    spring = campaign(sms("hello", until=Until(day=(10,), hours=spans("10:00-12:00"))))
    attempt = planned(spring, facts())
    assert isinstance(attempt, Attempt)

    decision = verdict(spring, facts(), attempt, TEN, LAW)

    assert isinstance(decision, Defer)
    assert in_words(decision.reasons[0]).endswith("; closed that day (Europe/Madrid)")


@pytest.mark.parametrize(
    ("if_late", "expected"),
    [(IfLate.SEND, "hello"), (IfLate.NEXT_WINDOW, "hello"), (IfLate.SKIP, "bye")],
)
def test_an_opening_that_a_pause_used_up_makes_the_step_late(if_late: IfLate, expected: str) -> None:
    """Paused from Monday evening to Tuesday afternoon: `skip` passes it over, the others wait a week (law 5)."""
    spring = campaign(sms("hello", until=TUESDAY, if_late=if_late), sms("bye"))
    over = Pause(scope=PauseScope.ALL, value="", since=MONDAY + hours(8), until=TEN + hours(4))
    known = facts(pauses=(over,), planned=planned(spring, facts()))
    move = planned(spring, known, TEN + hours(4))

    assert isinstance(move, Attempt)
    if if_late is IfLate.SKIP:
        assert (move.step, move.leaves) == ("hello", False)  # refused when it is decided about, and `bye` follows
        return
    assert (move.step, move.at) == (expected, NEXT_TEN)


def test_time_on_pause_does_not_count_in_the_wait_before_it() -> None:
    """A day of waiting, of which a pause took the whole of Monday: Tuesday's opening is over by then (law 5)."""
    spring = campaign(sms("first"), sms("hello", after=hours(20), until=TUESDAY))
    paused = Pause(scope=PauseScope.ALL, value="", since=MONDAY, until=MONDAY + hours(10))

    assert due_of(spring, facts(tried("first", Outcome.SENT))) == TEN
    assert due_of(spring, facts(tried("first", Outcome.SENT), pauses=(paused,))) == NEXT_TEN


def test_expiry_counts_from_the_opening() -> None:
    """Its words grow old once it is due, not while it waits for its day."""
    spring = campaign(sms("hello", until=TUESDAY, expires=hours(1)))
    due = cadence_due(spring, facts())
    assert due is not None

    assert timing(spring, facts(), due, MONDAY).expires == TEN + hours(1)


def test_a_retry_waits_for_the_hours_too() -> None:
    """The step goes in no others."""
    spring = campaign(call("ring", until=TUESDAY, retry=Retry(on=("busy",), after=hours(4), times=1)))
    known = facts(tried("ring", Outcome.BUSY, channel=Channel.CALL, at=TEN))

    assert due_of(spring, known) == NEXT_TEN


def test_a_promised_call_keeps_its_own_time() -> None:
    """What was agreed with the person does not wait for the hours of a step."""
    spring = campaign(call("ring", until=TUESDAY))
    promised = Callback(id="promise-1", at=MONDAY + hours(3), ref="inbound:message-1")

    assert planned(spring, facts(callbacks=(promised,))).at == MONDAY + hours(3)


def test_people_who_share_an_opening_are_spread_over_it() -> None:
    """A thousand people who wait for Tuesday at ten do not leave in one second."""
    spring = campaign(sms("first"), sms("hello", until=TUESDAY), spread=hours(1))
    moves = [planned(spring, facts(tried("first", Outcome.SENT), lead=lead(id=f"lead-{n}"))) for n in range(20)]

    assert len({move.at for move in moves}) > 10
    assert all(move.at is not None and TEN <= move.at < TEN + hours(1) for move in moves)


def test_a_task_is_due_at_the_opening_and_bound_by_no_hours() -> None:
    """Nothing leaves the house: late, it is handed over as soon as it can be."""
    spring = campaign(task("look", until=TUESDAY))

    assert planned(spring, facts()).at == TEN
    assert planned(spring, facts(), TEN + hours(5)).at == TEN + hours(5)


def test_a_date_and_hours_together() -> None:
    """From a day before the date on, in the next of the hours; after the date it is worth nothing."""
    before = Before(field="appointment_at", by=hours(48))
    spring = campaign(sms("hello", before=before, until=TUESDAY, if_late=IfLate.SEND))
    near, far = (lead(attributes={"appointment_at": day}) for day in ("2027-03-10 18:00", "2027-03-15 09:00"))

    assert due_of(spring, facts(lead=near)) == TEN
    due = cadence_due(spring, facts(lead=far))
    assert due is not None
    times = timing(spring, facts(lead=far), due, MONDAY)
    assert times.expires is not None
    assert times.due == NEXT_TEN > times.expires


def test_a_known_hold_says_its_name() -> None:
    """The rule itself holds it: no hour of any day is open on both clocks."""
    known = facts(lead=lead(zones=in_zone("Europe/Madrid", "Asia/Tokyo")))
    spring = campaign(sms("hello", until=TUESDAY))
    attempt = Attempt(at=TEN, channel=Channel.SMS, cause=cadence_due(spring, known).cause, step="hello")  # type: ignore[union-attr]

    decision = verdict(spring, known, attempt, TEN, LAW)

    assert isinstance(decision, Hold)
    assert (decision.name, decision.key) == (HoldName.OPENING, "step.until")
