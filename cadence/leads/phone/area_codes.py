"""
Where may the owner of a number be, as far as its digits tell? Pure.

libphonenumber's zone data is not safe as it is: an exchange it does not know gets *one* zone of an area code that has
two, an overlay has no detail at all, and where a country's rules changed the table is behind. So it is trusted only for
the countries that were looked through (`AREA_DIGITS`), by whole area codes and with the corrections below. Every other
number gets all the zones of its country. Nothing here ever guesses one zone out of several (laws 6 and 7).
"""

from functools import cache

from phonenumbers import PhoneNumber, PhoneNumberType, national_significant_number
from phonenumbers.phonenumberutil import is_number_type_geographical
from phonenumbers.tzdata import TIMEZONE_DATA

from cadence.domain import ZoneEvidence, ZoneSource
from cadence.leads.phone.places import find_zone, zones_of_country

NANP = 1
"""The calling code that the US, Canada and the Caribbean share."""
AREA_DIGITS = {NANP: 3, 34: 3, 351: 3, 52: 3, 55: 2}
"""Calling codes whose table was looked through, and how many digits an area code has there."""
NANP_IN_TABLE = frozenset({"US", "CA"})
"""The other countries of +1 have one zone each: their own."""

SIBLINGS = (
    ("208", "986"),  # Idaho
    ("250", "236", "257", "672", "778"),  # British Columbia beyond Vancouver; the newer ones serve all of it
    ("270", "364"),  # western Kentucky
    ("306", "474", "639"),  # Saskatchewan
    ("418", "367", "581"),  # eastern Quebec
    ("541", "458"),  # Oregon beyond Portland
    ("709", "879"),  # Newfoundland and Labrador
    ("812", "930"),  # southern Indiana
    ("850", "448"),  # the Florida panhandle
)
"""Area codes laid over one another (NANP). What the table knows of one holds for all of them."""

ALSO = {
    "1250": ("America/Fort_Nelson",),  # zone.tab: BC (Ft Nelson)
    "1306": ("America/Edmonton",),  # zone.tab: SK(W), Lloydminster keeps Alberta's time
    "1418": ("America/Blanc-Sablon",),  # zone.tab: QC (Lower North Shore)
    "1432": ("America/Denver",),  # west Texas meets Mountain time
    "1807": ("America/Atikokan",),  # zone.tab: ON (Atikokan)
    "1915": ("America/Chicago",),  # El Paso and its neighbours
    "1931": ("America/New_York",),  # Tennessee's Cumberland Plateau
    "5597": ("America/Eirunepe",),  # zone.tab: Amazonas (west)
}
"""Zones that an area code has in fact and the table lacks."""

CHIHUAHUA = ("526", "America/Mazatlan", "America/Chihuahua")
"""The state left Mazatlan's clock in 2022; the table still has many of its area codes there, among Sonora's own."""


def zones_of_number(number: PhoneNumber, country: str, kind: int) -> tuple[ZoneEvidence, ...]:
    """Return the candidate zones of a valid number of this country; none when nothing is known (law 6)."""
    calling_code = number.country_code or 0
    area = _area_of(number, country, kind)
    zones, shown = _zones_of_area(calling_code, area), f"+{calling_code} {area}".rstrip()
    if area is None or not zones:
        zones, shown = zones_of_country(country), f"+{calling_code}"
    return tuple(ZoneEvidence(zone=zone, source=ZoneSource.NUMBER, detail=shown) for zone in zones)


def _area_of(number: PhoneNumber, country: str, kind: int) -> str | None:
    """Return the area code, "" for a number that belongs to no area, None where the table is not trusted."""
    calling_code = number.country_code or 0
    digits = AREA_DIGITS.get(calling_code)
    if digits is None or (calling_code == NANP and country not in NANP_IN_TABLE):
        return None
    if kind == PhoneNumberType.MOBILE and not is_number_type_geographical(kind, calling_code):
        return ""  # Spanish and Portuguese mobiles: anywhere in the country
    return national_significant_number(number)[:digits]


@cache
def _zones_of_area(calling_code: int, area: str | None) -> tuple[str, ...]:
    """Return the union of all zones that the table, its corrections and the area's siblings know for an area code."""
    if area is None:
        return ()
    if not area:
        return _canonical(set(TIMEZONE_DATA.get(str(calling_code), ())))
    siblings = next((group for group in SIBLINGS if calling_code == NANP and area in group), (area,))
    zones = {zone for sibling in siblings for zone in _in_table(str(calling_code), f"{calling_code}{sibling}")}
    prefix, stale, current = CHIHUAHUA
    if f"{calling_code}{area}".startswith(prefix) and stale in zones:
        zones.add(current)
    return _canonical(zones)


def _in_table(calling_code: str, prefix: str) -> set[str]:
    """Return the zones of a prefix: its own entry or the closest above it, and all that stand below it."""
    zones = set(ALSO.get(prefix, ()))
    for length in range(len(prefix), len(calling_code), -1):
        if prefix[:length] in TIMEZONE_DATA:
            zones.update(TIMEZONE_DATA[prefix[:length]])
            break
    return zones.union(*(zones for key, zones in TIMEZONE_DATA.items() if key.startswith(prefix)))


def _canonical(zones: set[str]) -> tuple[str, ...]:
    """Return today's names, sorted; names that are no place's zone (Etc/Unknown) fall away."""
    return tuple(sorted({name for zone in zones if (name := find_zone(zone)) is not None}))
