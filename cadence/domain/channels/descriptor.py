"""What does the engine have to know about a channel? Pure: one frozen value per channel, filled in by its module."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from cadence.domain.enums import Channel, NumberKind, Outcome
from cadence.domain.senders import SenderKind

LONGEST_MESSAGE = 1600
"""The carrier takes no longer text in one message."""
LONGEST_SPEECH = 4000
"""The longest text that is spoken after a tone or handed over as work."""

EVERY_CHANNEL = (Outcome.INVALID_NUMBER, Outcome.BLOCKED, Outcome.FAILED, Outcome.LOST)
"""Outcomes of everything that a carrier carries."""
TRY_AGAIN = (Outcome.BLOCKED, Outcome.FAILED)
"""Those of them after which the same step may be tried again."""


class ChannelKind(StrEnum):
    """What a touch on a channel is."""

    MESSAGE = "message"  # written words: over for us once the carrier has taken them
    CONVERSATION = "conversation"  # a person talks to an agent of ours: over when they hang up
    WORK = "work"  # handed to one of our own people: nobody is contacted


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressReader:
    """How a channel's own addresses are written, which are no phone numbers. Each is a row of `numbers` as well."""

    kind: NumberKind  # of that row
    sign: str  # what no phone number and no id of ours has in it: a text with it is meant as such an address
    read: Callable[[str], str]  # as it is stored and compared. Raises ValueError, which does not repeat it
    columns: tuple[str, ...]  # our name of its column in a lead list, then what else lists call it
    example: str  # for messages


@dataclass(frozen=True, slots=True, order=True)
class ChannelForm:
    """A channel, and for calls how the voice reaches the person: live, recorded, or left as voicemail."""

    channel: Channel
    delivery: str = ""

    def __str__(self) -> str:
        """Return it for people to read: "sms", "call (live)"."""
        return f"{self.channel} ({self.delivery})" if self.delivery else str(self.channel)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelLabels:
    """What people call a channel, by language; empty where a sentence never needs it."""

    name: dict[str, str]  # in a line of a lead's story: "text message"
    touches: dict[str, str] = field(default_factory=dict)  # what a rule counts or bars: "text messages"
    consent: dict[str, str] = field(default_factory=dict)  # what somebody agreed to, with its article


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelDescriptor:
    """One channel. `tests/unit/domain/test_channels.py` lists what each kind of channel has to fill in."""

    channel: Channel
    kind: ChannelKind
    labels: ChannelLabels

    # The campaign file
    block: str  # the key of a step on this channel
    outcomes: tuple[str, ...]  # the words of `on`
    retryable: tuple[str, ...]  # the words of `retry`: what surely did not reach the person (law 2)
    longest: int  # characters of one text
    sender_key: str = ""  # the key of its sender in `from`
    senders: frozenset[SenderKind] = frozenset()  # what may stand there

    # Lists and consent files
    reader: AddressReader | None = None  # of addresses that are no phone numbers
    number_kinds: frozenset[NumberKind] = frozenset()  # numbers that can take it; all others are never contacted
    consent_columns: tuple[str, ...] = ()  # our name of its consent column, then what else lists call it
    opt_out_columns: tuple[str, ...] = ()  # the same for its opt-out column
    consent_words: tuple[str, ...] = ()  # the words for it in a consent file; the first one is exported

    # The law
    forms: tuple[ChannelForm, ...] = ()  # legal forms that a touch can take, the one it begins with first
    left_form: ChannelForm | None = None  # the form it ends as where words are left for later
    recorded_form: ChannelForm | None = None  # the form it has where a recorded voice speaks to the person
    law_words: dict[str, tuple[ChannelForm, ...]] = field(default_factory=dict)  # words of packs for these forms

    # What it asks of the engine
    header_words: str = ""  # a pattern of words by which the header of a list's column means it
    people_write: tuple[str, ...] = ()  # parts of words by which a message names it: "whats"
    can_reply: bool = False  # the person can write back on it
    confirms_stops: bool = False  # a stop in a message on it is confirmed by one message
    must_be_ready: bool = False  # no order launches a campaign on it before its provider has found our sender ready
    in_sessions: bool = False  # free text goes only within 24 hours of the person's message, else an approved template
    in_segments: bool = False  # a long text is sent, counted and billed in parts
    uses_agents: bool = False  # it takes a place on a floor until the agent has said what came of it
    ends_later: bool = False  # the carrier reports the end: the activity of a touch waits for it
    load: float = 1.0  # what a touch costs the machine, against a text message

    @property
    def reaches_person(self) -> bool:
        """Whether a touch leaves the house: only then do limits, the gap, hours and consent apply."""
        return self.kind is not ChannelKind.WORK

    @property
    def by_phone(self) -> bool:
        """Whether people are addressed by a phone number, not by an address that its `reader` reads, or not at all."""
        return self.reaches_person and self.reader is None

    @property
    def consent_column(self) -> str:
        """Our name of its consent column in a lead list."""
        return self.consent_columns[0] if self.consent_columns else ""

    @property
    def opt_out_column(self) -> str:
        """Our name of its opt-out column in a lead list."""
        return self.opt_out_columns[0] if self.opt_out_columns else ""

    def forms_of(self, *, leaves_words: bool, recorded: bool = False, connects: bool = True) -> frozenset[ChannelForm]:
        """
        Return the legal forms that one touch may take. Raises ValueError for a channel that no law is about.

        `recorded`: a recorded voice speaks to the person, who with `connects` may speak to somebody after it.
        """
        if not self.forms:
            raise ValueError(f"{self.channel} has no legal form: expected a channel that reaches people")
        left = {self.left_form} if leaves_words and self.left_form is not None else set()
        if not recorded or self.recorded_form is None:
            return frozenset({self.forms[0], *left})
        return frozenset({self.recorded_form, *left, *([self.forms[0]] if connects else [])})
