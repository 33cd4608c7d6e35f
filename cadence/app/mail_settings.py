"""How is e-mail set up? Edge: its variables, and how they are read."""

from dataclasses import dataclass, field
from typing import Annotated
from urllib.parse import parse_qsl, unquote, urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, PlainValidator

from cadence.app import setting_values as values
from cadence.app.setting_values import setting
from cadence.channels.smtp.account import Security, is_loopback
from cadence.domain.channels.email_address import read_mail_address
from cadence.domain.errors import InvalidInputError

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


class MailSettings(BaseModel):
    """What an operator sets for e-mail."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    smtp: Relay = setting(
        "CADENCE_SMTP_URL",
        "The relay that sends e-mail: `smtp://user:password@host` encrypts by STARTTLS, `smtps://` at once",
        None,
    )
    imap: Mailbox = setting(
        "CADENCE_IMAP_URL",
        "The mailbox of bounces and replies: `imaps://user:password@host/INBOX`. It is only read",
        None,
    )
    return_path: ReturnPath = setting(
        "CADENCE_RETURN_PATH",
        "The address of that mailbox, at most 19 characters before the @. With a +tag it must reach it too",
        "",
    )
    mail_auth_server: values.Text = setting(
        "CADENCE_MAIL_AUTH_SERVER",
        "The name of the mailbox's server in Authentication-Results; without it the first one counts",
        "",
    )
    mail_ca_file: values.File = setting(
        "CADENCE_MAIL_CA_FILE", "Certificates of a private authority that the relay and the mailbox use", None
    )
