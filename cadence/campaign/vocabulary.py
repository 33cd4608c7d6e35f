"""Which outcomes and dispositions can a step have? Pure: the words of `on`, `retry` and `stop_on`."""

from cadence.domain import REPLIED, Channel, Disposition, Outcome

_EITHER = (Outcome.INVALID_NUMBER, Outcome.BLOCKED, Outcome.FAILED, Outcome.LOST)
_TEXT = (Outcome.SENT, Outcome.DELIVERED, Outcome.UNDELIVERED, Outcome.EXPIRED, REPLIED)
_CALLED = (
    Outcome.ANSWERED,
    Outcome.MACHINE,
    Outcome.VOICEMAIL_LEFT,
    Outcome.BUSY,
    Outcome.NO_ANSWER,
    Outcome.ABANDONED,
    Outcome.HUNG_UP,
    Outcome.CANCELED,
)

STOPS = (Outcome.OPTED_OUT.value, Disposition.DO_NOT_CONTACT.value)
"""These always end every cadence of the person; no branch can follow them."""

AGENT_WORDS = tuple(disposition.value for disposition in Disposition if disposition.value not in STOPS)
"""Dispositions of agents that a cadence can branch on."""

OUTCOMES: dict[Channel, tuple[str, ...]] = {
    Channel.SMS: tuple(str(word) for word in (*_TEXT, *_EITHER)),
    Channel.WHATSAPP: tuple(str(word) for word in (*_TEXT, Outcome.READ, *_EITHER)),
    Channel.CALL: tuple(str(word) for word in (*_CALLED, *AGENT_WORDS, *_EITHER)),
    Channel.TASK: (Outcome.CREATED.value,),
}
"""The words of `on`, in addition to `otherwise`."""

_AGAIN = (Outcome.BLOCKED, Outcome.FAILED)
_CALL_AGAIN = (
    Outcome.BUSY,
    Outcome.NO_ANSWER,
    Outcome.MACHINE,
    Outcome.VOICEMAIL_LEFT,
    Outcome.ABANDONED,
    Outcome.HUNG_UP,
    Outcome.CANCELED,
)
RETRIES: dict[Channel, tuple[str, ...]] = {
    Channel.SMS: tuple(str(word) for word in (Outcome.UNDELIVERED, Outcome.EXPIRED, *_AGAIN)),
    Channel.WHATSAPP: tuple(str(word) for word in (Outcome.UNDELIVERED, Outcome.EXPIRED, *_AGAIN)),
    Channel.CALL: tuple(str(word) for word in (*_CALL_AGAIN, *_AGAIN)),
    Channel.TASK: (),
}
"""The words of `retry`: outcomes that certainly did not reach the person; others are never repeated (law 2)."""

STOP_WORDS = tuple(
    dict.fromkeys(
        (
            *(disposition.value for disposition in Disposition),
            *(REPLIED, Outcome.OPTED_OUT.value),
            *OUTCOMES[Channel.CALL],
            *OUTCOMES[Channel.WHATSAPP],
        )
    )
)
"""The words of `stop_on`."""

OPT_OUT_WORDS = ("baja", "stop", "alto", "parar", "sair", "cancelar", "unsubscribe", "opt out")
"""Words in a message that tell a person how to opt out."""
