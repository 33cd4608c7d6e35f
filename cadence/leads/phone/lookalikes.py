"""
Which numbers may be meant by one that we do not know? Pure, but for the tables of the `phonenumbers` package.

The same national number under another country's prefix, or with one digit more or less in front: a list that has the
wrong country, or a way of writing a country's numbers that `cadence/domain/spellings.py` does not know.
"""

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

SHORTEST = 7
"""A national number with fewer digits would be like too many."""
NEAR = "19"
"""Digits that countries put before a mobile's number."""


def lookalikes(e164: str) -> list[str]:
    """Return the numbers that may be meant by this one, without itself; none for what is no number."""
    digits = e164.removeprefix("+")
    if not digits.isdigit():
        return []
    codes = [str(code) for code in COUNTRY_CODE_TO_REGION_CODE]
    ends = {digits.removeprefix(code) for code in codes if digits.startswith(code)}
    ends |= {end[1:] for end in ends} | {extra + end for end in ends for extra in NEAR}
    long_enough = [end for end in ends if len(end) >= SHORTEST]
    return sorted({f"+{code}{end}" for code in codes for end in long_enough} - {e164})
