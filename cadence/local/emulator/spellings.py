"""
How do networks write the numbers of people? Pure: a table of its own, as the emulator knows nothing of the engine.

A phone has one number, which is dialled, and WhatsApp may know it by another. Sources: whatsapp in Mexico +52 1
(chatwoot#14048), in Brazil without the ninth digit from area code 31 on (chatwoot PR#12655, PR#14264), in Argentina
with a 9 (chatwoot PR#14264).
"""

import re

ON_WHATSAPP = (
    (re.compile(r"\+52([2-9]\d{9})"), r"+521\1"),
    (re.compile(r"\+55([3-9]\d)9([7-9]\d{7})"), r"+55\1\2"),
    (re.compile(r"\+54((?:11|[23]\d)\d{8})"), r"+549\1"),
)
"""What is dialled, and how WhatsApp writes it."""
DIALLED = (
    (re.compile(r"\+521([2-9]\d{9})"), r"+52\1"),
    (re.compile(r"\+55([3-9]\d)([7-9]\d{7})"), r"+55\g<1>9\2"),
)
"""What is not dialled any more, and the number it means. In Argentina both are dialled."""

WITHOUT_9 = re.compile(r"^\+549((?:11|[23]\d)\d{8})$")
"""A mobile of Argentina, which is dialled with the 9 and without it. Shorter numbers are other phones."""


def written(number: str, channel: str) -> str:
    """Return how the network of a channel writes a person's number."""
    return _first(ON_WHATSAPP, number) if channel == "whatsapp" else number


def dialled(number: str) -> str:
    """Return the number to know a phone by in the record."""
    return _first(DIALLED, number)


def phone(number: str) -> str:
    """Return what all spellings of one phone have in common."""
    return _first(ON_WHATSAPP, dialled(number))


def spellings(number: str) -> tuple[str, ...]:
    """Return every spelling of a phone that may be in the record."""
    key = phone(number)
    return tuple({number, key, dialled(key), WITHOUT_9.sub(r"+54\1", key)})


def _first(table: tuple[tuple[re.Pattern[str], str], ...], number: str) -> str:
    """Return the number as the first row that fits rewrites it, unchanged if none fits."""
    for pattern, result in table:
        if match := pattern.fullmatch(number):
            return match.expand(result)
    return number
