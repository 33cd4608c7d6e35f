"""Does the day or the month come first in a date such as 03/04/2027? Pure: by country, where that is unambiguous."""

from enum import StrEnum


class DateOrder(StrEnum):
    """Which comes first in a date written in figures with the year at the end."""

    DAY_FIRST = "day-first"  # 31/12/2027
    MONTH_FIRST = "month-first"  # 12/31/2027


MONTH_FIRST = frozenset({"US", "UM", "GU", "AS", "MP", "VI", "FM", "MH", "PW"})
"""The United States, their territories but Puerto Rico, and the freely associated states (CLDR short dates: M/d/y)."""
UNCLEAR = frozenset(
    {"CA", "PR", "PH", "BZ", "PA", "KE", "ZA", "GH", "TG"}  # both are in use
    | {"CN", "HK", "JP", "KR", "KP", "TW", "MN", "HU", "LT", "SE", "IR", "BT"}  # the year comes first at home
)
"""Where a date in figures with the year at the end may be either."""


def order_of(country: str) -> DateOrder | None:
    """Return the order that people of a country (ISO 3166-1) use, None where it is not clear."""
    if not country or country in UNCLEAR:
        return None
    return DateOrder.MONTH_FIRST if country in MONTH_FIRST else DateOrder.DAY_FIRST
