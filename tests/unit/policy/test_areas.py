"""Do the tables of area codes say what the numbers' own data says? All numbers are fictional."""

from collections import Counter
from collections.abc import Iterator

import pytest

from cadence.policy.places.areas import BR, ES, US, regions_of

STATES = {
    "Alabama": "AL", "Alaska": "AK", "Arizona": "AZ", "Arkansas": "AR", "California": "CA", "Colorado": "CO",
    "Connecticut": "CT", "Delaware": "DE", "Florida": "FL", "Georgia": "GA", "Hawaii": "HI", "Idaho": "ID",
    "Illinois": "IL", "Indiana": "IN", "Iowa": "IA", "Kansas": "KS", "Kentucky": "KY", "Louisiana": "LA", "Maine": "ME",
    "Maryland": "MD", "Massachusetts": "MA", "Michigan": "MI", "Minnesota": "MN", "Mississippi": "MS", "Missouri": "MO",
    "Montana": "MT", "Nebraska": "NE", "Nevada": "NV", "New Hampshire": "NH", "New Jersey": "NJ", "New Mexico": "NM",
    "New York": "NY", "North Carolina": "NC", "North Dakota": "ND", "Ohio": "OH", "Oklahoma": "OK", "Oregon": "OR",
    "Pennsylvania": "PA", "Rhode Island": "RI", "South Carolina": "SC", "South Dakota": "SD", "Tennessee": "TN",
    "Texas": "TX", "Utah": "UT", "Vermont": "VT", "Virginia": "VA", "Washington D.C.": "DC", "Washington State": "WA",
    "West Virginia": "WV", "Wisconsin": "WI", "Wyoming": "WY",
}  # fmt: skip
PROVINCES = {
    "AN": "Almería Cádiz Cordova Granada Huelva Jaén Málaga Seville", "AR": "Huesca Teruel Zaragoza", "AS": "Asturias",
    "CN": "Las_Palmas Tenerife", "CB": "Cantabria", "CM": "Albacete Ciudad_Real Cuenca Guadalajara Toledo",
    "CL": "Ávila Burgos León Palencia Salamanca Segovia Soria Valladolid Zamora",
    "CT": "Barcelona Girona Lleida Tarragona", "EX": "Badajoz Cáceres", "GA": "A_Coruña Lugo Ourense Pontevedra",
    "IB": "Balearic_Islands", "RI": "La_Rioja", "MD": "Madrid", "MC": "Murcia", "NC": "Navarre",
    "PV": "Araba Bizkaia Guipúzcoa", "VC": "Alicante Castellón Valencia",
}  # fmt: skip
ENCLAVES = {"856": "CE", "956": "CE", "852": "ML", "952": "ML"}
"""Ceuta and Melilla, which the data leaves to Cádiz and Málaga."""
STRAY = 2
"""So many entries in a state are a slip of the data: São Paulo's 11 has two places of Bahia among its 787."""

ES_IN_TWO = frozenset({"81", "83", "91", "93"})
"""Madrid and Barcelona have codes of two digits."""


@pytest.fixture(scope="module")
def geodata() -> dict[str, dict[str, str]]:
    """The package's own table; 300,000 entries, which take seconds to read."""
    from phonenumbers.geodata import GEOCODE_DATA  # noqa: PLC0415  only here, for its weight

    table: dict[str, dict[str, str]] = GEOCODE_DATA
    return table


def listed(table: dict[str, str]) -> dict[str, set[str]]:
    """Our table, by area code."""
    found: dict[str, set[str]] = {}
    for region, codes in table.items():
        for code in codes.split():
            found.setdefault(code, set()).add(region)
    return found


def american(name: str) -> Iterator[str]:
    """The states in "Springfield, IL", "New York" or "Idaho/Oregon"."""
    for part in name.rsplit(", ", 1)[-1].split("/"):
        if part in US or part in STATES:
            yield STATES.get(part, part)


def test_the_area_codes_of_the_united_states_are_those_of_the_data(geodata: dict[str, dict[str, str]]) -> None:
    """Each code, with every state it names: one too few would leave out a state's law."""
    named: dict[str, set[str]] = {}
    for prefix, names in geodata.items():
        if prefix[0] == "1" and len(prefix) >= len("1201"):
            for state in american(names.get("en", "")):
                named.setdefault(prefix[1:4], set()).add(state)

    assert len(named) > 330
    assert listed(US) == named


def test_the_area_codes_of_brazil_are_those_of_the_data(geodata: dict[str, dict[str, str]]) -> None:
    """Strays left out; all codes there are."""
    named: dict[str, Counter[str]] = {}
    for prefix, names in geodata.items():
        if prefix.startswith("55") and len(prefix) > len("5511"):
            state = names.get("pt", names.get("en", "")).rsplit(" - ", 1)[-1]
            named.setdefault(prefix[2:4], Counter())[state] += state in BR

    assert len(named) == 67
    assert listed(BR) == {code: {one for one, times in found.items() if times > STRAY} for code, found in named.items()}


def test_the_first_digits_of_spain_are_those_of_the_data(geodata: dict[str, dict[str, str]]) -> None:
    """Each province's, in its region; and the two towns in Africa with their neighbours'."""
    regions = {name.replace("_", " "): region for region, names in PROVINCES.items() for name in names.split()}
    named: dict[str, set[str]] = {}
    for prefix, names in geodata.items():
        if prefix.startswith("34"):
            code = prefix[2:4] if prefix[2:4] in ES_IN_TWO else prefix[2:5]
            named.setdefault(code, set()).add(regions[names["en"]])
    for code, town in ENCLAVES.items():
        named[code].add(town)

    assert listed(ES) == named


@pytest.mark.parametrize(
    ("e164", "country", "expected"),
    [
        ("+12125550123", "US", "NY"),
        ("+12015550123", "US", "NJ NY"),  # some of its exchanges are New York's: both states' law
        ("+15645550123", "US", "WA"),  # laid over the west of Washington
        ("+12025550123", "US", "DC"),
        ("+18005550123", "US", ""),  # toll-free: nobody's
        ("+14165550123", "CA", ""),  # Toronto: no table of Canada's
        ("+14165550123", "US", ""),
        ("+5521955550101", "BR", "RJ"),
        ("+5561955550101", "BR", "DF GO"),  # the capital and the towns around it
        ("+34910000001", "ES", "MD"),
        ("+34922000001", "ES", "CN"),
        ("+34956000001", "ES", "AN CE"),
        ("+34600000001", "ES", ""),  # mobiles belong to no region
        ("+442079460001", "GB", ""),
        ("", "US", ""),
    ],
)
def test_a_number_belongs_to_every_region_its_digits_name(e164: str, country: str, expected: str) -> None:
    """Two where two share a code, none where nothing is known."""
    assert regions_of(e164, country) == set(expected.split())
