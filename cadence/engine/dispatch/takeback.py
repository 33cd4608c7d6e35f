"""How is a call taken back that still rings although it may not any more? Edge (protocol §1.4)."""

import logging
from collections.abc import Collection

from cadence.channels.provider import Carrier
from cadence.domain import Channel
from cadence.domain.errors import UnavailableError
from cadence.engine.outcomes import Planner
from cadence.ledger.touches import touch_rows

log = logging.getLogger(__name__)


def take_back(planner: Planner, carrier: Carrier, leads: Collection[str]) -> int:
    """
    Ask the carrier to take back what is queued or rings for these people and is unwanted; return how many it took back.

    Unwanted is a call that a suppression covers, or that of a campaign that was closed; whatever else rings for them
    goes on. It does not raise when the carrier is down: the sweeper tries again while it rings.
    """
    if not leads:
        return 0
    with planner.page() as page:
        ringing = touch_rows.unwanted_calls(page.tx, leads, limit=max(100, len(leads)))
    taken = 0
    for touch, sid in ringing.items():
        try:
            taken += carrier.cancel(Channel.CALL, sid)
        except UnavailableError:
            log.warning("a ringing call was not taken back", extra={"action": "take_back", "touch": touch})
    return taken
