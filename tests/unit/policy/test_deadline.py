"""By when must an opt-out be on record?"""

from datetime import date

import pytest

from cadence.domain import NumberKind
from cadence.engine.dossier.deadlines import deadline_of
from cadence.engine.law import LawInForce
from cadence.policy.packs.loading import law_of
from cadence.policy.primitives.optout import business_day, log_by
from tests.unit.policy.builders import day, in_zone, instant, lead, number

US = [rule for pack in law_of(("us",)).packs for rule in pack.rules]
ES = [rule for pack in law_of(("es",)).packs for rule in pack.rules]


@pytest.mark.parametrize(
    ("received", "count", "expected"),
    [
        ("2027-03-10", 1, "2027-03-11"),  # Wednesday: the day itself does not count
        ("2027-03-12", 1, "2027-03-15"),  # Friday: the weekend does not either
        ("2027-03-13", 1, "2027-03-15"),  # received on a Saturday
        ("2027-03-10", 10, "2027-03-24"),  # two weeks without a holiday
        ("2027-01-08", 10, "2027-01-25"),  # over Martin Luther King Day, the 18th
        ("2026-12-18", 10, "2027-01-05"),  # over Christmas and New Year, both on a Friday
        ("2027-06-30", 10, "2027-07-15"),  # Independence Day is a Sunday: Monday the 5th is free instead
        ("2027-11-10", 10, "2027-11-26"),  # Veterans Day and Thanksgiving
    ],
)
def test_federal_holidays_and_weekends_are_no_business_days(received: str, count: int, expected: str) -> None:
    """47 CFR 64.1200(a)(10)."""
    assert business_day(day(received), count, "US") == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("calendar", "expected"), [("ES", "2027-04-23"), ("ES-CL", "2027-04-26"), ("ES-MD", "2027-04-23")]
)
def test_a_regions_own_holidays_count_where_the_calendar_names_it(calendar: str, expected: str) -> None:
    """Friday the 23rd of April is Castile and Leon's day and nobody else's."""
    assert business_day(day("2027-04-22"), 1, calendar) == date.fromisoformat(expected)


def test_the_american_deadline_is_ten_business_days_after_the_day_of_receipt() -> None:
    """Counted where the person may be, on the earliest of their clocks."""
    late = instant("2027-03-11 05:30")  # the 11th in New York, the 10th in Los Angeles

    eastern = log_by(US, ("America/New_York",), late)
    either = log_by(US, ("America/New_York", "America/Los_Angeles"), late)

    assert eastern is not None
    assert either is not None
    assert (eastern.day, either.day) == (day("2027-03-25"), day("2027-03-24"))
    assert either.rule.startswith("us.")
    assert "64.1200" in either.law


def test_who_may_be_anywhere_has_the_earliest_day() -> None:
    """Law 6: an unknown zone never lengthens anything."""
    found = log_by(US, (), instant("2027-03-11 11:00"))

    assert found is not None
    assert found.day == day("2027-03-24")


def test_a_law_without_a_deadline_sets_none() -> None:
    """Spain says at once, and that is what the engine does everywhere."""
    assert log_by(ES, ("Europe/Madrid",), instant("2027-03-10 09:00")) is None


@pytest.mark.parametrize(("country", "zone", "expected"), [("ES", "Europe/Madrid", None), ("US", "America/Denver", 24)])
def test_an_opt_out_by_email_has_the_deadline_of_where_the_phones_are(
    country: str, zone: str, expected: int | None
) -> None:
    """An address shows no place of its own; under the law of everywhere a Spaniard had the American deadline."""
    phone = number(country=country, zones=in_zone(zone))
    address = number(2, e164="ana@example.com", kind=NumberKind.EMAIL, country="")
    person = lead(country="", region="", zones=(), numbers=(phone, address))

    found = [deadline_of(person, one, instant("2027-03-10 20:00"), LawInForce()) for one in person.numbers]

    assert [one and one.day.day for one in found] == [expected, expected]
