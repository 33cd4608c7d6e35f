"""
Which spellings mean the same phone? Pure: a table of the countries whose numbers are written in more than one way.

Every phone has one identity: the spelling by which the ledger knows it. A number that no row of the table is about is
its own identity. The identity is a key: what is dialled is the spelling that the list gave.
"""

import re
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """
    One other spelling of the numbers of a country.

    `other` and `identity` are patterns of whole E.164 numbers; each has the digits that both spellings share as its
    groups, in the same order.
    """

    country: str  # ISO 3166-1 alpha-2
    identity: re.Pattern[str]
    identity_as: str  # how the identity is written from those groups
    other: re.Pattern[str]
    other_as: str
    why: str  # who writes the other one, and why both are one phone
    source: str
    dialled: bool = False  # the other spelling is stored and dialled as it is given, where a list gives it


SPELLINGS = (
    Spelling(
        country="MX",
        identity=re.compile(r"\+52([2-9]\d{9})"),
        identity_as=r"+52\1",
        other=re.compile(r"\+521([2-9]\d{9})"),
        other_as=r"+521\1",
        why="WhatsApp writes +52 1, and so did everybody abroad until August 2019. No number begins with 1.",
        source="IFT, fundamental technical plan of numbering, in force 3 August 2019; chatwoot#14048, PR#14174",
    ),
    Spelling(
        country="BR",
        identity=re.compile(r"\+55(?![12]\d97)([1-9]\d)9([6-9]\d{7})"),
        identity_as=r"+55\g<1>9\2",
        other=re.compile(r"\+55(?![12]\d7)([1-9]\d)([6-9]\d{7})"),
        other_as=r"+55\1\2",
        why=(
            "Mobiles got a ninth digit between 2012 and 2016, a 9 before the others. WhatsApp leaves it out from area "
            "code 31 on. Fixed lines begin with 2 to 5 and keep eight digits. Radios (7, eight digits) lost their "
            "network in 2018; 7 is read so only where WhatsApp writes it, from area code 31 on."
        ),
        source="Anatel, Resolução 553/2010 and the timetable to November 2016; chatwoot PR#12655, PR#14264",
    ),
    Spelling(
        country="AR",
        identity=re.compile(r"\+549((?:11|[23]\d)\d{8})"),
        identity_as=r"+549\1",
        other=re.compile(r"\+54((?:11|[23]\d)\d{8})"),
        other_as=r"+54\1",
        why=(
            "From abroad a mobile is called with a 9, at home with a 15 behind the area code; WhatsApp writes the 9, "
            "text messages and many lists do not. Fixed lines and mobiles share one plan: ten digits are one phone."
        ),
        source="ENACOM, national plan of numbering (PFNN, Resolución SC 46/97); chatwoot PR#14264",
        dialled=True,
    ),
    Spelling(
        country="CO",
        identity=re.compile(r"\+5760([124-8]\d{7})"),
        identity_as=r"+5760\1",
        other=re.compile(r"\+57([124-8]\d{7})"),
        other_as=r"+57\1",
        why="Fixed lines got 60 before the area's digit on 1 September 2021. Mobiles begin with 3 and have ten digits.",
        source="CRC, Resolución 5826 of 2019: call to fixed lines as +57 60 and the former eight digits",
    ),
)
"""
What is not here was looked at: the US, the UK, Spain, Peru and Portugal have one spelling. Chile's numbers of eight
digits (before 2006 for mobiles, 2012 for fixed lines) may mean two phones, an area or a mobile, so they stay refused.
"""


@lru_cache(maxsize=65_536)
def identity(e164: str) -> str:
    """Return the spelling that identifies a phone, from any of its spellings."""
    for row in SPELLINGS:
        if match := row.other.fullmatch(e164):
            return match.expand(row.identity_as)
    return e164


def canonical(e164: str) -> str:
    """Return the spelling to store and to dial: the identity, except where the given one reaches the phone as well."""
    for row in SPELLINGS:
        if match := row.other.fullmatch(e164):
            return e164 if row.dialled else match.expand(row.identity_as)
    return e164


def spellings(e164: str) -> tuple[str, ...]:
    """Return every spelling of a phone that is known, its identity first."""
    key = identity(e164)
    matches = ((row, row.identity.fullmatch(key)) for row in SPELLINGS)
    return (key, *(match.expand(row.other_as) for row, match in matches if match))
