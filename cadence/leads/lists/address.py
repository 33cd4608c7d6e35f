"""
Which country, region and time zones does an address mean? Pure.

An address gives every zone of its country or region; none is chosen by guessing (law 7). An unknown region means the
whole country.
"""

from dataclasses import dataclass, replace
from functools import cache, lru_cache

from cadence.domain import ZoneEvidence, ZoneSource
from cadence.domain.errors import InvalidInputError
from cadence.domain.geography import LONGEST_CODE, country_code, nearest_country, regions_of, without_country
from cadence.domain.regions import TABLES, read_table
from cadence.leads.lists.words import fold
from cadence.leads.phone.places import zones_of_country

POSTAL_LENGTHS = {"ES": 5, "US": 5, "MX": 5, "BR": 8, "CA": 6}
"""How many signs a postal code has, where its beginning names a region."""
WITHIN = "lies in "
"""Before the place of an address, in the detail of a stated zone that is one of its zones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a person lives, as far as the list says."""

    country: str = ""  # ISO 3166-1 alpha-2
    region: str = ""  # ISO 3166-2 without the country
    zones: tuple[ZoneEvidence, ...] = ()
    note: str = ""  # what the user should know, "" when there is nothing


def known_country(region: str) -> str:
    """Return the country code for numbers without a prefix. Raises InvalidInputError."""
    code = country_code(region) if region else ""
    if code is None:
        hint = f"; nearest: {nearest_country(region)}" if nearest_country(region) else ""
        raise InvalidInputError(f'"{region[:20]}" is not a country; expected a code such as ES{hint}.')
    return code


@lru_cache(maxsize=4096)
def read_address(country: str, region: str) -> Address:
    """Return the address of a country's code ("" when the list names none) and a region's code or name."""
    if not country:
        return Address(note="a region without its country is not used" if region else "")
    everywhere = zones_of_country(country)
    code, zones = regions_of(country).get(fold(without_country(region, country)), ("", ()))
    if zones:
        return Address(country=country, region=code, zones=_evidence(zones, f"{country}-{code}"))
    note = ""
    if region and len(everywhere) > 1:
        note = f"not a known region of {country}, so all its time zones count"
    return Address(country=country, region=_as_code(region, country), zones=_evidence(everywhere, country), note=note)


def read_home(country: str, region: str, postal: str = "", municipality: str = "") -> Address:
    """
    Return where a person lives, from all columns about it.

    The region is the named one, else the region of the postal code, else that of a Spanish town. Towns of other
    countries are not used: some have the name of a region where they are not. If the postal code belongs to another
    region than the named one, both count (law 7).
    """
    coded = region_of_postal(country, postal)
    town = read_address("ES", municipality).region if country == "ES" and municipality and not (region or coded) else ""
    home = read_address(country, region or coded or town)
    if coded and coded != home.region:
        home = replace(home, zones=tuple(dict.fromkeys((*home.zones, *read_address(country, coded).zones))))
    return home


def region_of_postal(country: str, postal: str) -> str:
    """Return the region's code (ISO 3166-2 without the country) that a postal code names, "" where it names none."""
    length = POSTAL_LENGTHS.get(country)
    main = postal.partition("-")[0] if country == "US" else postal  # ZIP+4
    signs = "".join(sign for sign in main.upper() if sign.isalnum())
    if length and country != "CA" and signs.isdigit():
        signs = signs.rjust(length, "0")  # spreadsheets lose a zero in front
    if len(signs) != length:
        return ""
    beginnings = _beginnings(country)
    return next((beginnings[signs[:size]] for size in (3, 2, 1) if signs[:size] in beginnings), "")


def stated_beside(zone: str, address: Address) -> tuple[ZoneEvidence, ...]:
    """
    Return the evidence of a stated zone and an address.

    If the stated zone is one of the zones of the address, it counts alone: the Canaries within Spain, without a region.
    If the address is elsewhere, both count (law 7).
    """
    if any(evidence.zone == zone for evidence in address.zones):
        return (ZoneEvidence(zone=zone, source=ZoneSource.STATED, detail=f"{WITHIN}{address.zones[0].detail}"),)
    return (ZoneEvidence(zone=zone, source=ZoneSource.STATED), *address.zones)


def _evidence(zones: tuple[str, ...], detail: str) -> tuple[ZoneEvidence, ...]:
    return tuple(ZoneEvidence(zone=zone, source=ZoneSource.ADDRESS, detail=detail) for zone in zones)


def _as_code(region: str, country: str) -> str:
    """Return what looks like a region code of a country without a table; packs and holidays may know it."""
    code = without_country(region, country).strip().upper()
    known = country in TABLES
    return code if not known and code.isalnum() and code.isascii() and len(code) <= LONGEST_CODE else ""


@cache
def _beginnings(country: str) -> dict[str, str]:
    """Return the region of each beginning of a postal code; the table may have spans of them: 350-352."""
    regions: dict[str, str] = {}
    for region, _, _, parts in read_table(TABLES[country]):
        for part in parts:
            first, _, last = part.partition("-")
            if last:
                regions |= {f"{number:0{len(first)}d}": region for number in range(int(first), int(last) + 1)}
            else:
                regions[first] = region
    return regions
