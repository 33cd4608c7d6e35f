"""Which country does a dialling prefix mean, and which numbers differ in it? Pure, but for tables of `phonenumbers`."""

import re
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers

DIGITS = re.compile(r"\(?(?:\+|00)?\s?(\d{1,3})(?:[.,]0)?\)?")
AMERICAN = re.compile(r"\(?(?:\+|00)?1[\s-]?\d{3}\)?")
"""+1 with the area code of one of its countries, as lists of prefixes write the Dominican Republic: 1-809."""
WITH_WORDS = re.compile(r"\+\s?(\d{1,3})\b")
"""A prefix beside a country's name or flag: "España (+34)"."""
NO_REGION = "001"
"""What `phonenumbers` calls the region of prefixes that belong to no country."""

SHORTEST = 7
"""A national number with fewer digits would be like too many."""
NEAR = "19"
"""Digits that countries put before a mobile's number."""


@dataclass(frozen=True, slots=True)
class Prefix:
    """A dialling prefix of the world."""

    code: int
    region: str  # ISO 3166-1 alpha-2: the main country of those that share it

    def begins(self, e164: str) -> bool:
        """Tell whether a number in E.164 has this prefix: no prefix is the beginning of another."""
        return e164.startswith(f"+{self.code}")


@lru_cache(maxsize=4096)
def read_prefix(text: str) -> Prefix | None:
    """Return the prefix that this text means, None when it means none."""
    plain = text.strip().removeprefix("'")
    if AMERICAN.fullmatch(plain):
        return Prefix(1, "US")
    match = DIGITS.fullmatch(plain) or WITH_WORDS.search(plain)
    if match is None or len(match[1]) != sum(char.isdigit() for char in plain.removeprefix("00").removesuffix(".0")):
        return None  # more digits than a prefix has: a phone number
    return _of(int(match[1]))


def prefix_of(country: str) -> Prefix | None:
    """Return the prefix of a country (ISO 3166-1 alpha-2), None for one that has none."""
    code = phonenumbers.country_code_for_region(country)
    return Prefix(code, country) if code else None


def _of(code: int) -> Prefix | None:
    region = phonenumbers.region_code_for_country_code(code)
    return None if region in (NO_REGION, "ZZ") else Prefix(code, region)


def lookalikes(e164: str) -> list[str]:
    """
    Return the numbers that may be meant by one that we do not know; none for what is no number.

    The same national number under another country's prefix, or with one digit more or less in front: a list that has
    the wrong country, or a way of writing a country's numbers that `cadence/domain/spellings.py` does not know.
    """
    digits = e164.removeprefix("+")
    if not digits.isdigit():
        return []
    codes = [str(code) for code in phonenumbers.COUNTRY_CODE_TO_REGION_CODE]
    ends = {digits.removeprefix(code) for code in codes if digits.startswith(code)}
    ends |= {end[1:] for end in ends} | {extra + end for end in ends for extra in NEAR}
    long_enough = [end for end in ends if len(end) >= SHORTEST]
    return sorted({f"+{code}{end}" for code in codes for end in long_enough} - {e164})
