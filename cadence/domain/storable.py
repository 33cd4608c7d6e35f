"""
How is text from outside written so that the ledger can keep it? Pure.

PostgreSQL keeps no NUL and no lone surrogate (half of a character that a broken encoder left behind). Nobody means
either. Every entry point from outside uses this one function: webhooks, polled messages, the command line.
"""

import re

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
REPLACEMENT = "\ufffd"
"""Unicode's own sign for a character that could not be read."""


def storable(text: str) -> str:
    """Return the text without NUL, and with a sign in place of each lone surrogate."""
    if text.isascii():
        return text.replace("\0", "")
    return _LONE_SURROGATE.sub(REPLACEMENT, text.replace("\0", ""))


def storable_fields(fields: dict[str, str]) -> dict[str, str]:
    """Return the fields of a form, names and values."""
    return {storable(name): storable(value) for name, value in fields.items()}
