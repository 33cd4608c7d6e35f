r"""
How is text from outside shown so that it controls nothing? Pure.

A message, a name or a reason may hold terminal escape sequences (ECMA-48), line breaks that forge a line of our own, or
marks that reverse the order of letters (Unicode UAX #9). They are shown as `\x1b`, `\n`, `\u202e`:
nothing is hidden, and nothing is obeyed.
"""

import re

_EVERY_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""C0 and C1 controls, line and paragraph separators, marks of direction, and halves of characters."""
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""The same without tabs and line feeds, which lay out our own text."""


def visible(text: str) -> str:
    """Return a value from outside on one line, with every character that could control a terminal written out."""
    return text if text.isascii() and text.isprintable() else _EVERY_CONTROL.sub(_written, text)


def visible_lines(text: str) -> str:
    """Return text of several lines, whose tabs and line feeds are ours, with every other control written out."""
    return CONTROL.sub(_written, text)


def _written(match: re.Match[str]) -> str:
    """Return one character as Python and JSON would write it."""
    return match.group().encode("unicode_escape", "surrogatepass").decode("ascii")
