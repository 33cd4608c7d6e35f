"""
What do the words of the law research mean in ours? Pure: one table, and nothing else translates.

Packs are written in the words of their sources' summaries; the rest of the engine knows ours only. Where the two
differ, ours win (docs/design.md).
"""

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
    "answered_live": frozenset(
        {Outcome.ANSWERED, Outcome.ABANDONED}
    ),  # a person answered, whether or not an agent spoke
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
