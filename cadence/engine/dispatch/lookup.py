"""
What became of a touch we have no word of? Edge: the carrier is asked, and nothing is ever sent again (law 2).

A lost answer is looked for among what was carried to that number since; a call that is silent is fetched. When the
carrier has known nothing for long enough, the touch counts as sent and is over.
"""

from collections.abc import Sequence
from datetime import timedelta

from cadence.channels.provider import Carrier, CarrierReport
from cadence.domain import Channel, Outcome, TouchState
from cadence.engine.outcomes import Planner, Settled, settle
from cadence.ledger.db import locks
from cadence.ledger.people import numbers, texts
from cadence.ledger.touches import touch_rows, touches
from cadence.ledger.touches.touch_rows import Stored

LOST_AFTER = timedelta(minutes=10)
"""For so long, in the Clock's time, the carrier is asked about a lost answer ..."""
REAL_LOST_AFTER = timedelta(seconds=90)
"""... and for at least so long in real time: networks do not run faster in a rehearsal."""
SKEW = timedelta(seconds=30)
"""The carrier's clock may be behind ours by this much."""


def look_up(
    planner: Planner, carrier: Carrier, touch: str, *, told: bool = False, lost_after: timedelta = REAL_LOST_AFTER
) -> Settled | None:
    """
    Ask the carrier about a touch that may be in the air; return None when nothing is certain yet.

    `told` as in `settle`. Raises UnavailableError, and NotFoundError.
    """
    stored = _doubted(planner, touch)
    report = _fetched(carrier, stored) if stored.sid else _found(planner, carrier, stored)
    if report is not None:
        return settle(planner, touch, report, told=told)
    if _silent_for(planner, stored) < lost_after or planner.now() - stored.touch.at < LOST_AFTER:
        return None
    nothing = CarrierReport(sid=stored.sid or "", status=stored.status, at=planner.now(), outcome=Outcome.LOST)
    return settle(planner, touch, nothing, told=told)


def _doubted(planner: Planner, touch: str) -> Stored:
    """Return the touch; one that was reserved and has no answer becomes unknown before anyone is asked."""
    with planner.page() as page:
        locks.lock_lead_of_touch(page.tx, touch)
        stored = touch_rows.get(page.tx, touch)
        if stored.touch.state is TouchState.RESERVED:
            touches.mark_unknown(page.tx, touch)
            stored = touch_rows.get(page.tx, touch)
    return stored


def _fetched(carrier: Carrier, stored: Stored) -> CarrierReport | None:
    """Ask about a touch whose id at the carrier we know."""
    return carrier.fetch(stored.touch.channel, stored.sid or "")


def _found(planner: Planner, carrier: Carrier, stored: Stored) -> CarrierReport | None:
    """Look for the one thing carried to this number since then that is no other touch's."""
    touch = stored.touch
    with planner.page() as page:
        number = numbers.e164(page.tx, touch.number) if touch.number is not None else ""
        words = texts.find(page.tx, touch.id)
    if not number:
        return None
    # The carrier fills a template itself, so its text is not known here.
    body = words.body if words is not None and not words.template and touch.channel is not Channel.CALL else ""
    reports = carrier.find(touch.channel, number, touch.sender, touch.at - SKEW, body)
    return _unbound(planner, reports)


def _unbound(planner: Planner, reports: Sequence[CarrierReport]) -> CarrierReport | None:
    """Return the first that no touch has claimed."""
    with planner.page() as page:
        return next((one for one in reports if touch_rows.find_by_sid(page.tx, one.sid) is None), None)


def _silent_for(planner: Planner, stored: Stored) -> timedelta:
    """Return for how long, in real time, nothing has been heard of a touch."""
    return planner.clock.real_span(planner.now() - stored.touch.at)
