"""
Does a received e-mail say that one of ours came back, or was reported as spam? Pure.

Anybody can write such a notice. It counts only for the touch whose signed token it contains, so a forged one can do no
more than end the contact with the address that got that e-mail.
"""

import re
from dataclasses import dataclass
from email.message import Message

from cadence.channels.smtp.codes import COMPLAINT, bounce, enhanced
from cadence.channels.smtp.mime import Mail, decoded
from cadence.channels.smtp.tokens import TokenUse, tagged_touch
from cadence.domain import Outcome

ENVELOPE = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Delivered-To", "To", "Cc")
"""Headers in which mail servers write to which of our addresses an e-mail came."""
ORIGINAL = (
    *("Message-ID", "Return-Path", "Reply-To", "In-Reply-To", "References"),
    *("Original-Envelope-Id", "Original-Mail-From"),
)
"""Headers of our own e-mail, or of a notice about it, that hold a token."""
_TEXTS = ("text/rfc822-headers", "text/plain")
_DAEMON = re.compile(r"\b(?:mailer[-_.]?daemon|postmaster|mail delivery (?:sub)?system)\b", re.IGNORECASE)
_DELAY = re.compile(
    r"\b(?:delayed|not yet been|will (?:continue|keep) |will (?:be )?(?:retr|try)|attempts will continue"
    r"|still (?:being )?tr(?:y|i)|no action is required|could not send message for past"
    r"|se (?:ha )?retras|retrasad[oa]|demorad[oa]|atrasad[oa]"
    r"|seguir(?:á|a|emos) intent|todav[ií]a no se ha|ainda n[ãa]o foi|continuar(?:á|a|emos) (?:a )?tent)",
    re.IGNORECASE,
)
"""How mail servers without codes say that an e-mail is late, in our three languages."""
_ABUSE = frozenset({"abuse", "fraud", "virus", "other", "opt-out", "opt-out-list", "dkim", "miscategorized"})
_MOST_TEXT = 8000


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a machine says about one of our e-mails. Without a touch it says nothing that may be believed."""

    touch: str | None
    outcome: Outcome | None  # None: it is only late, or the notice needs no action
    code: str


def notice(mail: Mail, keys: tuple[bytes, ...]) -> Notice | None:
    """Return the notice, None when the e-mail is none. A person who answers may attach one; what they write counts."""
    answered = touch_addressed(mail, keys, TokenUse.REPLY) is not None
    if answered and mail.message.get_content_type() != "multipart/report":
        return None
    if (report := mail.part("message/feedback-report")) is not None:
        kind = _field(report.get_payload(), "Feedback-Type").casefold()
        outcome = Outcome.OPTED_OUT if kind in _ABUSE or not kind else None
        return Notice(touch=_touch(mail, keys), outcome=outcome, code=COMPLAINT)
    if (status := mail.part("message/delivery-status")) is not None:
        outcome, code = _delivery(status.get_payload())
        return Notice(touch=_touch(mail, keys), outcome=outcome, code=code)
    if _from_a_daemon(mail) and not answered:  # postmasters answer, too
        words = f"{mail.header('Subject')}\n{mail.text()[:_MOST_TEXT]}"
        code = enhanced(words)
        touch = touch_addressed(mail, keys, TokenUse.BOUNCE)
        return Notice(touch=touch, outcome=None if _still_tried(code, words) else bounce(code), code=code)
    return None


def _still_tried(code: str, words: str) -> bool:
    """
    Return whether a server that sends no report (RFC 3464) goes on trying.

    Such an e-mail may still arrive. If it counted as undelivered, it would be sent once more.
    """
    return code.startswith("4") or (not code and _DELAY.search(words) is not None)


def touch_addressed(mail: Mail, keys: tuple[bytes, ...], *uses: TokenUse) -> str | None:
    """Return the touch whose token is in the address to which an e-mail came."""
    return tagged_touch(keys, " ".join(mail.headers(*ENVELOPE)), *uses)


def _touch(mail: Mail, keys: tuple[bytes, ...]) -> str | None:
    """Return the touch that the notice is about: from the return path, else from our own headers inside."""
    addressed = touch_addressed(mail, keys, TokenUse.BOUNCE)
    if addressed is not None:
        return addressed
    uses = (TokenUse.BOUNCE, TokenUse.MESSAGE, TokenUse.REPLY)
    for part in mail.parts():
        headers = " ".join(Mail(part).headers(*ORIGINAL))
        text = decoded(part)[:_MOST_TEXT] if part.get_content_type() in _TEXTS else ""
        touch = tagged_touch(keys, f"{headers} {text}", *uses)
        if touch is not None:
            return touch
    return None


def _delivery(payload: object) -> tuple[Outcome | None, str]:
    """Read the fields of a delivery report (RFC 3464): what happened, and why."""
    blocks = payload if isinstance(payload, list) else []
    for block in blocks:
        action = _field([block], "Action").casefold()
        status, diagnostic = _field([block], "Status"), _field([block], "Diagnostic-Code")
        if action == "failed":
            code, words = enhanced(status), enhanced(diagnostic)
            if words and (not code or code.endswith(".0.0")):
                code = words  # a general status such as 5.0.0 says less than the server's own words
            return bounce(code), code
        if action:
            return None, enhanced(status)  # delayed, delivered, relayed, expanded
    return None, ""


def _field(payload: object, name: str) -> str:
    """Return a field of the first block of a report."""
    block = payload[0] if isinstance(payload, list) and payload else None
    return Mail(block).header(name) if isinstance(block, Message) else ""


def _from_a_daemon(mail: Mail) -> bool:
    """Return whether a mail server wrote it: such notices have no return path, where the mailbox notes one."""
    paths = mail.headers("Return-Path")
    no_path = not paths or paths[0] in {"", "<>"} or _DAEMON.search(paths[0]) is not None
    return no_path and _DAEMON.search(mail.header("From")) is not None
