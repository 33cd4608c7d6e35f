"""
What may a list cost? Pure: the tariffs of the house file, and the touches that planning and the simulation expect.

Three amounts for each currency. At least: each lead that is reached gets its first touch, and no call is answered.
Expected: people answer as in the simulation. At most: each lead gets every step with all its tries, each text as long
as the longest and each call as long as it may last, up to the limit of touches in the whole campaign; and the
confirmation of an opt-out. Calls that people ask for come on top of it: no limit counts them.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from statistics import fmean

from cadence.campaign import Campaign, Step
from cadence.campaign.paths import ahead
from cadence.campaign.periods import WholeCampaign
from cadence.campaign.segments import measure
from cadence.campaign.templates import RenderError
from cadence.campaign.texts import filler_of, samples
from cadence.domain import Channel, NumberKind
from cadence.domain.channels import CONTACT_CHANNELS, CONVERSATION_CHANNELS, descriptor_of
from cadence.domain.list_rows import LeadRow
from cadence.domain.money import Money
from cadence.domain.tariffs import Spending, Tariff, Usage, spending
from cadence.languages import say
from cadence.simulation.forecast import Forecast
from cadence.simulation.sample import Sample
from cadence.simulation.simulation import Simulation
from cadence.simulation.tally import CONFIRMATION

SIZED = 2_000
"""The texts of about so many people are measured for a simulation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyRange:
    """What a list costs in one currency."""

    currency: str
    least: Decimal
    expected: Decimal
    most: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class CostForecast:
    """What a list costs, and what is not in it because no tariff says it."""

    ranges: tuple[MoneyRange, ...]
    missing: tuple[tuple[Channel, str], ...]  # channel and country; "" is not known
    tariffs: int  # how many there are


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelCost:
    """What the touches of a simulation cost on one channel."""

    channel: Channel
    touches: int
    ranges: tuple[MoneyRange, ...]  # from the shortest texts of the list to the longest; one for each currency


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedCost:
    """What a whole simulation costs, and what is not in it because no tariff says it."""

    channels: tuple[ChannelCost, ...]
    missing: tuple[tuple[Channel, str], ...]  # channel and country
    tariffs: int  # how many there are


@dataclass(frozen=True, slots=True, kw_only=True)
class StepSize:
    """How many segments the messages of a step have, over the people of a list."""

    least: int = 1
    mean: float = 1.0
    most: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CostOrder:
    """Whose costs are asked for, by which tariffs."""

    campaign: Campaign
    tariffs: Sequence[Tariff]
    rows: Sequence[LeadRow]  # the people of the forecast
    at: datetime  # of the launch


def cost_forecast(order: CostOrder, forecast: Forecast, carried: Sample) -> CostForecast:
    """Return what a list costs by the tariffs of the launch."""
    tariffs = order.tariffs
    sizes = _sizes(order)
    scale = Decimal(str(carried.factor)) * carried.simulation.leads / max(forecast.leads, 1)
    least = spending(tariffs, _first_touches(forecast, sizes, scale), order.at)
    factor = Decimal(str(carried.factor))
    expected = spending(tariffs, _used(carried.simulation, sizes, _mean, factor), order.at)
    most, unknown = _most(order, sizes, scale)
    missing = sorted({*least.missing, *expected.missing, *unknown}, key=lambda pair: (pair[0].value, pair[1]))
    amounts = [_by_currency(part) for part in (least, expected)]
    return CostForecast(
        ranges=tuple(
            _range(currency, *(amount.get(currency, Decimal(0)) for amount in (*amounts, most)))
            for currency in sorted({*amounts[0], *amounts[1], *most})
        ),
        missing=tuple(missing),
        tariffs=len(tariffs),
    )


def simulated_cost(order: CostOrder, simulation: Simulation) -> SimulatedCost:
    """Return what was sent in a simulation of all these people costs, by channel."""
    sizes = _sizes(replace(order, rows=order.rows[:: max(1, len(order.rows) // SIZED)]))
    channels, missing = list[ChannelCost](), set[tuple[Channel, str]]()
    for channel in CONTACT_CHANNELS:
        parts = [
            spending(order.tariffs, _used(simulation, sizes, size, Decimal(1), channel), order.at)
            for size in (_least, _mean, _most_segments)
        ]
        missing |= {*parts[0].missing}
        least, mean, most = (_by_currency(part) for part in parts)
        ranges = tuple(_range(currency, least[currency], mean[currency], most[currency]) for currency in sorted(mean))
        touches = sum(count for (_, used, *_), count in simulation.tally.used.items() if used is channel)
        if touches:
            channels.append(ChannelCost(channel=channel, touches=touches, ranges=ranges))
    named = tuple(sorted(missing, key=lambda pair: (pair[0].value, pair[1])))
    return SimulatedCost(channels=tuple(channels), missing=named, tariffs=len(order.tariffs))


def _by_currency(part: Spending) -> dict[str, Decimal]:
    return {money.currency: money.amount for money in part.amounts}


def _range(currency: str, least: Decimal, expected: Decimal, most: Decimal) -> MoneyRange:
    """Return the range: a sample may expect a little more than the bound of another, so the bounds give way."""
    return MoneyRange(currency=currency, least=min(least, expected), expected=expected, most=max(most, expected))


def _sizes(order: CostOrder) -> dict[str, StepSize]:
    """Return how many segments the texts of each step have, and the confirmation of an opt-out."""
    confirmation = _segments_of_confirmation(order.campaign)
    fixed = StepSize(least=confirmation, mean=confirmation, most=confirmation)
    return {CONFIRMATION: fixed} | {
        step.step: _size(order.campaign, step, order.rows) for step in order.campaign.cadence
    }


def _size(campaign: Campaign, step: Step, rows: Sequence[LeadRow]) -> StepSize:
    """Return how many segments the text of a step has; 1 on channels that count whole messages."""
    channel = step.channel
    if channel is None or step.content is None or not descriptor_of(channel).in_segments:
        return StepSize()
    sizes = list[int]()
    for row in rows:
        person = replace(row, attributes=samples(campaign) | row.attributes)  # before they answer
        try:
            filled = step.content.filled(filler_of(campaign, person), in_session=True)
        except RenderError:  # such a lead is refused before the launch
            continue
        sizes.append(measure(filled.body).segments)
    return StepSize(least=min(sizes), mean=fmean(sizes), most=max(sizes)) if sizes else StepSize()


def _first_touches(forecast: Forecast, sizes: dict[str, StepSize], scale: Decimal) -> Iterator[Usage]:
    """Yield the first touch of everybody who is reached. A call that is not answered has no seconds."""
    for (step, channel, country), count in forecast.sent.items():
        size = sizes.get(step, StepSize())
        yield Usage(channel=channel, country=country, segments=size.least, count=count * scale)


def _least(size: StepSize) -> Decimal:
    return Decimal(size.least)


def _mean(size: StepSize) -> Decimal:
    return Decimal(str(size.mean))


def _most_segments(size: StepSize) -> Decimal:
    return Decimal(size.most)


def _used(
    simulation: Simulation,
    sizes: Mapping[str, StepSize],
    size: Callable[[StepSize], Decimal],
    factor: Decimal,
    only: Channel | None = None,
) -> Iterator[Usage]:
    """Yield everything that the simulated leads got, on one channel or on all."""
    for (step, channel, country, seconds), count in simulation.tally.used.items():
        if only in {None, channel}:
            segments = size(sizes.get(step, StepSize()))
            yield Usage(channel=channel, country=country, segments=segments, seconds=seconds, count=count * factor)


def _most(
    order: CostOrder, sizes: dict[str, StepSize], scale: Decimal
) -> tuple[dict[str, Decimal], set[tuple[Channel, str]]]:
    """Return the most that these people can cost, by currency, and what has no tariff."""
    alike = Counter(tuple(sorted((number.kind, number.country) for number in row.numbers)) for row in order.rows)
    sums: dict[str, Decimal] = {}
    missing: set[tuple[Channel, str]] = set()
    for numbers, people in alike.items():
        lead = _most_of(order, list(_usage(order.campaign, numbers, sizes)))
        missing |= {*lead.missing}
        for money in (*lead.amounts, *_confirmation(order, numbers)):
            sums[money.currency] = sums.get(money.currency, Decimal(0)) + money.amount * people * scale
    return sums, missing


def _usage(
    campaign: Campaign, numbers: Sequence[tuple[NumberKind, str]], sizes: dict[str, StepSize]
) -> Iterator[Usage]:
    """Yield the most that each step may use on the numbers of one lead."""
    for step, tries in _tries(campaign):
        channel = step.channel
        if channel is None:
            continue
        for country, count in Counter(country for kind, country in numbers if _takes(channel, kind)).items():
            yield Usage(
                channel=channel,
                country=country,
                segments=sizes[step.step].most,
                seconds=_longest(step),
                count=Decimal(tries * count),
            )


def _most_of(order: CostOrder, used: Sequence[Usage]) -> Spending:
    """Return the most that one lead can cost: all of it, or the dearest touch as often as there may be touches."""
    whole, budget = spending(order.tariffs, used, order.at), _budget(order.campaign)
    if budget is None:
        return whole
    dearest: dict[str, Decimal] = {}
    for usage in used:
        for money in spending(order.tariffs, [replace(usage, count=Decimal(budget))], order.at).amounts:
            dearest[money.currency] = max(money.amount, dearest.get(money.currency, Decimal(0)))
    capped = (replace(money, amount=min(money.amount, dearest[money.currency])) for money in whole.amounts)
    return replace(whole, amounts=tuple(capped))


def _confirmation(order: CostOrder, numbers: Sequence[tuple[NumberKind, str]]) -> Iterator[Money]:
    """Yield the most that the one message costs that confirms an opt-out, in each currency."""
    dearest: dict[str, Decimal] = {}
    for step, _ in _tries(order.campaign):
        channel = step.channel
        if channel is None or not descriptor_of(channel).confirms_stops:
            continue
        for kind, country in numbers:
            usage = Usage(channel=channel, country=country, segments=_segments_of_confirmation(order.campaign))
            for money in spending(order.tariffs, [usage], order.at).amounts if _takes(channel, kind) else ():
                dearest[money.currency] = max(money.amount, dearest.get(money.currency, Decimal(0)))
    yield from (Money(amount=amount, currency=currency) for currency, amount in dearest.items())


def _takes(channel: Channel, kind: NumberKind) -> bool:
    return kind in descriptor_of(channel).number_kinds


def _segments_of_confirmation(campaign: Campaign) -> int:
    """Return how many segments the confirmation of an opt-out has: the campaign's own text, or ours."""
    own = say(campaign.language, "stop-confirmation", company=campaign.sender.company)
    return measure(campaign.confirmation or own).segments


def _tries(campaign: Campaign) -> Iterator[tuple[Step, int]]:
    """Yield each step that contacts people, and how often it may go to one number; a loop ends with the budget."""
    budget = _budget(campaign)
    for step in campaign.cadence:
        if step.channel in CONTACT_CHANNELS:
            tries = 1 + (step.retry.times if step.retry else 0)
            yield step, budget if budget is not None and _loops(campaign) else tries


def _loops(campaign: Campaign) -> bool:
    """Tell whether a step leads back to itself or to one before it."""
    return any(step.step in ahead(campaign, step.step) for step in campaign.cadence)


def _budget(campaign: Campaign) -> int | None:
    """Return how many touches a person may get in the whole campaign, on all channels together."""
    limits = (limit for limit in campaign.limits if isinstance(limit.per, WholeCampaign))
    return min((limit.max for limit in limits if not (limit.channels or limit.segments or limit.where)), default=None)


def _longest(step: Step) -> int:
    """Return how many seconds a call may last at most; 0 for a message."""
    return round(step.call.talk.total_seconds()) if step.call and step.channel in CONVERSATION_CHANNELS else 0
