"""
Does a received e-mail show that its unsubscribe headers were signed for the sender's domain? Pure.

The signature itself is verified by the server of our mailbox: it writes the result into Authentication-Results (RFC
8601). Headers of that name further down may be written by anybody, so only the first one, or those of a known server,
count.
"""

import re
from collections.abc import Iterator

from cadence.channels.smtp.compose import UNSUBSCRIBE_HEADERS
from cadence.channels.smtp.mime import Mail

REQUIRED = ("From", *UNSUBSCRIBE_HEADERS)
_COMMENT = re.compile(r"\([^()]*\)")
_RESULT = re.compile(r"^\s*dkim\s*=\s*([a-z]+)", re.IGNORECASE)
_DOMAIN = re.compile(r"\bheader\.(?:d\s*=\s*|i\s*=\s*[^@\s;]*@)([a-z0-9.-]+)", re.IGNORECASE)


def signature_problem(mail: Mail, sender_domain: str, auth_server: str = "") -> str:
    """Return what is wrong with the signature of one of our own e-mails, "" when nothing is."""
    covered = [headers for domain, headers in _signatures(mail) if aligned(domain, sender_domain)]
    if not covered:
        others = ", ".join(sorted({domain for domain, _ in _signatures(mail)}))
        state = f"is signed for {others} only" if others else "is not signed"
        return (
            f"it {state}; expected a DKIM signature for {sender_domain}. "
            "Switch on DKIM for this domain at the relay, and publish its key in the DNS."
        )
    wanted = {name.casefold() for name in REQUIRED}
    if not any(wanted <= headers for headers in covered):
        missing = [name for name in REQUIRED if not any(name.casefold() in headers for headers in covered)]
        return (
            f"its DKIM signature leaves out {', '.join(missing or REQUIRED)}; mail providers then show no button to "
            "unsubscribe (RFC 8058). Add these headers to those that the relay signs."
        )
    return _verdict(mail, sender_domain, auth_server)


def aligned(domain: str, sender_domain: str) -> bool:
    """Return whether a signature's domain is the sender's, a parent of it or below it (relaxed alignment of DMARC)."""
    signer, sender = domain.casefold().rstrip("."), sender_domain.casefold()
    return "." in signer and (signer == sender or sender.endswith(f".{signer}") or signer.endswith(f".{sender}"))


def _signatures(mail: Mail) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield the domain and the signed headers of each signature (RFC 6376, 3.5)."""
    for value in mail.headers("DKIM-Signature"):
        pairs = (piece.partition("=") for piece in value.split(";") if "=" in piece)
        tags = {name.strip(): re.sub(r"\s+", "", tag) for name, _, tag in pairs}
        yield tags.get("d", "").casefold(), frozenset(name.casefold() for name in tags.get("h", "").split(":"))


def _verdict(mail: Mail, sender_domain: str, auth_server: str) -> str:
    """Return what the mailbox's own server says against the signature, "" when it verified it."""
    results = [_COMMENT.sub(" ", value).split(";") for value in mail.headers("Authentication-Results")]
    ours = [pieces for pieces in results if _server(pieces) == auth_server.casefold()] if auth_server else results[:1]
    if not ours:
        named = f" of {auth_server}" if auth_server else ""
        return (
            f"it arrived without the header Authentication-Results{named}, so nobody has verified its DKIM signature. "
            "Use a mailbox whose server verifies DKIM, or correct the name of that server in the settings."
        )
    verdicts = [
        (match[1].casefold(), piece) for pieces in ours for piece in pieces[1:] if (match := _RESULT.match(piece))
    ]
    for verdict, piece in verdicts:
        domain = _DOMAIN.search(piece)
        if verdict == "pass" and domain is not None and aligned(domain[1], sender_domain):
            return ""
    named = ", ".join(sorted({f"dkim={verdict}" for verdict, _ in verdicts})) or "nothing about DKIM"
    return (
        f"the mailbox's server {_server(ours[0])} says {named}; expected dkim=pass for {sender_domain}. "
        "Compare the key in the DNS with that of the relay."
    )


def _server(pieces: list[str]) -> str:
    """Return the name of the server that wrote a result; a version may stand behind it."""
    return next(iter(pieces[0].split()), "").casefold()
