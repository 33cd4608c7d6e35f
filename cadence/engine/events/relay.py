"""
How does each endpoint receive its events, in order and whatever fails? Edge: a loop for each endpoint, in each worker.

The ledger gives each event that is sent to one worker, for longer than a request may take; if that worker is killed,
another sends it again, with the same id. An event that is refused goes again later and later, and only its own subject
waits for it. When several subjects in a row fail, the endpoint itself is down: it rests, and is then tried with one.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic

from sqlalchemy import Connection

from cadence.domain.clock import Clock
from cadence.domain.cloud_events import cloud_event
from cadence.domain.errors import CadenceError
from cadence.domain.events import OutgoingEvent
from cadence.engine.events.sending import EventSender, SentEvent
from cadence.ledger.db import set_aside
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.events import deliveries, endpoints, stream
from cadence.ledger.events.deliveries import ClaimedEvent, FailedDelivery
from cadence.ledger.events.endpoints import StoredEndpoint

log = logging.getLogger(__name__)

JOB = "deliver events"
"""The name under which `review` and `doctor` show an event that cannot be delivered."""
LOOK = 1.0
"""Real seconds between two questions for new events and endpoints."""
AT_ONCE = 20
"""Requests to one endpoint at the same time."""
PAGE = 500
"""Events that an endpoint is given at once."""
FAILED_AGAIN = 10.0
"""Real seconds after an error of our own."""
LEASE = 60.0
"""Real seconds for which a worker has an event to itself: more than a request may take."""
AGAIN = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 3600, 3 * 3600, 6 * 3600, 12 * 3600, 86400))
"""How long after each failure an event is sent again; after the last one once a day."""
SHOWN_AFTER = 5
"""Failures after which people see the event, about an hour after the first."""
DOWN_AFTER = 5
"""So many subjects that fail in a row mean that the endpoint is down."""
AFTER_OTHERS = 1.1
"""What failed while the endpoint rested comes after what did not: an event that always fails must not be the test."""
RESTS = tuple(timedelta(seconds=seconds) for seconds in (5, 10, 20, 40, 80, 160, 300))
"""How long an endpoint rests each time."""


@dataclass(frozen=True, slots=True)
class RelayContext:
    """What every endpoint's loop needs."""

    ledger: Ledger
    clock: Clock
    sender: EventSender
    source: str  # the address of this installation, which each event names
    api: str = ""  # where other systems reach the API; "": links are paths


class EventRelay:
    """Sends events to all endpoints."""

    def __init__(self, context: RelayContext) -> None:
        """Keep the collaborators."""
        self._context = context

    async def run(self, stop: asyncio.Event) -> None:
        """Send events until `stop` is set, then finish the requests under way."""
        loops: dict[str, asyncio.Task[None]] = {}
        try:
            while not stop.is_set():
                for name in await asyncio.to_thread(self._enabled):
                    if name not in loops or loops[name].done():
                        loops[name] = asyncio.create_task(EndpointLoop(self._context, name).run(stop))
                await _wait(stop, LOOK)
        finally:
            for loop in loops.values() if not stop.is_set() else ():
                loop.cancel()  # this one was: what is under way goes again when its lease is over
            await asyncio.gather(*loops.values(), return_exceptions=True)
            await self._context.sender.close()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Send events inside the block."""
        stop = asyncio.Event()
        task = asyncio.create_task(self.run(stop))
        try:
            yield
        finally:
            stop.set()
            await task

    def _enabled(self) -> list[str]:
        """Return the endpoints that receive events; none while the ledger does not answer."""
        try:
            with self._context.ledger.begin() as tx:
                stream.order_after_restore(tx)
                return endpoints.enabled(tx)
        except CadenceError as error:
            log.warning("no event is sent: %s", error, extra={"action": "events_wait"})
            return []


@dataclass(slots=True)
class EndpointLoop:
    """Sends one endpoint its events."""

    context: RelayContext
    name: str
    _failing: set[str] = field(default_factory=set)  # subjects that have failed since the last success
    _rests: int = 0  # in a row
    _rested: float = 0.0  # until when, on the monotonic clock
    _endpoint: StoredEndpoint | None = None  # as last read

    async def run(self, stop: asyncio.Event) -> None:
        """Send events until `stop` is set or the endpoint is disabled."""
        flying: dict[asyncio.Task[SentEvent], ClaimedEvent] = {}
        try:
            await self._run(stop, flying)
        finally:
            for task in flying:
                task.cancel()

    async def _run(self, stop: asyncio.Event, flying: dict[asyncio.Task[SentEvent], ClaimedEvent]) -> None:
        """Send events; `flying` has the requests under way."""
        answers: list[tuple[ClaimedEvent, SentEvent]] = []
        while not stop.is_set():
            try:
                claimed = await asyncio.to_thread(self._exchange, answers, self._room(len(flying)))
            except CadenceError as error:
                log.warning("events wait: %s", error, extra={"action": "events_wait", "endpoint": self.name})
                await _wait(stop, LOOK)
                continue
            except Exception:  # else the endpoint would receive nothing any more, in silence
                log.exception("events wait", extra={"action": "events_fail", "endpoint": self.name})
                await _wait(stop, FAILED_AGAIN)
                continue
            if self._endpoint is None:
                break
            answers = []
            flying |= {self._send(self._endpoint, entry.event): entry for entry in claimed}
            answers = await self._landed(flying, stop)
        answers += [(entry, await task) for task, entry in flying.items()]
        with contextlib.suppress(CadenceError):
            await asyncio.to_thread(self._exchange, answers, 0)

    def _room(self, flying: int) -> int:
        """Return how many events may be sent now: none while the endpoint rests, then one to try it."""
        if monotonic() < self._rested:
            return 0
        return max(0, (1 if self._rests else AT_ONCE) - flying)

    def _send(self, endpoint: StoredEndpoint, event: OutgoingEvent) -> asyncio.Task[SentEvent]:
        document = cloud_event(event, self.context.source, api=self.context.api)
        return asyncio.create_task(self.context.sender.send(endpoint.url, endpoint.secrets, document))

    async def _landed(
        self, flying: dict[asyncio.Task[SentEvent], ClaimedEvent], stop: asyncio.Event
    ) -> list[tuple[ClaimedEvent, SentEvent]]:
        """Wait for an answer, or a moment for events; remove what was answered from `flying` and return it."""
        if not flying:
            resting = self._rested - monotonic()
            await _wait(stop, min(LOOK, resting) if resting > 0 else LOOK)
            return []
        done, _ = await asyncio.wait(flying, timeout=LOOK, return_when=asyncio.FIRST_COMPLETED)
        return [(flying.pop(task), task.result()) for task in done]

    def _exchange(self, answers: list[tuple[ClaimedEvent, SentEvent]], room: int) -> list[ClaimedEvent]:
        """Record answers and return the next events to send, in one transaction."""
        now = self.context.clock.now()
        with self.context.ledger.begin() as tx:
            endpoint = endpoints.lock(tx, self.context.ledger.hasher, self.name, now=now)
            self._endpoint = endpoint
            if endpoint is None:
                return []
            received = [claimed.event for claimed, answer in answers if answer.received]
            if received:
                deliveries.delivered(tx, endpoint, received, now=now)
                self._failing.clear()
                self._rests = 0
            for claimed, answer in answers:
                if answer.gone:
                    endpoints.disable(tx, self.name, "it answered 410 Gone", at=now)
                    log.warning("endpoint disabled", extra={"action": "endpoint_gone", "endpoint": self.name})
                    self._endpoint = None
                if not answer.received:
                    self._failed(tx, endpoint, claimed, answer)
                elif claimed.tries >= SHOWN_AFTER:
                    set_aside.clear(tx, JOB, f"{self.name} {claimed.event.id}")
            if self._endpoint is None or not room:
                return []
            deliveries.take(tx, endpoint, now=now, limit=PAGE)
            until = now + timedelta(seconds=LEASE) * self.context.clock.speed
            return deliveries.claim(tx, endpoint, now=now, until=until, limit=room)

    def _failed(self, tx: Connection, endpoint: StoredEndpoint, claimed: ClaimedEvent, answer: SentEvent) -> None:
        """Record a failure; what fails because the endpoint is down costs the event nothing."""
        now = self.context.clock.now()
        self._failing.add(claimed.event.subject)
        down = len(self._failing) >= DOWN_AFTER or self._rests > 0
        tries = claimed.tries if down else claimed.tries + 1
        wait = self._rest() if down else AGAIN[min(claimed.tries, len(AGAIN) - 1)]
        failure = FailedDelivery(
            event=claimed.event.id,
            until=now + wait * (AFTER_OTHERS if down else 1),
            tries=tries,
            status=answer.status,
            problem=answer.problem,
        )
        deliveries.failed(tx, endpoint, failure)
        if tries == SHOWN_AFTER and not down:
            set_aside.show(tx, JOB, f"{self.name} {claimed.event.id}", answer.problem, at=now)

    def _rest(self) -> timedelta:
        """Let the endpoint rest, if it does not yet, and return how long."""
        wait = RESTS[min(max(self._rests - 1, 0), len(RESTS) - 1)]
        if monotonic() >= self._rested:
            wait = RESTS[min(self._rests, len(RESTS) - 1)]
            self._rests += 1
            self._rested = monotonic() + self.context.clock.real_span(wait).total_seconds()
        return wait


async def _wait(stop: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
