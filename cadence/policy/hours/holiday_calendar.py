"""
Is there no contact on this date where the person lives? Pure: from the pinned `holidays` package and imported feeds.

National and regional holidays come from the package; local holidays of a town and declared emergencies come as dates of
an imported feed. If the region is unknown, the holidays of all regions of the country count, which is stricter (law 7).
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.metadata import version
from typing import Annotated, Literal

from pydantic import Field

from cadence.campaign.day_sets import DaySet, holds
from cadence.domain import ClosedDay
from cadence.policy.finding import Question
from cadence.policy.pack_parts import Applies, Listed, PackPart, Words
from cadence.policy.places.jurisdiction import Places, places_of

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
    worked: DaySet = ()  # days of a file that are no holidays for its campaign

    @property
    def exists(self) -> bool:
        """Whether the holidays of this country are known, if any are used."""
        return not (self.national or self.regional) or self.country in _regions()

    def name_of(self, day: date) -> str | None:
        """Return the name of the holiday on this date, None if it is not a holiday."""
        if self.worked and holds(self.worked, day):
            return None
        declared = next((name for declared_day, name in self.dates if declared_day == day), None)
        if declared is not None or not (self.national or self.regional):
            return declared
        name = _year(self.country, "", day.year).get(day)
        if name is not None or not self.regional:
            return name
        known = _regions()[self.country]  # all of them count when the person's is unknown
        for region in (self.region,) if self.region in known else known:
            name = _year(self.country, region, day.year).get(day)
            if name is not None:
                return name if region == self.region else f"{name} ({region})"
        return None


@cache
def _regions() -> dict[str, tuple[str, ...]]:
    """Return the regions of each country, by its code."""
    import holidays  # noqa: PLC0415  many processes ask for no holiday

    supported = holidays.list_supported_countries(include_aliases=False)
    return {country: tuple(regions) for country, regions in supported.items()}


@cache
def _year(country: str, region: str, year: int) -> dict[date, str]:
    """Return the holidays of one year in one region, the nation's included."""
    import holidays  # noqa: PLC0415  as above

    return dict(holidays.country_holidays(country, subdiv=region or None, years=year, language="en_US"))


Level = Literal["national", "regional", "local"]
"""Whose holidays: the nation's, the region's or state's, the town's."""


class Closed(PackPart):
    """Which dates are closed all day: holidays by level, and the dates that imported feeds declare."""

    levels: Annotated[tuple[Level, ...], Listed] = Field(
        default=(), description="Whose holidays: of the nation, of the region or state, of the town."
    )
    feeds: Words = Field(
        default=(), description="Imported calendars, such as us_ny_emergency; one not imported declares nothing."
    )

    def calendar(self, applies: Applies, question: Question) -> Calendar:
        """
        Return the holidays and declared dates of the person's country, region and town.

        A pack of many countries uses the holidays of the country the person is in. If that may be several countries,
        each has its own pack as well. A state's pack uses that state's holidays, even if only the area code points to
        it.
        """
        lead = question.facts.lead
        places = places_of(lead, question.number)
        country = next((country for country in applies.countries if country in places.countries), applies.countries[0])
        feeds = {*self.feeds, *([local_feed(country)] if "local" in self.levels else [])}
        regions = applies.subdivisions or tuple(region for where, region in places.regions if where == country)
        only = regions[0] if len(set(regions)) == 1 else ""
        return Calendar(
            country,
            lead.region if lead.country == country and not applies.subdivisions else only,
            regional="regional" in self.levels,
            national="national" in self.levels,
            dates=tuple(
                (day.day, day.name)
                for day in question.facts.closed_days
                if day.feed in feeds and _closes_in(day, places)
            ),
        )


def local_feed(country: str) -> str:
    """Return the name of the feed with a country's local holidays."""
    return f"{country.lower()}_local_holidays"


def _closes_in(day: ClosedDay, places: Places) -> bool:
    """Tell whether a declared day applies in these places; an unknown region may be any region (law 7)."""
    if day.country and places.countries and day.country not in places.countries:
        return False
    regions = {region for country, region in places.regions if country == day.country}
    return not day.region or not regions or day.region in regions
