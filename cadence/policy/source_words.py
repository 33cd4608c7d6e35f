"""
What do the words of the law research mean in ours, and the other way round? Pure: nothing else translates.

Packs are written in the words of their sources' summaries; the rest of the engine knows ours only. Where the two
differ, ours win (docs/design.md).
"""

from collections.abc import Iterable
from datetime import time

from cadence.domain import REPLIED, Disposition, Outcome, Purpose
from cadence.domain.channels import CONVERSATION_CHANNELS, MESSAGE_CHANNELS, ChannelForm, descriptor_of

_DESCRIBED = tuple(descriptor_of(channel) for channel in (*CONVERSATION_CHANNELS, *MESSAGE_CHANNELS))

CHANNELS: dict[str, frozenset[ChannelForm]] = {
    **{word: frozenset(forms) for descriptor in _DESCRIBED for word, forms in descriptor.law_words.items()},
    "any": frozenset(form for descriptor in _DESCRIBED for form in descriptor.forms),
}

PURPOSES: dict[str, frozenset[Purpose]] = {purpose.value: frozenset({purpose}) for purpose in Purpose} | {
    "emergency": frozenset(),  # no campaign of ours is one
    "any": frozenset(Purpose),
}

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

EVENTS: dict[str, frozenset[str]] = {
    "no_answer": frozenset({Outcome.NO_ANSWER}),
    "busy": frozenset({Outcome.BUSY}),
    "failed": frozenset({Outcome.FAILED, Outcome.UNDELIVERED, Outcome.EXPIRED, Outcome.CANCELED}),
    "machine": frozenset({Outcome.MACHINE}),
    "voicemail_left": frozenset({Outcome.VOICEMAIL_LEFT}),
    "answered_live": frozenset({Outcome.ANSWERED, Outcome.ABANDONED}),  # by a person, with or without an agent
    "abandoned": frozenset({Outcome.ABANDONED}),
    "conversation": frozenset({Outcome.ANSWERED}),
    "delivered": frozenset({Outcome.DELIVERED, Outcome.READ}),
    "read": frozenset({Outcome.READ}),
    "replied": frozenset({REPLIED}),
    "message_replied": frozenset({REPLIED}),
    "optout": frozenset({Outcome.OPTED_OUT}),
    "refused": frozenset({Disposition.REFUSED, Disposition.DO_NOT_CONTACT}),  # as the agent says
}
"""What came of a touch, as the words of our outcomes."""

GROUNDS: dict[str, str] = {
    "express": "opt_in",  # a recorded consent
    "express_written": "opt_in_written",  # one that was signed, on paper or by a click
    "customer_similar_products": "customer",
    "contract": "contract",
    "legitimate_interest": "legitimate_interest",
    "none": "none_needed",
}
"""Kinds of consent, as the ground a campaign names for a channel."""


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
