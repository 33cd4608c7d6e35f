"""
Was the law kept where the person truly is? Pure, and naive on purpose: touch by touch, rule by rule.

Where a person is, is the carrier's own knowledge; the list's country counts as well, because it was known beforehand.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

from cadence.local.proof.checks import Sent, Slack, after_a_touch, beyond, grouped, public_holidays
from cadence.local.proof.file_hours import within
from cadence.local.proof.law import PackRule
from cadence.local.proof.record import Carried, OurLead


def bearing(sent: Iterable[Sent], law: Sequence[PackRule]) -> list[PackRule]:
    """Return the rules that bind at least one carried touch; the others are not counted."""
    rules = {rule.id for _, _, rule in _bound(sent, law)}
    return [rule for rule in law if rule.id in rules]


def outside_law(sent: Iterable[Sent], law: Sequence[PackRule]) -> list[str]:
    """Return what left at an hour or on a day that the law closes."""
    problems = []
    for touch, lead, rule in _bound(sent, [rule for rule in law if rule.hours is not None]):
        local = touch.at.astimezone(ZoneInfo(touch.zone))
        if not any(within(hours, local) for hours in rule.hours or ()):
            problems.append(f"{touch.sid} left at {local:%a %H:%M} local time, closed by {rule.id}")
        elif _holiday(local, lead, rule, touch.zone):
            problems.append(f"{touch.sid} left on {local:%Y-%m-%d}, a holiday by {rule.id}")
    return problems


def over_law(sent: Sequence[Sent], law: Sequence[PackRule], slack: Slack) -> list[str]:
    """Return what left beyond a limit of the law, or too few local dates after the touch before it."""
    problems = []
    for rule, most in ((rule, rule.most) for rule in law if rule.most is not None):
        binding = {touch.sid for touch, _, _ in _bound(sent, [rule])}
        counted = [(touch, lead) for touch, lead in sent if touch.channel in most.channels]
        for group in grouped((lead.id if rule.by == "lead" else touch.person, touch) for touch, lead in counted):
            too_many, too_soon = beyond(most, group, slack), _too_soon(rule, group)
            problems += [f"{touch.sid} is more than {rule.id} allows" for touch in too_many if touch.sid in binding]
            problems += [f"{touch.sid} left too soon for {rule.id}" for touch in too_soon if touch.sid in binding]
    return problems


def not_judged(sent: Iterable[Sent], law: Sequence[PackRule]) -> dict[str, str]:
    """Return the rules that bind something that was carried and are not judged, or not wholly, with the reasons."""
    reasons: dict[str, set[str]] = {}
    cases = {(touch.channel, touch.zone, lead): touch for touch, lead in sent}
    for (_, _, lead), touch in cases.items():
        for rule in (rule for rule in law if touch.channel in rule.channels):
            protects = _protects(rule, touch, lead)
            if protects is None:
                reasons.setdefault(rule.id, set()).add("nothing says where in the country a person is")
            elif protects and rule.unseen:
                reasons.setdefault(rule.id, set()).update(rule.unseen)
    return {rule: "; ".join(sorted(why)) for rule, why in sorted(reasons.items())}


def _bound(sent: Iterable[Sent], law: Iterable[PackRule]) -> Iterator[tuple[Carried, OurLead, PackRule]]:
    """Yield each touch with each rule that binds it."""
    for touch, lead in sent:
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
    national = local.date() in public_holidays(country, "", local.year)
    region = lead.region if lead.country == country else ""
    regional = not national and local.date() in public_holidays(country, region, local.year)
    return (national and "national" in rule.closed) or (regional and "regional" in rule.closed)


@cache
def _countries() -> dict[str, str]:
    """Return the country of each zone."""
    text = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {zone: country for country, _, zone, *_ in rows}


def _country(zone: str) -> str:
    return _countries().get(zone, "")
