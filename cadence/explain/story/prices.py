"""What did the touches of one lead cost? Pure: lines, and data."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cadence.domain.channels import descriptor_of
from cadence.domain.costs import PRICED, TouchCost, spent_in_all
from cadence.domain.money import plain, rounded
from cadence.explain.story.speaker import Speaker
from cadence.languages import say
from cadence.languages.amounts import amount_in_words

AMOUNT = 16
"""The width of an amount."""
NOTHING = "-"


@dataclass(frozen=True, slots=True)
class PriceRow:
    """What a touch cost, or all of them, and who says so."""

    at: str
    amount: str
    words: str


def price_rows(costs: Sequence[TouchCost], speaker: Speaker) -> Iterator[PriceRow]:
    """Yield what each touch cost, what all of them cost, and how many have no price."""
    for cost in costs:
        channel = descriptor_of(cost.channel).labels.name[speaker.language]
        touch = " ".join(filter(None, (channel, cost.campaign, cost.step)))
        source = speaker.say(f"lead-price-{cost.source.value.replace('_', '-')}")
        yield PriceRow(f"{cost.at:%Y-%m-%d %H:%M}Z", _amount(cost.amount, cost.currency, speaker), f"{touch}: {source}")
    for money in spent_in_all(costs):
        yield PriceRow("", _amount(money.amount, money.currency, speaker), speaker.say("lead-price-total"))
    without = _without_price(costs)
    if without:
        yield PriceRow("", NOTHING, say(speaker.language, "lead-price-without", touches=without))


def price_lines(costs: Sequence[TouchCost], speaker: Speaker) -> Iterator[str]:
    """Yield the rows as text under a heading; nothing without touches."""
    if costs:
        yield speaker.say("lead-costs")
    for row in price_rows(costs, speaker):
        yield f"  {row.at:<17}  {row.amount:>{AMOUNT}}  {row.words}"


def _amount(amount: Decimal | None, currency: str, speaker: Speaker) -> str:
    return NOTHING if amount is None else amount_in_words(rounded(amount), currency, speaker.language)


def _without_price(costs: Sequence[TouchCost]) -> int:
    return sum(cost.source not in PRICED for cost in costs)


def prices_as_data(costs: Sequence[TouchCost]) -> dict[str, Any]:
    """Return the same for programs. Amounts are texts, because a float cannot hold them."""
    return {
        "touches": [
            {
                "touch": cost.touch,
                "campaign": cost.campaign,
                "step": cost.step,
                "channel": cost.channel.value,
                "at": cost.at,
                **price_as_data(cost),
            }
            for cost in costs
        ],
        "total": [{"amount": plain(money.amount), "currency": money.currency} for money in spent_in_all(costs)],
        "without_price": _without_price(costs),
    }


def price_as_data(cost: TouchCost) -> dict[str, str | None]:
    """Return one amount, and who says so; why there is none, where there is none."""
    return {
        "amount": None if cost.amount is None else plain(cost.amount),
        "currency": cost.currency or None,
        "source": cost.source.value,
    }
