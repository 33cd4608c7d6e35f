"""What is a phone call? Pure."""

from cadence.domain.channels import descriptor
from cadence.domain.enums import Channel, Disposition, NumberKind, Outcome
from cadence.domain.outcomes import LIVE, RECORDED, VOICEMAIL
from cadence.domain.senders import SenderKind

LIVE_CALL = descriptor.ChannelForm(Channel.CALL, LIVE)
RECORDED_CALL = descriptor.ChannelForm(Channel.CALL, RECORDED)
LEFT_VOICEMAIL = descriptor.ChannelForm(Channel.CALL, VOICEMAIL)

NOT_REACHED = (Outcome.BUSY, Outcome.NO_ANSWER, Outcome.ABANDONED, Outcome.HUNG_UP, Outcome.CANCELED)
DISPOSITIONS = tuple(word.value for word in Disposition if word is not Disposition.DO_NOT_CONTACT)
"""What an agent may say of a conversation, and the cadence may follow: an opt-out always ends it."""

CALL = descriptor.ChannelDescriptor(
    channel=Channel.CALL,
    kind=descriptor.ChannelKind.CONVERSATION,
    labels=descriptor.ChannelLabels(
        name={"en": "phone", "es": "teléfono", "pt": "telefone"},
        touches={"en": "calls", "es": "llamadas", "pt": "ligações"},
        consent={"en": "calls", "es": "las llamadas", "pt": "ligações"},
    ),
    block="call",
    outcomes=(
        *(Outcome.ANSWERED, Outcome.MACHINE, Outcome.VOICEMAIL_LEFT, *NOT_REACHED),
        *DISPOSITIONS,
        *descriptor.EVERY_CHANNEL,
    ),
    retryable=(
        *(Outcome.BUSY, Outcome.NO_ANSWER, Outcome.MACHINE, Outcome.VOICEMAIL_LEFT),
        *(Outcome.ABANDONED, Outcome.HUNG_UP, Outcome.CANCELED),
        *descriptor.TRY_AGAIN,
    ),
    longest=descriptor.LONGEST_SPEECH,
    sender_key="voice",
    senders=frozenset({SenderKind.NUMBER}),
    number_kinds=frozenset({NumberKind.MOBILE, NumberKind.FIXED_OR_MOBILE, NumberKind.FIXED}),
    consent_columns=(
        "consent_voice",
        *("consent_call", "consentimiento_voz", "consentimiento_llamada", "consentimiento_llamadas"),
    ),
    opt_out_columns=(
        "opt_out_voice",
        *("opt_out_call", "opt_out_calls", "call_opt_out", "voice_opt_out", "do_not_call", "baja_llamadas"),
        *("no_llamar", "nao_ligar", "baja_voz", "do_not_phone"),
    ),
    consent_words=("call", "voice"),
    forms=(LIVE_CALL, RECORDED_CALL, LEFT_VOICEMAIL),
    left_form=LEFT_VOICEMAIL,
    recorded_form=RECORDED_CALL,
    law_words={
        "voice": (LIVE_CALL, RECORDED_CALL, LEFT_VOICEMAIL),
        "voice_live": (LIVE_CALL,),
        "voice_prerec": (RECORDED_CALL,),
        "vm_drop": (LEFT_VOICEMAIL,),
    },
    header_words=r"llam|call|voz|voice|phone|telef|ligac|ligar",
    uses_agents=True,
    ends_later=True,
    load=1.5,
)
