"""How does a worker send events to endpoints? Edge: settings in; what sends them out."""

from cadence.app.settings import Settings
from cadence.domain.clock import Clock
from cadence.engine.events.relay import EventRelay, RelayContext
from cadence.engine.events.sending import EventSender
from cadence.ledger.db.ledger import Ledger


def relay_of(settings: Settings, ledger: Ledger, clock: Clock) -> EventRelay:
    """Return what sends events to endpoints."""
    sender = EventSender(everywhere=settings.endpoint_addresses == "any")
    return EventRelay(RelayContext(ledger, clock, sender, source=settings.public_url, api=settings.api_url))
