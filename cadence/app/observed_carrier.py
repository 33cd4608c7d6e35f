"""How long does the carrier take to answer, and what? Edge: the carrier, with each request of a worker measured."""

import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from cadence.channels.provider import (
    AccountCheck,
    Answer,
    Carrier,
    CarrierReport,
    Dial,
    Incoming,
    Message,
    PriceReport,
    Received,
    TouchReport,
)
from cadence.domain import Channel
from cadence.domain.metrics import CARRIER_REQUEST
from cadence.engine.monitoring.measures import Measures, answer_word


@dataclass(frozen=True, slots=True)
class ObservedCarrier:
    """A carrier whose requests are measured. Its answers are passed on as they are."""

    carrier: Carrier
    measures: Measures

    @property
    def address(self) -> str:
        """Where it answers."""
        return self.carrier.address

    def check(self) -> None:
        """Check that it answers and knows us. Raises UnavailableError."""
        self.carrier.check()

    def provision(self) -> AccountCheck:
        """Return the check of our senders and templates."""
        return self.carrier.provision()

    def send(self, message: Message) -> Answer:
        """Hand over a message."""
        return self._answered("send", lambda: self.carrier.send(message))

    def dial(self, dial: Dial) -> Answer:
        """Place a call."""
        return self._answered("dial", lambda: self.carrier.dial(dial))

    def fetch(self, channel: Channel, sid: str) -> CarrierReport | None:
        """Return what it knows of one touch. Raises UnavailableError."""
        with self._asking("fetch"):
            return self.carrier.fetch(channel, sid)

    def find(self, channel: Channel, to: str, sender: str, since: datetime, body: str = "") -> list[CarrierReport]:
        """Return what was sent to `to` since then. Raises UnavailableError."""
        with self._asking("find"):
            return self.carrier.find(channel, to, sender, since, body)

    def cancel(self, channel: Channel, sid: str) -> bool:
        """Cancel a queued or ringing touch. Raises UnavailableError."""
        with self._asking("cancel"):
            return self.carrier.cancel(channel, sid)

    def received(self, since: datetime, ours: Collection[tuple[Channel, str]] = ()) -> Iterator[Incoming]:
        """Yield what came to us since then. Raises UnavailableError."""
        return self.carrier.received(since, ours)

    def receive(self, sid: str) -> Received | TouchReport | None:
        """Return one message that a person sent us. Raises UnavailableError."""
        with self._asking("receive"):
            return self.carrier.receive(sid)

    def prices(self, since: datetime, until: datetime) -> Iterator[PriceReport]:
        """Yield what it charges for this time. Raises UnavailableError."""
        return self.carrier.prices(since, until)

    def erase(self, channel: Channel, sid: str) -> str:
        """Delete texts and recordings. Raises UnavailableError."""
        with self._asking("erase"):
            return self.carrier.erase(channel, sid)

    def _answered(self, request: str, ask: Callable[[], Answer]) -> Answer:
        begun = time.perf_counter()
        with self.measures.spans.request(request) as answered:
            answer = ask()
            answered(answer_word(answer))
        self.measures.observe(CARRIER_REQUEST, time.perf_counter() - begun, request, answer_word(answer))
        return answer

    @contextmanager
    def _asking(self, request: str) -> Iterator[None]:
        begun, answer = time.perf_counter(), "failed"
        try:
            with self.measures.spans.request(request) as answered:
                yield
                answer = "answered"
                answered(answer)
        finally:
            self.measures.observe(CARRIER_REQUEST, time.perf_counter() - begun, request, answer)
