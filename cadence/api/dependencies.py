"""What does every handler need? Edge: one object, made once and handed to the application."""

import logging
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Annotated

from fastapi import Depends, Request

from cadence.api.background import BackgroundTasks
from cadence.api.key_ring import KeyRing
from cadence.api.old_token import OldToken
from cadence.api.rate_limits import RateLimits
from cadence.api.report_batches import ReportBatches
from cadence.channels.provider import Carrier
from cadence.channels.twilio.addresses import Addresses
from cadence.domain.clock import Clock
from cadence.domain.house import HouseRules
from cadence.engine.dispatch.answers import SenderRates
from cadence.engine.dispatch.takeback import take_back
from cadence.engine.monitoring.measures import Measures
from cadence.engine.outbox import OutboxRelay
from cadence.engine.outcomes.planner import Planner
from cadence.engine.outcomes.reports import record_report, record_together
from cadence.engine.temporal_client import TemporalClient
from cadence.ledger.db.ledger import Ledger

log = logging.getLogger(__name__)

MOST = 20
"""Lines a minute: enough to see an attack, too few to fill a disk."""
MINUTE = 60.0
OWN_RATES = SenderRates(per_sender={})
"""The rates of a process without settings of its own."""


class RefusedLog:
    """
    Logs requests without the key or the signature, up to MOST lines a minute; the others are counted.

    A line has the client's address, or the proxy's, and our own name of the path, and nothing that the client sent: not
    the key, the headers or the query.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Use this clock, in seconds."""
        self._clock = clock
        self._begun = clock()
        self._written = 0
        self._unwritten = 0

    def note(self, request: Request, action: str, message: str, *, path: str = "") -> None:
        """
        Log one refused request; `path` is our own name of its path, where the framework's route does not tell it.

        Called by handlers on the event loop, so never concurrently.
        """
        now = self._clock()
        if now - self._begun >= MINUTE:
            self._begun, self._written = now, 0
        if self._written >= MOST:
            self._unwritten += 1
            return
        self._written += 1
        extra: dict[str, object] = {"action": action, "client": request.client.host if request.client else "unknown"}
        extra |= {"path": path or getattr(request.scope.get("route"), "path", ""), "method": request.method}
        if self._unwritten:
            extra["not_logged"] = self._unwritten  # since the line before
            self._unwritten = 0
        log.warning(message, extra=extra)


class Dependencies:
    """The collaborators of every handler."""

    def __init__(  # noqa: PLR0913  everything comes from outside
        self,
        *,
        ledger: Ledger,
        temporal_client: TemporalClient,
        carrier: Carrier,
        clock: Clock,
        public_url: str,
        api_url: str = "",
        secrets: Sequence[str],
        api_token: str = "",
        house: HouseRules | None = None,
        sender_rates: SenderRates = OWN_RATES,
    ) -> None:
        """
        Serve at `public_url` the carrier that signs with one of `secrets`; `api_token` counts beside the keys.

        `api_url` is where other systems reach the API, for the links in events.
        """
        self.ledger = ledger
        self.planner = Planner(ledger, clock, house)
        self.temporal_client = temporal_client
        self.sender_rates = sender_rates  # of this process's settings: shown while no worker reports its own
        self.background = BackgroundTasks(
            deliver=OutboxRelay(ledger, temporal_client, clock).deliver,
            take_back=partial(take_back, self.planner, carrier),
        )
        self.reports = ReportBatches(
            together=partial(record_together, self.planner),
            alone=partial(record_report, self.planner),
            after=self.background.after,
        )
        self.public_url = public_url
        self.api_url = api_url
        self.addresses = Addresses(public_url)
        self.secrets = tuple(secrets)
        self.keys = KeyRing(ledger)
        self.rates = RateLimits()
        self.old_token = OldToken(api_token)
        self.refused = RefusedLog()
        self.webhooks = 0  # requests with the carrier's signature, since the start
        self.measures = Measures()

    def close(self) -> None:
        """Finish what requests have begun; both applications have ended by then."""
        self.reports.close()
        self.background.close()


async def dependencies_of(request: Request) -> Dependencies:
    """Return the dependencies of the application that received the request."""
    deps: Dependencies = request.app.state.deps
    return deps


Listening = Annotated[Dependencies, Depends(dependencies_of)]
"""The type of a handler's parameter for it."""
