"""Is a calendar of towns or emergencies read as its keeper means it, and does a lead's town find itself in it?"""

from datetime import date
from pathlib import Path

import pytest

from cadence.domain.errors import InvalidInputError
from cadence.leads.lists.closed import read_closed
from cadence.leads.lists.plain import FileReport
from cadence.leads.lists.words import town, towns
from cadence.ledger.lists.closed_days import ClosedRow

TODAY = date(2027, 3, 9)


def read(folder: Path, content: str, feed: str = "es_local_holidays") -> tuple[list[ClosedRow], FileReport]:
    """Read a calendar of this content."""
    path = folder / "towns.csv"
    path.write_text(content)
    return read_closed(path, feed=feed, today=TODAY)


@pytest.mark.parametrize(
    ("lead", "official"),
    [
        ("BARCELONA", "Barcelona"),  # case
        ("Malaga", "Málaga"),  # accents
        ("San Sebastián", "Donostia/San Sebastián"),  # one of two names
        ("Donostia", "Donostia/San Sebastián"),
        ("San Sebastián/Donostia", "Donostia/San Sebastián"),  # both, the other way round
        ("Donostia-San Sebastián", "Donostia/San Sebastián"),
        ("L'Hospitalet de Llobregat", "Hospitalet de Llobregat, L'"),  # an article behind
        ("Las Palmas de Gran Canaria", "Palmas de Gran Canaria, Las"),
    ],
)
def test_a_lead_s_town_is_found_under_its_official_name(lead: str, official: str) -> None:
    """People and keepers of calendars spell a town differently."""
    assert town(lead) in towns(official)


def test_no_town_is_no_town() -> None:
    """It must not meet the days of a whole region."""
    assert (town(" "), towns("")) == ("", ())


def test_a_day_of_a_town_a_region_and_a_country(tmp_path: Path) -> None:
    """What is left out narrows nothing; the feed names the country; a row said twice is one day."""
    rows, report = read(
        tmp_path,
        "país;comunidad;municipio;fecha;nombre\nES;Cataluña;Barcelona;2027-09-24;La Mercè\n;Canarias;;2027-05-30;Día\n"
        "España;;;2027-12-24;\nES;Cataluña;BARCELONA;2027-09-24;La Mercè\n",
    )

    assert rows == [
        ClosedRow(country="ES", region="CT", town="barcelona", day=date(2027, 9, 24), name="La Mercè"),
        ClosedRow(country="ES", region="CN", town="", day=date(2027, 5, 30), name="Día"),
        ClosedRow(country="ES", region="", town="", day=date(2027, 12, 24), name="declared closed"),
    ]
    assert (report.lines, report.refused, report.rejected) == (4, 0, None)


def test_an_emergency_has_a_first_and_a_last_day(tmp_path: Path) -> None:
    """Both are closed; what is over is not kept, but for yesterday, which somewhere it still is."""
    content = "state,from,to,name\nNY,2027-03-01,2027-03-10,storm\nNY,2027-01-01,2027-01-02,ice\n"
    rows, report = read(tmp_path, content, "us_ny_emergency")

    assert [(row.country, row.region, row.day.day) for row in rows] == [("US", "NY", day) for day in (8, 9, 10)]
    assert report.past == 1


def test_no_emergency_is_an_answer(tmp_path: Path) -> None:
    """Headers alone: nothing is declared just now."""
    assert read(tmp_path, "state,from,to\n", "us_ny_emergency") == ([], FileReport())


@pytest.mark.parametrize(
    "line",
    [
        "ES,Cataluña,Barcelona,24/24/2027,La Mercè",  # which is the day?
        "Nowhere,,,2027-09-24,x",
        "ES,Narnia,,2027-09-24,x",  # would close the whole country otherwise
        "ES,,Barcelona,,x",
    ],
)
def test_a_line_that_is_not_understood_is_told(tmp_path: Path, line: str) -> None:
    """The others count."""
    rows, report = read(tmp_path, f"country,region,municipality,date,name\n{line}\nES,,Barcelona,2027-09-24,x\n")

    assert len(rows) == 1
    assert report.refused == 1
    assert report.rejected is not None
    assert "\n2,," in report.rejected.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "is empty"),
        ("country,region,name\nES,,x\n", "no column of days"),
    ],
)
def test_a_file_that_is_no_calendar_is_refused(tmp_path: Path, content: str, words: str) -> None:
    """Nothing is taken from it."""
    with pytest.raises(InvalidInputError, match=words):
        read(tmp_path, content)


@pytest.mark.parametrize(
    ("feed", "written"),
    [
        ("es_local_holidays", "24/09/2027"),  # it fits one order only
        ("es_local_holidays", "24.9.27"),
        ("es_local_holidays", "24 de septiembre de 2027"),
        ("us_ny_emergency", "9/24/2027"),
    ],
)
def test_a_day_is_read_by_the_reader_of_all_dates(tmp_path: Path, feed: str, written: str) -> None:
    """A calendar comes out of the same spreadsheets as a list."""
    rows, _ = read(tmp_path, f"municipality;date\nTown;{written}\n", feed)

    assert [row.day for row in rows] == [date(2027, 9, 24)]


def test_the_order_of_days_is_the_country_s_where_all_of_them_fit_both(tmp_path: Path) -> None:
    """4 July must not be declared for 7 April."""
    assert [row.day for row in read(tmp_path, "date\n7/4/2027\n", "us_ny_emergency")[0]] == [date(2027, 7, 4)]
    assert [row.day for row in read(tmp_path, "date\n7/4/2027\n")[0]] == [date(2027, 4, 7)]
    with pytest.raises(InvalidInputError, match="--dates day-first or --dates month-first"):
        read(tmp_path, "country;date\nCA;7/4/2027\n")
