"""
How much does a stop close? Pure: everything, unless the person writes what may go on.

"Stop promos" closes marketing, "stop promos and calls" everything. "Don't call, text me" closes calls. Where it is not
clear, everything closes: without a clear answer everything that needs consent stops (47 CFR 64.1200(a)(12)).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cadence.domain import Channel, Purpose, SuppressionScope
from cadence.domain.channels import CONTACT_CHANNELS, CONVERSATION_CHANNELS, MESSAGE_CHANNELS, descriptor_of
from cadence.replies import languages

MESSAGES = frozenset(MESSAGE_CHANNELS)
CONVERSATIONS = frozenset(CONVERSATION_CHANNELS)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedPart:
    """One thing that a stop closes."""

    scope: SuppressionScope
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StopPhrase:
    """One phrase that means stop."""

    rule: str
    found: str
    about: str  # the phrase and what follows it in its clause
    names: tuple[str, ...] = ()  # the place or time that belongs to it
    denied: bool = False  # it is reversed, or about something else


BESIDES_SERVICE = tuple(
    ClosedPart(scope=SuppressionScope.PURPOSE, value=purpose.value)
    for purpose in Purpose
    if purpose is not Purpose.SERVICE
)
"""What "nothing but news of my order" closes."""


def closed_by(refusals: Sequence[StopPhrase], clauses: Sequence[str]) -> tuple[ClosedPart, ...]:
    """Return what these phrases close, () for everything."""
    named = [_purposes(refusal.about) for refusal in refusals]
    if all(named):
        return tuple(dict.fromkeys(part for parts in named for part in parts))
    if languages.pattern("besides").search(" ".join(clauses)):
        return BESIDES_SERVICE
    refused = _about_channels(refusals)
    wanted = _wanted([_without(clause, refusals) for clause in clauses])
    if not wanted or wanted & refused:
        return ()
    only = any(languages.pattern("only").search(clause) for clause in clauses)
    return _channels(frozenset(CONTACT_CHANNELS) - wanted if only or not refused else refused)


def only_on(clauses: Sequence[str]) -> tuple[ClosedPart, ...]:
    """Return what is closed by "only by text please", () when there is no such phrase."""
    wanted = _wanted([clause for clause in clauses if languages.pattern("only").search(clause)])
    return _channels(frozenset(CONTACT_CHANNELS) - wanted) if wanted else ()


def _purposes(about: str) -> tuple[ClosedPart, ...]:
    """Return the purposes a phrase is about, () when it is about more."""
    if languages.pattern("anything").search(about):
        return ()
    fields = (("advertising", Purpose.MARKETING), ("surveys", Purpose.SURVEY))
    return tuple(
        ClosedPart(scope=SuppressionScope.PURPOSE, value=purpose.value)
        for field, purpose in fields
        if languages.pattern(field).search(about)
    )


def _about_channels(refusals: Iterable[StopPhrase]) -> frozenset[Channel]:
    """Return the channels these phrases speak of."""
    channels: set[Channel] = set()
    for refusal in refusals:
        if languages.pattern("calls").search(refusal.about):
            channels |= CONVERSATIONS
        channels |= _messages(refusal.about) if languages.pattern("texts").search(refusal.about) else set()
    return frozenset(channels)


def _messages(words: str) -> frozenset[Channel]:
    """Return which messages are meant: those of the channel that the text names (the later of two here), else all."""
    for channel in reversed(MESSAGE_CHANNELS):
        if any(name in words for name in descriptor_of(channel).people_write):
            return frozenset({channel})
    return MESSAGES


def _wanted(clauses: Iterable[str]) -> frozenset[Channel]:
    """Return the channels on which the person asks to be reached."""
    channels: set[Channel] = set()
    for clause in clauses:
        if languages.pattern("call_me").search(clause):
            channels |= CONVERSATIONS
        if match := languages.pattern("text_me").search(clause):
            channels |= _messages(clause[match.start() :])
    return frozenset(channels)


def _without(clause: str, refusals: Iterable[StopPhrase]) -> str:
    """Return a clause without the phrases that say stop."""
    for refusal in refusals:
        clause = clause.replace(refusal.found, " ", 1)
    return " ".join(clause.split())


def _channels(closed: Iterable[Channel]) -> tuple[ClosedPart, ...]:
    return tuple(
        ClosedPart(scope=SuppressionScope.CHANNEL, value=channel.value)
        for channel in Channel
        if channel in frozenset(closed)
    )
