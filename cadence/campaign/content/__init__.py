"""
What can a step say, channel by channel? Pure: the registry of `ContentKind`, one for each channel.

A new channel is a module beside this file, its line in `_OF_BLOCKS` and its fields below, which `shape.py` inherits.
"""

from pydantic import Field

from cadence.campaign.blocks import unset
from cadence.campaign.content.base import Content, ContentKind
from cadence.campaign.content.call import CALL, CallStep
from cadence.campaign.content.email import EMAIL, Email
from cadence.campaign.content.sms import SMS, Sms
from cadence.campaign.content.task import TASK, Task
from cadence.campaign.content.whatsapp import WHATSAPP, WhatsApp
from cadence.campaign.periods import Shape
from cadence.domain import Channel
from cadence.domain.channels import DESCRIPTORS

__all__ = ["CONTENTS", "AnnouncementContents", "Content", "SenderKeys", "StepContents"]

_OF_BLOCKS = {"sms": SMS, "whatsapp": WHATSAPP, "email": EMAIL, "call": CALL, "task": TASK}
if _forgotten := {descriptor.block for descriptor in DESCRIPTORS.values()} - set(_OF_BLOCKS):
    raise LookupError(f"no content in cadence/campaign/content for: {', '.join(sorted(_forgotten))}")

CONTENTS: dict[Channel, ContentKind] = {
    channel: _OF_BLOCKS[descriptor.block] for channel, descriptor in DESCRIPTORS.items()
}
"""How each channel is written in a campaign file."""


class SenderKeys(Shape):
    """Our sender on each channel, under its key of `from`."""

    voice: str = ""  # E.164
    sms: str = ""  # E.164, a registered name, a messaging service or a short code (`domain/senders.py`)
    whatsapp: str = ""  # E.164 or a messaging service
    email: str = Field("", exclude_if=unset)
    postal_address: str = Field("", exclude_if=unset)  # at the end of each e-mail


class StepContents(Shape):
    """What a step says on its channel: at most one of these is set."""

    sms: Sms | None = None
    whatsapp: WhatsApp | None = None
    email: Email | None = Field(None, exclude_if=unset)
    call: CallStep | None = None
    task: Task | None = None


class AnnouncementContents(Shape):
    """The texts that tell a person when a promised call will come, by channel."""

    sms: Sms | None = None
    whatsapp: WhatsApp | None = None
    email: Email | None = Field(None, exclude_if=unset)
