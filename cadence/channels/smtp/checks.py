"""
Can a campaign be launched on e-mail? Edge: a probe is sent through the relay and found again in the mailbox.

The probe has the headers of every other e-mail and comes to a tagged address of the return path. So it also shows that
the relay takes our sender, and that bounces will come into the mailbox.
"""

import time
from ipaddress import ip_address
from urllib.parse import urlsplit
from uuid import uuid4

from cadence.channels.provider import Accepted, Answer, Message, NotSent, Rejected
from cadence.channels.smtp.account import SmtpAccount, is_loopback
from cadence.channels.smtp.compose import compose
from cadence.channels.smtp.dkim import signature_problem
from cadence.channels.smtp.mailbox import ReturnMailbox
from cadence.channels.smtp.mime import UnreadableMailError, parse
from cadence.channels.smtp.relay import hand_over
from cadence.channels.smtp.tokens import TokenUse, tag
from cadence.domain import Channel
from cadence.domain.channels.email_address import read_mail_address
from cadence.domain.clock import utc_now
from cadence.domain.errors import InvalidInputError, UnavailableError

PROBE_PATIENCE = 90.0
"""Seconds of real time until a probe must have come back: the relay may have a queue."""
LOOK_EVERY = 1.0


def launch_problem(account: SmtpAccount, sender: str, *, patience: float = PROBE_PATIENCE) -> str:
    """
    Return what keeps e-mail from being sent from this address, with what to do next; "" when nothing does.

    `sender` may have a name. It takes until the probe has come back, at most `patience` seconds of real time.
    """
    if problem := address_problem(account):
        return problem
    if not account.imap_host:
        return "E-mail has no mailbox for bounces and replies, so a stop would not be heard. Set its IMAP server."
    subject = f"Probe {uuid4().hex}"
    try:
        return _sent(account, sender, subject) or _arrived(account, sender, subject, patience)
    except UnavailableError as error:
        return str(error)


def address_problem(account: SmtpAccount) -> str:
    """
    Return what is wrong with the public address of the page that unsubscribes, "" when nothing is.

    Without TLS it may be used only if the relay is on this machine too, as in a rehearsal.
    """
    address = urlsplit(account.public_url)
    host = address.hostname or ""
    if is_loopback(host) and is_loopback(account.host):
        return ""
    if address.scheme == "https" and not _is_private(host):
        return ""
    return (
        f"The public address is {account.public_url or 'not set'}; expected https and a host that everybody can reach, "
        "because mail providers send a person's wish to unsubscribe there. Set CADENCE_PUBLIC_URL."
    )


def _sent(account: SmtpAccount, sender: str, subject: str) -> str:
    """Send a probe; return why the relay did not take it."""
    touch = str(uuid4())
    probe = Message(
        touch=touch,
        channel=Channel.EMAIL,
        to=account.base.tagged(tag(account.key, TokenUse.BOUNCE, touch)),
        sender=sender,
        body="This e-mail checks that our e-mails are signed. Nobody has to do anything.",
        variables={"subject": subject, "unsubscribe": "Unsubscribe", "company": ""},
    )
    try:
        answer = hand_over(account, compose(account, probe, utc_now()))
    except InvalidInputError as error:
        return f"The sender {sender} cannot be used: {error}"
    return "" if isinstance(answer, Accepted) else _not_taken(sender, answer)


def _not_taken(sender: str, answer: Answer) -> str:
    match answer:
        case Rejected(code=code):
            return (
                f"The relay refused a probe from {sender} to the return path with {code}. "
                "Allow this sender there, and check the address of the return path."
            )
        case NotSent(reason=reason):
            return f"The relay did not take a probe from {sender} now ({reason}). Launch again in some minutes."
        case _:
            return f"The relay did not answer whether it took a probe from {sender}. Launch again in some minutes."


def _arrived(account: SmtpAccount, sender: str, subject: str, patience: float) -> str:
    """Wait until the probe is in the mailbox; return what is wrong with it."""
    mailbox, deadline = ReturnMailbox(account), time.monotonic() + patience
    while (content := mailbox.with_subject(subject)) is None:
        if time.monotonic() >= deadline:
            return (
                f"A probe from {sender} did not come back to the mailbox of {account.return_path} within "
                f'{patience:.0f} s. Its server must put mail to addresses such as "name+tag@" into that mailbox.'
            )
        time.sleep(LOOK_EVERY)
    try:
        problem = signature_problem(parse(content), read_mail_address(sender).domain, account.auth_server)
    except UnreadableMailError as error:
        problem = str(error)
    return f"A probe from {sender} came back, but {problem}" if problem else ""


def _is_private(host: str) -> bool:
    """Return whether a host is a private address, or a name that only a local network knows."""
    try:
        return not ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith((".local", ".internal", ".localhost"))
