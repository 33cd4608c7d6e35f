"""How is a call canceled that is still ringing but no longer allowed? Edge (protocol §1.4)."""

import logging
from collections.abc import Collection

from cadence.channels.provider import Carrier
from cadence.domain import Channel
from cadence.domain.errors import UnavailableError
from cadence.engine.outcomes.planner import Planner
from cadence.ledger.touches import touch_rows

log = logging.getLogger(__name__)


def take_back(planner: Planner, carrier: Carrier, leads: Collection[str]) -> int:
    """
    Ask the carrier to cancel unwanted queued or ringing calls to these people; return how many it canceled.

    A call is unwanted when a suppression covers it or its campaign was closed; other calls to them go on. It does not
    raise when the carrier is down: the reconciler tries again while the call rings.
    """
    if not leads:
        return 0
    with planner.begin() as unit:
        ringing = touch_rows.unwanted_calls(unit.tx, leads, limit=max(100, len(leads)))
    taken = 0
    for touch, sid in ringing.items():
        try:
            taken += carrier.cancel(Channel.CALL, sid)
        except UnavailableError:
            log.warning("a ringing call was not taken back", extra={"action": "take_back", "touch": touch})
    return taken
