"""
Which number does a person or a spreadsheet mean by "59,02 €" or "1.200"? Pure: the one reader of amounts in lists.

A comma and a point may each be the decimal sign. Where only one of them is written, once, with exactly three digits
behind it, it parts thousands: "1.200" and "1,200" are 1200, as sums of money are written; "0.125" is not. What can be
read in no way is no number, and never a guess.
"""

import re
from decimal import Decimal
from functools import lru_cache

CURRENCY = r"(?:€|\$|£|US\$|R\$|S/\.?|MX\$|AR\$|CLP\$?|COP\$?|EUR|USD|GBP|MXN|ARS|CLP|COP|PEN|BRL|euros?|%)"
"""What may stand before or after an amount."""
AMOUNT = re.compile(
    rf"(?:{CURRENCY})?\s*([+\-\u2212]?)\s*(?:{CURRENCY})?\s*([0-9][0-9.,'\u2019\s]*)(?:{CURRENCY})?", re.IGNORECASE
)
GROUPS = re.compile(r"[1-9][0-9]{0,2}(?:([.,'\u2019 ])[0-9]{3})(?:\1[0-9]{3})*")
"""Thousands parted by one sign, and no decimals."""
GROUPS_AND_DECIMALS = re.compile(r"[0-9]{1,3}(?:([.,'\u2019 ])[0-9]{3})(?:\1[0-9]{3})*(?!\1)[.,]([0-9]{1,9})")
PLAIN = re.compile(r"([0-9]{1,15})(?:[.,]([0-9]{1,9}))?")
LONGEST = 40
"""A longer text is no amount."""


@lru_cache(maxsize=65_536)
def read_number(text: str) -> Decimal | None:
    """Return the number that is written here; None for what is no number, or may be several."""
    if len(text) > LONGEST or not (match := AMOUNT.fullmatch(text.strip())):
        return None
    digits = " ".join(match[2].split())
    value = _unsigned(digits)
    return None if value is None else -value if match[1] in {"-", "\u2212"} else value


def _unsigned(digits: str) -> Decimal | None:
    """Return the number of digits with their signs."""
    if GROUPS.fullmatch(digits):
        return Decimal(re.sub(r"[^0-9]", "", digits))
    if match := GROUPS_AND_DECIMALS.fullmatch(digits):
        whole = digits[: match.start(2) - 1]
        return Decimal(f"{re.sub(r'[^0-9]', '', whole)}.{match[2]}")
    if match := PLAIN.fullmatch(digits):
        return Decimal(f"{match[1]}.{match[2] or 0}")
    return None
