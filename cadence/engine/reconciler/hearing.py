"""
What did people write to us? Edge: the job of the reconciler that reads the carriers' lists, whatever webhooks came.

Nearly every message on the list was recorded before: of each page, one statement tells which. What a provider listed
before it failed is taken in; the next look begins where this one did, so that nothing is missed.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from pydantic import ValidationError

from cadence.channels.provider import Carrier, Incoming, Received, TouchReport, Unreadable
from cadence.domain import Channel
from cadence.domain.channels import MESSAGE_CHANNELS, descriptor_of
from cadence.domain.senders import SenderKind, kind_of_sender
from cadence.engine.jobs import Jobs
from cadence.engine.outcomes.inbound import is_introduction, record_inbound
from cadence.engine.outcomes.planner import Planner, UnitOfWork
from cadence.engine.outcomes.reports import names_a_touch, record_report
from cadence.engine.outcomes.writing import EventResult
from cadence.ledger.db import services
from cadence.ledger.db.services import Service
from cadence.ledger.touches import inbound
from cadence.ledger.touches.inbound import LastLook

log = logging.getLogger(__name__)

PAGE = 200
"""How many messages are looked for in the ledger at a time."""
OVERLAP = timedelta(minutes=2)
"""Inbound messages are read again from this long before the last one seen; each is recorded once."""
FIRST_LOOK = timedelta(days=1)
"""How far back inbound messages are read the first time."""
INBOUND = "hear messages"
"""The job whose items are set aside, as `doctor` and `review` show them."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """Takes in what people wrote to us."""

    planner: Planner
    carrier: Carrier
    jobs: Jobs
    follow: Callable[[EventResult], None]  # does what follows once something is committed

    def hear(self) -> None:
        """Record what people wrote to us since the last message seen, whether its webhook arrived or not."""
        began = self.planner.now()
        with self.planner.begin() as unit:
            last = inbound.last_look(unit.tx)
            ours = self.ours(unit, last)
        run = self.jobs.round(INBOUND)
        for page in _pages(self.carrier.received((last.until or began - FIRST_LOOK) - OVERLAP, ours)):
            known = self._recorded(page)
            for received in page:
                if received.sid in known or not run.wanted([received], lambda message: message.sid):
                    continue
                with run.item(received.sid):
                    if isinstance(received, Unreadable):
                        raise received.error
                    self._take_in(received)
        with self.planner.begin() as unit:
            inbound.mark_seen(unit.writes.later, began)
            services.heard(unit.writes.later, Service.POLL)

    def _recorded(self, page: Sequence[Incoming]) -> set[str]:
        """Return the messages that were recorded already; one that may still say whose an id is counts as new."""
        sids = [message.sid for message in page if isinstance(message, Received) and not is_introduction(message)]
        if not any(sids):
            return set()
        with self.planner.begin() as unit:
            return inbound.known_among(unit.tx, sids)

    def _take_in(self, received: Received | TouchReport) -> None:
        if isinstance(received, TouchReport):
            if not names_a_touch(self.planner, received.touch):
                return  # such as a probe of a launch that came back
            settled = record_report(self.planner, received.touch, received.report)
        else:
            settled = record_inbound(self.planner, received)
        self.follow(settled)

    def again(self, sid: str) -> None:
        """Record a message that was set aside. The carrier is asked for it again: we do not store its text."""
        received = self.carrier.receive(sid)
        if received is not None:
            self._take_in(received)

    def ours(self, unit: UnitOfWork, last: LastLook) -> list[tuple[Channel, str]]:
        """
        Return our own numbers that people can or could write to; none when a pool of numbers is among them.

        None also when a campaign cannot be read: then all messages of the account are read, so that no stop is missed.
        """
        try:
            versions = [self.planner.campaign(unit.tx, name, version) for name, version in last.versions]
        except ValidationError:
            log.exception("a campaign cannot be read", extra={"action": "campaign_unreadable"})
            return []
        ours: dict[tuple[Channel, str], None] = {}
        for campaign in versions:
            for channel in MESSAGE_CHANNELS:
                steps = [step.sender for step in campaign.cadence if step.channel is channel]
                ours |= dict.fromkeys((channel, sender) for sender in (campaign.sender.of(channel), *steps) if sender)
        # People also answer to the senders of earlier versions of a campaign.
        ours |= dict.fromkeys((channel, sender) for sender in last.senders for channel in MESSAGE_CHANNELS)
        fit = [pair for pair in ours if _may_send(*pair)]
        phones = (sender for channel, sender in fit if descriptor_of(channel).reader is None)
        return fit if all(sender.startswith("+") for sender in phones) else []


def _pages(incoming: Iterable[Incoming]) -> Iterator[list[Incoming]]:
    """Yield messages in pages. What came before an error is yielded before it is raised."""
    page: list[Incoming] = []
    try:
        for message in incoming:
            page.append(message)
            if len(page) == PAGE:
                yield page
                page = []
    except Exception:
        yield page
        raise
    yield page


def _may_send(channel: Channel, sender: str) -> bool:
    """Return whether a sender is of the network of a channel: a phone number sends no e-mail."""
    return (kind_of_sender(sender) is SenderKind.ADDRESS) is (descriptor_of(channel).reader is not None)
