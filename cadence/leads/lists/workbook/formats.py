"""
How does a spreadsheet show a number in a number format? Pure.

As it shows it, with three differences. Thousands are not grouped, because a comma means another thing in each language.
What a format shortens (scientific, thousands, fractions) is written out. A whole number in a plain format has no
decimals, so a phone number stays one.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*].|\[\$(?P<sign>[^\]-]*)[^\]]*\]|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<whole>general|est[aá]ndar|standard|geral|e[+-]|[/@])|(?P<number>[0#?.,]+)|(?P<end>;)|(?P<literal>[^\"])",
    re.IGNORECASE | re.DOTALL,
)
CONDITION = re.compile(r"[<>=]")
UNSIGNED = " ()-+"
"""Signs that make no unit of a number."""
EXACT = 15
"""Digits that a spreadsheet keeps of a number."""


@dataclass(slots=True)
class _Section:
    """One part of a format: for positive numbers, negative ones or zero."""

    parts: list[tuple[bool, str]]  # whether it is digits, and the text
    written_out: bool = False  # what it shows is shorter than the number
    percent: bool = False

    @property
    def digits(self) -> str:
        return "".join(text for is_digits, text in self.parts if is_digits).replace(",", "")

    @property
    def unit(self) -> str:
        return "".join(text for is_digits, text in self.parts if not is_digits).strip(UNSIGNED)


def shown(value: float, form: str) -> str:
    """Return a number as it is shown in this number format."""
    number = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.{EXACT}g}")
    sections = _sections(form)
    place = 1 if number < 0 and len(sections) > 1 else 2 if not number and len(sections) > 2 else 0  # noqa: PLR2004
    section = sections[place] if sections else None
    if section is None or section.written_out or not set(section.digits) & set("0#"):
        return _plain(number)
    minus = "-" if number < 0 and place == 0 else ""
    return minus + _filled(section, abs(number) * (100 if section.percent else 1))


def _plain(number: Decimal) -> str:
    """Return a number in digits, without needless zeros."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _filled(section: _Section, number: Decimal) -> str:
    """Return the digits in the places of a section, with what stands between them."""
    places, _, decimals = section.digits.partition(".")
    decimals = decimals.replace(".", "")
    if number == number.to_integral_value() and not section.unit:
        decimals = ""
    rounded = f"{number.quantize(Decimal(1).scaleb(-len(decimals)), rounding=ROUND_HALF_UP):f}"
    whole, _, rest = rounded.partition(".")
    while len(rest) > decimals.count("0") and rest.endswith("0"):
        rest = rest[:-1]
    first = places.find("0")
    digits = whole.zfill(len(places) - first) if first >= 0 else whole
    surplus = len(digits) - len(places)
    groups = [digits[: surplus + 1], *digits[surplus + 1 :]] if surplus >= 0 else [""] * -surplus + list(digits)
    return _laid_out(section, groups or [digits], rest)


def _laid_out(section: _Section, groups: list[str], rest: str) -> str:
    """Return digits, one group for each place, between the literal texts of a section; then the decimals."""
    written, behind = list[str](), False
    for is_digits, text in section.parts:
        if not is_digits:
            written.append(text)
            continue
        for sign in text:
            if sign == "." and not behind:
                behind = True
                written += [*groups, f".{rest}" if rest else ""]
                groups = []
            elif sign != "," and not behind and groups:
                written.append(groups.pop(0))
    return "".join(written).strip()


@lru_cache(maxsize=512)
def _sections(form: str) -> tuple[_Section, ...]:
    """Take a format apart; () where its sections have conditions of their own."""
    sections = [_Section([])]
    for match in TOKEN.finditer(form):
        section, kind, text = sections[-1], match.lastgroup or "", match[match.lastgroup or 0]
        if kind == "bracket":
            if CONDITION.search(text):
                return ()
        elif kind == "end":
            sections.append(_Section([]))
        elif kind == "whole":
            section.written_out = True
        elif kind == "number":
            section.written_out |= text.endswith(",")
            section.parts.append((True, text))
        elif kind:
            section.percent |= kind == "literal" and text == "%"
            section.parts.append((False, text))
    return tuple(sections)
