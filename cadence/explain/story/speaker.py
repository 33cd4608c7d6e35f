"""Which language and which clock does a story use, and what describes an event? Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from cadence.domain.channels import DESCRIPTORS
from cadence.domain.zones import zone, zone_names
from cadence.languages import Language, has_sentence, say, say_recorded, sentence_id
from cadence.languages.sentences import weekday_and_time

What = Mapping[str, Any]
"""What is known of one event. It may hold personal data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventText:
    """The description of one event."""

    words: str
    why: tuple[str, ...] = ()
    by: str = ""
    evidence: dict[str, Any] = field(default_factory=dict)
    left: bool = False  # something was sent, or a call was made


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Finds words, and shows instants on the clocks of the zones a person may be in; without one, in UTC."""

    language: Language = "en"
    zones: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()  # the ids of the person's phone numbers, in the list's order
    addresses: tuple[int, ...] = ()  # those of their other addresses, such as mailboxes
    _clocks: tuple[tzinfo, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Set up the clocks. Unknown zones have none."""
        clocks = tuple(zone(name) for name in self.zones if name in zone_names())
        object.__setattr__(self, "_clocks", clocks or (UTC,))

    def say(self, sentence: str, /, **values: object) -> str:
        """
        Return a sentence about a record: its values are shown as they are, and a missing one as a question mark.

        Dots and blanks in its name become hyphens: kinds of events have some.
        """
        return say_recorded(self.language, sentence_id(sentence), {name: str(value) for name, value in values.items()})

    def term(self, kind: str, word: object, **values: object) -> str:
        """Return what a word is called; one that has no other name, as it is."""
        sentence = sentence_id(kind, str(word))
        return self.say(sentence, **values) if has_sentence(sentence) else str(word).replace("_", " ")

    def channel(self, channel: object) -> str:
        """Return the name of a channel."""
        return self._label(channel, "name")

    def consent(self, channel: object) -> str:
        """Return what somebody consents to on a channel."""
        return self._label(channel, "consent")

    def _label(self, channel: object, label: str) -> str:
        """Return a label of a channel, or the channel's word if it has none."""
        named = next((descriptor.labels for descriptor in DESCRIPTORS.values() if descriptor.channel == channel), None)
        return getattr(named, label, {}).get(self.language) or str(channel)

    def scope(self, scope: str, value: str) -> str:
        """Return what a pause or suppression covers."""
        return self.term("scope", scope, value=self.term("purpose", value) if scope == "purpose" else value)

    def number(self, identity: object) -> str:
        """Return a number or an address by its place in the list: our ids of them mean nothing to readers."""
        for sentence, ids in (("number-theirs", self.numbers), ("address-theirs", self.addresses)):
            for place, known in enumerate(ids, start=1):
                if str(known) == str(identity):
                    return say(self.language, sentence, number=place)
        return self.say("number-former")

    def hold(self, name: str, key: str = "") -> str:
        """Return what is waited for under the name of a hold."""
        scope, _, value = key.partition(":")
        return self.term("hold", name, key=key, scope=self.scope(scope, value)).removesuffix(" ()")

    def clock(self, at: datetime | str | None) -> str:
        """Return an instant as weekday, date and time on the person's first clock."""
        if not at:
            return "?"
        return weekday_and_time(instant(at).astimezone(self._clocks[0]), self.language)

    def walls(self, at: datetime) -> tuple[str, ...]:
        """Return the local times: each different time once, with the zones that have it."""
        shown: dict[str, list[str]] = {}
        for clock in self._clocks:
            wall = weekday_and_time(at.astimezone(clock), self.language, "%H:%M:%S")
            shown.setdefault(wall, []).append(str(clock))
        return tuple(f"{wall} {' '.join(names)}" for wall, names in shown.items())

    def dates(self, at: datetime) -> frozenset[date]:
        """Return the date of an instant in every zone the person may be in."""
        return frozenset(at.astimezone(clock).date() for clock in self._clocks)

    def place(self, at: datetime, day: date) -> int:
        """Tell whether an instant lies before a day (-1), on it by any of the clocks (0), or after it (1)."""
        shown = self.dates(at)
        return 0 if day in shown else -1 if max(shown) < day else 1


def instant(at: datetime | str) -> datetime:
    """Return an instant that may still be written as JSON has it."""
    return at if isinstance(at, datetime) else datetime.fromisoformat(at)


def kept(what: What, *keys: str) -> dict[str, Any]:
    """Return these details of an event as its evidence."""
    return {key: what.get(key) for key in keys}
