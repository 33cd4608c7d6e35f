"""How is e-mail set up? Edge: its variables, and the relay and mailbox that they name."""

from dataclasses import dataclass, field
from typing import Annotated, Protocol
from urllib.parse import parse_qsl, unquote, urlsplit

from pydantic import AfterValidator, Field, PlainValidator
from pydantic_settings import BaseSettings, SettingsConfigDict

from cadence.app import setting_values as values
from cadence.channels.smtp.account import Security, SmtpAccount, is_loopback
from cadence.domain.channels.email_address import read_mail_address
from cadence.domain.errors import InvalidInputError

USE = b"cadence e-mail tokens"
"""What the key of e-mail tokens is derived for: the ledger's key itself is never used for them."""
PORTS = {"smtp": 587, "smtps": 465, "imap": 143, "imaps": 993}


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """A mail server and how we sign in."""

    host: str
    port: int
    tls: Security
    user: str
    password: str = field(repr=False)
    mailbox: str = "INBOX"


def server(value: str, scheme: str) -> MailServer:
    """Read an address such as smtp://user:password@smtp.example.com. Raises ValueError that completes "expected"."""
    example = f"an address such as {scheme}s://user:password@{scheme}.example.com:{PORTS[f'{scheme}s']}"
    percent = "; in a user or password, signs such as @ and / are written %40 and %2F"
    try:
        parts = urlsplit(value)
        port, options = parts.port, parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        raise ValueError(f"{example}, with a port from 1 to 65535{percent}") from None
    if parts.scheme not in {scheme, f"{scheme}s"} or not parts.hostname or port == 0 or values.CONTROL.search(value):
        raise ValueError(example + percent)
    if options not in ([], [("tls", "none")]) or parts.fragment:
        raise ValueError(f"{example}, with nothing behind it but ?tls=none")
    if options and (parts.scheme != scheme or not is_loopback(parts.hostname)):
        raise ValueError(f"{example}; ?tls=none is for {scheme}:// on this machine only, such as 127.0.0.1")
    tls: Security = "none" if options else "tls" if parts.scheme.endswith("s") else "starttls"
    return MailServer(
        host=parts.hostname,
        port=port or PORTS[parts.scheme],
        tls=tls,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        mailbox=unquote(parts.path.strip("/")) or "INBOX",
    )


def return_path(value: str) -> str:
    """Read the return path. Raises ValueError that completes "expected"."""
    try:
        return read_mail_address(value).bare
    except InvalidInputError:
        raise ValueError("an address such as return@bounce.example.com") from None


Relay = Annotated[MailServer | None, PlainValidator(lambda value: server(value, "smtp")), values.SECRET]
Mailbox = Annotated[MailServer | None, PlainValidator(lambda value: server(value, "imap")), values.SECRET]
ReturnPath = Annotated[str, AfterValidator(return_path)]


class MailSettings(BaseSettings):
    """What an operator sets for e-mail."""

    model_config = SettingsConfigDict(frozen=True, case_sensitive=True, validate_default=False)

    smtp: Relay = Field(
        None,
        validation_alias="CADENCE_SMTP_URL",
        description="The relay that sends e-mail: `smtp://user:password@host` encrypts by STARTTLS, `smtps://` at once",
    )
    imap: Mailbox = Field(
        None,
        validation_alias="CADENCE_IMAP_URL",
        description="The mailbox of bounces and replies: `imaps://user:password@host/INBOX`. It is only read",
    )
    return_path: ReturnPath = Field(
        "",
        validation_alias="CADENCE_RETURN_PATH",
        description="The address of that mailbox, at most 19 characters before the @. With a +tag it must reach it too",
    )
    mail_auth_server: values.Text = Field(
        "",
        validation_alias="CADENCE_MAIL_AUTH_SERVER",
        description="The name of the mailbox's server in Authentication-Results; without it the first one counts",
    )
    mail_ca_file: values.File = Field(
        None,
        validation_alias="CADENCE_MAIL_CA_FILE",
        description="Certificates of a private authority that the relay and the mailbox use",
    )


class MailConfiguration(Protocol):
    """The settings that e-mail needs."""

    @property
    def smtp(self) -> MailServer | None:
        """The relay."""

    @property
    def imap(self) -> MailServer | None:
        """The mailbox."""

    @property
    def return_path(self) -> str:
        """The address of the mailbox."""

    @property
    def mail_auth_server(self) -> str:
        """The name of the mailbox's server."""

    @property
    def mail_ca_file(self) -> object:
        """The file of a private authority."""

    @property
    def public_url(self) -> str:
        """Where people reach the page that unsubscribes."""

    def required_hmac_key(self) -> bytes:
        """Return the ledger's key."""


def smtp_account(settings: MailConfiguration) -> SmtpAccount | None:
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
