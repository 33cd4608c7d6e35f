"""How is a call taken back that still rings for somebody who said stop? Edge (protocol §1.4)."""

import logging
from collections.abc import Iterable

from cadence.carrier.port import Carrier
from cadence.errors import UnavailableError
from cadence.ledger import touch_rows
from cadence.model import Channel
from cadence.settle import Mind

log = logging.getLogger(__name__)


def take_back(mind: Mind, carrier: Carrier, leads: Iterable[str]) -> int:
    """
    Ask the carrier to take back every queued or ringing call to these people; return how many it took back.

    It does not raise when the carrier is down: the sweeper tries again while it rings.
    """
    taken = 0
    for lead in leads:
        with mind.page() as page:
            ringing = [one for one in touch_rows.open_of_lead(page.tx, lead) if one.touch.channel is Channel.CALL]
        for one in ringing:
            try:
                taken += bool(one.sid and carrier.cancel(Channel.CALL, one.sid))
            except UnavailableError:
                log.warning("a ringing call was not taken back", extra={"action": "take_back", "touch": one.touch.id})
    return taken
