"""Is every amount of another system read as it was meant, or as none, and never as an error?"""

from decimal import Decimal

import pytest

from cadence.domain.external import MOST_VALUE, read_value


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("129.90", "129.90"),
        (" 5 ", "5"),
        (0.1, "0.1"),
        ("-3.5", "-3.5"),
        ("0.00005", "0"),
        ("999999999999.9999", "999999999999.9999"),
        ("1e-9999999", "0"),
    ],
)
def test_an_amount_is_read_with_four_decimals(written: object, read: str) -> None:
    """As many as are kept."""
    assert read_value(written) == Decimal(read)


@pytest.mark.parametrize(
    "written",
    [
        "999999999999.99999",  # rounded, it is one more digit than is kept
        "-999999999999.99999",
        "1000000000000",
        "1e99",
        "1e9999999",  # more than arithmetic takes
        "-1e99999999",
        "1e999999999999999999999",
        "9" * 2000,
        "NaN",
        "sNaN",
        "-Infinity",
        float("inf"),
        "",
        "many",
        True,
        None,
        [],
    ],
)
def test_what_is_no_amount_is_none(written: object) -> None:
    """An end is never lost because of it."""
    assert read_value(written) is None


def test_what_is_read_is_what_the_ledger_takes() -> None:
    """Twelve digits before the point."""
    value = read_value("-999999999999.9999")
    assert value is not None
    assert abs(value) < MOST_VALUE
