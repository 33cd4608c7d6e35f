"""Which zones may the owner of a number be in? All numbers are fictional or made up."""

from collections import defaultdict

import pytest
from phonenumbers.tzdata import TIMEZONE_DATA

from cadence.domain import ZoneSource
from cadence.domain.list_rows import NumberRow
from cadence.leads.phone import read_number
from cadence.leads.phone.area_codes import SIBLINGS
from cadence.leads.phone.places import find_zone, zones_of_country


def zones(text: str) -> set[str]:
    """The zones of a good number, by their last words, which are told apart well enough."""
    number = read_number(text)
    assert isinstance(number, NumberRow), number
    return {evidence.zone.rsplit("/", 1)[1] for evidence in number.zones}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("+34 600 000 001", "Madrid Canary"),  # mobiles live anywhere in the country
        ("+34 910 000 001", "Madrid"),  # a fixed line does not
        ("+34 922 000 001", "Canary"),  # Santa Cruz de Tenerife
        ("+34 822 000 001", "Canary"),
        ("+34 928 000 001", "Canary"),  # Las Palmas
        ("+34 828 000 001", "Canary"),
        ("+34 971 000 001", "Madrid"),  # other islands, the mainland's clock
        ("+351 910 000 001", "Lisbon Azores"),
        ("+351 296 000 001", "Azores"),
        ("+351 210 000 001", "Lisbon"),
        ("+44 20 7946 0123", "London"),
        ("+57 300 555 0101", "Bogota"),  # one zone in the whole country
        ("+51 900 000 001", "Lima"),
        ("+1 876 555 0123", "Jamaica"),  # +1, but with one zone of its own
        ("+1 787 555 0123", "Puerto_Rico"),
        # Chile has a zone more since 2025; the table knows only one of the four.
        ("+56 2 2000 0001", "Santiago Coyhaique Punta_Arenas Easter"),
        ("+56 61 200 0001", "Santiago Coyhaique Punta_Arenas Easter"),  # Punta Arenas
        ("+593 99 000 0001", "Guayaquil Galapagos"),
        # The table has Recife's mobiles on an island in the Atlantic, and nobody else there.
        ("+55 81 95555 0101", "Noronha Sao_Paulo"),
        ("+55 97 95555 0101", "Manaus Eirunepe"),  # the table lacks the west of Amazonas
        ("+55 11 95555 0101", "Sao_Paulo"),
        ("+52 614 555 0101", "Chihuahua Mazatlan"),  # the table is behind since 2022
        ("+52 664 555 0101", "Tijuana"),
        ("+52 55 5555 0101", "Mexico_City"),
        # North America, an area code with two zones: an exchange nobody knows may be in either.
        ("+1 850 555 0123", "New_York Chicago"),
        ("+1 270 555 0123", "New_York Chicago"),
        ("+1 423 555 0123", "New_York Chicago"),
        ("+1 928 555 0123", "Phoenix Denver"),  # the Navajo Nation turns its clocks
        ("+1 907 555 0123", "Anchorage Adak Juneau Honolulu"),
        # Its overlay serves the same places and has no detail in the table.
        ("+1 448 555 0123", "New_York Chicago"),
        ("+1 364 555 0123", "New_York Chicago"),
        ("+1 458 555 0123", "Los_Angeles Denver"),
        ("+1 930 555 0123", "New_York Chicago"),
        ("+1 208 555 0123", "Boise Denver Los_Angeles"),
        ("+1 986 555 0123", "Boise Denver Los_Angeles"),
        ("+1 236 555 0123", "Vancouver Edmonton Fort_Nelson"),
        ("+1 604 555 0123", "Vancouver"),  # laid over as well, but within one zone itself
        ("+1 639 555 0123", "Regina Winnipeg Edmonton"),
        # Two zones in fact, one in the table.
        ("+1 931 555 0123", "Chicago New_York"),
        ("+1 432 555 0123", "Chicago Denver"),
        ("+1 915 555 0123", "Denver Chicago"),
        ("+1 212 555 0123", "New_York"),  # and one that is simply one
    ],
)
def test_a_number_gets_every_zone_its_owner_may_be_in(text: str, expected: str) -> None:
    """One zone too few is a call in the night (law 7)."""
    assert zones(text) == set(expected.split())


def american_numbers() -> list[NumberRow]:
    """A fictional number in every area code of the table that the US or Canada uses for people."""
    codes = sorted({key[1:4] for key in TIMEZONE_DATA if key.startswith("1") and len(key) >= 4})
    numbers = (read_number(f"+1{code}5550123") for code in codes)
    return [number for number in numbers if isinstance(number, NumberRow) and number.country in ("US", "CA")]


def test_no_area_code_has_fewer_zones_than_the_table_knows() -> None:
    """Whatever an exchange of the code or of its overlay may be, the union holds it."""
    known: dict[str, set[str]] = defaultdict(set)
    for key, places in TIMEZONE_DATA.items():
        if key[0] == "1":
            known[key[1:4]].update(places)
    numbers = american_numbers()
    missing: dict[str, set[str]] = {}
    for number in numbers:
        area = number.e164[2:5]
        codes = next((group for group in SIBLINGS if area in group), (area,))
        missing[area] = set().union(*(known[code] for code in codes)) - {evidence.zone for evidence in number.zones}

    assert len(numbers) > 350, "without them this would say nothing"
    assert {area: zones for area, zones in missing.items() if zones} == {}


def test_a_country_without_zones_gives_none() -> None:
    """Kosovo is in no zone table: the touch is held until somebody says where the person is (law 6)."""
    number = read_number("+383 44 000 001")

    assert isinstance(number, NumberRow)
    assert number.zones == ()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("+34 600 000 001", "+34"),  # the country is all that counts
        ("+34 922 000 001", "+34 922"),
        ("+1 850 555 0123", "+1 850"),
        ("+55 81 95555 0101", "+55 81"),
        ("+56 61 200 0001", "+56"),
    ],
)
def test_evidence_says_which_digits_spoke_and_no_more(text: str, shown: str) -> None:
    """An auditor sees why a zone counted; the number itself must not stand in a decision."""
    number = read_number(text)

    assert isinstance(number, NumberRow)
    assert {(zone.source, zone.detail) for zone in number.zones} == {(ZoneSource.NUMBER, shown)}


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Europe/Madrid", "Europe/Madrid"),
        (" europe/madrid ", "Europe/Madrid"),  # any case
        ("America/New York", "America/New_York"),  # with a space
        ("Europe/Oslo", "Europe/Oslo"),  # a link by its clock, but a country's own name
        ("America/Buenos_Aires", "America/Argentina/Buenos_Aires"),  # an old name
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("US/Pacific", "America/Los_Angeles"),
        ("Portugal", "Europe/Lisbon"),
        ("Europe/Madird", None),  # no such zone
        ("Madrid", None),  # a town is not its zone's name
        ("Etc/Unknown", None),
        ("Etc/GMT+5", None),  # an offset says nothing of summer
        ("UTC", None),  # nobody lives there
        ("EST", None),  # two readings
        ("CET", None),
        ("GMT+1", None),
        ("", None),
    ],
)
def test_a_stated_zone_is_a_place_that_exists(text: str, zone: str | None) -> None:
    """What is not known for sure is refused at the door, not found out at night (law 6)."""
    assert find_zone(text) == zone


def test_every_zone_of_every_country_is_its_own_name() -> None:
    """Candidates are compared by name: an alias among them would count one clock twice."""
    for country in ("ES", "US", "CL", "GB", "NO"):
        assert [find_zone(zone) for zone in zones_of_country(country)] == list(zones_of_country(country))


def test_chile_has_four_zones() -> None:
    """Aysén got its own in 2025: an older copy of the zone data would bring this down."""
    assert len(zones_of_country("CL")) == 4
