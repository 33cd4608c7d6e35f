"""
What does a refusal of a mail server mean? Pure.

A code is an enhanced status code (RFC 3463) such as 5.1.1. Without one it is the reply code and where it came: rcpt:550
for the recipient. Refusals of our sender begin with mail: and those of the content with data: in any case.
"""

import re

from cadence.channels.provider import Meaning
from cadence.domain import Outcome
from cadence.domain.error_subject import ErrorSubject
from cadence.languages import add_files

add_files(__package__, "codes")

COMPLAINT = "complaint"
"""Instead of a code: the person's mail provider says that they reported the e-mail as spam."""
NOT_WRITABLE = "headers"
"""Instead of a code: a text of the e-mail had a line break where a header allows none."""
NO_UTF8 = "5.6.7"
"""The relay cannot take an address with letters beyond ASCII (RFC 6531)."""
INVALID = "5.1.3"
"""The address cannot be read."""

_NUMBER = frozenset({"5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.0.1", "551", "553"})
"""
The address or its domain does not exist, has moved, or takes no mail at all (null MX, mailbox disabled).

A bare 550 is not here: servers also answer it to what they do not like, and an address must not be closed for that.
"""
_FILTERED = re.compile(r"5\.7\.\d+|554")
_OURS = re.compile(
    rf"(?:(?:mail|data):)?[245]\.\d{{1,3}}\.\d{{1,3}}|(?:mail|rcpt|data):[45]\d\d|{COMPLAINT}|{NOT_WRITABLE}"
)
"""Every code that is written here: no other provider's looks like it."""
_ENHANCED = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_REFUSED = {ErrorSubject.NUMBER: Outcome.INVALID_NUMBER, ErrorSubject.FILTERED: Outcome.BLOCKED}


def enhanced(text: str) -> str:
    """Return the first enhanced status code of a text, "" when there is none."""
    match = _ENHANCED.search(text)
    return ".".join(str(int(part)) for part in match.groups()) if match else ""


def meaning_of(code: str) -> Meaning | None:
    """Return what a code means, None for one of another provider."""
    if not _OURS.fullmatch(code):
        return None
    about = subject_of(code)
    return Meaning(code=code, about=about, sentence=f"mail-{about}")


def subject_of(code: str) -> ErrorSubject:
    """Return what a code is about."""
    stage, _, bare = code.rpartition(":")
    rows = (
        (bare == COMPLAINT, ErrorSubject.PERSON),
        (stage == "mail", ErrorSubject.SENDER),
        (bare in _NUMBER and stage != "data", ErrorSubject.NUMBER),
        (_FILTERED.fullmatch(bare) or (stage == "data" and bare.startswith("55")), ErrorSubject.FILTERED),
        (bare.startswith(("5.2.", "5.4.", "4.")), ErrorSubject.UNREACHABLE),
        (bare == NOT_WRITABLE or bare.startswith("5.6."), ErrorSubject.CONTENT),
    )
    return next((subject for fits, subject in rows if fits), ErrorSubject.UNKNOWN)


def refusal(code: str) -> Outcome:
    """Return the outcome of a touch that the relay refused with this code: nothing was sent."""
    return (_REFUSED | {ErrorSubject.SENDER: Outcome.NOT_TAKEN}).get(subject_of(code), Outcome.FAILED)


def bounce(code: str) -> Outcome:
    """Return the outcome of an e-mail that came back with this code: it was sent, and did not arrive."""
    return _REFUSED.get(subject_of(code), Outcome.UNDELIVERED)
