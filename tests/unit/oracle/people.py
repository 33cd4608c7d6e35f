"""Whom are the judges asked about? Seeded people of every country with a pack, at any instant of three years."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

from cadence.campaign import Campaign
from cadence.domain import Callback, Cause, CauseKind, Channel
from cadence.explain.judge import AskedTouch, JudgePerson, facts_of, question
from tests.unit.oracle import almanac, book
from tests.unit.oracle.campaigns import campaign_of, house_of
from tests.unit.oracle.case import Case
from tests.unit.oracle.conditions import with_conditions
from tests.unit.oracle.histories import consents_of, copies_of, extras, inbound_of, stops_of, touch_of

STATES = sorted(
    region
    for pack in book.packs().values()
    if "US" in pack["applies"].get("countries", [])
    for region in pack["applies"].get("subdivisions", [])
)
"""The American states that have a pack."""
ADDRESSES = {
    "US": ["", "CA", "ZZ", *STATES],
    "PR": [""],
    "ES": ["", "MD", "CN", "CT", "PV", "IB"],
    "GB": ["", "SCT"],
    "CO": ["", "ANT"],
    "PE": [""],
    "MX": ["", "BCN", "SON"],
    "CL": ["", "MA", "RM"],
    "AR": ["", "C", "B"],
    "BR": ["", "SP", "RJ", "AM"],
    "FR": [""],
    "EC": [""],
}
NUMBERS = {
    "US": [
        "+12125550123",
        "+13055550123",
        "+18505550123",
        "+12145550123",
        "+15045550123",
        "+12085550123",
        "+12705550123",
        "+12075550123",
        "+13145550123",
        "+12025550123",
        "+14015550123",
        "+15035550123",
        "+12065550123",
    ],
    "PR": ["+17875550123"],
    "ES": ["+34600000001", "+34910000001", "+34928000001"],
    "GB": ["+442079460123", "+447700900123"],
    "CO": ["+573001234567", "+576012345678"],
    "PE": ["+51987654321"],
    "MX": ["+525512345678"],
    "CL": ["+56961234567"],
    "AR": ["+5491123456789", "+541123456789"],
    "BR": ["+5511912345678", "+5521912345678", "+5592912345678"],
    "FR": ["+33612345678"],
    "EC": ["+593991234567"],
}
"""The first two or three of each plan that the tables know; +44 7700 900xxx is one that no table knows."""
MAILS = ["ana@example.com", "luis@example.org", "eva@example.net"]
HOME_ZONES = {"US": "America/Denver", "ES": "Atlantic/Canary", "CL": "America/Punta_Arenas", "BR": "America/Manaus"}
ODD_ZONES = [
    "Africa/Cairo",  # turns its clock at midnight
    "Africa/Casablanca",  # turns it for Ramadan
    "America/Havana",  # turns it at midnight
    "America/St_Johns",  # three hours and a half
    "Asia/Beirut",  # turns it at midnight
    "Asia/Kathmandu",  # five hours and three quarters
    "Atlantic/Azores",
    "Australia/Lord_Howe",  # turns it by half an hour
    "Pacific/Chatham",
    "Pacific/Kiritimati",  # fourteen hours ahead
]


def make(seed: int, *, near: bool = False) -> Case:
    """Return a case. `near`: one whose instant lies close to a boundary and whose person is seldom refused."""
    dice = random.Random(seed)  # noqa: S311  dice, not keys
    often = 0.1 if near else dice.choice([1.0, 0.2, 0.1])
    country = dice.choice([*NUMBERS, "US", "US", "ES", "ES", "GB", "CL", "CO"])
    now = instant(dice, country)
    campaign = campaign_of(dice, country, now, often)
    person = person_of(dice, country, now, campaign, often)
    facts = facts_of(JudgePerson.model_validate(person), campaign, now)
    facts = replace(facts, **extras(dice, facts, now, campaign, often))
    candidate = question(campaign, AskedTouch(step=dice.choice(campaign.cadence).step))
    if candidate.channel is Channel.CALL and dice.random() < 0.15:
        canceled = dice.random() < 0.2 * often
        ref = dice.choice(["inbound:1", "touch:1", "command:1"])
        promise = Callback(id="promise", at=now - timedelta(minutes=5), canceled=canceled, ref=ref)
        facts = replace(facts, callbacks=(promise,))
        candidate = replace(candidate, cause=Cause(kind=CauseKind.CALLBACK, ref="promise"))
    if dice.random() < 0.05:
        candidate = replace(candidate, number=dice.choice(facts.lead.numbers).id)
    case = Case(
        seed=seed,
        campaign=campaign,
        facts=facts,
        candidate=candidate,
        only=alone(dice),
        now=now,
        house=house_of(seed),
    )
    return with_conditions(case)


def alone(dice: random.Random) -> tuple[str, ...] | None:
    """Return packs to be asked alone, one time in ten."""
    if dice.random() > 0.1:
        return None
    return tuple(dice.sample(sorted(book.packs()), dice.choice([1, 1, 2])))


def instant(dice: random.Random, country: str) -> datetime:
    """Return an instant of 2026 to 2028: on a turn of the clock, a holiday or any day; often just at an hour's edge."""
    day = date(2026, 1, 1) + timedelta(days=dice.randrange(1095))
    chance = dice.random()
    if chance < 0.2:
        day = dice.choice(turns()) + timedelta(days=dice.choice([-1, 0, 0, 1]))
    elif chance < 0.4:
        day = dice.choice(holidays_in(country)) + timedelta(days=dice.choice([-1, 0, 0, 1]))
    minute = dice.choice([dice.randrange(1440), dice.randrange(10 * 60, 24 * 60), dice.randrange(48) * 30])
    second = dice.choice([-121, -120, -61, -60, -59, -1, 0, 1, dice.randrange(60), dice.randrange(60)])
    return datetime.combine(day, time(), tzinfo=UTC) + timedelta(minutes=minute, seconds=second)


@cache
def turns() -> tuple[date, ...]:
    """Return the days on which clocks are turned, 2026 to 2028: found by looking at the wall each midnight of UTC."""
    first = (date(2026, 1, 1) - date(1970, 1, 1)).days
    return tuple(
        date(1970, 1, 1) + timedelta(days=day)
        for zone in ("Europe/Madrid", "America/New_York", "America/Santiago", "America/Tijuana", *ODD_ZONES)
        for day in range(first, first + 1095)
        if almanac.wall(zone, day * 1440)[1] != almanac.wall(zone, (day + 1) * 1440)[1]
    )


@cache
def holidays_in(country: str) -> tuple[date, ...]:
    """Return the holidays of a country and its regions."""
    regions = ADDRESSES[country] if country != "US" else ["", "RI", "LA", "FL"]
    known = set(almanac.regions_of(country) or ())
    return tuple(
        day
        for region in regions
        if not region or region in known
        for year in (2026, 2027, 2028)
        for day in sorted(almanac.holidays_of(country, region, year))
    )


def person_of(dice: random.Random, country: str, now: datetime, campaign: Campaign, often: float) -> dict[str, Any]:
    """Return a person's file, as `cadence judge` reads it."""
    numbers = dice.sample(NUMBERS[country], min(len(NUMBERS[country]), dice.choice([1, 1, 1, 2])))
    mails = dice.sample(MAILS, dice.choice([0, 1, 1, 1, 1, 2]))
    if dice.random() < 0.1 * often + (0.1 if mails else 0.03):
        numbers.append(dice.choice(NUMBERS[dice.choice(list(NUMBERS))]))
    phones = list(dict.fromkeys(numbers))
    numbers = dice.sample([*phones, *mails], len(phones) + len(mails))
    if mails and dice.random() < 0.15:
        numbers = mails
    lives = dice.choice(list(ADDRESSES)) if dice.random() < 0.08 else country
    person: dict[str, Any] = {
        "numbers": [number_of(dice, number, often) for number in numbers],
        "account": dice.choice(["", "A-1"]),
        "segment": dice.choice(["", "", "vip", "other"]),
        "attributes": {
            "last_dealing_at": (now - timedelta(days=dice.choice([10, 300, 364, 365, 366, 500]))).isoformat(),
            "reassigned_checked_at": (now - timedelta(days=dice.choice([-1, 0, 10, 29, 30, 31]))).isoformat(),
        }
        if dice.random() < 0.7
        else {},
        "consents": [*consents_of(dice, numbers, now, often)],
        "suppressions": [*stops_of(dice, numbers, campaign, often)],
        "registries": [*copies_of(dice, numbers, now, often)],
        "touches": [touch_of(dice, phones, mails, now) for _ in range(dice.choice([0, 0, 1, 2, 3, 5, 8]))],
        "inbound": [*inbound_of(dice, numbers, now, often)],
        "closed_days": [
            {
                "feed": dice.choice(["es_local_holidays", "br_local_holidays", "us_la_lpsc", "us_ny_emergency"]),
                "day": now.date() + timedelta(days=dice.choice([-1, 0, 1])),
            }
            for _ in range(dice.choice([0, 0, 0, 1, 2]))
        ],
    }
    if dice.random() < 0.75:
        person["address"] = {"country": lives, "subdivision": dice.choice(ADDRESSES[lives])}
    if dice.random() < 0.2 and country in HOME_ZONES:
        person["zone"] = [HOME_ZONES[country]]
    elif dice.random() < (0.6 if campaign.no_jurisdictions else 0.02):
        person["zone"] = dice.sample(ODD_ZONES, dice.choice([1, 1, 2]))
    return person


def number_of(dice: random.Random, e164: str, often: float) -> dict[str, Any]:
    """Return one number."""
    line: dict[str, Any] = {"e164": e164}
    if dice.random() < 0.05 * often:
        line["closed"] = "wrong_number"
    if e164.startswith("+1") and dice.random() < 0.1:
        line["place"] = dice.choice(["US-FL", "US-WA", "US", "ES-CN"])
    return line
