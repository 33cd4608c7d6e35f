"""Do plans and simulations keep to the dates of a file, and say them?"""

from datetime import date, datetime, timedelta

import pytest

from cadence.campaign.day_notation import parse_day_set
from cadence.campaign.parts import FileLimit, FileWindow, Season
from cadence.campaign.periods import Hours, LocalDaysPeriod
from cadence.cli.launching.dates_in_words import date_lines
from cadence.languages import Language
from cadence.policy.hours.local_days import local
from cadence.simulation import SimulatedPeriod, SingleProcess, first_touches, simulate
from tests.unit.simulation.lists import MONDAY, campaign, row, world

PEOPLE = [row(place) for place in range(40)]
TUESDAY = (parse_day_set("2027-03-09"),)
SHORT = FileWindow(days=tuple(range(7)), hours=(Hours(opens="10:00", closes="11:00"),), dates=TUESDAY)
WINTER = (
    Season(start=date(2027, 3, 8), end=date(2027, 3, 9)),
    Season(start=date(2027, 3, 15), end=date(2027, 3, 31)),
)


def test_a_plan_shows_first_touches_on_open_days_and_in_dated_hours() -> None:
    """Monday is closed, and on Tuesday there is one hour."""
    usual = campaign()
    file = campaign(windows=(*usual.windows, SHORT), closed=(parse_day_set("8 mar"),))

    forecast = first_touches(world(file), PEOPLE, MONDAY)

    assert forecast.reached == len(PEOPLE)
    assert {local("Europe/Madrid", hour).replace(tzinfo=None) for hour, _ in forecast.when} == {
        datetime(2027, 3, 9, 10, 0)  # noqa: DTZ001  on the wall
    }


def test_a_simulation_waits_between_seasons() -> None:
    """Nothing leaves from Wednesday to Sunday, and everybody goes on afterwards."""
    file = campaign(seasons=WINTER)
    there = world(file)

    early = simulate(there, SimulatedPeriod(MONDAY, MONDAY + timedelta(days=2)), SingleProcess(there, PEOPLE))
    gap = simulate(there, SimulatedPeriod(MONDAY, MONDAY + timedelta(days=6)), SingleProcess(there, PEOPLE))
    whole = simulate(there, SimulatedPeriod(MONDAY, MONDAY + timedelta(days=30)), SingleProcess(there, PEOPLE))

    assert early.tally.touches == gap.tally.touches > 0
    assert gap.open > 0
    assert whole.tally.touches > gap.tally.touches
    assert whole.tally.last is not None
    assert local("Europe/Madrid", whole.tally.last).date() <= date(2027, 3, 31)
    assert set(whole.violations.values()) == {0}


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "en",
            [
                "it works in these seasons, and waits between them: 2027-03-08 to 2027-03-09, 2027-03-15 to 2027-03-31",
                "nothing is sent on these days: December 24",
                "public holidays do not count on these days: first Monday of May",
                "other hours on these days: 2027-03-09",
                "a limit of 1 touch binds on these days: last 5 days of the month",
            ],
        ),
        (
            "es",
            [
                (
                    "funciona en estas temporadas y espera entre ellas: del 2027-03-08 al 2027-03-09, "
                    "del 2027-03-15 al 2027-03-31"
                ),
                "no se envía nada en estos días: 24 de diciembre",
                "los festivos no cuentan en estos días: primer lunes de mayo",
                "otro horario en estos días: 2027-03-09",
                "un límite de 1 contacto rige en estos días: últimos 5 días del mes",
            ],
        ),
    ],
)
def test_the_dates_of_a_file_in_words(language: Language, lines: list[str]) -> None:
    """Plan and launch list them."""
    daily = FileLimit(max=1, per=LocalDaysPeriod(days=1), dates=(parse_day_set("last 5 days of month"),))
    file = campaign(
        seasons=WINTER,
        closed=(parse_day_set("24 dec"),),
        open=(parse_day_set("first monday of may"),),
        windows=(*campaign().windows, SHORT),
        limits=(daily,),
    )

    assert list(date_lines(file, language)) == lines
    assert list(date_lines(campaign(start=date(2027, 3, 8), end=date(2027, 3, 9)))) == [
        "its first day is 2027-03-08",
        "its last day is 2027-03-09",
    ]
    assert list(date_lines(campaign())) == []
