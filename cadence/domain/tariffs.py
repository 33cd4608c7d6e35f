"""
What do we pay for a touch by our own tariffs? Pure.

A tariff is for a channel, and for one country or all others. It has a first day, so that a new price leaves the touches
of before as they were.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum

from cadence.domain.channels import CONTACT_CHANNELS, CONVERSATION_CHANNELS, descriptor_of
from cadence.domain.enums import Channel
from cadence.domain.money import Money, added

ANYWHERE = ""
"""The country of a tariff for every country without one of its own."""
MINUTE = 60
"""Seconds of a minute."""


class TariffUnit(StrEnum):
    """What a tariff is paid for."""

    SEGMENT = "segment"  # each part of a text message
    MESSAGE = "message"  # a message, however long
    MINUTE = "minute"  # each minute of a call that was begun, from its answer on
    SECOND = "second"  # each second of a call, from its answer on


def units_of(channel: Channel) -> tuple[TariffUnit, ...]:
    """Return what a tariff of a channel may be paid for."""
    if channel in CONVERSATION_CHANNELS:
        return TariffUnit.MINUTE, TariffUnit.SECOND
    return (TariffUnit.SEGMENT, TariffUnit.MESSAGE) if descriptor_of(channel).in_segments else (TariffUnit.MESSAGE,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tariff:
    """What one unit costs."""

    channel: Channel
    country: str = ANYWHERE  # ISO 3166-1 of the number that is contacted
    unit: TariffUnit
    price: Money
    since: date = date.min  # the first day, in UTC

    def cost(self, *, segments: int | Decimal = 1, seconds: int = 0) -> Money:
        """Return what a message of so many segments, or a call of so many seconds, costs."""
        return self.price.times(quantity(self.unit, segments, seconds))


def quantity(unit: TariffUnit, segments: int | Decimal, seconds: int) -> int | Decimal:
    """Return how many units are paid for. A call that nobody answered has no seconds, and costs nothing."""
    match unit:
        case TariffUnit.SEGMENT:
            return segments
        case TariffUnit.MESSAGE:
            return 1
        case TariffUnit.MINUTE:
            return -(-seconds // MINUTE)
        case TariffUnit.SECOND:
            return seconds


def tariff_for(tariffs: Iterable[Tariff], channel: Channel, country: str, at: datetime) -> Tariff | None:
    """Return the tariff of a touch: its country's own before that of all countries, and of these the newest then."""
    day = at.astimezone(UTC).date()
    fits = [
        tariff
        for tariff in tariffs
        if tariff.channel is channel and tariff.country in {country, ANYWHERE} and tariff.since <= day
    ]
    return max(fits, key=lambda tariff: (tariff.country != ANYWHERE, tariff.since), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class TariffPeriod:
    """A tariff with the instants between which it holds: [since, until)."""

    tariff: Tariff
    since: datetime
    until: datetime


def periods(tariffs: Sequence[Tariff]) -> Iterator[TariffPeriod]:
    """Yield when each tariff holds: until the next one of its channel and country begins."""
    for tariff in tariffs:
        same = (other.since for other in tariffs if (other.channel, other.country) == (tariff.channel, tariff.country))
        later = min((since for since in same if since > tariff.since), default=None)
        yield TariffPeriod(tariff=tariff, since=_midnight(tariff.since), until=_midnight(later or date.max))


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What was used on one channel in one country: `count` touches of so many segments, or of so many seconds."""

    channel: Channel
    country: str
    segments: int | Decimal = 1  # on average
    seconds: int = 0
    count: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spending:
    """What usage costs by tariffs, and which tariffs are missing for it."""

    amounts: tuple[Money, ...] = ()  # one for each currency
    missing: tuple[tuple[Channel, str], ...] = ()  # channel and country without a tariff


def spending(tariffs: Sequence[Tariff], used: Iterable[Usage], at: datetime) -> Spending:
    """Return what this usage costs by the tariffs of an instant. What has no tariff is named, never counted as 0."""
    amounts = list[Money]()
    missing: dict[tuple[Channel, str], None] = {}
    for usage in used:
        tariff = tariff_for(tariffs, usage.channel, usage.country, at)
        if tariff is None:
            missing[usage.channel, usage.country] = None
            continue
        amounts.append(tariff.cost(segments=usage.segments, seconds=usage.seconds).times(usage.count))
    order = list(CONTACT_CHANNELS)
    named = sorted(missing, key=lambda pair: (order.index(pair[0]), pair[1]))
    return Spending(amounts=added(amounts), missing=tuple(named))
