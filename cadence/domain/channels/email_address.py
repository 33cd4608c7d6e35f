"""Can this e-mail address be written into a header and an SMTP command? Pure."""

import re
from dataclasses import dataclass
from email.utils import parseaddr

from cadence.domain.errors import InvalidInputError

LONGEST_ADDRESS = 254
"""Characters of an address (RFC 5321, 4.5.3.1.3, without the angle brackets)."""
_LOCAL = re.compile(r"[^\s\x00-\x20\x7f\"(),:;<>@\[\\\].]+(?:\.[^\s\x00-\x20\x7f\"(),:;<>@\[\\\].]+)*")
"""A dot-atom (RFC 5322, 3.2.3), with letters beyond ASCII (RFC 6532)."""
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")
_DEVIATING = re.compile("[\u00df\u03c2\u200c\u200d]")
"""Characters that the older standard of domain names (IDNA 2003) turns into another domain: ß becomes ss."""


@dataclass(frozen=True, slots=True)
class MailAddress:
    """An address whose domain is written in ASCII, and the name shown beside it."""

    local: str
    domain: str
    name: str = ""

    @property
    def bare(self) -> str:
        """The address alone."""
        return f"{self.local}@{self.domain}"

    @property
    def is_ascii(self) -> bool:
        """Whether every relay can take it: others must offer SMTPUTF8 (RFC 6531)."""
        return self.local.isascii()

    def tagged(self, tag: str) -> str:
        """Return the address with a tag before the @."""
        return f"{self.local}+{tag}@{self.domain}"


def read_mail_address(text: str) -> MailAddress:
    """
    Read `ana@example.com` or `Ana <ana@example.com>`. Raises InvalidInputError, which does not repeat the address.

    A domain with letters beyond ASCII is returned as mail servers know it (xn--...).
    """
    if has_control_characters(text):
        raise InvalidInputError("An e-mail address has a line break or a control character; expected one line.")
    name, bare = _split(text.strip())
    local, at, domain = bare.rpartition("@")
    if not at or not _LOCAL.fullmatch(local):
        raise InvalidInputError("An e-mail address cannot be read; expected one such as ana@example.com.")
    ascii_domain = _ascii_domain(domain)
    if len(f"{local}@{ascii_domain}".encode()) > LONGEST_ADDRESS:
        raise InvalidInputError(f"An e-mail address has more than {LONGEST_ADDRESS} characters.")
    return MailAddress(local, ascii_domain, name)


def _split(text: str) -> tuple[str, str]:
    """Return the name and the bare address; two empty texts when there is none to be found."""
    if "<" not in text:
        return "", text
    try:
        return parseaddr(text) if text.endswith(">") else ("", "")
    except (RecursionError, IndexError, ValueError):
        return "", ""


def has_control_characters(text: str) -> bool:
    """Return whether a text could begin a new header line, or end an SMTP command."""
    return _CONTROL.search(text) is not None


def _ascii_domain(domain: str) -> str:
    if _DEVIATING.search(domain):
        raise InvalidInputError(
            "An e-mail domain has a letter (such as ß) that older software turns into another domain. "
            "Write the domain in its xn-- form."
        )
    try:
        ascii_domain = domain.rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise InvalidInputError("The domain of an e-mail address cannot be read.") from None
    labels = ascii_domain.split(".")
    if len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels):  # noqa: PLR2004  a name and a top level
        raise InvalidInputError("The domain of an e-mail address is not complete; expected one such as example.com.")
    return ascii_domain
