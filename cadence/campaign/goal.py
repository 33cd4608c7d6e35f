"""What is a conversion worth? Pure: the `goal` block of a campaign file."""

from typing import Any

from cadence.campaign.blocks import block, key, unset
from cadence.campaign.kinds import NotationKind, TextKind
from cadence.campaign.periods import Shape
from cadence.domain.money import CURRENCIES


def parse_currency(text: str) -> str:
    """Return the code of a currency. Raises ValueError."""
    code = text.strip().upper()
    if code not in CURRENCIES:
        raise ValueError("not a currency")
    return code


class Goal(Shape):
    """What a conversion is worth, for the return that a report shows. No rule asks for it."""

    value: str = key(
        TextKind(expected="a column of the lead list that holds an amount", longest=60),
        "The column of the list with the amount that a conversion of this person is worth.",
        stand_in="",
        example="order_value",
    )
    currency: str = key(
        NotationKind(
            parse=parse_currency,
            expected='the code of a currency such as "EUR" (ISO 4217)',
            vocabulary=tuple(sorted(CURRENCIES)),
            examples=("EUR",),
        ),
        "Its currency.",
        stand_in="EUR",
        example="EUR",
    )


GOAL = block(Goal, called="`goal`", example="{value: order_value, currency: EUR}")


def goal_key() -> Any:  # noqa: ANN401  as `key` itself
    """Return the declaration of `goal` in a campaign."""
    says = "What a conversion is worth; a report makes the return on what was spent of it."
    return key(GOAL, says, None, exclude_if=unset, without="a report has no return")
