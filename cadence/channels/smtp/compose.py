"""
What exactly is sent? Pure: one message as RFC 5322 bytes, with the addresses of its envelope.

Headers are written here and not by the standard library: it encodes a long List-Unsubscribe as if it were text, so that
no mail program finds the address (RFC 2047 forbids it), and it loses spaces between encoded words of a subject.
"""

import hashlib
import html
import re
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import quote

from cadence.channels.provider import Message
from cadence.channels.smtp.account import SmtpAccount
from cadence.channels.smtp.tokens import TokenUse, signed, tag
from cadence.domain.channels.email_address import MailAddress, has_control_characters, read_mail_address
from cadence.domain.errors import InvalidInputError

UNSUBSCRIBE_PATH = "/unsubscribe/{token}"
"""The page that unsubscribes, under the public URL."""
UNSUBSCRIBE_HEADERS = ("List-Unsubscribe", "List-Unsubscribe-Post")
"""Both have to be signed with DKIM (RFC 8058, section 4)."""
LONGEST_SUBJECT = 500
"""Characters; no mail program shows more, and the engine's own limits are far below."""
_BODY_END = re.compile(r"</body\s*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A message as it is handed to the relay."""

    message_id: str  # without angle brackets
    return_path: str
    recipient: str
    content: bytes  # lines end with CRLF
    needs_utf8: bool  # an address has letters beyond ASCII: the relay must offer SMTPUTF8


def compose(account: SmtpAccount, message: Message, at: datetime) -> Composed:
    """
    Return the e-mail of a touch. Raises InvalidInputError for text that would begin a header line of its own.

    `message.variables` holds subject, html (or ""), unsubscribe (the words before the link), company (the sender's
    name), campaign (for feedback reports, or "").
    """
    values = message.variables
    subject = one_line("subject", values.get("subject", ""))[:LONGEST_SUBJECT]
    sender, recipient = read_mail_address(message.sender), read_mail_address(message.to)
    token = signed(account.key, TokenUse.LINK, message.touch)
    link = account.public_url.rstrip("/") + UNSUBSCRIBE_PATH.format(token=token)
    names = {use: tag(account.key, use, message.touch) for use in TokenUse if use is not TokenUse.LINK}
    message_id = f"{names[TokenUse.MESSAGE]}@{sender.domain}"
    headers = {
        "Date": format_datetime(at),
        "From": _mailbox(sender, one_line("company", values.get("company", "")) or sender.name),
        "Reply-To": account.base.tagged(names[TokenUse.REPLY]),
        "To": _mailbox(recipient, recipient.name),
        "Subject": _text("Subject", subject),
        "Message-ID": f"<{message_id}>",
        **unsubscribe_headers(account, link, names[TokenUse.MAILTO]),
        "Auto-Submitted": "auto-generated",
        "Feedback-ID": _feedback_id(values.get("campaign", ""), sender.domain),
    }
    content = _content(message.body, values.get("html", ""), values.get("unsubscribe", ""), link)
    return Composed(
        message_id=message_id,
        return_path=account.base.tagged(names[TokenUse.BOUNCE]),
        recipient=recipient.bare,
        content=written(headers, content),
        needs_utf8=not (sender.is_ascii and recipient.is_ascii),
    )


def unsubscribe_headers(account: SmtpAccount, link: str, mailto_tag: str) -> dict[str, str]:
    """Return the two headers of one-click unsubscription (RFC 8058), and an address for programs that send e-mail."""
    mailto = f"mailto:{account.base.tagged(mailto_tag)}?subject={quote(f'unsubscribe {mailto_tag}')}"
    return {"List-Unsubscribe": f"<{link}>,\r\n <{mailto}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def written(headers: dict[str, str], content: EmailMessage) -> bytes:
    """Return a whole message; the values of headers are already encoded and folded."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return lines.encode() + content.as_bytes(policy=SMTP)


def one_line(name: str, value: str) -> str:
    """Return a value that fits in a header. Raises InvalidInputError for one with a line break inside."""
    stripped = value.strip()
    if has_control_characters(stripped):
        raise InvalidInputError(f"The {name} of an e-mail has a line break or a control character; expected one line.")
    return stripped


def _content(text: str, rich_text: str, unsubscribe: str, link: str) -> EmailMessage:
    """Return the text and, if there is HTML, both as alternatives. Quoted-printable keeps every line short."""
    words = one_line("words before the unsubscribe link", unsubscribe)
    content = EmailMessage(policy=SMTP)
    plain = f"{_lines(text).rstrip()}\n\n{words}: {link}\n".replace("\n: ", "\n")
    content.set_content(plain, cte="quoted-printable")
    if rich_text.strip():
        content.add_alternative(_with_link(_lines(rich_text), words, link), subtype="html", cte="quoted-printable")
    return content


def _with_link(rich_text: str, words: str, link: str) -> str:
    """Return the HTML with the link before the end of its body."""
    address = html.escape(link)
    paragraph = f'<p><a href="{address}">{html.escape(words or link)}</a></p>\n'
    ends = list(_BODY_END.finditer(rich_text))
    at = ends[-1].start() if ends else len(rich_text)
    return rich_text[:at] + paragraph + rich_text[at:]


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _text(name: str, value: str) -> str:
    """Return a header's text, in encoded words where it is not ASCII or could be taken for one (RFC 2047)."""
    plain = value.isascii() and "=?" not in value
    return value if plain else Header(value, "utf-8", header_name=name).encode(linesep="\r\n")


def _mailbox(address: MailAddress, name: str) -> str:
    """Return an address with its name, if any."""
    if not name:
        return address.bare
    if name.isascii() and "=?" not in name:
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}" <{address.bare}>'
    return f"{Header(name, 'utf-8').encode(linesep=chr(13) + chr(10))} <{address.bare}>"


def _feedback_id(campaign: str, domain: str) -> str:
    """Return how mailbox providers group complaints: campaign, channel, and a stable id of the sender."""
    name = re.sub(r"[^A-Za-z0-9_-]", "-", campaign)[:60]
    return f"{name}:email:cadence:{hashlib.sha256(domain.encode()).hexdigest()[:12]}"
