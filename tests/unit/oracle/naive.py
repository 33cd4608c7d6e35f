"""
May this touch go now, and if not, when? A second, naive judge that shares nothing with the gate but the model's values.

Written from the documents and the packs' YAML: one question after the other, one number after the other, one minute
after the other.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from cadence.domain import Channel, Number
from tests.unit.oracle import almanac, book
from tests.unit.oracle.binding import is_mail, law_on, places_of, requested, zones_of
from tests.unit.oracle.case import Case
from tests.unit.oracle.counting import (
    REFUSED,
    SHARED,
    SPOKEN,
    apart_bars,
    gap_bars,
    house_bars,
    law_bars,
    rest_bars,
)
from tests.unit.oracle.hours import open_minutes, window_bars
from tests.unit.oracle.kinds import DEFER, FOREIGN, LATER, NEXT, RANK, STEP, VERDICTS, ZONE, Bar
from tests.unit.oracle.limits import limit_bars
from tests.unit.oracle.standing import pause_bars, standing_bars
from tests.unit.oracle.wheres import changes_of

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Ruling:
    """What the naive judge says."""

    verdict: str
    rules: frozenset[str]
    until: datetime | None = None


def judge(case: Case, now: datetime, last: datetime) -> Ruling:
    """
    Ask about each number in turn, until one is not refused for its own sake.

    Where time bars nothing but hours, limits and the like, look for the first instant at which it no longer does, until
    `last`; what bars the touch then was no more than a promise before. "later": there is none until then.
    """
    said: set[str] = set()
    waits = False
    numbers = tried(case)
    if not numbers:
        return Ruling("refuse", frozenset({"number.kind"}))
    for number in numbers:
        bars = [*standing_bars(case, number, now), *timed_bars(case, number, now)]
        until = None
        if bars and all(kind is DEFER for _, kind in bars):
            until = first_clear(case, number, now, last)
            if until is None:
                return Ruling(LATER, frozenset(said | {rule for rule, _ in bars}))
            bars += standing_bars(case, number, until)
        said |= {rule for rule, _ in bars}
        kind = min((kind for _, kind in bars), key=RANK.index, default=None)
        if kind in {NEXT, ZONE, FOREIGN} or (kind is STEP and not places_of(case.facts, number)):
            waits = waits or kind in {ZONE, FOREIGN}
            continue
        if kind is None:
            return Ruling("allow", frozenset())
        return Ruling(VERDICTS[kind], frozenset(said), until if kind is DEFER else None)
    return Ruling("hold" if waits else "refuse", frozenset(said))


def tried(case: Case) -> list[Number]:
    """Return the numbers that are asked about, in their order: addresses for an e-mail, phones for all else."""
    mails = case.candidate.channel is Channel.EMAIL
    numbers = [one for one in case.facts.lead.numbers if is_mail(one) == mails]
    return [one for one in numbers if case.candidate.number in {None, one.id}]


def timed_bars(case: Case, number: Number, at: datetime) -> Iterator[Bar]:
    """Yield the refusals that time heals: hours, limits, gaps, the first day, a pause with an end."""
    yield from window_bars(case, number, at)
    yield from aging_bars(case, number, at)


def aging_bars(case: Case, number: Number, at: datetime) -> Iterator[Bar]:
    """Yield those of them that are no hours."""
    zones = zones_of(case.facts, number)
    today = [almanac.wall(zone, almanac.minute_of(at))[0] for zone in zones]
    begins = min([season.start for season in case.campaign.seasons], default=case.campaign.start)
    if begins and any(day < begins for day in today):
        yield "campaign.start", DEFER
    yield from pause_bars(case, number, at, ends=True)
    if not requested(case):
        yield from gap_bars(case, number, at)
        yield from rest_bars(case, number, at)
        yield from limit_bars(case, number, at, zones)
        yield from house_bars(case, number, at, zones)
    for rule in law_on(case, number, at):
        if rule["type"] == "limit":
            yield from law_bars(case, number, at, rule, zones)
            yield from apart_bars(case, number, at, rule, zones)


def first_clear(case: Case, number: Number, now: datetime, last: datetime) -> datetime | None:
    """
    Return the first instant from `now` on at which nothing bars this number that time heals; None until `last`.

    Minute by minute; second by second in each minute in which something that was once done grows old.
    """
    points = change_points(case)
    changes = {almanac.minute_of(one) for one in points}
    at, day, minutes = now, -1, b""
    while at <= last:
        minute = almanac.minute_of(at)
        if minute // 1440 != day:
            day = minute // 1440
            minutes = open_minutes(case, number, day)
        if not any(minutes):
            at = almanac.EPOCH + timedelta(days=day + 1)
            continue
        is_open = minutes[minute % 1440]
        if is_open and not any(aging_bars(case, number, at)) and not any(window_bars(case, number, at)):
            return at
        following = almanac.EPOCH + (minute + 1) * MINUTE
        if minute in changes:
            exact = [point for point in points if at < point < following]
            following = min([at + SECOND, following, *exact]) if is_open else following
        at = following
    return None


def change_points(case: Case) -> set[datetime]:
    """Return the instants at which a touch leaves a rolling limit or a gap, or a pause ends."""
    spans = {timedelta(seconds=limit.per.seconds) for limit in case.campaign.limits if limit.per.kind == "rolling"}
    spans |= {timedelta(seconds=limit.seconds) for limit in case.house.limits} | {case.house.gap}
    spans |= {case.campaign.gap, SHARED, REFUSED, SPOKEN} | book.rolling_spans()
    rest = case.campaign.rest
    spans |= {span for span in (rest.refused, rest.conversation) if span} if rest else set()
    points = {touch.at + span for touch in case.facts.touches for span in spans}
    points |= {instant for consent in case.facts.consents for instant in (consent.at, consent.expires) if instant}
    points |= {instant for text in case.conditions.values() for instant in changes_of(case, text, case.now)}
    return points | {pause.until for pause in case.facts.pauses if pause.until}
