"""
What did touches cost, and what did each contact and conversion cost? Pure: values only.

Each currency has figures of its own. A touch whose price nobody knows is counted apart, and never as 0.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from cadence.domain.enums import Channel
from cadence.domain.money import Money, added


class PriceSource(StrEnum):
    """Who says what a touch cost."""

    CARRIER = "carrier"  # it reported the price
    TARIFF = "tariff"  # our own tariff, because it did not
    NO_TARIFF = "no_tariff"  # nobody: no tariff is for its channel and country
    UNKNOWN_SIZE = "unknown_size"  # nobody: how long the call was, or how many segments, is not known


PRICED = frozenset({PriceSource.CARRIER, PriceSource.TARIFF})
"""The sources of a price."""


class CostGrain(StrEnum):
    """What a figure of money is spent on, which decides by what it can be grouped (`cost_groups.py`)."""

    TOUCH = "touch"  # each touch by itself
    ATTEMPT = "attempt"  # a contact, and with it all touches that were made for one
    LEAD = "lead"  # the end that a lead came to, and with it all that was spent on the lead


@dataclass(frozen=True, slots=True)
class CostFigure:
    """One figure: what is spent for each of something. Its words are the sentences `figure-ID` and `formula-ID`."""

    id: str
    grain: CostGrain
    whole: str = ""  # the sum below the line, as the ledger's counts name it; "" is the touches with a price


COST_FIGURES = (
    CostFigure("cost_per_touch", CostGrain.TOUCH),
    CostFigure("cost_per_lead", CostGrain.ATTEMPT, "leads_attempted"),
    CostFigure("cost_per_contact", CostGrain.ATTEMPT, "leads_contacted"),
    CostFigure("cost_per_conversion", CostGrain.LEAD, "converted"),
)
"""In the order of a report."""
ROI = CostFigure("roi", CostGrain.LEAD)
"""The return; it is made of two amounts, and not of an amount and a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CostRow:
    """Touches of one group, channel and country, with the same source of their price and the same currency."""

    group: str
    source: PriceSource
    channel: Channel
    country: str  # of the number; "" is not known, or an address without one
    currency: str  # "" without a price
    touches: int
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchCost:
    """What one touch cost; in two currencies, if the carrier charges a leg of its call in another."""

    touch: str
    campaign: str
    step: str
    channel: Channel
    at: datetime
    source: PriceSource
    currency: str  # "" without a price
    amount: Decimal | None  # None without a price


@dataclass(frozen=True, slots=True, kw_only=True)
class CostCount:
    """A figure in one currency, of one group or of everything."""

    figure: CostFigure
    currency: str  # "" where no touch of the group has a price
    spent: Decimal
    whole: int
    group: str = ""
    without: int = 0  # touches of the group without a price

    @property
    def value(self) -> Decimal | None:
        """What is spent for each; None where there is none."""
        return self.spent / self.whole if self.whole and self.currency else None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalValue:
    """What conversions are worth: as other systems said, else by the column that the campaign's file names."""

    amounts: tuple[Money, ...] = ()  # one for each currency
    leads: int = 0  # converted, with an amount
    without: int = 0  # converted, without one that can be read

    def __add__(self, other: "GoalValue") -> "GoalValue":
        """Return both together."""
        return GoalValue(
            amounts=added([*self.amounts, *other.amounts]),
            leads=self.leads + other.leads,
            without=self.without + other.without,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnCount:
    """What conversions are worth against all that was spent on the leads, of one group or of everything."""

    goal: GoalValue
    spent: tuple[Money, ...]  # one for each currency
    without: int = 0  # touches without a price
    group: str = ""

    @property
    def value(self) -> Decimal | None:
        """(value of conversions - spent) / spent; None where that cannot be said, as in two currencies."""
        if len(self.spent) != 1 or not self.spent[0].amount:
            return None
        if not self.goal.amounts and not self.goal.without:  # nobody has converted
            return Decimal(-1)
        if [money.currency for money in self.goal.amounts] != [self.spent[0].currency]:
            return None
        return (self.goal.amounts[0].amount - self.spent[0].amount) / self.spent[0].amount


@dataclass(frozen=True, slots=True, kw_only=True)
class CostReport:
    """What was spent, by source and currency, and the figures of it."""

    rows: tuple[CostRow, ...] = ()
    counts: tuple[CostCount, ...] = ()  # of everything
    groups: tuple[CostCount, ...] = ()  # by group
    result: ReturnCount | None = None  # of everything; None where neither a file nor an event names an amount
    results: tuple[ReturnCount, ...] = ()  # by group
    ungrouped: tuple[str, ...] = ()  # figures that cannot be grouped so

    @property
    def without_price(self) -> int:
        """How many touches have no price."""
        return sum(row.touches for row in self.rows if row.source not in PRICED)

    def totals(self) -> dict[tuple[PriceSource, str], tuple[int, Decimal]]:
        """Return touches and amount by source and currency, in this order."""
        sums: dict[tuple[PriceSource, str], tuple[int, Decimal]] = {}
        for row in self.rows:
            touches, amount = sums.get((row.source, row.currency), (0, Decimal(0)))
            sums[row.source, row.currency] = touches + row.touches, amount + row.amount
        order = list(PriceSource)
        return dict(sorted(sums.items(), key=lambda item: (order.index(item[0][0]), item[0][1])))


@dataclass(slots=True)
class _GroupSums:
    """The priced touches of a group by currency, with their amount, and those without a price."""

    priced: dict[str, tuple[int, Decimal]] = field(default_factory=lambda: defaultdict(lambda: (0, Decimal(0))))
    without: int = 0


def _by_group(rows: Iterable[CostRow]) -> dict[str, _GroupSums]:
    sums: dict[str, _GroupSums] = defaultdict(_GroupSums)
    for row in rows:
        of_group = sums[row.group]
        if row.source in PRICED:
            touches, amount = of_group.priced[row.currency]
            of_group.priced[row.currency] = touches + row.touches, amount + row.amount
        else:
            of_group.without += row.touches
    return dict(sorted(sums.items()))


def cost_counts(
    rows: Iterable[CostRow], sums: Mapping[str, Mapping[str, int]], figures: Iterable[CostFigure] = COST_FIGURES
) -> Iterator[CostCount]:
    """
    Yield the figures of each group and currency; `sums` are the counts of each group.

    A group of which no touch has a price has no currency, and no value; nor has one that nothing was sent to.
    """
    spent = _by_group(rows)
    for figure in figures:
        for group in sorted({*spent, *(group for group, whole in sums.items() if whole.get(figure.whole))}):
            of_group = spent.get(group, _GroupSums())
            for currency, (touches, amount) in sorted(of_group.priced.items()) or [("", (0, Decimal(0)))]:
                whole = sums.get(group, {}).get(figure.whole, 0) if figure.whole else touches
                yield CostCount(
                    figure=figure,
                    currency=currency,
                    group=group,
                    spent=amount,
                    whole=whole,
                    without=of_group.without,
                )


def returns(rows: Iterable[CostRow], goals: Mapping[str, GoalValue]) -> Iterator[ReturnCount]:
    """Yield what the conversions of each group are worth against what was spent on its leads."""
    spent = _by_group(rows)
    for group in sorted({*spent, *goals}):
        of_group = spent.get(group, _GroupSums())
        amounts = (Money(amount=amount, currency=currency) for currency, (_, amount) in of_group.priced.items())
        yield ReturnCount(
            group=group, goal=goals.get(group, GoalValue()), spent=added(amounts), without=of_group.without
        )


def together(rows: Iterable[CostRow]) -> tuple[CostRow, ...]:
    """Return these rows without their groups: each touch is in one group, so they add up to everything."""
    sums: dict[tuple[PriceSource, Channel, str, str], tuple[int, Decimal]] = defaultdict(lambda: (0, Decimal(0)))
    for row in rows:
        key = (row.source, row.channel, row.country, row.currency)
        touches, amount = sums[key]
        sums[key] = touches + row.touches, amount + row.amount
    return tuple(
        CostRow(
            group="",
            source=source,
            channel=channel,
            country=country,
            currency=currency,
            touches=touches,
            amount=amount,
        )
        for (source, channel, country, currency), (touches, amount) in sums.items()
    )


def by_touch(costs: Iterable[TouchCost]) -> Mapping[str, tuple[TouchCost, ...]]:
    """Return what each touch cost, by the id of the touch."""
    known: dict[str, tuple[TouchCost, ...]] = defaultdict(tuple)
    for cost in costs:
        known[cost.touch] += (cost,)
    return dict(known)


def spent_in_all(costs: Iterable[TouchCost]) -> tuple[Money, ...]:
    """Return what these touches cost together, by currency."""
    return added(Money(amount=cost.amount, currency=cost.currency) for cost in costs if cost.amount is not None)


def unpriced(rows: Sequence[CostRow]) -> list[CostRow]:
    """Return what has no price, the largest part first."""
    return sorted((row for row in rows if row.source not in PRICED), key=lambda row: (-row.touches, row.channel))
