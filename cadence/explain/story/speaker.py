"""In which language and on which clock is a story told? Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from cadence.domain.zones import zone, zone_names
from cadence.explain.story.phrases import SENTENCES
from cadence.explain.story.terms import TERMS, WEEKDAYS
from cadence.policy.phrases import Language

What = Mapping[str, Any]
"""What is known of one event. It may hold personal data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Finds words, and shows instants on the clocks of the zones a person may be in; without one, in UTC."""

    language: Language = "en"
    zones: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()  # the ids of the person's numbers, in the list's order
    _clocks: tuple[tzinfo, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Set up the clocks. Unknown zones have none."""
        clocks = tuple(zone(name) for name in self.zones if name in zone_names())
        object.__setattr__(self, "_clocks", clocks or (UTC,))

    def say(self, sentence: str, **words: object) -> str:
        """Return a sentence with these words in it."""
        return SENTENCES[sentence][self.language].format_map(_Known(words))

    def term(self, kind: str, word: object, **words: object) -> str:
        """Return what a word is called; one that has no other name, as it is."""
        named = TERMS.get(f"{kind}.{word}")
        return named[self.language].format_map(_Known(words)) if named else str(word).replace("_", " ")

    def scope(self, scope: str, value: str) -> str:
        """Return what a pause or suppression covers."""
        return self.term("scope", scope, value=self.term("purpose", value) if scope == "purpose" else value)

    def number(self, identity: object) -> str:
        """Return a number by its place in the list: our ids of numbers mean nothing to readers."""
        for place, known in enumerate(self.numbers, start=1):
            if str(known) == str(identity):
                return self.term("words", "their number", number=ordinal(place) if self.language == "en" else place)
        return self.term("words", "former number")

    def hold(self, name: str, key: str = "") -> str:
        """Return what is waited for under the name of a hold."""
        scope, _, value = key.partition(":")
        return self.term("hold", name, key=key, scope=self.scope(scope, value)).removesuffix(" ()")

    def clock(self, at: datetime | str | None) -> str:
        """Return an instant as weekday, date and time on the person's first clock."""
        if not at:
            return "?"
        local = instant(at).astimezone(self._clocks[0])
        return f"{WEEKDAYS[self.language][local.weekday()]} {local:%Y-%m-%d %H:%M}"

    def walls(self, at: datetime) -> tuple[str, ...]:
        """Return the local times: each different time once, with the zones that have it."""
        shown: dict[str, list[str]] = {}
        for clock in self._clocks:
            local = at.astimezone(clock)
            wall = f"{WEEKDAYS[self.language][local.weekday()]} {local:%Y-%m-%d %H:%M:%S}"
            shown.setdefault(wall, []).append(str(clock))
        return tuple(f"{wall} {' '.join(names)}" for wall, names in shown.items())

    def dates(self, at: datetime) -> frozenset[date]:
        """Return the date of an instant in every zone the person may be in."""
        return frozenset(at.astimezone(clock).date() for clock in self._clocks)

    def place(self, at: datetime, day: date) -> int:
        """Tell whether an instant lies before a day (-1), on it by any of the clocks (0), or after it (1)."""
        shown = self.dates(at)
        return 0 if day in shown else -1 if max(shown) < day else 1


def ordinal(place: int) -> str:
    """Return a place in English: 1st, 2nd, 3rd, 4th."""
    tens, ending = place // 10 % 10, {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{'th' if tens == 1 else ending}"


class _Known(dict[str, object]):
    """Words for a sentence; what an old record does not have is a question mark."""

    def __missing__(self, key: str) -> str:
        """Return the mark of what is not known."""
        return "?"


def instant(at: datetime | str) -> datetime:
    """Return an instant that may still be written as JSON has it."""
    return at if isinstance(at, datetime) else datetime.fromisoformat(at)
