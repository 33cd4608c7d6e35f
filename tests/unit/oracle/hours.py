"""When is a person's wall within the hours of every rule? Naive: minute by minute, zone by zone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import combinations
from typing import Any

from cadence.campaign import Step
from cadence.domain import CauseKind, Number
from tests.unit.oracle import almanac
from tests.unit.oracle.binding import country_of, last_date, law_of_day, places_of, shows, zones_of
from tests.unit.oracle.case import Case
from tests.unit.oracle.dates import Dates, falls, gaps
from tests.unit.oracle.kinds import DEFER, SHUT, ZONE, Bar
from tests.unit.oracle.wheres import UNKNOWN, YES, may_change, verdict_at

ALWAYS: almanac.Hours = tuple((day, 0, 1440) for day in range(7))


@dataclass(frozen=True)
class Hours:
    """One rule's hours in some zones, without some days."""

    rule: str
    zones: tuple[str, ...]
    hours: almanac.Hours
    country: str = ""
    region: str = ""
    levels: tuple[str, ...] = ()
    declared: frozenset[date] = frozenset()
    never: str = ""  # which kind of no it is, whatever the hour
    month_days: tuple[int, ...] = ()  # closed on all other days; -1 is the last of a month
    dated: tuple[tuple[Dates, almanac.Hours], ...] = ()  # on these dates other hours, instead
    worked: Dates = ()  # dates that are no holidays

    def is_open(self, minute: int) -> bool:
        """Tell whether all walls show an open hour of a day that is not closed."""
        return all(
            almanac.is_open(zone, minute, self.hours_of(almanac.wall(zone, minute)[0]))
            and not self.is_closed(almanac.wall(zone, minute)[0])
            for zone in self.zones
        )

    def hours_of(self, day: date) -> almanac.Hours:
        """Return the hours that count on a date: those of the dates that it is one of, if there are any."""
        named = [hours for dates, hours in self.dated if falls(dates, day)]
        return tuple(span for hours in named for span in hours) if named else self.hours

    def minutes(self, day: int) -> int:
        """Return the same for each minute of a day of UTC: a byte of 0 or 1 each."""
        together = int.from_bytes(b"\1" * 1440)
        near = [date(1970, 1, 1) + timedelta(days=day + ahead) for ahead in (-1, 0, 1)]
        closed = frozenset(there for there in near if self.is_closed(there))
        for zone in self.zones:
            if any(self.hours_of(there) != self.hours for there in near):
                first = day * 1440
                minutes = (
                    almanac.is_open(zone, first + ahead, self._shown(zone, first + ahead)) for ahead in range(1440)
                )
                together &= int.from_bytes(bytes(minutes))
            else:
                together &= almanac.open_minutes(zone, day, self.hours)
            if closed:
                together &= almanac.minutes_of_dates(zone, day, closed)
        return together

    def _shown(self, zone: str, minute: int) -> almanac.Hours:
        return self.hours_of(almanac.wall(zone, minute)[0])

    def is_closed(self, day: date) -> bool:
        """Tell whether a date is a holiday or was declared closed."""
        if self.month_days and day.day not in self.month_days:
            tomorrow = day + timedelta(days=1)
            return not (-1 in self.month_days and tomorrow.day == 1)
        if falls(self.worked, day):
            return False
        return day in self.declared or almanac.is_holiday(self.country, self.region, day, self.levels)


def window_bars(case: Case, number: Number, at: datetime) -> Iterator[Bar]:
    """Yield hours that are shut, of the file and of packs. Open now is not enough: it must be open for 60 s more."""
    first = almanac.minute_of(at)
    for window in windows_of(case, number, last_date(case, number, at), answers_at(case, at)):
        if window.never:
            yield window.rule, window.never
        elif not all(window.is_open(minute) for minute in (first, first + 1)):
            yield window.rule, DEFER


def answers_at(case: Case, at: datetime) -> tuple[str, ...]:
    """Return what the condition of each window says; yes where it has none."""
    return tuple(verdict_at(case, f"windows[{place}]", at) for place in range(len(case.campaign.windows)))


@lru_cache(maxsize=256)
def windows_of(case: Case, number: Number, day: date, answers: tuple[str, ...]) -> list[Hours]:
    """Return every rule's hours, of the rules that are law on a day."""
    lead, zones = case.facts.lead, tuple(zones_of(case.facts, number))
    choices = (campaign_hours(windows) for windows in choices_of(case, answers))
    found = [Hours("campaign.windows", zones, usual, dated=dated) for usual, dated in choices]
    if case.campaign.closed:
        found.append(Hours("campaign.closed", zones, ALWAYS, dated=((case.campaign.closed, ()),)))
    between = gaps(case.campaign.seasons)
    if between:
        found.append(Hours("campaign.seasons", zones, ALWAYS, dated=((between, ()),)))
    if case.candidate.cause.kind is CauseKind.STEP:
        found.extend(awaited(step.until, zones) for step in case.campaign.cadence if awaits(step, case))
    if case.house.quiet_hours:
        found.append(Hours("house.quiet_hours", zones, loud_hours(case)))
    if case.campaign.holidays == "closed":
        country, region = (lead.country, lead.region) if lead.country else (country_of(case.facts, number), "")
        never = "" if almanac.regions_of(country) is not None else SHUT
        levels = ("national", "regional")
        worked = case.campaign.open
        found.append(Hours("campaign.holidays", zones, ALWAYS, country, region, levels, worked=worked, never=never))
    for pack, rule in law_of_day(case, number, day):
        if rule["type"] == "window":
            found.append(law_window(case, number, pack, rule))
    return found


def choices_of(case: Case, answers: tuple[str, ...]) -> Iterator[list[Any]]:
    """
    Yield the file's windows that must be open, whatever is true of what is not known.

    Windows for this person replace the general ones. Windows with one condition are all for them or all not.
    """
    segment = case.facts.lead.segment
    places = [
        (window, case.conditions.get(f"windows[{place}]"), answers[place])
        for place, window in enumerate(case.campaign.windows)
        if not window.segments or segment in window.segments
    ]
    general = [window for window in case.campaign.windows if not window.segments]
    general = [window for window in general if (window, None, YES) in places]
    texts = sorted({text for _, text, answer in places if text and answer == UNKNOWN})
    for count in range(len(texts) + 1):
        for true in combinations(texts, count):
            own = [
                window
                for window, text, answer in places
                if (window.segments or text) and (answer == YES or (answer == UNKNOWN and text in true))
            ]
            yield own or general


def campaign_hours(windows: list[Any]) -> tuple[almanac.Hours, tuple[tuple[Dates, almanac.Hours], ...]]:
    """Return the hours of some of the file's windows: the usual ones, and those of dates."""
    dated = tuple((window.dates, hours_of([window])) for window in windows if window.dates)
    return hours_of([window for window in windows if not window.dates]), dated


def hours_of(windows: list[Any]) -> almanac.Hours:
    """Return the hours of these windows together."""
    return tuple(
        (day, span.opens.hour * 60 + span.opens.minute, (span.closes.hour * 60 + span.closes.minute) or 1440)
        for window in windows
        for day in window.days
        for span in window.hours
    )


def awaits(step: Step, case: Case) -> bool:
    """Tell whether this is the step that is asked about, and waits for some hours."""
    return step.step == case.candidate.step and step.until is not None


def awaited(until: Any, zones: tuple[str, ...]) -> Hours:
    """Return the hours that a step waits for."""
    weekdays = until.weekday or range(7)
    spans = [(span.opens, span.closes) for span in until.hours] or [(time(), time())]
    hours = tuple(
        (day, opens.hour * 60 + opens.minute, (closes.hour * 60 + closes.minute) or 1440)
        for day in weekdays
        for opens, closes in spans
    )
    return Hours("step.until", zones, hours, month_days=until.day)


def loud_hours(case: Case) -> almanac.Hours:
    """Return every minute of the week that is in none of the house's quiet hours."""
    quiet = case.house.quiet_hours
    return tuple(
        (day, minute, minute + 1)
        for day in range(7)
        for minute in range(1440)
        if not any(one.day == day and one.opens <= minute < one.closes for one in quiet)
    )


def law_window(case: Case, number: Number, pack: dict[str, Any], rule: dict[str, Any]) -> Hours:
    """Return a pack's hours. It closes on the holidays of the place that puts the person under it."""
    lead, closed = case.facts.lead, rule.get("closed", {})
    zones = clock_zones(case, number, rule)
    hours = almanac.hours_of(tuple((one["days"], one["open"], one["close"]) for one in rule["allow"]))
    countries = pack["applies"]["countries"]
    places = [(country, region) for country, region in places_of(case.facts, number) if country in countries]
    country = next(one for one in countries if not places or one in {where for where, _ in places})
    regions = set(pack["applies"].get("subdivisions", [])) or {region for where, region in places if region}
    if lead.country == country and not pack["applies"].get("subdivisions"):
        regions = {lead.region}
    levels, feeds = closed.get("levels", []), set(closed.get("feeds", []))
    if "local" in levels:
        feeds.add(f"{country.lower()}_local_holidays")
    return Hours(
        rule["id"],
        tuple(zones),
        hours,
        country,
        next(iter(regions)) if len(regions) == 1 else "",
        tuple(levels),
        frozenset(day.day for day in case.facts.closed_days if day.feed in feeds),
        ZONE if "clock" in rule and not zones else "",
    )


def clock_zones(case: Case, number: Number, rule: dict[str, Any]) -> list[str]:
    """Return the zones a rule decides by."""
    clock = rule.get("clock")
    if clock is None:
        return zones_of(case.facts, number)
    named = {
        "stated": [one.zone for one in case.facts.lead.zones if one.source.value == "stated"],
        "address": [one.zone for one in case.facts.lead.zones if one.source.value == "address"],
        "number": [one.zone for phone in shows(case.facts, number) for one in phone.zones],
    }
    found = [named[source] for source in clock["sources"] if named[source]]
    if clock["combine"] == "first":
        return found[0] if found else []
    return [zone for zones in found for zone in zones]


def open_minutes(case: Case, number: Number, day: int) -> bytes:
    """Return 1 for each minute of a day of UTC in which all hours are open on all walls: a cheap first look."""
    begins = almanac.EPOCH + timedelta(days=day)
    before, after = (last_date(case, number, at) for at in (begins, begins + timedelta(days=1)))
    together = int.from_bytes(b"\1" * 1440)
    answers = answers_at(case, max(begins, case.now))
    if any(may_change(case, f"windows[{place}]", case.now) for place in range(len(case.campaign.windows))):
        return together.to_bytes(1440)  # each minute has to be asked about
    for window in windows_of(case, number, before, answers):
        if window in windows_of(case, number, after, answers):
            together &= window.minutes(day)
    return together.to_bytes(1440)
