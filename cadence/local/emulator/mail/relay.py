"""How does the relay take an e-mail? Edge: aiosmtpd, with the answers of real servers and the faults a test orders."""

# ruff: noqa: ARG001, ARG002  aiosmtpd calls its hooks with these arguments
import asyncio
from enum import StrEnum
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from cadence.local.emulator.faults import Fault
from cadence.local.emulator.mail import letters
from cadence.local.emulator.mail.behaviour import MailPeople, MailReaction
from cadence.local.emulator.mail.imap import WRONG
from cadence.local.emulator.mail.mails import Mails, parsed, sender_of
from cadence.local.emulator.world import EmulatorParts

MOST_BYTES = 10_000_000
WHERE = "mail"


class MailFaultKind(StrEnum):
    """What goes wrong at the relay."""

    REFUSE_SENDER = "refuse_sender"  # our address is refused with `code`
    REFUSE = "refuse"  # the recipient is refused with `code`
    CUT = "cut"  # the connection breaks before the content
    SLOW = "slow"  # the recipient is answered after `seconds` of real time
    REFUSE_CONTENT = "refuse_content"  # the content is refused with `code`
    CUT_CONTENT = "cut_content"  # the connection breaks after the content, which is not kept
    ACCEPT_THEN_CUT = "accept_then_cut"  # kept, and the connection breaks before the answer
    ACCEPT_THEN_HANG = "accept_then_hang"  # kept, and no answer comes for `seconds` of real time
    UNSIGNED = "unsigned"  # kept without a DKIM signature
    PARTLY_SIGNED = "partly_signed"  # the signature leaves out the unsubscribe headers
    BADLY_SIGNED = "badly_signed"  # the receiving server says dkim=fail


ANSWERS = {
    421: "421 4.3.2 The service is shutting down",
    450: "450 4.2.1 The mailbox is busy",
    451: "451 4.7.1 Please try again later",
    452: "452 4.2.2 The mailbox is full",
    550: "550 5.1.1 No such address here",
    552: "552 5.3.4 The message is too big",
    553: "553 5.7.1 The sender address is not yours",
    554: "554 5.7.1 The message looks like spam",
    571: "550 5.7.1 Relay access denied",
}
"""By the `code` of a fault."""
_BEFORE_RECIPIENT = frozenset({MailFaultKind.REFUSE, MailFaultKind.CUT, MailFaultKind.SLOW})
_AT_CONTENT = frozenset(list(MailFaultKind)[4:])


class RelayHandler:
    """Answers the commands of one relay."""

    def __init__(self, world: EmulatorParts, mails: Mails, people: MailPeople) -> None:
        """Take e-mails for these people."""
        self._world, self._mails, self._people = world, mails, people
        self._delayed: set[str] = set()  # addresses that have asked for patience once

    def protocol(self) -> SMTP:
        """Return what answers one connection."""
        return SMTP(
            self,
            loop=asyncio.get_running_loop(),
            hostname="relay.example.net",
            data_size_limit=MOST_BYTES,
            enable_SMTPUTF8=True,
            auth_require_tls=False,
            authenticator=_authenticated,
        )

    async def handle_MAIL(  # noqa: N802  aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take our address."""
        fault = self._fault(frozenset({MailFaultKind.REFUSE_SENDER}), "")
        if fault is not None:
            return _answer(fault, 553)
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802  aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take the recipient, or refuse as their server would."""
        fault = self._fault(_BEFORE_RECIPIENT, address)
        match fault.kind if fault else None:
            case MailFaultKind.REFUSE if fault:
                return _answer(fault, 550)
            case MailFaultKind.CUT:
                return _cut(server)
            case MailFaultKind.SLOW if fault:
                await asyncio.sleep(fault.seconds)
        refusal = self._refusal(address)
        if refusal:
            return refusal
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's name
        """Keep the e-mail, and answer."""
        recipient, content = envelope.rcpt_tos[0], envelope.content
        fault = self._fault(_AT_CONTENT, recipient)
        kind = fault.kind if fault else None
        if fault is not None and kind is MailFaultKind.REFUSE_CONTENT:
            return _answer(fault, 554)
        if kind is MailFaultKind.CUT_CONTENT:
            return _cut(server)
        self._keep(envelope.mail_from or "", recipient, content if isinstance(content, bytes) else b"", kind)
        if kind is MailFaultKind.ACCEPT_THEN_CUT:
            _cut(server)
        if fault is not None and kind is MailFaultKind.ACCEPT_THEN_HANG:
            await asyncio.sleep(fault.seconds)
        return "250 2.0.0 OK: queued"

    def _keep(self, return_path: str, recipient: str, content: bytes, kind: StrEnum | None) -> None:
        with self._world.store.together():
            if _without_tag(recipient) == _without_tag(return_path):
                # Our own address: a probe, which comes straight into our mailbox.
                self._mails.deliver(letters.delivered(_as_received(content, kind), recipient))
                return
            self._people.begin(self._mails.take(return_path, recipient, content))

    def _refusal(self, address: str) -> str:
        match self._people.at_the_door(address):
            case MailReaction.NOBODY:
                return ANSWERS[550]
            case MailReaction.REFUSES:
                return "550 5.7.1 The message was refused by policy"
            case MailReaction.LATER if address not in self._delayed:
                self._delayed.add(address)
                return ANSWERS[451]
        return ""

    def _fault(self, kinds: frozenset[MailFaultKind], to: str) -> Fault | None:
        return self._world.faults.take(WHERE, kinds, {"to": to})


def _as_received(content: bytes, kind: StrEnum | None) -> bytes:
    """Return an e-mail as it is received, with a signature for the domain of its From."""
    if kind is MailFaultKind.UNSIGNED:
        return content
    domain = sender_of(parsed(content)).rpartition("@")[2]
    without = letters.UNSUBSCRIBE if kind is MailFaultKind.PARTLY_SIGNED else ()
    result = "fail" if kind is MailFaultKind.BADLY_SIGNED else "pass"
    return letters.signed(content, domain, without=without, result=result)


def _authenticated(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:  # noqa: ANN401  aiosmtpd's type
    password = data.password if isinstance(data, LoginPassword) else b""
    return AuthResult(success=password != WRONG.encode(), handled=False)


def _answer(fault: Fault, usual: int) -> str:
    return ANSWERS.get(fault.code, ANSWERS[usual])


def _cut(server: SMTP) -> str:
    """Break the connection; return the answer that nobody gets."""
    if isinstance(server.transport, asyncio.WriteTransport):
        server.transport.abort()
    return "421 4.4.2 Connection lost"


def _without_tag(address: str) -> str:
    local, _, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"
