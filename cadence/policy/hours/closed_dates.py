"""On which dates does a rule of a pack forbid contact? Pure: holidays by level, and the dates that feeds declare."""

from typing import Annotated, Literal

from pydantic import Field

from cadence.domain import ClosedDay
from cadence.policy.finding import Question
from cadence.policy.hours.holiday_calendar import Calendar
from cadence.policy.pack_parts import Applies, Listed, PackPart, Words
from cadence.policy.places.jurisdiction import Places, places_of

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
