"""Which zones does an address give?"""

import pytest

from cadence.domain import ZoneEvidence, ZoneSource
from cadence.domain.geography import country_code, nearest_country
from cadence.domain.regions import TABLES, read_table
from cadence.leads.lists.address import read_address
from cadence.leads.lists.words import fold
from cadence.leads.phone.places import zones_of_country
from tests.unit.leads.reading import row


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ES", "ES"),
        ("es", "ES"),
        (" España ", "ES"),
        ("espana", "ES"),
        ("Spain", "ES"),
        ("Estados Unidos", "US"),
        ("EE.UU.", "US"),
        ("USA", "US"),
        ("UK", "GB"),
        ("Reino Unido", "GB"),
        ("México", "MX"),
        ("Brasil", "BR"),
        ("Norway", "NO"),  # by the English names of ISO 3166
        ("Narnia", None),
        ("XX", None),
    ],
)
def test_a_country_is_known_by_code_and_name(text: str, code: str | None) -> None:
    """It decides whose number 600 000 001 is."""
    assert country_code(text) == code


@pytest.mark.parametrize(
    ("country", "region", "code", "zones"),
    [
        ("ES", "Canarias", "CN", "Canary"),
        ("ES", "CN", "CN", "Canary"),
        ("ES", "ES-CN", "CN", "Canary"),
        ("ES", "Canary Islands", "CN", "Canary"),
        ("ES", "Las Palmas", "CN", "Canary"),  # a province stands with its community
        ("ES", "SANTA CRUZ DE TENERIFE", "CN", "Canary"),
        ("ES", "GC", "CN", "Canary"),
        ("ES", "Comunidad de Madrid", "MD", "Madrid"),
        ("ES", "Málaga", "AN", "Madrid"),
        ("ES", "malaga", "AN", "Madrid"),
        ("ES", "Ceuta", "CE", "Ceuta"),
        ("ES", "Baleares", "IB", "Madrid"),
        ("ES", "", "", "Madrid Ceuta Canary"),  # anywhere in the country
        ("ES", "Atlantis", "", "Madrid Ceuta Canary"),  # as good as anywhere
        ("US", "FL", "FL", "New_York Chicago"),  # the panhandle
        ("US", "Florida", "FL", "New_York Chicago"),
        ("US", "Nueva York", "NY", "New_York"),
        ("US", "Arizona", "AZ", "Phoenix Denver"),
        ("CA", "BC", "BC", "Vancouver Creston Dawson_Creek Fort_Nelson Edmonton"),
        ("MX", "Chihuahua", "CHH", "Chihuahua Ciudad_Juarez Ojinaga"),
        ("BR", "Pernambuco", "PE", "Recife Noronha"),
        ("PT", "Açores", "20", "Azores"),
        ("CL", "Aysén", "AI", "Coyhaique"),
        ("CL", "Magallanes", "MA", "Punta_Arenas"),
        ("CL", "", "", "Santiago Coyhaique Punta_Arenas Easter"),
        ("AR", "Córdoba", "X", "Cordoba"),
        ("CO", "", "", "Bogota"),  # a country of one zone
        ("CO", "Antioquia", "", "Bogota"),  # needs no region
        ("GB", "sct", "SCT", "London"),  # a code for packs and holidays
        ("", "Madrid", "", ""),  # which Madrid?
    ],
)
def test_an_address_gives_every_zone_it_may_mean(country: str, region: str, code: str, zones: str) -> None:
    """Never one of several by guessing (law 7)."""
    address = read_address(country, region)

    assert address.region == code
    assert [zone.zone.rsplit("/", 1)[1] for zone in address.zones] == zones.split()


def test_an_unknown_region_is_noted_where_it_costs_something() -> None:
    """It narrows the hours to those of every zone; the list's author can mend that."""
    assert "not a known region of ES" in read_address("ES", "Atlantis").note
    assert read_address("ES", "").note == ""
    assert read_address("CO", "Atlantis").note == ""  # one zone, nothing to gain


@pytest.mark.parametrize("country", TABLES)
def test_a_table_of_regions_covers_its_country(country: str) -> None:
    """A zone that no region has was forgotten; a name that two regions have would be decided by chance."""
    rows = list(read_table(TABLES[country]))
    names: dict[str, str] = {}
    for code, _, called, _ in rows:
        for word in (code, *called):
            assert names.setdefault(fold(word), code) == code, word

    used = {zone for _, zones, *_ in rows for zone in zones}
    assert set(zones_of_country(country)) <= used
    assert used - set(zones_of_country(country)) <= {  # territories that have a country's code of their own
        *("America/Puerto_Rico", "America/St_Thomas", "Pacific/Guam", "Pacific/Saipan", "Pacific/Pago_Pago")
    }


def test_spain_has_every_community_and_province() -> None:
    """Nineteen communities and cities; fifty provinces, seven of which are communities of the same name."""
    rows = list(read_table(TABLES["ES"]))
    codes = {word for code, _, names, _ in rows for word in (code, *names) if word.isupper() and len(word) <= 2}

    assert len(rows) == 19
    assert len(codes - {code for code, *_ in rows}) == 50


STATED, ADDRESS, NUMBER = ZoneSource.STATED, ZoneSource.ADDRESS, ZoneSource.NUMBER


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({}, []),  # the numbers alone speak
        ({"timezone": "Atlantic/Canary"}, [("Atlantic/Canary", STATED)]),
        ({"timezone": "US/Eastern"}, [("America/New_York", STATED)]),  # an old name
        ({"country": "ES", "region": "CN"}, [("Atlantic/Canary", ADDRESS)]),
        # The address says the same, only less exactly.
        ({"country": "ES", "timezone": "Atlantic/Canary"}, [("Atlantic/Canary", STATED)]),
        # It says something else: either may be wrong, so both count.
        (
            {"country": "ES", "region": "Madrid", "timezone": "Atlantic/Canary"},
            [("Atlantic/Canary", STATED), ("Europe/Madrid", ADDRESS)],
        ),
        # A region without its country is one of the first number's country.
        ({"region": "Canarias"}, [("Atlantic/Canary", ADDRESS)]),
        ({"region": "Atlantis"}, []),
    ],
)
def test_stated_zone_and_address_are_both_kept_unless_they_agree(
    cells: dict[str, str], expected: list[tuple[str, ZoneSource]]
) -> None:
    """The strictest reading of the evidence, with its source (law 7)."""
    assert [(zone.zone, zone.source) for zone in row(**cells).lead.zones] == expected


def test_evidence_of_the_number_stays_with_the_number() -> None:
    """It counts only where list and address say nothing, and only for that number."""
    lead = row(phone="600000001", phone2="922000001").lead

    assert lead.zones == ()
    assert lead.numbers[1].zones == (ZoneEvidence(zone="Atlantic/Canary", source=NUMBER, detail="+34 922"),)


@pytest.mark.parametrize(
    ("cells", "column", "hint"),
    [
        ({"timezone": "Europe/Madird"}, "timezone", "Europe/Madrid"),
        ({"timezone": "Madrid"}, "timezone", "Europe/Madrid"),  # the town alone
        ({"timezone": "UTC"}, "timezone", "Europe/Madrid"),  # the example in the expectation
        ({"country": "Espanya"}, "country", "nearest: ES"),
    ],
)
def test_a_place_that_does_not_exist_costs_the_row_and_names_the_nearest(
    cells: dict[str, str], column: str, hint: str
) -> None:
    """Calling at an hour that nobody can name is no way out (law 6)."""
    result = row(**cells)

    assert result.leads == []
    assert [refusal.column for refusal in result.refusals] == [column]
    assert hint in result.refusals[0].reason


def test_an_unknown_region_costs_nothing_but_hours() -> None:
    """The lead lands with every zone of its country, and the report says so."""
    result = row(country="ES", region="Atlantis")

    assert len(result.lead.zones) == 3
    assert [(refusal.column, refusal.whole) for refusal in result.refusals] == [("region", False)]


def test_the_nearest_country_is_found() -> None:
    """Only what is close is offered."""
    assert nearest_country("Espagna") == "ES"
    assert nearest_country("qqqq") == ""


@pytest.mark.parametrize(
    ("cells", "columns"),
    [
        ({"phone": "123", "region": "Madrid"}, ["phone"]),  # without a number the region has no country
        ({"phone": "123", "region": "Madrid", "country": "ES"}, ["phone"]),
        ({"phone": "123", "phone2": "", "region": "Atlantis"}, ["phone"]),
        ({"phone": "", "email": "ana@example.com", "region": "Madrid"}, ["region"]),
    ],
)
def test_a_bad_phone_is_the_one_thing_that_is_wrong(cells: dict[str, str], columns: list[str]) -> None:
    """That its region is then not used only follows from it."""
    assert [refusal.column for refusal in row(**cells).refusals] == columns
