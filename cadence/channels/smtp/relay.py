"""
How does the relay take a message, and what does a failure mean? Edge: one connection and one try for each message.

Nothing is sent before the first byte of the message's content. From then on only the relay's answer says whether it
took the message: without that answer nobody knows, and it counts as sent (law 2).
"""

import asyncio
import contextlib
import re
import ssl
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta

from aiosmtplib import SMTP, SMTPException, SMTPResponseException

from cadence.channels.provider import Accepted, Answer, NotSent, Rejected, Uncertain
from cadence.channels.smtp.account import SmtpAccount
from cadence.channels.smtp.codes import NO_UTF8, enhanced, refusal, subject_of
from cadence.channels.smtp.compose import Composed
from cadence.domain.error_subject import ErrorSubject

START_INPUT = 354
COMPLETED = range(200, 300)
PERMANENT = range(500, 600)
TEMPORARY = range(400, 500)

RELAY_AGAIN_AFTER = timedelta(seconds=30)
"""The relay does not answer or has trouble of its own."""
RECIPIENT_AGAIN_AFTER = timedelta(minutes=5)
"""A server asks for patience with this recipient, such as with greylisting."""
LONGEST_GOODBYE = 1.0
SENT = "sent"
_NO_RELAY = re.compile(r"\brelay(?:ing)?\b(?! recipient table)", re.IGNORECASE)
"""Postfix says "User unknown in relay recipient table" of an address that does not exist."""
_DOT_AT_LINE_START = re.compile(rb"(?m)^\.")


class RefusedBeforeContentError(Exception):
    """The relay refused a command: nothing was sent."""

    def __init__(self, stage: str, code: int, message: str) -> None:
        """Keep the code; the server's words are dropped, because they may repeat the address."""
        super().__init__(f"{stage} was refused with {code}")
        self.code, self.enhanced = code, enhanced(message[:80])
        # "Relay access denied" to a recipient is about us: nobody else's mail would be taken either.
        no_relay = _NO_RELAY.search(message) and subject_of(self.enhanced) is not ErrorSubject.NUMBER
        self.stage = "mail" if stage == "rcpt" and no_relay else stage


def hand_over(account: SmtpAccount, email: Composed) -> Answer:
    """Hand a message to the relay and return its answer. Never raises."""
    return asyncio.run(_hand_over(account, email))


def greet(account: SmtpAccount) -> None:
    """Connect, encrypt and sign in, and send nothing. Raises what aiosmtplib raises, OSError and ssl.SSLError."""
    asyncio.run(_greet(account))


async def _greet(account: SmtpAccount) -> None:
    async with _relay(account) as relay:
        await relay.connect()


@contextlib.asynccontextmanager
async def _relay(account: SmtpAccount) -> AsyncIterator[SMTP]:
    """Yield a connection that is not yet open. At the end say goodbye, and close in any case."""
    relay = SMTP(
        hostname=account.host,
        port=account.port,
        username=account.user or None,
        password=account.password or None,
        use_tls=account.tls == "tls",
        start_tls=account.tls == "starttls",
        # certificates are checked against the machine's authorities, or the one that is named
        tls_context=ssl.create_default_context(cafile=account.ca_file or None) if account.tls != "none" else None,
        local_hostname=account.base.domain,
        timeout=account.timeout,
    )
    try:
        yield relay
    finally:
        transport = relay.transport
        with contextlib.suppress(SMTPException, OSError, TimeoutError):
            if relay.is_connected:
                await relay.quit(timeout=LONGEST_GOODBYE)
        relay.close()
        if isinstance(transport, asyncio.WriteTransport):
            transport.abort()  # an encrypted connection would wait for the other side
        await asyncio.sleep(0)


async def _hand_over(account: SmtpAccount, email: Composed) -> Answer:
    async with _relay(account) as relay:
        try:
            async with asyncio.timeout(2 * account.timeout):
                await _prepared(relay, email)
        except RefusedBeforeContentError as error:
            return answer_to(error)
        except Exception as error:  # noqa: BLE001  whatever it was, no content was sent
            return NotSent(reason=f"relay: {type(error).__name__}", retry_after=RELAY_AGAIN_AFTER)
        return await _with_content(relay, email, account.timeout)


async def _prepared(relay: SMTP, email: Composed) -> None:
    """Do everything up to the relay's request for the content."""
    with _stage("connect"):
        await relay.connect()
        if not relay.last_ehlo_response:
            await relay.ehlo()
    options = ["SMTPUTF8"] if email.needs_utf8 else []
    if email.needs_utf8 and not relay.supports_extension("smtputf8"):
        raise RefusedBeforeContentError("rcpt", 553, NO_UTF8)
    encoding = "utf-8" if email.needs_utf8 else "ascii"
    with _stage("mail"):
        await relay.mail(email.return_path, options=options, encoding=encoding)
    with _stage("rcpt"):
        await relay.rcpt(email.recipient, encoding=encoding)
    start = await relay.execute_command(b"DATA")
    if start.code != START_INPUT:
        raise RefusedBeforeContentError("data", start.code, start.message)


@contextlib.contextmanager
def _stage(name: str) -> Iterator[None]:
    try:
        yield
    except SMTPResponseException as error:
        raise RefusedBeforeContentError(name, error.code, error.message) from None


async def _with_content(relay: SMTP, email: Composed, timeout: float) -> Answer:  # noqa: ASYNC109  the server's answer
    """Send the content and return the relay's answer to it."""
    protocol = relay.protocol
    if protocol is None or not protocol.is_connected:
        return NotSent(reason="relay: connection lost before the content", retry_after=RELAY_AGAIN_AFTER)
    try:
        protocol.write(_DOT_AT_LINE_START.sub(b"..", email.content) + b".\r\n")
        answer = await protocol.read_response(timeout=timeout)
    except Exception as error:  # noqa: BLE001  after any error the message may have been taken
        return Uncertain(reason=f"content: {type(error).__name__}")
    if answer.code in COMPLETED:
        return Accepted(sid=email.message_id, status=SENT)
    if answer.code in PERMANENT or answer.code in TEMPORARY:
        return answer_to(RefusedBeforeContentError("data", answer.code, answer.message))
    return Uncertain(reason=f"content: reply {answer.code}")


def answer_to(error: RefusedBeforeContentError) -> Answer:
    """Return what a refusal means for the touch."""
    code = error.enhanced or str(error.code)
    if error.stage == "connect":
        return NotSent(reason=f"relay: {code}", retry_after=RELAY_AGAIN_AFTER)
    if error.code not in PERMANENT:
        about_recipient = error.stage in {"rcpt", "data"} and error.code in TEMPORARY
        after = RECIPIENT_AGAIN_AFTER if about_recipient else RELAY_AGAIN_AFTER
        return NotSent(reason=f"{error.stage}: {code}", retry_after=after)
    full = error.enhanced if error.stage == "rcpt" and error.enhanced else f"{error.stage}:{code}"
    return Rejected(outcome=refusal(full), code=full)
