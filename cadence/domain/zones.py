"""
In which time zones may this person be? Pure, but for reading zone data from the pinned `tzdata` package.

The system's own zone files are never used: they may be older, and a verdict must be repeatable from the version it
stored. Evidence is kept, never reduced to one zone by guessing (law 7).
"""

from dataclasses import replace
from datetime import date, datetime, time, timedelta, timezone
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

import tzdata  # type: ignore[import-untyped]  # it carries data; the one name used is checked by a test

from cadence.domain import Lead, Number, ZoneEvidence
from cadence.domain.channels import OWN_KINDS

TZDATA: str = tzdata.IANA_VERSION
"""The version of the zone data, stored with every verdict."""
EARLIEST, LATEST = timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))
"""The zones on Earth where a date begins first, and where it ends last."""


@cache
def zone_names() -> frozenset[str]:
    """Return the name of every zone there is."""
    return frozenset((resources.files("tzdata") / "zones").read_text(encoding="utf-8").split())


@cache
def zone(name: str) -> ZoneInfo:
    """Return the zone of this name. Raises KeyError for one that does not exist."""
    if name not in zone_names():
        raise KeyError(name)
    with resources.files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as data:
        return ZoneInfo.from_file(data, key=name)


def candidate_zones(lead: Lead, number: Number | None = None) -> tuple[ZoneEvidence, ...]:
    """
    Return the evidence that counts for a touch to this number, to any number when none is named.

    What the list says of the person (stated zone, address) beats what the digits suggest: people keep their number when
    they move. Without it, every zone of the digits counts.
    """
    if lead.zones:
        return lead.zones
    if number is not None:
        return number.zones
    return tuple(dict.fromkeys(evidence for number in lead.numbers for evidence in number.zones))


def placed(lead: Lead, number: Number) -> Number:
    """
    Return a number with the place where it may be used.

    An address that is no phone number shows none: its person is where their phones are. If these are of several
    countries, the person may be in any of them: the law of each applies, and no single country is named (law 6).
    """
    if number.kind not in OWN_KINDS or number.country:
        return number
    phones = [own for own in lead.numbers if own.kind not in OWN_KINDS]
    countries = {own.country for own in phones}
    zones = tuple(dict.fromkeys(evidence for own in phones for evidence in own.zones))
    country = next(iter(countries)) if len(countries) == 1 else ""
    return replace(number, country=country, zones=zones, phone_countries=frozenset(countries - {""}))


def zones_of(evidence: tuple[ZoneEvidence, ...]) -> tuple[str, ...]:
    """Return the zones to decide in; none at all when any of them is unknown (law 6)."""
    names = tuple(dict.fromkeys([item.zone for item in evidence]))
    return names if zone_names().issuperset(names) else ()


def begins_first(day: date) -> datetime:
    """Return when a date begins first on Earth."""
    return datetime.combine(day, time(), EARLIEST)


def ends_last(day: date) -> datetime:
    """Return when a date is over everywhere on Earth."""
    return datetime.combine(day + timedelta(days=1), time(), LATEST)
