"""
Which country or region is meant by a code or a name? Pure, but for reading the names of the pinned `tzdata` package.

Countries are ISO 3166-1 codes of two letters, regions ISO 3166-2 codes without their country.
"""

from collections.abc import Iterable
from functools import cache, lru_cache
from importlib import resources

from cadence.domain.nearest import fold, nearest
from cadence.domain.regions import COUNTRY_NAMES, ISO3, TABLES, read_table

LONGEST_CODE = 3
"""ISO 3166-2 codes have one to three characters after the country."""
NUMBERED = frozenset({"XK"})
"""Countries with a prefix of their own to which ISO 3166-1 has given no code: Kosovo."""
COUNTRY_CODE = 'a country code such as "ES" (ISO 3166-1)'
"""What is expected of a country in a file."""


@cache
def countries() -> dict[str, str]:
    """Return the English name of every country by its ISO 3166-1 code."""
    return dict(line.split("\t", 1) for line in zone_table("iso3166.tab"))


def is_country(code: str) -> bool:
    """Tell whether somebody can be in a country of this code: those of ISO, and those that numbers have beside them."""
    return code in countries() or code in NUMBERED


def zone_table(name: str) -> list[str]:
    """Return the lines of one of tzdata's tables, without its comments."""
    text = resources.files("tzdata").joinpath("zoneinfo", name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@lru_cache(maxsize=4096)
def country_code(text: str) -> str | None:
    """Return the ISO code of a country by its code or name, None when there is no such country."""
    code = text.strip().upper()
    return code if code in countries() else ISO3.get(code) or _country_names().get(fold(text))


def nearest_country(text: str) -> str:
    """Return the code of the country that may be meant, "" when none is close."""
    return _country_names().get(nearest(text, _country_names()), "")


def meant_country(text: str) -> str:
    """Return the code of the country that is meant by a code, a name or a wrong spelling, "" when none is close."""
    return country_code(text) or nearest_country(text)


def region_codes(country: str) -> tuple[str, ...]:
    """Return the codes of the regions of a country, () when there is no table of it."""
    return tuple(dict.fromkeys(code for code, _ in regions_of(country).values()))


def nearest_region(country: str, text: str) -> str:
    """Return the code of the region of a country that may be meant, "" when none is close."""
    return nearest_region_of((country,), text)


def nearest_region_of(places: Iterable[str], text: str) -> str:
    """Return the code of the region with the closest name in these countries, "" when none is close."""
    names: dict[str, str] = {}
    for country in places:
        for word, (code, _) in regions_of(country).items():
            if len(word) > LONGEST_CODE:
                names.setdefault(word, code)
    return names.get(nearest(text, names), "")


def named_region(country: str, text: str) -> str:
    """Return the code of the region of a country that has this code or name, "" when there is none."""
    return regions_of(country).get(fold(without_country(text, country)), ("", ()))[0]


def without_country(region: str, country: str) -> str:
    """Return a region written "ES-CN" as "CN"."""
    head, dash, rest = region.partition("-")
    return rest if dash and head.strip().upper() == country else region


@cache
def regions_of(country: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return code and zones of each region of a country by everything it is called."""
    return {
        fold(word): (code, zones)
        for code, zones, names, _ in read_table(TABLES.get(country, ""))
        for word in (code, *names)
    }


@cache
def _country_names() -> dict[str, str]:
    """Return the code of each country by its folded names."""
    english = {fold(name): code for code, name in countries().items()}
    return english | {fold(name): code for code, _, names, _ in read_table(COUNTRY_NAMES) for name in names}
