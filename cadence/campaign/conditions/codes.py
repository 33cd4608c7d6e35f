"""Can a lead have this country or region? Pure: a condition names them by their codes, whatever the list writes."""

from collections.abc import Iterator
from functools import cache

from cadence.domain.geography import is_country
from cadence.domain.nearest import fold, nearest
from cadence.domain.regions import COUNTRY_NAMES, ISO3, TABLES, read_table

LONGEST_REGION = 3
"""ISO 3166-2 codes have one to three characters after the country."""
EXPECTED = {
    "country": 'the code of a country, such as "ES"',
    "region": 'the code of a region (ISO 3166-2), such as "MD", with its `country` in a key of its own',
}


def wrong_code(subject: str, word: str) -> tuple[str, str, str] | None:
    """Return what was found, what was expected and the nearest code where no lead has this; None where one may."""
    if subject not in EXPECTED or _may_be(subject, word):
        return None
    names = _country_names() if subject == "country" else _region_names()
    code = names.get(fold(word)) or names.get(nearest(word, [name for name in names if len(name) > LONGEST_REGION]))
    country, dash, region = word.upper().partition("-")
    if subject == "region" and dash and country in TABLES:  # "ES-MD"
        code = _names_in(country).get(fold(region), code)
    return f'"{word}" in "{subject}"', EXPECTED[subject], code or ""


def _may_be(subject: str, word: str) -> bool:
    """Tell whether a lead may have it. Of countries without a table any short code may be one of their regions."""
    code = word.upper()
    if subject == "country":
        return is_country(code)
    short = len(code) <= LONGEST_REGION and code.isascii() and code.isalnum()
    return code in _region_codes() or (short and fold(word) not in _region_names())


@cache
def _country_names() -> dict[str, str]:
    """Return the code of each country by its folded names and its code of three letters."""
    named = {fold(name): code for code, name in _rows(COUNTRY_NAMES)}
    return {**{fold(three): code for three, code in ISO3.items()}, **named}


@cache
def _region_codes() -> frozenset[str]:
    return frozenset(code for table in TABLES.values() for code, _, _, _ in read_table(table))


@cache
def _region_names() -> dict[str, str]:
    """Return the code of each region by its folded names; of two with one name, the first in the tables."""
    first = (_names_in(country) for country in reversed(("ES", "US", *TABLES)))
    return {name: code for names in first for name, code in names.items() if name != fold(code)}


@cache
def _names_in(country: str) -> dict[str, str]:
    """Return the code of each region of a country by its folded names and its code."""
    return {fold(word): code for code, _, names, _ in read_table(TABLES[country]) for word in (code, *names)}


def _rows(table: str) -> Iterator[tuple[str, str]]:
    for code, _, names, _ in read_table(table):
        yield from ((code, name) for name in names)
