"""Does time on pause count, and do dates stay where they are?"""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from cadence.campaign import Step
from cadence.campaign.parts import AfterDate, Before
from cadence.campaign.until import Until
from cadence.domain import Attempt, Lead, Outcome, Pause, PauseScope, Refuse, Scope, ZoneEvidence, ZoneSource
from cadence.planning import next_move, verdict
from cadence.planning.due import advance, timing
from cadence.planning.position import cadence_due
from cadence.policy.wording import in_words
from tests.unit.policy.builders import LAW, MADRID, MONDAY, call, campaign, facts, hours, number, sms, tried


def pause(since: float, until: float | None, scope: PauseScope = PauseScope.ALL, value: str = "") -> Pause:
    """Return a pause by hours after Monday."""
    end = None if until is None else MONDAY + hours(until)
    return Pause(scope=scope, value=value, since=MONDAY + hours(since), until=end)


@pytest.mark.parametrize(
    ("wait", "pauses", "expected"),
    [
        (4, [], 4),  # nothing held it
        (4, [pause(1, 3)], 6),  # two hours held in the middle
        (4, [pause(-5, -1)], 4),  # over before it began
        (4, [pause(-5, 2)], 6),  # it began inside a pause
        (4, [pause(1, 3), pause(5, 6)], 7),  # two pauses add up
        (4, [pause(1, 3), pause(2, 4)], 7),  # overlapping pauses hold once
        (4, [pause(10, 12)], 4),  # due before the pause
        (4, [pause(4, 6)], 6),  # due at the very start of a pause: it moves to the end
        (0, [pause(0, 6)], 6),  # no wait at all, and held from the start
        (4, [pause(1, None)], 4),  # still paused: the gate holds it, and the plan is made again
    ],
)
def test_time_on_pause_does_not_count(wait: float, pauses: list[Pause], expected: float) -> None:
    """A wait is used up only while nothing held it (law 5)."""
    assert advance(MONDAY, hours(wait), pauses) == MONDAY + hours(expected)


@pytest.mark.parametrize(
    ("scope", "value", "held"),
    [
        (PauseScope.ALL, "", True),
        (PauseScope.CAMPAIGN, "spring", True),
        (PauseScope.CAMPAIGN, "autumn", False),
        (PauseScope.CHANNEL, "call", True),
        (PauseScope.CHANNEL, "sms", False),
        (PauseScope.SENDER, "+34910000001", True),
        (PauseScope.SENDER, "+34910000002", False),
        (PauseScope.FLOOR, "sales", True),
        (PauseScope.FLOOR, "support", False),
        (PauseScope.LEAD, "lead-1", True),
        (PauseScope.LEAD, "lead-2", False),
    ],
)
def test_only_pauses_that_concern_the_touch_hold_it(scope: PauseScope, value: str, held: bool) -> None:
    """A pause of another floor, sender or lead takes nothing from this wait."""
    spring = campaign(sms("hello"), call("ring", after=hours(2)))
    known = facts(tried("hello", Outcome.SENT), pauses=(pause(1, 5, scope, value),))
    due = cadence_due(spring, known)

    assert due is not None
    assert timing(spring, known, due, MONDAY).due == MONDAY + hours(6 if held else 2)


def appointment(text: str) -> Lead:
    """Return a lead with an appointment."""
    return Lead(id="lead-1", numbers=(number(),), zones=(MADRID,), attributes={"appointment_at": text})


REMINDER = campaign(sms("reminder", before=Before(field="appointment_at", by=hours(24))))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2027-03-11 10:30", "2027-03-10T09:30:00+00:00"),  # no zone: the person's own
        ("2027-03-11T10:30:00+00:00", "2027-03-10T10:30:00+00:00"),  # a zone that is written wins
        ("11/03/2027 10:30", "2027-03-10T09:30:00+00:00"),  # the day comes first
    ],
)
def test_a_reminder_is_due_before_its_date_and_expires_at_it(text: str, expected: str) -> None:
    """A step tied to a date is not moved by a pause; it is worth nothing after the date."""
    known = facts(lead=appointment(text), pauses=(pause(1, 3),))
    due = cadence_due(REMINDER, known)
    assert due is not None

    times = timing(REMINDER, known, due, MONDAY)

    assert times.due == datetime.fromisoformat(expected)
    assert times.expires == times.due + hours(24)


def test_several_zones_take_the_earliest_reading_of_a_date() -> None:
    """A reminder may come an hour early, never an hour late (law 7)."""
    canary = ZoneEvidence(zone="Atlantic/Canary", source=ZoneSource.ADDRESS)
    known = facts(lead=replace(appointment("2027-03-11 10:30"), zones=(canary, MADRID)))
    due = cadence_due(REMINDER, known)
    assert due is not None

    times = timing(REMINDER, known, due, MONDAY)

    assert times.due == datetime.fromisoformat("2027-03-10T09:30:00+00:00")


@pytest.mark.parametrize("text", ["", "soon", "31/02/2027"])
def test_a_date_that_cannot_be_read_is_named(text: str) -> None:
    """The step will be refused where it is seen, with the field's name and not its content."""
    known = facts(lead=appointment(text))
    due = cadence_due(REMINDER, known)
    assert due is not None

    assert timing(REMINDER, known, due, MONDAY).unreadable == "appointment_at"


@pytest.mark.parametrize(
    ("text", "by", "expected"),
    [
        ("2027-03-11 10:30", 24, "2027-03-12T09:30:00+00:00"),
        ("2027-03-11 10:30", 0, "2027-03-11T09:30:00+00:00"),  # at the date itself
        ("2027-03-11", 24, "2027-03-11T23:00:00+00:00"),  # a date without an hour begins at midnight
        ("2027-03-01", 24, "2027-03-08T09:00:00+00:00"),  # it has passed: at once
    ],
)
def test_a_step_may_be_due_so_long_after_a_date(text: str, by: float, expected: str) -> None:
    """A day after the promised date; the date is not its end."""
    asks = campaign(sms("ask", after=AfterDate(field="appointment_at", by=hours(by))))
    known = facts(lead=appointment(text), pauses=(pause(1, 3),))
    due = cadence_due(asks, known)
    assert due is not None

    times = timing(asks, known, due, MONDAY)

    assert (times.due, times.expires) == (datetime.fromisoformat(expected), None)


def test_after_a_date_the_latest_reading_counts() -> None:
    """Nobody is asked about a payment before its day is over on every clock that may be theirs (law 7)."""
    canary = ZoneEvidence(zone="Atlantic/Canary", source=ZoneSource.ADDRESS)
    known = facts(lead=replace(appointment("2027-03-11 10:30"), zones=(canary, MADRID)))
    asks = campaign(sms("ask", after=AfterDate(field="appointment_at", by=hours(24))))
    due = cadence_due(asks, known)
    assert due is not None

    assert timing(asks, known, due, MONDAY).due == datetime.fromisoformat("2027-03-12T10:30:00+00:00")


@pytest.mark.parametrize(("text", "words"), [("", "there is no date in the field"), ("soon", "cannot be read")])
def test_a_step_without_its_date_is_passed_over_with_the_reason(text: str, words: str) -> None:
    """Who has promised nothing is not asked about it (law 10)."""
    asks = campaign(sms("ask", after=AfterDate(field="appointment_at", by=hours(24))), sms("bye"))
    known = facts(lead=appointment(text))
    move = next_move(asks, known, MONDAY, LAW)
    assert isinstance(move, Attempt)

    refusal = verdict(asks, known, move, MONDAY, LAW)

    assert isinstance(refusal, Refuse)
    assert (refusal.scope, refusal.reasons[0].rule) == (Scope.STEP, "step.date")
    assert words in in_words(refusal.reasons[0])


def test_content_expires_by_its_first_try() -> None:
    """A retry does not make old words young."""
    spring = campaign(call("ring", expires=hours(10)))
    known = facts(tried("ring", Outcome.BUSY))
    due = cadence_due(spring, facts())
    assert due is not None

    again = replace(due, attempt=2, origin=MONDAY + hours(6))

    assert timing(spring, known, again, MONDAY).expires == MONDAY + hours(10)


@pytest.mark.parametrize(
    "text", ["9999-12-31", "9999-12-31 23:59", "31/12/9999", "0001-01-01", "1700-01-01", "9998-01-01"]
)
@pytest.mark.parametrize("zone", ["Europe/Madrid", "America/New_York", "Pacific/Kiritimati"])
@pytest.mark.parametrize(
    "step",
    [
        {"before": Before(field="appointment_at", by=hours(24))},
        {"after": AfterDate(field="appointment_at", by=hours(24))},
        {"after": AfterDate(field="appointment_at", by=hours(0)), "expires": hours(48), "until": Until(weekday=(0,))},
    ],
    ids=["before", "after", "until"],
)
def test_what_databases_write_for_no_date_is_no_date(step: dict[str, Any], zone: str, text: str) -> None:
    """The step is passed over, with its reason: nobody can count from the end of the calendar."""
    somebody = replace(appointment(text), zones=(ZoneEvidence(zone=zone, source=ZoneSource.STATED),))
    move = next_move(campaign(sms("reminder", **step)), facts(lead=somebody), MONDAY, LAW)

    assert isinstance(move, Attempt)
    assert not move.leaves
    assert move.at == MONDAY


@pytest.mark.parametrize(
    ("dated", "date", "expected"),
    [
        ({"before": Before(field="appointment_at", by=hours(24))}, "2027-03-10 09:00", 48),  # the date comes first
        ({"before": Before(field="appointment_at", by=hours(24))}, "2027-03-13 10:00", 96),
        ({"after": AfterDate(field="appointment_at", by=hours(0))}, "2027-03-07 09:00", 48),
        ({"after": AfterDate(field="appointment_at", by=hours(24))}, "2027-03-10 10:00", 72),
    ],
)
def test_a_wait_before_a_step_that_goes_by_a_date_is_waited_too(
    dated: dict[str, Any], date: str, expected: float
) -> None:
    """Two days after the last touch and at the date: the later of both."""
    spring = campaign(sms("hello"), Step(step="rest", wait=hours(48)), sms("visit", **dated))
    known = facts(tried("hello", Outcome.SENT), lead=appointment(date))
    due = cadence_due(spring, known)

    assert due is not None
    assert timing(spring, known, due, MONDAY).due == MONDAY + hours(expected)
