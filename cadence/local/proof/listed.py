"""How many rows of a list can be used? Pure, and naive on purpose: for lists with the columns of the examples."""

from collections.abc import Sequence
from typing import NamedTuple

from cadence.local.proof.record import LedgerAccount

CHANNELS = frozenset({"sms", "voice", "call", "whatsapp", "email"})
NO, YES = frozenset({"no", "none"}), frozenset({"yes", "sí", "si", "all", "todos"})
"""How the consent columns of a list say no and yes."""
DIGITS = 7
"""A cell with so many digits may be a phone number."""


class Sums(NamedTuple):
    """What is counted, and among what."""

    part: int
    whole: int


def usable_rows(listed: Sequence[Sequence[str]], account: LedgerAccount) -> Sums | None:
    """
    Count the rows of a list, and those of somebody who may be contacted. The first row has the headers.

    That is a row with a number or address of a lead, which does not say no to all that it names, and repeats no other.
    None for a list whose columns or words this does not know: it would be guessing.
    """
    headers, *rows = [[cell.strip() for cell in row] for row in listed] or [[]]
    named = [header.casefold() for header in headers]
    if named[:1] != ["id"] or not {"phone", "email"} & set(named) or any("opt" in header for header in named):
        return None
    answers = [place for place, header in enumerate(named) if header.startswith("consent_") and header[8:] in CHANNELS]
    numbers = [number for lead in account.leads for number in lead.numbers]
    addresses = {number.casefold() for number in numbers if "@" in number}
    digits = [number.lstrip("+") for number in numbers if "@" not in number]
    seen: set[str] = set()
    for cells in rows:
        given = {cells[place].casefold() for place in answers if place < len(cells) and cells[place]}
        if not given <= NO | YES:
            return None
        known = any(cell.casefold() in addresses or _is_phone(cell, digits) for cell in cells)
        if known and cells[0] and not (given and given <= NO):
            seen.add(cells[0])
    return Sums(len(seen), len(rows))


def _is_phone(cell: str, digits: Sequence[str]) -> bool:
    """Tell whether a cell has the digits of one of these phones, with or without its country."""
    plain = "".join(char for char in cell if char.isdigit()).lstrip("0")
    return len(plain) >= DIGITS and any(number.endswith(plain) for number in digits)
