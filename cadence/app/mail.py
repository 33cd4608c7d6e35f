"""How is e-mail bound to this installation? Edge: its settings in; the provider out."""

from typing import TYPE_CHECKING

from cadence.channels.carriers import BoundCarrier
from cadence.channels.smtp.account import SmtpAccount
from cadence.channels.smtp.provider import SmtpCarrier
from cadence.domain.channels.email import EMAIL
from cadence.domain.errors import InvalidInputError

if TYPE_CHECKING:
    from cadence.app.settings import Settings

USE = b"cadence e-mail tokens"
"""What the key of e-mail tokens is derived for: the ledger's key itself is never used for them."""


def mail_carrier(settings: "Settings") -> list[BoundCarrier]:
    """Return the provider of e-mail; none where it is not set up."""
    account = smtp_account(settings)
    if account is None:
        return []
    carrier = SmtpCarrier(account)
    return [
        BoundCarrier(carrier=carrier, channels=frozenset({EMAIL.channel}), owns=lambda sid: sid.startswith("mail:"))
    ]


def smtp_account(settings: "Settings") -> SmtpAccount | None:
    """Return the relay and the mailbox, None when e-mail is not set up. Raises InvalidInputError when half of it is."""
    given = {
        "CADENCE_SMTP_URL": settings.smtp,
        "CADENCE_IMAP_URL": settings.imap,
        "CADENCE_RETURN_PATH": settings.return_path,
    }
    if not any(given.values()):
        return None
    missing = [name for name, value in given.items() if not value]
    if settings.smtp is None or settings.imap is None or missing:
        raise InvalidInputError(
            f"E-mail is set up in part: {', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing. "
            "Set all three variables, or none of them; docs/operations.md describes them."
        )
    relay, mailbox = settings.smtp, settings.imap
    return SmtpAccount(
        host=relay.host,
        port=relay.port,
        user=relay.user,
        password=relay.password,
        tls=relay.tls,
        imap_host=mailbox.host,
        imap_port=mailbox.port,
        imap_user=mailbox.user,
        imap_password=mailbox.password,
        imap_tls=mailbox.tls,
        mailbox=mailbox.mailbox,
        return_path=settings.return_path,
        public_url=settings.public_url,
        key=token_key(settings.required_hmac_key()),
        auth_server=settings.mail_auth_server,
        ca_file=str(settings.mail_ca_file or ""),
    )


def token_key(ledger_key: bytes) -> bytes:
    """Return the key of e-mail tokens, derived from the ledger's."""
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415  most commands send nothing
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415  as above

    return HKDF(hashes.SHA256(), 32, salt=None, info=USE).derive(ledger_key)
