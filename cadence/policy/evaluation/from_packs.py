"""Which rules does today's law make? Pure: each rule of the packs that protect this person, as the primitive it is."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from cadence.domain import ClosedDay, Lead, Number
from cadence.domain.channels import ChannelForm, descriptor_of
from cadence.domain.zones import zones_of
from cadence.policy.built_in.known_law import Covered
from cadence.policy.evaluation.case import Case
from cadence.policy.evaluation.content import call_of
from cadence.policy.evaluation.requirements import need
from cadence.policy.finding import Rule
from cadence.policy.holiday_calendar import Calendar
from cadence.policy.packs.jurisdiction import Places, places_of, protecting, zones_in
from cadence.policy.packs.law import Law, law_on
from cadence.policy.packs.schema import (
    CalendarDays,
    CalendarMonth,
    CalendarWeek,
    LimitEntry,
    OpenHours,
    Pack,
    PackRule,
    Period,
    RequireEntry,
    RollingSpan,
    WallClock,
    WindowEntry,
)
from cadence.policy.packs.source_words import DAYS
from cadence.policy.primitives.dated import Dated
from cadence.policy.primitives.limits import Limit
from cadence.policy.primitives.periods import LocalDays, LocalMonth, LocalWeek, Rolling
from cadence.policy.primitives.periods import Period as Counted
from cadence.policy.primitives.windows import Week, Window, week
from cadence.policy.required_registries import local_feed


def binding(case: Case) -> tuple[Pack, ...]:
    """Return the packs that protect this person, by address and number."""
    return _protecting(case.law, places_of(case.question.facts.lead, case.question.number))


@lru_cache(maxsize=4096)
def _protecting(law: Law, places: Places) -> tuple[Pack, ...]:
    """Return the packs that apply in these places; cached, as many people share them."""
    return protecting(law.packs, places)


def versions(case: Case) -> dict[str, dict[str, Any]]:
    """Return the version and status of each of these packs, for the evidence."""
    return {pack.id: {"version": pack.version, "status": pack.status} for pack in binding(case)}


def covered(case: Case) -> Covered:
    """Return the rule that holds touches to a country without a pack (law 6)."""
    places = places_of(case.question.facts.lead, case.question.number)
    return Covered(unknown=case.law.unknown(places.countries))


def rules(case: Case) -> Iterator[Dated]:
    """Yield the rules about this person, purpose, audience and form of touch."""
    forms = _forms(case)
    for pack in binding(case):
        for entry in pack.rules:
            if _about(entry, case, forms):
                since, to = law_on(pack, entry)
                for law in _primitives(pack, entry, case):
                    yield Dated(law=law, since=since, to=to)


def _about(entry: PackRule, case: Case, forms: frozenset[ChannelForm]) -> bool:
    """Tell whether a rule is about this touch. A call the person asked for needs no other consent than the request."""
    when = entry.when
    if case.requested and isinstance(entry, RequireEntry) and (entry.consent or entry.registry):
        return False
    return (
        case.campaign.purpose in when.purposes
        and case.campaign.audience in when.audience
        and not forms.isdisjoint(when.channels)
    )


def _forms(case: Case) -> frozenset[ChannelForm]:
    """
    Return the ways in which this touch may reach the person; a call may end as voicemail.

    Raises LookupError for a channel without a descriptor: a new one is never judged by the rules of another.
    """
    call = call_of(case)
    leaves = call is not None and bool(call.voicemail or call.voicemail_audio)
    return descriptor_of(case.channel).forms_of(leaves_words=leaves)


def _primitives(pack: Pack, entry: PackRule, case: Case) -> Iterator[Rule]:
    """Yield the primitives of one pack rule; ratios and opt-out rules bar no touch."""
    basis = {"pack": pack.id, "law": entry.source.law}
    match entry:
        case WindowEntry():
            yield _window(entry, pack, case, basis)
        case LimitEntry():
            yield from _limits(entry, basis)
        case RequireEntry():
            yield from need(entry, case, basis)


def _window(entry: WindowEntry, pack: Pack, case: Case, basis: dict[str, str]) -> Window:
    """Return the hours of a rule."""
    lead, number = case.question.facts.lead, case.question.number
    return Window(
        rule=entry.id,
        hours=_hours(entry.allow),
        guard=case.law.guard,
        calendar=_calendar(entry, pack, case),
        zones=_zones(entry.clock, pack, lead, number) if entry.clock else None,
        basis=basis | _towns(entry, lead),
    )


def _towns(entry: WindowEntry, lead: Lead) -> dict[str, str]:
    """Return evidence that local holidays were not checked, for a person whose town is unknown."""
    keeps_local = entry.closed is not None and "local" in entry.closed.levels
    return {"local_holidays": "town_unknown"} if keeps_local and not lead.municipality else {}


def _calendar(entry: WindowEntry, pack: Pack, case: Case) -> Calendar | None:
    """
    Return the holidays and declared dates of the person's country, region and town.

    A pack of many countries uses the holidays of the country the person is in. If that may be several countries, each
    has its own pack as well. A state's pack uses that state's holidays, even if only the area code points to it.
    """
    closed = entry.closed
    if closed is None:
        return None
    places = places_of(case.question.facts.lead, case.question.number)
    country = next(
        (country for country in pack.applies.countries if country in places.countries), pack.applies.countries[0]
    )
    lead = case.question.facts.lead
    feeds = {*closed.feeds, *([local_feed(country)] if "local" in closed.levels else [])}
    regions = pack.applies.subdivisions or tuple(region for where, region in places.regions if where == country)
    only = regions[0] if len(set(regions)) == 1 else ""
    known = lead.region if lead.country == country and not pack.applies.subdivisions else only
    return Calendar(
        country,
        known,
        regional="regional" in closed.levels,
        national="national" in closed.levels,
        dates=tuple(
            (day.day, day.name) for day in case.question.facts.closed_days if day.feed in feeds and _closes(day, places)
        ),
    )


def _closes(day: ClosedDay, places: Places) -> bool:
    """Tell whether a declared day applies in these places; an unknown region may be any region (law 7)."""
    if day.country and places.countries and day.country not in places.countries:
        return False
    regions = {region for country, region in places.regions if country == day.country}
    return not day.region or not regions or day.region in regions


def _zones(clock: WallClock, pack: Pack, lead: Lead, number: Number | None) -> tuple[str, ...]:
    """
    Return the zones in which a rule decides, by the evidence its clock names.

    If that evidence gives no known zone: every zone of the country (`union`), or no zone, which holds the touch.
    """
    evidence = (*lead.zones, *(number.zones if number is not None else ()))
    by_source = [tuple(item for item in evidence if item.source.value == source) for source in clock.sources]
    named = [group for group in by_source if group]
    chosen = named if clock.combine == "all" else named[:1]
    known = zones_of(tuple(item for group in chosen for item in group))
    if known or clock.unknown == "hold":
        return known
    countries = places_of(lead, number).countries.intersection(pack.applies.countries)
    return zones_in(countries or frozenset(pack.applies.countries))


def _limits(entry: LimitEntry, basis: dict[str, str]) -> Iterator[Limit]:
    """Yield a limit, and a second one for `min_separation` when the rule has it."""
    count = entry.count
    channels = (count.channels if count else None) or entry.when.channels
    most = Limit(
        rule=entry.id,
        most=entry.threshold,
        period=_period(entry.window),
        groups=(entry.key,),
        channels=frozenset(form.channel for form in channels),
        events=count.events if count else None,
        distinct=count.distinct if count else None,
        basis=basis,
    )
    yield most
    if entry.min_separation is not None:
        yield Limit(
            rule=entry.id,
            most=1,
            period=LocalDays(entry.min_separation.n),
            groups=most.groups,
            channels=most.channels,
            events=most.events,
            basis=basis | {"apart": entry.min_separation.n},
        )


def _period(window: Period) -> Counted:
    """Return the period of a limit."""
    match window:
        case RollingSpan(seconds=seconds):
            return Rolling(seconds)
        case CalendarDays(n=days):
            return LocalDays(days)
        case CalendarWeek(starts=starts):
            return LocalWeek(DAYS.index(starts))
        case CalendarMonth():
            return LocalMonth()


@lru_cache(maxsize=256)
def _hours(allow: tuple[OpenHours, ...]) -> Week:
    """Return the hours a pack allows, as a week."""
    return week((hours.days, hours.open, hours.close) for hours in allow)
