"""Is a price of the carrier read exactly, and nothing else taken for one?"""

from decimal import Decimal
from typing import Any

import pytest

from cadence.channels.provider import PriceReport
from cadence.channels.twilio.lookups import price_in
from cadence.domain.money import Money

MESSAGE = {"sid": "SM1", "direction": "outbound-api", "price": "-0.00790", "price_unit": "USD"}


def test_a_charge_is_a_negative_number_of_the_carrier() -> None:
    """Ours is positive, and as exact as theirs."""
    assert price_in(MESSAGE) == PriceReport(sid="SM1", price=Money(amount=Decimal("0.00790"), currency="USD"))


def test_the_leg_to_an_agent_is_paid_for_with_its_call() -> None:
    """It has a price of its own, and names the call."""
    leg = MESSAGE | {"sid": "CA2", "direction": "outbound-dial", "parent_call_sid": "CA1"}
    report = price_in(leg)
    assert report is not None
    assert (report.sid, report.touch) == ("CA2", "CA1")


@pytest.mark.parametrize(
    "wrong",
    [
        {"price": None},  # not charged yet
        {"price": ""},
        {"price": "NaN"},
        {"price": "a lot"},
        {"price_unit": None},
        {"price_unit": "XXX"},
        {"direction": "inbound"},
        {"direction": None},
        {"sid": None},
    ],
)
def test_what_is_no_price_of_ours_is_left_out(wrong: dict[str, Any]) -> None:
    """It stays without a price, and is not 0."""
    assert price_in(MESSAGE | wrong) is None
    assert price_in("a record in a form that nobody knows") is None


@pytest.mark.parametrize("written", ["-0.00790", "0.00790", "+0.0079", -0.0079, 0.0079])
def test_a_price_without_its_sign_is_no_credit(written: str | float) -> None:
    """A credit would make a campaign look cheaper than it was."""
    report = price_in(MESSAGE | {"price": written})
    assert report is not None
    assert report.price.amount == Decimal("0.0079")


def test_a_price_of_nothing_is_a_price() -> None:
    """The carrier says that it charges nothing: that is known, and has no sign."""
    report = price_in(MESSAGE | {"price": "-0"})
    assert report is not None
    assert str(report.price.amount) == "0"
