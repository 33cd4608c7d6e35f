"""
How is the engine informed? Edge: signed requests, as Twilio makes them.

Requests about one touch come in order, those about different touches in parallel. One that gets no connection is tried
again; how often, and whether other failures count, is in the fragment of its address as at Twilio (`#rc=3&rp=all`).
"""

import asyncio
import base64
import contextlib
import hashlib
import hmac
import logging
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urldefrag
from uuid import uuid4

import aiohttp
from yarl import URL

from cadence.local.emulator.config import SHA1, Config
from cadence.local.emulator.faults import AT_CALLBACK, FaultKind, Faults
from cadence.local.emulator.store import Store, stamp

CARRIERS = 32
"""Requests under way at once."""
WAITING = 5000
"""Requests that may wait behind each carrier. Beyond it they are lost, as they would be at Twilio."""
RETRY_SECONDS = 0.2
MOST_RETRIES = 5
OVERTAKEN_SECONDS = 0.5
"""How long a request that is to be overtaken waits for one that overtakes it."""
OK = range(200, 300)
GONE = 0
"""In place of an answer: there was no connection."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookDelivery:
    """One request to the engine."""

    sid: str  # of the touch it is about
    where: str  # messages, calls, inbound
    url: str
    params: Mapping[str, str]
    opt_out: int = 0  # the id of the stop that it reports


class WebhookSender:
    """Carries requests to the engine."""

    def __init__(self, config: Config, store: Store, faults: Faults) -> None:
        """Prepare; `start` begins to carry."""
        self._config, self._store, self._faults = config, store, faults
        self._queues: list[asyncio.Queue[WebhookDelivery]] = [asyncio.Queue(WAITING) for _ in range(CARRIERS)]
        self._session: aiohttp.ClientSession  # from the start on
        self._tasks: set[asyncio.Task[None]] = set()
        self._held: dict[str, WebhookDelivery] = {}  # to be overtaken, by sid

    async def start(self) -> None:
        """Begin to carry."""
        # Connections are dropped before uvicorn would drop them: a POST that meets a closed one cannot be repeated.
        connector = aiohttp.TCPConnector(limit=2 * CARRIERS, keepalive_timeout=2)
        timeout = aiohttp.ClientTimeout(total=self._config.webhook_timeout)
        self._session = aiohttp.ClientSession(connector=connector, timeout=timeout)
        for queue in self._queues:
            self.spawn(self._carry(queue))

    async def stop(self) -> None:
        """Stop at once; what is still under way is lost."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._session.close()

    def post(self, delivery: WebhookDelivery) -> None:
        """Send a request and do not wait."""
        if not delivery.url:
            return
        fault = self._faults.take(delivery.where, AT_CALLBACK, delivery.params)
        overtaken = self._held.pop(delivery.sid, None)
        match fault.kind if fault else None:
            case FaultKind.DROP:
                pass
            case FaultKind.DUPLICATE:
                self._enqueue(delivery)
                self._enqueue(delivery)
            case FaultKind.REORDER:
                self._held[delivery.sid] = delivery
                self._later(OVERTAKEN_SECONDS, lambda: self._release(delivery))
            case FaultKind.LATE:
                self._later(fault.seconds if fault else 0, lambda: self._enqueue(delivery))
            case _:
                self._enqueue(delivery)
        if overtaken:
            self._enqueue(overtaken)

    async def ask(self, delivery: WebhookDelivery) -> str | None:
        """Send a request and return the answer's text, None when there was no good one."""
        status, text = await self._deliver(delivery)
        return text if status in OK else None

    async def post_json(self, url: str, token: str, document: Mapping[str, Any]) -> int:
        """Post JSON as one of the engine's own users would; return the answer's status."""
        try:
            headers = {"Authorization": f"Bearer {token}"}
            async with self._session.post(url, json=document, headers=headers) as answer:
                return answer.status
        except (aiohttp.ClientError, TimeoutError):
            return GONE

    def _enqueue(self, delivery: WebhookDelivery) -> None:
        try:
            self._queues[hash(delivery.sid) % CARRIERS].put_nowait(delivery)
        except asyncio.QueueFull:
            self._write_down(delivery, tries=0, answer=GONE)

    def _release(self, delivery: WebhookDelivery) -> None:
        if self._held.get(delivery.sid) is delivery:
            del self._held[delivery.sid]
            self._enqueue(delivery)

    def _later(self, seconds: float, act: Callable[[], None]) -> None:
        async def wait() -> None:
            await asyncio.sleep(seconds)
            act()

        self.spawn(wait())

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run a task in the background until the webhooks stop."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _carry(self, queue: "asyncio.Queue[WebhookDelivery]") -> None:
        while True:
            delivery = await queue.get()
            try:
                await self._deliver(delivery)
            except Exception:
                log.exception("a request about %s was lost", delivery.sid)

    async def _deliver(self, delivery: WebhookDelivery) -> tuple[int, str]:
        url, fragment = urldefrag(delivery.url)
        tries, retries, policy = 0, *_connection_overrides(fragment)
        headers = self._headers(url, delivery.params)
        status, text = GONE, ""
        # As at Twilio, all tries together have so long: what cannot be delivered by then is lost.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._config.webhook_timeout):
                while True:
                    status, text, failure = await self._try(url, delivery.params, headers)
                    tries += 1
                    if not failure or tries > retries or not ({failure, "all"} & policy):
                        break
                    await asyncio.sleep(RETRY_SECONDS)
        self._write_down(delivery, tries=tries, answer=status)
        if status in OK and delivery.opt_out:
            # From now on the stop counts (protocol §6.5).
            acknowledged = "UPDATE opt_outs SET acknowledged_at = ? WHERE id = ? AND acknowledged_at IS NULL"
            self._store.do(acknowledged, stamp(self._config.clock.now()), delivery.opt_out)
        return status, text

    async def _try(self, url: str, params: Mapping[str, str], headers: Mapping[str, str]) -> tuple[int, str, str]:
        """Return status, text and, as Twilio names it in `rp`, how it failed."""
        try:
            # `encoded`: the address goes out byte by byte as it was signed.
            async with self._session.post(URL(url, encoded=True), data=params, headers=headers) as answer:
                text = await answer.text(errors="replace")
                failure = "" if answer.status in OK else "5xx" if answer.status >= 500 else "4xx"  # noqa: PLR2004
                return answer.status, text, failure
        except TimeoutError:
            return GONE, "", "rt"
        except (aiohttp.ClientError, ValueError):
            return GONE, "", "ct"

    def _headers(self, url: str, params: Mapping[str, str]) -> dict[str, str]:
        headers = {
            "User-Agent": "TwilioProxy/1.1",
            "I-Twilio-Idempotency-Token": str(uuid4()),
            "X-Twilio-Signature": signature(self._config.token, url, params, self._config.signature),
        }
        if self._config.signature != SHA1:
            headers["X-Twilio-Webhooks-Signature-Settings"] = f"key=emulated,algorithm={self._config.signature}"
        return headers

    def _write_down(self, delivery: WebhookDelivery, *, tries: int, answer: int) -> None:
        at = stamp(self._config.clock.now())
        self._store.insert("webhooks", sid=delivery.sid, kind=delivery.where, at=at, tries=tries, answer=answer)


def signature(token: str, url: str, params: Mapping[str, str], algorithm: str = SHA1) -> str:
    """Sign an address and the fields of a form as Twilio does."""
    text = url + "".join(name + params[name] for name in sorted(params))
    digest = hashlib.sha1 if algorithm == SHA1 else hashlib.sha256
    return base64.b64encode(hmac.new(token.encode(), text.encode(), digest).digest()).decode()


def _connection_overrides(fragment: str) -> tuple[int, frozenset[str]]:
    """Read how often and after which failures Twilio tries again: by default once, when there was no connection."""
    wishes = parse_qs(fragment)
    count = wishes.get("rc", ["1"])[0]
    policy = frozenset(wishes.get("rp", ["ct"])[0].split(","))
    return min(int(count) if count.isdecimal() else 1, MOST_RETRIES), policy
