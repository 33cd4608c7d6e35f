"""
Which channels are there? Pure: the registry, one descriptor per channel; everything else asks here.

A new channel is a member of `Channel`, a module beside this file and its line in `DESCRIPTORS`.
"""

from cadence.domain.channels.call import CALL
from cadence.domain.channels.descriptor import (
    LONGEST_MESSAGE,
    LONGEST_SPEECH,
    AddressReader,
    ChannelDescriptor,
    ChannelForm,
    ChannelKind,
)
from cadence.domain.channels.email import EMAIL
from cadence.domain.channels.sms import SMS
from cadence.domain.channels.task import TASK
from cadence.domain.channels.whatsapp import WHATSAPP
from cadence.domain.enums import Channel, NumberKind

__all__ = [
    "ADDRESS_READERS",
    "CALLBACK_CHANNEL",
    "CONFIRMED_ON",
    "CONTACT_CHANNELS",
    "CONVERSATION_CHANNELS",
    "DESCRIPTORS",
    "LONGEST_MESSAGE",
    "LONGEST_SPEECH",
    "MESSAGE_CHANNELS",
    "OWN_KINDS",
    "WORK_CHANNEL",
    "AddressReader",
    "ChannelDescriptor",
    "ChannelForm",
    "ChannelKind",
    "can_address",
    "descriptor_of",
    "reader_of",
    "stored_address",
]

DESCRIPTORS: dict[Channel, ChannelDescriptor] = {
    descriptor.channel: descriptor for descriptor in (SMS, WHATSAPP, EMAIL, CALL, TASK)
}
"""Every channel, in the order in which reports name them."""
if _forgotten := set(Channel) - set(DESCRIPTORS):
    raise LookupError(f"no descriptor in cadence/domain/channels for: {', '.join(sorted(_forgotten))}")

_BY_WORD: dict[str, ChannelDescriptor] = {channel: descriptor for channel, descriptor in DESCRIPTORS.items()}  # noqa: C416  a StrEnum is its word


def descriptor_of(channel: str) -> ChannelDescriptor:
    """Return what is known about a channel. Raises LookupError for one without a descriptor: none is ever guessed."""
    descriptor = _BY_WORD.get(channel)
    if descriptor is None:
        known = ", ".join(DESCRIPTORS)
        raise LookupError(f"channel {channel!r} has no descriptor in cadence/domain/channels; expected one of {known}")
    return descriptor


def _of_kind(*kinds: ChannelKind) -> tuple[Channel, ...]:
    return tuple(channel for channel, descriptor in DESCRIPTORS.items() if descriptor.kind in kinds)


MESSAGE_CHANNELS = _of_kind(ChannelKind.MESSAGE)
"""Channels on which people get something to read."""
CONFIRMED_ON = tuple(channel for channel in MESSAGE_CHANNELS if DESCRIPTORS[channel].confirms_stops)
"""Channels on which one message confirms a stop."""
CONVERSATION_CHANNELS = _of_kind(ChannelKind.CONVERSATION)
"""Channels on which a person talks to an agent of ours."""
CONTACT_CHANNELS = _of_kind(ChannelKind.MESSAGE, ChannelKind.CONVERSATION)
"""Channels on which somebody is contacted."""

ADDRESS_READERS = tuple(descriptor.reader for descriptor in DESCRIPTORS.values() if descriptor.reader is not None)
"""The readers of addresses that are no phone numbers."""
OWN_KINDS = frozenset(reader.kind for reader in ADDRESS_READERS)
"""Kinds of such addresses: they show no place, and no other channel can use them."""


def reader_of(text: str) -> AddressReader | None:
    """Return the reader of an address that is no phone number, None for everything else."""
    return next((reader for reader in ADDRESS_READERS if reader.sign in text), None)


def stored_address(text: str) -> str:
    """Return an address as the ledger stores it; a phone number is returned as it is. Raises ValueError."""
    reader = reader_of(text)
    return reader.read(text) if reader is not None else text


def can_address(channel: Channel, kind: NumberKind) -> bool:
    """Tell whether a number of this kind is an address of the kind that a channel uses, fit for it or not."""
    reader = descriptor_of(channel).reader
    return kind is reader.kind if reader is not None else kind not in OWN_KINDS


CALLBACK_CHANNEL = CALL.channel
"""A promised call is made on this one."""
WORK_CHANNEL = TASK.channel
"""Work for our own people is handed out on this one."""
