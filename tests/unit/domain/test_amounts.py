"""An amount is read as people and spreadsheets write it, or not at all."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence.domain.amounts import read_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("18", "18"),
        (" 18 ", "18"),
        ("59,02 €", "59.02"),
        ("59.02", "59.02"),
        ("€ 59,02", "59.02"),
        ("1.200", "1200"),
        ("1,200", "1200"),
        ("$1,200.50", "1200.50"),
        ("1.200,50 EUR", "1200.50"),
        ("1 200,50", "1200.50"),
        ("1\u00a0200", "1200"),
        ("1'200.5", "1200.5"),
        ("1.200.000", "1200000"),
        ("R$ 59,02", "59.02"),
        ("-5", "-5"),
        ("\u22125,5", "-5.5"),
        ("-$5", "-5"),
        ("0,125", "0.125"),  # nobody writes a zero before thousands
        ("0.5", "0.5"),
        ("12.3456", "12.3456"),
        ("15 %", "15"),
        ("007", "7"),
        ("1000000", "1000000"),
    ],
)
def test_an_amount_is_read(text: str, number: str) -> None:
    """With its currency, and whichever sign parts the decimals."""
    assert read_number(text) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "about 20",
        "18 years",
        "1.2.3",
        "1,2,3",
        "12.34.567",
        "1.200.00",
        "5-10",
        "1e5",
        "#N/D",
        "٣",
        "12,",
        "1" * 50,
    ],
)
def test_what_is_no_amount_is_no_number(text: str) -> None:
    """A guess would select the wrong people."""
    assert read_number(text) is None


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_both_ways_of_writing_mean_the_same(number: Decimal) -> None:
    """English and Spanish thousands and decimals."""
    english = f"{number:,.2f}"
    spanish = english.translate(str.maketrans(",.", ".,"))

    assert read_number(english) == read_number(spanish) == number
