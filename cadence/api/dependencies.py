"""What does every handler need? Edge: one object, made once and handed to the application."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated

from fastapi import Depends, Request

from cadence.api.background import BackgroundTasks
from cadence.api.refused_log import RefusedLog
from cadence.channels.provider import Carrier
from cadence.channels.twilio.addresses import Addresses
from cadence.domain.clock import Clock
from cadence.domain.house import HouseRules
from cadence.engine.dispatch import take_back
from cadence.engine.outbox import OutboxRelay
from cadence.engine.outcomes import Planner
from cadence.engine.temporal_client import SyncTemporalClient
from cadence.ledger.db.ledger import Ledger


class Dependencies:
    """The collaborators of every handler."""

    def __init__(  # noqa: PLR0913  everything comes from outside
        self,
        *,
        ledger: Ledger,
        sync_client: SyncTemporalClient,
        carrier: Carrier,
        clock: Clock,
        public_url: str,
        secrets: Sequence[str],
        api_token: str = "",
        house: HouseRules | None = None,
    ) -> None:
        """
        Serve under `public_url` the carrier that signs with one of `secrets`, and callers with `api_token`.

        Without a token the API is closed.
        """
        self.ledger = ledger
        self.planner = Planner(ledger, clock, house)
        self.background = BackgroundTasks(
            deliver=OutboxRelay(ledger, sync_client, clock).deliver, take_back=partial(take_back, self.planner, carrier)
        )
        self.public_url = public_url
        self.addresses = Addresses(public_url)
        self.secrets = tuple(secrets)
        self.api_token = api_token
        self.refused = RefusedLog()
        self.webhooks = 0  # requests with the carrier's signature, since the start


async def dependencies_of(request: Request) -> Dependencies:
    """Return the dependencies of the application that received the request."""
    deps: Dependencies = request.app.state.deps
    return deps


Listening = Annotated[Dependencies, Depends(dependencies_of)]
"""The type of a handler's parameter for it."""
