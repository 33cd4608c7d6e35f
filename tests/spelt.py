"""In which spellings may one phone come in? Phones that tests of every entry point share. All numbers are made up."""

from dataclasses import dataclass
from itertools import count


@dataclass(frozen=True, slots=True)
class Phone:
    """One phone of a country, in the spellings that lists, people and networks use."""

    country: str
    listed: str  # as a list has it, and the ledger keeps it
    whatsapp: str  # as WhatsApp writes it
    others: tuple[str, ...]  # as people, older lists and phone books write it, with the country's prefix


def phones(number: int) -> list[Phone]:
    """Return one phone a country, nobody else's: `number` has up to four digits."""
    last = f"{number:04d}"
    return [
        Phone(
            "MX",
            f"+5255123{last}0",
            f"+52155123{last}0",
            (f"+52 1 55 123{last[0]} {last[1:]}0", f"0052 1 (55) 123{last}0", f"+52 044 55 123{last}0"),
        ),
        Phone(
            "BR",
            f"+55319876{last}0",
            f"+5531876{last}0",
            (f"+55 31 876{last[0]}-{last[1:]}0", f"+55 (0xx31) 9876{last[0]} {last[1:]}0", f"+55 031 9876{last}0"),
        ),
        Phone(
            "AR",
            f"+549115123{last}",
            f"+549115123{last}",
            (f"+54 11 5123 {last}", f"+54 11 15 5123-{last}", f"+54 9 11 15 5123 {last}"),
        ),
        Phone("ES", f"+346000{last}0", f"+346000{last}0", (f"0034 600 0{last}0", f"tel:+346000{last}0")),
        Phone("GB", f"+4474001{last}0", f"+4474001{last}0", (f"+44 (0)7400 1{last}0",)),
        Phone("US", f"+1201555{last}", f"+1201555{last}", (f"+1 (201) 555-{last}",)),
        Phone("CO", f"+57601234{last}", f"+57601234{last}", (f"+57 1 234 {last}",)),
        Phone("PE", f"+519123{last}0", f"+519123{last}0", (f"+51 0 9123{last}0",)),
        Phone("CL", f"+562221{last}0", f"+562221{last}0", (f"0056 2 221{last}0",)),
    ]


_NEXT = count(100)


def fresh(country: str) -> Phone:
    """Return a phone of a country that no other test of this process has."""
    return next(one for one in phones(next(_NEXT)) if one.country == country)


COUNTRIES = [one.country for one in phones(0)]
