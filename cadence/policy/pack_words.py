"""How does `cadence packs` write what a pack says? Pure: in the words of the law."""

from collections.abc import Iterable
from datetime import time

from cadence.domain.channels import ChannelForm
from cadence.policy.source_words import CHANNELS, DAYS, EVENTS, GROUNDS


def words(names: Iterable[str]) -> str:
    """Return words in the order of the alphabet."""
    return ", ".join(sorted(str(name) for name in names))


def forms_in_words(forms: frozenset[ChannelForm]) -> str:
    """Return forms of touch in the law's own words, the widest first."""
    rest, names = set(forms), []
    for word in sorted(CHANNELS, key=lambda word: -len(CHANNELS[word])):
        if CHANNELS[word] and rest >= CHANNELS[word]:
            names.append(word)
            rest -= CHANNELS[word]
    return ", ".join(names)


def events_in_words(events: frozenset[str]) -> str:
    """Return the law's words for events, as few as cover them."""
    names = [name for name, ours in EVENTS.items() if ours <= events]
    return " or ".join(dict.fromkeys(names)) or words(events)


def consents_in_words(grounds: frozenset[str]) -> str:
    """Return kinds of consent."""
    return " or ".join(name for name, ours in GROUNDS.items() if ours in grounds)


def days_in_words(days: tuple[int, ...]) -> str:
    """Return weekdays, such as mon-fri."""
    return DAYS[days[0]] if len(days) == 1 else f"{DAYS[days[0]]}-{DAYS[days[-1]]}"


def clock_in_words(wall: time, *, end: bool = False) -> str:
    """Return a wall time; midnight at the end of a day is 24:00."""
    return "24:00" if end and wall == time() else f"{wall:%H:%M}"
