"""What is a WhatsApp message? Pure."""

from cadence.domain.channels import descriptor
from cadence.domain.enums import REPLIED, Channel, NumberKind, Outcome
from cadence.domain.senders import SenderKind

FORM = descriptor.ChannelForm(Channel.WHATSAPP)
_NAME = {"en": "WhatsApp", "es": "WhatsApp", "pt": "WhatsApp"}

WHATSAPP = descriptor.ChannelDescriptor(
    channel=Channel.WHATSAPP,
    kind=descriptor.ChannelKind.MESSAGE,
    labels=descriptor.ChannelLabels(name=_NAME, touches=_NAME, consent=_NAME),
    block="whatsapp",
    outcomes=(
        *(Outcome.SENT, Outcome.DELIVERED, Outcome.UNDELIVERED, Outcome.EXPIRED, REPLIED, Outcome.READ),
        *descriptor.EVERY_CHANNEL,
    ),
    retryable=(Outcome.UNDELIVERED, Outcome.EXPIRED, *descriptor.TRY_AGAIN),
    longest=descriptor.LONGEST_MESSAGE,
    sender_key="whatsapp",
    senders=frozenset({SenderKind.NUMBER, SenderKind.SERVICE}),
    number_kinds=frozenset({NumberKind.MOBILE, NumberKind.FIXED_OR_MOBILE}),
    consent_columns=("consent_whatsapp", "consentimiento_whatsapp"),
    opt_out_columns=("opt_out_whatsapp", "optout_whatsapp", "whatsapp_opt_out", "whatsapp_optout", "baja_whatsapp"),
    consent_words=("whatsapp",),
    forms=(FORM,),
    law_words={"whatsapp": (FORM,)},
    header_words=r"whats|wasap|(^|_)wa(_|$)|(^|_)wpp(_|$)",
    people_write=("whats", "wasap", "wsp", "zap"),
    can_reply=True,
    confirms_stops=True,
    in_sessions=True,
)
