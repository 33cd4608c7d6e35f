"""
What can a step say, channel by channel? Pure: the registry of `ContentKind`, one for each channel.

A new channel is a module beside this file and its line in `CONTENTS`; `shape.py` has its field.
"""

from cadence.campaign.content.base import Content, ContentKind
from cadence.campaign.content.call import CALL
from cadence.campaign.content.sms import SMS
from cadence.campaign.content.task import TASK
from cadence.campaign.content.whatsapp import WHATSAPP
from cadence.domain import Channel
from cadence.domain.channels import DESCRIPTORS

__all__ = ["CONTENTS", "Content", "ContentKind"]

_OF_BLOCKS = {"sms": SMS, "whatsapp": WHATSAPP, "call": CALL, "task": TASK}
if _forgotten := {one.block for one in DESCRIPTORS.values()} - set(_OF_BLOCKS):
    raise LookupError(f"no content in cadence/campaign/content for: {', '.join(sorted(_forgotten))}")

CONTENTS: dict[Channel, ContentKind] = {channel: _OF_BLOCKS[one.block] for channel, one in DESCRIPTORS.items()}
"""How each channel is written in a campaign file."""
