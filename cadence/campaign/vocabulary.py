"""Which outcomes and dispositions can a step have? Pure: the words of `on`, `retry` and `stop_on`."""

from cadence.domain import REPLIED, Channel, Disposition, Outcome
from cadence.domain.channels import CONVERSATION_CHANNELS, DESCRIPTORS, MESSAGE_CHANNELS

STOPS = (Outcome.OPTED_OUT.value, Disposition.DO_NOT_CONTACT.value)
"""These always end every cadence of the person; no branch can follow them."""

OUTCOMES: dict[Channel, tuple[str, ...]] = {
    channel: tuple(str(word) for word in descriptor.outcomes) for channel, descriptor in DESCRIPTORS.items()
}
"""The words of `on`, in addition to `otherwise`."""

RETRIES: dict[Channel, tuple[str, ...]] = {
    channel: tuple(str(word) for word in descriptor.retryable) for channel, descriptor in DESCRIPTORS.items()
}
"""The words of `retry`: outcomes that certainly did not reach the person; others are never repeated (law 2)."""

STOP_WORDS = tuple(
    dict.fromkeys(
        (
            *(disposition.value for disposition in Disposition),
            *(REPLIED, Outcome.OPTED_OUT.value),
            *(word for channel in (*CONVERSATION_CHANNELS, *MESSAGE_CHANNELS) for word in OUTCOMES[channel]),
        )
    )
)
"""The words of `stop_on`."""

OPT_OUT_WORDS = ("baja", "stop", "alto", "parar", "sair", "cancelar", "unsubscribe", "opt out")
"""Words in a message that tell a person how to opt out."""
