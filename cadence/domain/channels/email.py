"""What is an e-mail? Pure."""

import re
import unicodedata

from cadence.domain.channels import descriptor
from cadence.domain.channels.email_address import read_mail_address
from cadence.domain.enums import REPLIED, Channel, NumberKind, Outcome
from cadence.domain.errors import InvalidInputError
from cadence.domain.senders import SenderKind

FORM = descriptor.ChannelForm(Channel.EMAIL)
LONGEST_EMAIL = 20_000
"""Characters of the text of one e-mail, and of its HTML."""
_LINK = re.compile(r"^mailto:", re.IGNORECASE)
_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Characters that nobody sees or types; programs add them when an address is copied."""


def read_email(text: str) -> str:
    """
    Return an address as it is stored and compared: without a name, in small letters. Raises ValueError.

    Mail servers may tell large letters from small ones before the @; none that people use does. An accent may be
    written as a sign of its own: both spellings are one address (RFC 6532, 3.1). A ß stays: ss is another mailbox.
    """
    try:
        address = read_mail_address(_LINK.sub("", _UNSEEN.sub("", text).strip(), count=1))
    except InvalidInputError as error:
        reason = str(error).partition("; expected")[0].rstrip(".")  # the caller says what is expected
        raise ValueError(reason[0].lower() + reason[1:]) from None
    return f"{unicodedata.normalize('NFC', address.local.lower())}@{address.domain}"


EMAIL = descriptor.ChannelDescriptor(
    channel=Channel.EMAIL,
    kind=descriptor.ChannelKind.MESSAGE,
    labels=descriptor.ChannelLabels(
        name={"en": "e-mail", "es": "correo electrónico", "pt": "e-mail"},
        touches={"en": "e-mails", "es": "correos electrónicos", "pt": "e-mails"},
        consent={"en": "e-mails", "es": "los correos electrónicos", "pt": "e-mails"},
    ),
    block="email",
    # A relay reports no delivery and no reading: what is known is what comes back.
    outcomes=(Outcome.SENT, Outcome.UNDELIVERED, REPLIED, *descriptor.EVERY_CHANNEL),
    retryable=(Outcome.UNDELIVERED, *descriptor.TRY_AGAIN),
    longest=LONGEST_EMAIL,
    sender_key="email",
    senders=frozenset({SenderKind.ADDRESS}),
    reader=descriptor.AddressReader(
        kind=NumberKind.EMAIL,
        sign="@",
        read=read_email,
        columns=(
            "email",
            *("e_mail", "mail", "correo", "correo_electronico", "email_address", "e_mail_address", "mail_address"),
            *("direccion_de_correo", "direccion_correo", "endereco_de_email", "endereco_email", "correio_eletronico"),
        ),
        example="ana@example.com",
    ),
    number_kinds=frozenset({NumberKind.EMAIL}),
    consent_columns=(
        "consent_email",
        *("consent_e_mail", "consentimiento_email", "consentimiento_correo", "consentimiento_correo_electronico"),
        *("consentimento_email", "consentimento_e_mail"),
    ),
    opt_out_columns=(
        "opt_out_email",
        *("optout_email", "email_opt_out", "email_optout", "do_not_email", "baja_email", "baja_correo"),
        *("no_enviar_correo", "no_enviar_email", "nao_enviar_email", "descadastro_email"),
    ),
    consent_words=("email",),
    forms=(FORM,),
    law_words={"email": (FORM,)},
    header_words=r"e?_?mail|correo|correio",
    people_write=("mail", "correo", "correio"),
    can_reply=True,
    must_be_ready=True,
)
