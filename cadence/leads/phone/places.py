"""
Which zones has a country, and what is a zone really called? Pure, but for reading the pinned `tzdata` package.

The answers come from the tables that the zone data brings along: `zone.tab` (the zones of each country, by their own
names) and the links of `tzdata.zi` (old names).
"""

from functools import cache, lru_cache

from cadence.domain.geography import zone_table
from cadence.domain.nearest import nearest
from cadence.domain.zone_words import zone_by_name
from cadence.domain.zones import zone_names

NOT_PLACES = frozenset({"Factory", "Greenwich", "Universal", "Zulu"})
"""
Names that exist and yet say nothing about where a person is, beside all in capitals (EST, CET, UTC) and all under Etc/.
Abbreviations are also read in two ways: who writes EST nearly always means New York, which is an hour off in summer.
"""


@cache
def zones_of_country(country: str) -> tuple[str, ...]:
    """Return every zone of a country, in the order of the table; none when the country is unknown."""
    return tuple(zone for where, zone in _zone_table() if where == country)


@lru_cache(maxsize=4096)
def find_zone(text: str) -> str | None:
    """Return the zone that is meant by its name or an old one, in any case; None when it is no place's zone."""
    name = _by_folded_name().get(text.strip().replace(" ", "_").casefold(), "")
    if not name or name in NOT_PLACES or name.isupper() or name.startswith("Etc/"):
        return None
    current = {zone for _, zone in _zone_table()}
    while name not in current and name in _links():
        name = _links()[name]
    return name


@lru_cache(maxsize=4096)
def nearest_zone(text: str, country: str = "") -> str:
    """
    Return the zone that is probably meant, "" when none is: by everyday names first, then by the closest name or town.

    `country` (ISO 3166-1) is where the person lives: "Central" is another zone in Mexico than in the United States.
    """
    if meant := zone_by_name(text, country):
        return meant
    names = [zone for _, zone in _zone_table()]
    towns = {zone.rsplit("/", 1)[1]: zone for zone in names}
    return nearest(text, names, 0.75) or towns.get(nearest(text, towns, 0.8), "")


@cache
def _zone_table() -> tuple[tuple[str, str], ...]:
    """Return pairs of country and zone, in the order of the table."""
    rows = (line.split("\t") for line in zone_table("zone.tab"))
    return tuple((country, zone) for country, _, zone, *_ in rows)


@cache
def _links() -> dict[str, str]:
    """Return the zone that each other name means."""
    parts = (line.split() for line in zone_table("tzdata.zi") if line.startswith("L "))
    return {other: zone for _, zone, other in parts}


@cache
def _by_folded_name() -> dict[str, str]:
    return {name.casefold(): name for name in zone_names()}
