"""Is this date a holiday where the person lives?"""

import pytest

from cadence.domain import Allow, Defer, Hold, HoldName
from cadence.policy import evaluation
from cadence.policy.hours.holiday_calendar import Calendar
from tests.unit.policy.builders import LAW, campaign, day, facts, in_zone, instant, lead, number, text


@pytest.mark.parametrize(
    ("calendar", "date", "name"),
    [
        (Calendar("ES", "MD"), "2027-10-12", "National Day"),  # national
        (Calendar("ES", "MD"), "2027-05-03", "Monday following Madrid Day"),  # regional, moved from a Sunday
        (Calendar("ES", "CT"), "2027-05-03", None),  # another region works
        (Calendar("ES", "MD", regional=False), "2027-05-03", None),
        (
            Calendar("ES", "MD", national=False),
            "2027-05-03",
            "Monday following Madrid Day",
        ),  # a pack's `levels: [regional]`
        (Calendar("ES", "MD", national=False), "2027-10-12", "National Day"),  # kept in the region as well
        (Calendar("ES", "MD", national=False, regional=False), "2027-10-12", None),  # only what feeds declare
        (Calendar("ES"), "2027-05-03", "Monday following Madrid Day (MD)"),  # unknown region: any region's counts
        (Calendar("ES", "XX"), "2027-05-03", "Monday following Madrid Day (MD)"),  # and so for a region that is none
        (Calendar("US", "CA"), "2027-07-05", "Independence Day (observed)"),
        (Calendar("ES", "MD"), "2027-03-09", None),  # an ordinary day
    ],
)
def test_national_and_regional_holidays_count(calendar: Calendar, date: str, name: str | None) -> None:
    """An unknown region takes the stricter reading: the holidays of all (law 7)."""
    assert calendar.name_of(day(date)) == name


HOLIDAY = instant("2027-10-12 10:00")  # Fiesta Nacional, a Tuesday


def test_a_campaign_that_keeps_holidays_waits_for_the_day_after() -> None:
    """Its own hours are open all day; the holiday is not."""
    verdict = evaluation.judge(campaign(holidays="closed"), facts(), text(), HOLIDAY, LAW)

    assert isinstance(verdict, Defer)
    assert verdict.until == instant("2027-10-12 22:00")  # midnight in Madrid
    assert verdict.reasons[0].rule == "campaign.holidays"
    assert verdict.reasons[0].evidence["holiday"] == {"Europe/Madrid": "National Day"}
    assert verdict.evidence["holidays"]


def test_the_guard_stands_before_a_holiday_too() -> None:
    """A text accepted a second before midnight arrives on the holiday."""
    verdict = evaluation.judge(campaign(holidays="closed"), facts(), text(), instant("2027-10-11 21:59"), LAW)

    assert isinstance(verdict, Defer)
    assert verdict.reasons[0].evidence["why"] == "closing"


def test_the_holiday_is_the_local_date_in_each_zone() -> None:
    """An hour after Madrid's holiday has ended it still lasts in the Canaries."""
    known = facts(lead=lead(zones=in_zone("Europe/Madrid", "Atlantic/Canary")))

    verdict = evaluation.judge(campaign(holidays="closed"), known, text(), HOLIDAY, LAW)

    assert isinstance(verdict, Defer)
    assert verdict.until == instant("2027-10-12 23:00")


@pytest.mark.parametrize(
    ("country", "allowed"),
    [
        ("ES", True),  # the list says where the person lives, and people keep their number when they move
        ("", False),  # nothing but the digits say where: it is the 14th of July there
    ],
)
def test_the_country_of_the_list_beats_the_digits(country: str, allowed: bool) -> None:
    """A French number of somebody who lives in Spain."""
    person = lead(country=country, region="", numbers=(number(country="FR"),))

    verdict = evaluation.judge(
        campaign(holidays="closed"), facts(lead=person), text(), instant("2027-07-14 10:00"), LAW
    )

    assert isinstance(verdict, Allow) == allowed


@pytest.mark.parametrize(
    ("country", "key"),
    [
        ("", "holidays:unknown"),  # somebody may still say where the person lives
        ("ZZ", "holidays:ZZ"),  # no calendar has its holidays: the file must say `holidays: open`
    ],
)
def test_an_unknown_calendar_is_a_closed_one(country: str, key: str) -> None:
    """Law 6, with a reason one can act upon."""
    person = lead(country=country, numbers=(number(country=""),))

    closed = evaluation.judge(campaign(holidays="closed"), facts(lead=person), text(), HOLIDAY, LAW)
    open_ = evaluation.judge(campaign(holidays="open"), facts(lead=person), text(), HOLIDAY, LAW)

    assert isinstance(closed, Hold)
    assert (closed.name, closed.key) == (HoldName.OPENING, key)
    assert isinstance(open_, Allow)


@pytest.mark.parametrize(
    ("calendar", "exists"),
    [
        (Calendar("ES"), True),
        (Calendar("ZZ"), False),
        (Calendar("ZZ", regional=False), False),  # the nation's alone are unknown, too
        (Calendar("ZZ", national=False), False),
        (Calendar("ZZ", national=False, regional=False), True),  # none is asked for
    ],
)
def test_holidays_that_are_asked_for_must_be_known(calendar: Calendar, exists: bool) -> None:
    """Law 6: a calendar nobody knows is a closed one."""
    assert calendar.exists == exists
