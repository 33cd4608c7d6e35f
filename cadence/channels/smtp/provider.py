"""
How does e-mail carry a touch? Edge: a relay takes it, and one mailbox receives what comes back.

A relay cannot be asked what became of a message. A lost answer therefore becomes `lost` after the usual time: it counts
as sent and is never repeated (law 2). A bounce that comes later says more.
"""

import logging
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from aiosmtplib import SMTPAuthenticationError

from cadence.channels.provider import (
    Answer,
    CarrierReport,
    Dial,
    Incoming,
    Message,
    PriceReport,
    Received,
    Rejected,
    TouchReport,
    Unreadable,
)
from cadence.channels.smtp.account import SmtpAccount
from cadence.channels.smtp.checks import launch_problem
from cadence.channels.smtp.codes import INVALID, NOT_WRITABLE
from cadence.channels.smtp.compose import compose
from cadence.channels.smtp.mailbox import RawMail, ReturnMailbox
from cadence.channels.smtp.mime import UnreadableMailError
from cadence.channels.smtp.reading import Ignored, read
from cadence.channels.smtp.relay import greet, hand_over
from cadence.domain import Channel, Outcome
from cadence.domain.channels.email_address import read_mail_address
from cadence.domain.clock import utc_now
from cadence.domain.errors import InvalidInputError, UnavailableError

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class MailProvision:
    """The checks before a launch, each with a probe."""

    account: SmtpAccount

    def sender(self, channel: Channel, sender: str) -> str | None:  # noqa: ARG002  the carrier's protocol
        """Return what keeps e-mail from being sent from this address, "" when nothing does."""
        return launch_problem(self.account, sender)

    def template(self, channel: Channel, name: str, variables: Collection[str]) -> str | None:  # noqa: ARG002  the carrier's protocol
        """Return None: e-mail has no templates at a provider."""
        return None

    def templates(self) -> None:
        """Return None, as for one template."""
        return


class SmtpCarrier:
    """A relay and a mailbox. Safe to use from many threads."""

    def __init__(self, account: SmtpAccount) -> None:
        """Prepare; nothing is requested."""
        self._account = account
        self._mailbox = ReturnMailbox(account)

    @property
    def address(self) -> str:
        """The address of the relay, e.g. to check that a rehearsal stays on this machine."""
        return f"smtp://{self._account.host}:{self._account.port}"

    def check(self) -> None:
        """Check that the relay takes our user and password, and the mailbox too. Raises UnavailableError."""
        try:
            greet(self._account)
        except SMTPAuthenticationError:
            raise UnavailableError("The e-mail relay refused user or password. Set them right.") from None
        except Exception as error:  # noqa: BLE001  many libraries take part
            raise UnavailableError(
                f"The e-mail relay {self.address} does not answer as expected ({type(error).__name__}). "
                "Check host, port and encryption."
            ) from None
        if self._account.imap_host:
            self._mailbox.check()

    def provision(self) -> MailProvision:
        """Return the check of our senders. Nothing is sent yet."""
        return MailProvision(self._account)

    def send(self, message: Message) -> Answer:
        """Hand over an e-mail."""
        try:
            read_mail_address(message.to)
        except InvalidInputError:
            return Rejected(outcome=Outcome.INVALID_NUMBER, code=INVALID)
        try:
            composed = compose(self._account, message, utc_now())
        except InvalidInputError:
            return Rejected(outcome=Outcome.FAILED, code=NOT_WRITABLE)
        return hand_over(self._account, composed)

    def dial(self, dial: Dial) -> Answer:
        """Raise: e-mail places no calls."""
        raise NotImplementedError(f"touch {dial.touch}: a call cannot be placed by e-mail")

    def fetch(self, channel: Channel, sid: str) -> CarrierReport | None:  # noqa: ARG002  the carrier's protocol
        """Return None: a relay knows nothing of a message that it has passed on."""
        return None

    def find(self, channel: Channel, to: str, sender: str, since: datetime, body: str = "") -> list[CarrierReport]:  # noqa: ARG002  the carrier's protocol
        """Return nothing: a relay cannot be asked what it sent."""
        return []

    def prices(self, since: datetime, until: datetime) -> Iterator[PriceReport]:  # noqa: ARG002  the carrier's protocol
        """Yield nothing: a relay names no prices."""
        yield from ()

    def erase(self, channel: Channel, sid: str) -> str:  # noqa: ARG002  the carrier's protocol
        """Return why nothing was deleted: a relay keeps nothing that it could be asked for."""
        return "an e-mail that has left cannot be deleted"

    def cancel(self, channel: Channel, sid: str) -> bool:  # noqa: ARG002  the carrier's protocol
        """Return False: an e-mail cannot be taken back."""
        return False

    def received(self, since: datetime, ours: Collection[tuple[Channel, str]] = ()) -> Iterator[Incoming]:  # noqa: ARG002  there is one mailbox
        """Yield what came to the mailbox since then and means something, oldest first. Raises UnavailableError."""
        if not self._account.imap_host:
            return
        for raw in self._mailbox.since(since):
            try:
                item = self._read(raw)
            except Exception as error:  # noqa: BLE001  any error belongs to this e-mail
                yield Unreadable(sid=raw.sid, error=error)
                continue
            if item is not None:
                yield item

    def receive(self, sid: str) -> Received | TouchReport | None:
        """
        Return one e-mail again, None when it is gone or means nothing.

        Raises UnavailableError, UnreadableMailError and LookupError.
        """
        raw = self._mailbox.one(sid) if self._account.imap_host else None
        return self._read(raw) if raw is not None else None

    def _read(self, raw: RawMail) -> Received | TouchReport | None:
        """Return what an e-mail says, None when nothing follows from it; that is logged once."""
        if raw.content is None:
            raise UnreadableMailError("The mailbox's server has this e-mail and cannot give it.")
        item = read(raw.sid, raw.at, raw.content, self._account.keys)
        if not isinstance(item, Ignored):
            return item
        if not raw.again:
            log.info("an e-mail was ignored", extra={"action": "mail_ignored", "mail": raw.sid, "reason": item.value})
        return None
