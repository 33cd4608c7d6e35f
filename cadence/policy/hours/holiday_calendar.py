"""
Is this date a holiday where the person lives? Pure: from the pinned `holidays` package.

National and regional holidays come from the package; local holidays of a town and declared emergencies come as dates of
an imported feed. If the region is unknown, the holidays of all regions of the country count, which is stricter (law 7).
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.metadata import version

import holidays

HOLIDAYS = version("holidays")
"""The version of the holiday data, stored with every verdict."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The holidays that count for one person."""

    country: str  # ISO 3166-1 alpha-2; "" is unknown
    region: str = ""  # ISO 3166-2 without the country; "" is unknown
    regional: bool = True  # False: the nation's only
    national: bool = True  # both False: no holidays at all, only `dates`; the region's alone include the nation's
    dates: tuple[tuple[date, str], ...] = ()  # declared by feeds for where the person lives

    @property
    def exists(self) -> bool:
        """Whether the holidays of this country are known, if any are used."""
        return not (self.national or self.regional) or self.country in _regions()

    def name_of(self, day: date) -> str | None:
        """Return the name of the holiday on this date, None if it is not a holiday."""
        declared = next((name for declared_day, name in self.dates if declared_day == day), None)
        if declared is not None or not (self.national or self.regional):
            return declared
        name = _year(self.country, "", day.year).get(day)
        if name is not None or not self.regional:
            return name
        for region in self._regions_that_count():
            name = _year(self.country, region, day.year).get(day)
            if name is not None:
                return name if region == self.region else f"{name} ({region})"
        return None

    def _regions_that_count(self) -> tuple[str, ...]:
        """Return the person's region, or every region of the country when it is unknown."""
        known = _regions()[self.country]
        return (self.region,) if self.region in known else known


@cache
def _regions() -> dict[str, tuple[str, ...]]:
    """Return the regions of each country, by its code."""
    supported = holidays.list_supported_countries(include_aliases=False)
    return {country: tuple(regions) for country, regions in supported.items()}


@cache
def _year(country: str, region: str, year: int) -> dict[date, str]:
    """Return the holidays of one year in one region, the nation's included."""
    return dict(holidays.country_holidays(country, subdiv=region or None, years=year, language="en_US"))
