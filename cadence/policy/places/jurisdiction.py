"""Where may this person be? Pure: by the address in the list and by the number's digits, both."""

from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from cadence.domain import Lead, Number, ZoneEvidence
from cadence.policy.places.areas import regions_of


@dataclass(frozen=True, slots=True)
class Places:
    """Where a person may be: countries (ISO 3166-1) and their subdivisions, as pairs of country and code."""

    countries: frozenset[str]  # empty: unknown, so any country
    regions: frozenset[tuple[str, str]]


def places_of(lead: Lead, number: Number | None) -> Places:
    """Return every place that the address, the stated zones, the number's digits or the person's phones name."""
    if number is None:
        return _places(lead.country, lead.region, lead.zones, ("", ""), frozenset(), frozenset())
    regions = regions_of(number.e164, number.country)
    own = (number.country, number.region)
    return _places(lead.country, lead.region, lead.zones, own, regions, number.phone_countries)


@lru_cache(maxsize=8192)
def _places(  # noqa: PLR0913, PLR0917  values, so that it can be cached
    country: str,
    region: str,
    zones: tuple[ZoneEvidence, ...],
    number: tuple[str, str],
    digits: frozenset[str],
    phones: frozenset[str],
) -> Places:
    """Return the places named by an address, stated zones, a number's country, region and digits, and by phones."""
    countries = {country, number[0], *(_zone_countries().get(item.zone, "") for item in zones), *phones}
    regions = {(number[0], region_code) for region_code in digits}
    regions |= {pair for pair in ((country, region), number) if all(pair)}
    return Places(frozenset(countries - {""}), frozenset(regions))


@cache
def zones_in(countries: frozenset[str]) -> tuple[str, ...]:
    """Return every zone of these countries."""
    return tuple(zone for zone, country in sorted(_zone_countries().items()) if country in countries)


@cache
def _zone_countries() -> dict[str, str]:
    """Return the country of each zone that is a place's own."""
    text = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {zone: country for country, _, zone, *_ in rows}
