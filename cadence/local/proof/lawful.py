"""
Was the law kept where the person truly is? Pure, and naive on purpose: touch by touch, rule by rule.

Where a person is, is the carrier's own knowledge; the list's country counts as well, because it was known beforehand.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

import holidays

from cadence.local.proof.account import LedgerAccount, OurLead
from cadence.local.proof.checks import Slack, after_a_touch, beyond, by_number, within
from cadence.local.proof.law import PackRule
from cadence.local.proof.record import Carried

Found = tuple[Carried, OurLead, PackRule]


def bearing(carried: Iterable[Carried], law: Iterable[PackRule], account: LedgerAccount) -> list[PackRule]:
    """Return the rules that bind at least one carried touch; the others are not counted."""
    law = list(law)
    rules = {rule.id for _, _, rule in _bound(carried, law, account)}
    return [rule for rule in law if rule.id in rules]


def outside_law(carried: Iterable[Carried], law: Iterable[PackRule], account: LedgerAccount) -> list[str]:
    """Return what left at an hour or on a day that the law closes."""
    problems = []
    for touch, lead, rule in _bound(carried, [rule for rule in law if rule.hours is not None], account):
        local = touch.at.astimezone(ZoneInfo(touch.zone))
        if not any(within(hours, local) for hours in rule.hours or ()):
            problems.append(f"{touch.sid} left at {local:%a %H:%M} local time, closed by {rule.id}")
        elif _holiday(local, lead, rule, touch.zone):
            problems.append(f"{touch.sid} left on {local:%Y-%m-%d}, a holiday by {rule.id}")
    return problems


def over_law(carried: Iterable[Carried], law: Iterable[PackRule], account: LedgerAccount, slack: Slack) -> list[str]:
    """Return what left beyond a limit of the law, or too few local dates after the touch before it."""
    carried, problems = list(carried), []
    for rule in (limit for limit in law if limit.most is not None):
        binding = {touch.sid for touch, _, _ in _bound(carried, [rule], account)}
        for group in _groups(carried, rule, account):
            if rule.most is not None:
                too_many = beyond(rule.most, group, slack)
                problems += [f"{touch.sid} is more than {rule.id} allows" for touch in too_many if touch.sid in binding]
            problems += [
                f"{touch.sid} left too soon for {rule.id}" for touch in _too_soon(rule, group) if touch.sid in binding
            ]
    return problems


def not_judged(carried: Iterable[Carried], law: Iterable[PackRule], account: LedgerAccount) -> dict[str, str]:
    """Return the rules that bind something that was carried and are not judged, or not wholly, with the reasons."""
    reasons: dict[str, set[str]] = {}
    law, leads = list(law), by_number(account)
    cases = {(touch.channel, touch.zone, leads[touch.person]): touch for touch in carried if touch.person in leads}
    for (_, _, lead), touch in cases.items():
        for rule in (rule for rule in law if touch.channel in rule.channels):
            protects = _protects(rule, touch, lead)
            if protects is None:
                reasons.setdefault(rule.id, set()).add("nothing says where in the country a person is")
            elif protects and rule.unseen:
                reasons.setdefault(rule.id, set()).update(rule.unseen)
    return {rule: "; ".join(sorted(why)) for rule, why in sorted(reasons.items())}


def _bound(carried: Iterable[Carried], law: list[PackRule], account: LedgerAccount) -> Iterator[Found]:
    """Yield each touch with each rule that binds it."""
    leads = by_number(account)
    for touch in carried:
        lead = leads.get(touch.person)
        if lead is None:
            continue  # not a lead: counted as unaccounted for
        today = touch.at.astimezone(ZoneInfo(touch.zone)).date()
        for rule in law:
            in_force = all(since <= today < until for since, until in rule.days)
            if touch.channel in rule.channels and in_force and _protects(rule, touch, lead):
                yield touch, lead, rule


def _protects(rule: PackRule, touch: Carried, lead: OurLead) -> bool | None:
    """Tell whether a rule is about this person; None when the record does not say."""
    place = rule.place
    if not place.countries:
        return True
    countries = {_country(touch.zone), lead.country} - {""}
    if countries and countries.isdisjoint(place.countries):
        return False
    if not place.regions and not place.unknown_region:
        return True
    if lead.region and lead.country in place.countries:
        return lead.region in place.regions
    return None


def _groups(carried: Iterable[Carried], rule: PackRule, account: LedgerAccount) -> list[list[Carried]]:
    """Return what counts together, in the order of time: by lead, or by number."""
    leads = by_number(account)
    groups: dict[str, list[Carried]] = {}
    for touch in carried:
        if rule.most and touch.person in leads and touch.channel in rule.most.channels:
            groups.setdefault(leads[touch.person].id if rule.by == "lead" else touch.person, []).append(touch)
    return list(groups.values())


def _too_soon(rule: PackRule, group: list[Carried]) -> Iterator[Carried]:
    """Yield each touch that comes fewer local dates after the one before it than the rule asks for."""
    for earlier, touch in after_a_touch(group):
        zone = ZoneInfo(touch.zone)
        before = earlier.at.astimezone(zone).date()
        if rule.apart and touch.at.astimezone(zone).date() - before < timedelta(days=rule.apart):
            yield touch


def _holiday(local: datetime, lead: OurLead, rule: PackRule, zone: str) -> bool:
    """Tell whether a day is a holiday of the nation or the region; an unknown region has none of its own."""
    country = next((code for code in (_country(zone), lead.country) if code in rule.place.countries), "")
    if country not in _known():
        return False
    region = lead.region if lead.country == country and lead.region in _known()[country] else ""
    national = local.date() in _year(country, "", local.year)
    regional = not national and local.date() in _year(country, region, local.year)
    return (national and "national" in rule.closed) or (regional and "regional" in rule.closed)


@cache
def _known() -> dict[str, list[str]]:
    return holidays.list_supported_countries()


@cache
def _year(country: str, region: str, year: int) -> frozenset[date]:
    """Return the holidays of one year, the nation's included."""
    return frozenset(holidays.country_holidays(country, subdiv=region or None, years=year))


@cache
def _countries() -> dict[str, str]:
    """Return the country of each zone."""
    text = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {zone: country for country, _, zone, *_ in rows}


def _country(zone: str) -> str:
    return _countries().get(zone, "")
