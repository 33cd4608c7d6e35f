"""Which rules does the house make for every campaign? Pure: rest, limits, gap and quiet hours. They only tighten."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import lru_cache

from cadence.campaign import Campaign
from cadence.domain import Audience, Channel
from cadence.domain.house import HouseRules, WeekdayHours
from cadence.policy.counted_touches import Shared
from cadence.policy.hours.opening_hours import DAY, Hours, Week, joined
from cadence.policy.hours.periods import local_dates, rolling
from cadence.policy.primitives.gap import Gap
from cadence.policy.primitives.limit import Limit
from cadence.policy.primitives.rest import RESTED, Rest
from cadence.policy.primitives.window import Window


def windows(house: HouseRules, guard: timedelta) -> Iterator[Window]:
    """Yield the hours that the quiet hours leave open."""
    if house.quiet_hours:
        yield Window(rule="house.quiet_hours", hours=_open(house.quiet_hours), guard=guard)


def counted(campaign: Campaign, house: HouseRules, channel: Channel | None = None) -> Iterator[Limit | Gap | Rest]:
    """
    Yield the rules about earlier touches, of one channel or of all.

    A private person may be in two lists, in one of them with more addresses: limits and gap count by every number they
    have. People at work behind one switchboard count by lead and by the number that is judged.
    """
    private = campaign.audience is Audience.CONSUMER
    groups: tuple[tuple[Shared, ...], ...] = (("person",),) if private else (("lead",), ("number",))
    for index, limit in enumerate(house.limits):
        if channel is None or not limit.channels or channel in limit.channels:
            period = local_dates(limit.local_days) if limit.local_days else rolling(limit.seconds)
            channels = limit.channels or frozenset(Channel)
            rule = f"house.limits[{index}]"
            yield Limit(rule=rule, most=limit.most, period=period, channels=channels, groups=groups)
    if house.gap:
        yield Gap(rule="house.gap", span=house.gap, every_number=private)
    if campaign.purpose in RESTED:
        yield Rest(refused=house.rest_refused, conversation=house.rest_conversation, by_number=private)


@lru_cache(maxsize=64)
def _open(quiet: tuple[WeekdayHours, ...]) -> Week:
    """Return the week without these hours."""
    return tuple(_without(stretch for stretch in quiet if stretch.day == day) for day in range(7))


def _without(quiet: Iterable[WeekdayHours]) -> Hours:
    """Return what one day has left."""
    shut = sorted((timedelta(minutes=stretch.opens), timedelta(minutes=stretch.closes)) for stretch in quiet)
    edges = [timedelta(0), *(edge for stretch in joined(shut) for edge in stretch), DAY]
    return tuple((opens, closes) for opens, closes in zip(edges[::2], edges[1::2], strict=True) if opens < closes)
