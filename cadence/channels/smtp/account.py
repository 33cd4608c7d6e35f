"""Which relay sends our e-mail, and which mailbox receives the answers? Pure: one frozen value."""

from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Literal

from cadence.domain.channels.email_address import MailAddress, read_mail_address
from cadence.domain.errors import InvalidInputError

Security = Literal["starttls", "tls", "none"]
"""`starttls` encrypts an open connection, `tls` is encrypted from the first byte, `none` is for this machine only."""

LONGEST_LOCAL_PART = 64
"""Octets before the "@" that every mail server accepts (RFC 5321, 4.5.3.1.1)."""
TAG_LENGTH = 45
"""Characters that a tag adds to the local part: "+", a letter, "-" and the token."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpAccount:
    """
    The relay and the mailbox.

    Bounces and replies come to `return_path` with a tag before the "@": return+b-TOKEN@bounce.example.com. Its mail
    server has to put all of them into the one mailbox. Raises InvalidInputError.
    """

    host: str
    port: int
    return_path: str
    public_url: str
    key: bytes = field(repr=False)  # signs the tokens of touches
    old_keys: tuple[bytes, ...] = field(default=(), repr=False)  # tokens signed with these are still accepted
    user: str = ""
    password: str = field(default="", repr=False)
    tls: Security = "starttls"
    imap_host: str = ""
    imap_port: int = 993
    imap_user: str = ""
    imap_password: str = field(default="", repr=False)
    imap_tls: Security = "tls"
    mailbox: str = "INBOX"
    auth_server: str = ""  # the name that the mailbox's own server writes into Authentication-Results; "": learned
    ca_file: str = ""  # certificates of a private authority, for both servers
    timeout: float = 20.0  # seconds of real time for each answer of a server

    def __post_init__(self) -> None:
        """Check what would make every e-mail fail, or send passwords in the clear."""
        for name, host, tls in (("relay", self.host, self.tls), ("mailbox", self.imap_host, self.imap_tls)):
            if tls == "none" and host and not is_loopback(host):
                raise InvalidInputError(
                    f"The e-mail {name} {host} is set up without TLS; expected starttls or tls. "
                    "Only a server on this machine may be reached without it."
                )
        if len(self.key) < 16:  # noqa: PLR2004  a shorter key can be guessed
            raise InvalidInputError("The key of e-mail tokens is too short; expected at least 16 bytes.")
        local = self.base.local.encode()
        if len(local) + TAG_LENGTH > LONGEST_LOCAL_PART:
            most = LONGEST_LOCAL_PART - TAG_LENGTH
            raise InvalidInputError(
                f"The return path has {len(local)} characters before the @; expected at most {most}, because a tag of "
                f"{TAG_LENGTH} is added for each e-mail."
            )

    @property
    def base(self) -> MailAddress:
        """The return path without a tag. Raises InvalidInputError."""
        return read_mail_address(self.return_path)

    @property
    def keys(self) -> tuple[bytes, ...]:
        """Keys whose tokens are accepted, the current one first."""
        return (self.key, *self.old_keys)


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine, as far as its name shows."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
