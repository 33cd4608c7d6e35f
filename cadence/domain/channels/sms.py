"""What is a text message? Pure."""

from cadence.domain.channels import descriptor
from cadence.domain.enums import REPLIED, Channel, NumberKind, Outcome
from cadence.domain.senders import SenderKind

FORM = descriptor.ChannelForm(Channel.SMS)

SMS = descriptor.ChannelDescriptor(
    channel=Channel.SMS,
    kind=descriptor.ChannelKind.MESSAGE,
    labels=descriptor.ChannelLabels(
        name={"en": "text message", "es": "mensaje de texto", "pt": "SMS"},
        touches={"en": "text messages", "es": "mensajes de texto", "pt": "mensagens SMS"},
        consent={"en": "text messages", "es": "los mensajes de texto", "pt": "mensagens SMS"},
    ),
    block="sms",
    outcomes=(
        Outcome.SENT,
        Outcome.DELIVERED,
        Outcome.UNDELIVERED,
        Outcome.EXPIRED,
        REPLIED,
        *descriptor.EVERY_CHANNEL,
    ),
    retryable=(Outcome.UNDELIVERED, Outcome.EXPIRED, *descriptor.TRY_AGAIN),
    longest=descriptor.LONGEST_MESSAGE,
    sender_key="sms",
    senders=frozenset(SenderKind) - {SenderKind.ADDRESS},
    number_kinds=frozenset({NumberKind.MOBILE, NumberKind.FIXED_OR_MOBILE}),
    consent_columns=("consent_sms", "consentimiento_sms"),
    opt_out_columns=(
        "opt_out_sms",
        *("optout_sms", "sms_opt_out", "sms_optout", "baja_sms", "do_not_text", "no_enviar_sms"),
    ),
    consent_words=("sms",),
    forms=(FORM,),
    law_words={"sms": (FORM,)},
    header_words=r"sms|texto|(^|_)text(s)?(_|$)|mensaj|messag",
    people_write=("sms",),
    can_reply=True,
    confirms_stops=True,
    in_segments=True,
)
