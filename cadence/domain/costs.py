"""
What did touches cost, and what did each contact and conversion cost? Pure: values only.

Each currency has figures of its own. A touch whose price nobody knows is counted apart, and never as 0.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from cadence.domain.enums import Channel
from cadence.domain.money import Money


class PriceSource(StrEnum):
    """Who says what a touch cost."""

    CARRIER = "carrier"  # it reported the price
    TARIFF = "tariff"  # our own tariff, because it did not
    NO_TARIFF = "no_tariff"  # nobody: no tariff is for its channel and country
    UNKNOWN_SIZE = "unknown_size"  # nobody: how long the call was, or how many segments, is not known


PRICED = frozenset({PriceSource.CARRIER, PriceSource.TARIFF})
"""The sources of a price."""


@dataclass(frozen=True, slots=True)
class CostFigure:
    """One figure: what is spent for each of something. Its words are the sentences `figure-ID` and `formula-ID`."""

    id: str
    whole: str = ""  # the sum below the line, as the ledger's counts name it; "" is the touches with a price


COST_FIGURES = (
    CostFigure("cost_per_touch"),
    CostFigure("cost_per_lead", "leads_attempted"),
    CostFigure("cost_per_contact", "leads_contacted"),
    CostFigure("cost_per_conversion", "leads_converted"),
)
"""In the order of a report."""


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
class CostCount:
    """A figure in one currency, of one group or of everything."""

    figure: CostFigure
    currency: str
    spent: Decimal
    whole: int
    group: str = ""

    @property
    def value(self) -> Decimal | None:
        """What is spent for each; None where there is none."""
        return self.spent / self.whole if self.whole else None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalValue:
    """What conversions are worth: as other systems said, else by the column that the campaign's file names."""

    amounts: tuple[Money, ...] = ()  # one for each currency
    leads: int = 0  # converted, with an amount
    without: int = 0  # converted, without one that can be read


@dataclass(frozen=True, slots=True, kw_only=True)
class CostReport:
    """What was spent, by source and currency, and the figures of it."""

    rows: tuple[CostRow, ...] = ()
    goal: GoalValue | None = None  # None where neither a file nor an event names an amount
    counts: tuple[CostCount, ...] = ()  # of everything
    groups: tuple[CostCount, ...] = ()  # by group

    @property
    def without_price(self) -> int:
        """How many touches have no price."""
        return sum(row.touches for row in self.rows if row.source not in PRICED)

    def comparable(self) -> Decimal | None:
        """Return what was spent, if all of it and all conversions are in one currency; else None."""
        rows = [row for row in self.rows if row.source in PRICED]
        worth = {money.currency for money in self.goal.amounts} if self.goal is not None else set[str]()
        alike = len(worth) == 1 and {row.currency for row in rows} == worth
        return sum((row.amount for row in rows), Decimal(0)) if alike else None

    @property
    def roi(self) -> Decimal | None:
        """(value of conversions - spent) / spent; None where that cannot be said."""
        spent = self.comparable()
        return (self.goal.amounts[0].amount - spent) / spent if self.goal is not None and spent else None

    def totals(self) -> dict[tuple[PriceSource, str], tuple[int, Decimal]]:
        """Return touches and amount by source and currency, in this order."""
        sums: dict[tuple[PriceSource, str], tuple[int, Decimal]] = {}
        for row in self.rows:
            touches, amount = sums.get((row.source, row.currency), (0, Decimal(0)))
            sums[row.source, row.currency] = touches + row.touches, amount + row.amount
        order = list(PriceSource)
        return dict(sorted(sums.items(), key=lambda item: (order.index(item[0][0]), item[0][1])))


def cost_counts(rows: Iterable[CostRow], sums: Mapping[str, Mapping[str, int]]) -> Iterator[CostCount]:
    """Yield the figures of each group and currency; `sums` are the counts of each group."""
    spent: dict[tuple[str, str], tuple[int, Decimal]] = defaultdict(lambda: (0, Decimal(0)))
    for row in rows:
        if row.source in PRICED:
            touches, amount = spent[row.group, row.currency]
            spent[row.group, row.currency] = touches + row.touches, amount + row.amount
    for figure in COST_FIGURES:
        for (group, currency), (touches, amount) in sorted(spent.items()):
            whole = sums.get(group, {}).get(figure.whole, 0) if figure.whole else touches
            yield CostCount(figure=figure, currency=currency, group=group, spent=amount, whole=whole)


def unpriced(rows: Sequence[CostRow]) -> list[CostRow]:
    """Return what has no price, the largest part first."""
    return sorted((row for row in rows if row.source not in PRICED), key=lambda row: (-row.touches, row.channel))
