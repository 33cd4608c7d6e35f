"""What is a pack of law called? Pure."""

from collections.abc import Iterable

from cadence.domain.geography import country_code
from cadence.domain.nearest import nearest_words

ALMOST = 0.85
"""From this likeness on a name is a slip of another; us-ca is no slip of us-ct, but a state without a pack."""

OLD_NAMES = {"co-one-contact": "co"}
"""Packs without rules of their own, and the pack that has the rules now. They are read for one more version."""


def pack_id(text: str) -> str:
    """Return the id that people mean who write US-FL, us_fl or " us-fl ": small letters, and hyphens."""
    return "-".join(text.casefold().replace("_", " ").replace("-", " ").split())


def nearest_packs(named: str, known: Iterable[str]) -> list[str]:
    """Return the packs that may be meant, best first: a country by its name, a slip, what is alike."""
    name, all_of_them = pack_id(named), list(known)
    slips = nearest_words(name, all_of_them, 3, ALMOST)
    country = [code for code in (name.partition("-")[0],) if code != name and code in all_of_them]
    named_country = [code for code in ((country_code(named) or "").lower(),) if code != name and code in all_of_them]
    alike = nearest_words(name, all_of_them, 3)
    return list(dict.fromkeys([*named_country, *slips, *country, *alike]))[:3]
