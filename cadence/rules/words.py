"""
What do the words of the law research mean in ours? Pure: one table, and nothing else translates.

Packs are written in the words of their sources' summaries; the rest of the engine knows ours only. Where the two
differ, ours win (docs/design.md).
"""

from dataclasses import dataclass

from cadence.model import Channel, Purpose


@dataclass(frozen=True, slots=True, order=True)
class Form:
    """A channel, and for calls how the voice reaches the person: live, recorded, or left as voicemail."""

    channel: Channel
    delivery: str = ""


LIVE = Form(Channel.CALL, "live")
RECORDED = Form(Channel.CALL, "recorded")
VOICEMAIL = Form(Channel.CALL, "voicemail")
SMS = Form(Channel.SMS)
WHATSAPP = Form(Channel.WHATSAPP)

CHANNELS: dict[str, frozenset[Form]] = {
    "voice_live": frozenset({LIVE}),
    "voice_prerec": frozenset({RECORDED}),
    "vm_drop": frozenset({VOICEMAIL}),
    "voice": frozenset({LIVE, RECORDED, VOICEMAIL}),
    "sms": frozenset({SMS}),
    "whatsapp": frozenset({WHATSAPP}),
    "email": frozenset(),  # we do not write e-mail: such a rule binds nothing of ours
    "any": frozenset({LIVE, RECORDED, VOICEMAIL, SMS, WHATSAPP}),
}

PURPOSES: dict[str, frozenset[Purpose]] = {purpose.value: frozenset({purpose}) for purpose in Purpose} | {
    "emergency": frozenset(),  # no campaign of ours is one
    "any": frozenset(Purpose),
}

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

GROUNDS: dict[str, str] = {
    "express": "opt_in",  # a recorded consent
    "customer_similar_products": "customer",
    "contract": "contract",
    "legitimate_interest": "legitimate_interest",
    "none": "none_needed",
}
"""Kinds of consent, as the ground a campaign names for a channel."""
