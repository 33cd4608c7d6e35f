"""
What happened to a touch without an answer? Edge: the carrier is asked, and nothing is ever sent again (law 2).

When the answer was lost, we search what the carrier sent to that number since then; a call without reports is fetched
by its id. When the carrier has known nothing for long enough, the touch counts as sent and is over.
"""

from datetime import datetime, timedelta

from cadence.channels.provider import Carrier, CarrierReport
from cadence.domain import Outcome
from cadence.domain.channels import MESSAGE_CHANNELS
from cadence.engine.outcomes.planner import Planner
from cadence.engine.outcomes.reports import record_report
from cadence.engine.outcomes.writing import EventResult, write
from cadence.ledger.people import numbers, texts
from cadence.ledger.touches import touch_rows
from cadence.ledger.touches.locked import lock_touch
from cadence.ledger.touches.touch_rows import Stored
from cadence.planning.transitions.attempt import unconfirmed
from cadence.planning.transitions.events import AnswerMissing

LOST_AFTER = timedelta(minutes=10)
"""How long, in the Clock's time, the carrier is asked about a lost answer ..."""
REAL_LOST_AFTER = timedelta(seconds=90)
"""... and at least this long in real time: networks are not faster in a rehearsal."""
SKEW = timedelta(seconds=30)
"""The carrier's clock may be behind ours by this much."""


def look_up(
    planner: Planner,
    carrier: Carrier,
    touch: str,
    *,
    notify_workflow: bool = True,
    lost_after: timedelta = REAL_LOST_AFTER,
) -> EventResult | None:
    """Ask the carrier about a touch that may have been sent; return None when nothing is certain yet."""
    stored = _doubted(planner, touch)
    report = carrier.fetch(stored.touch.channel, stored.sid) if stored.sid else _found(planner, carrier, stored)
    if report is not None:
        return record_report(planner, touch, report, notify_workflow=notify_workflow)
    silent = planner.now() - stored.touch.at
    if planner.clock.real_span(silent) < lost_after or silent < LOST_AFTER:
        return None
    nothing = CarrierReport(sid=stored.sid or "", status=stored.status, at=planner.now(), outcome=Outcome.LOST)
    return record_report(planner, touch, nothing, notify_workflow=notify_workflow)


def _doubted(planner: Planner, touch: str) -> Stored:
    """Return the touch; if it is reserved without an answer, mark it unknown before the carrier is asked."""
    with planner.begin() as unit:
        stored, _ = lock_touch(unit.tx, touch)
        written = write(unit, [unconfirmed(AnswerMissing(was=stored), unit.now)])
        return touch_rows.get(unit.tx, touch) if written.changed else stored


def _found(planner: Planner, carrier: Carrier, stored: Stored) -> CarrierReport | None:
    """Search what was sent to this number since then for something that belongs to no other touch."""
    touch = stored.touch
    with planner.begin() as unit:
        words = texts.find(unit.tx, touch.id)
    # The carrier fills a template itself, so its text is not known here.
    written = touch.channel in MESSAGE_CHANNELS and words is not None and not words.template
    body = words.body if words is not None and written else ""
    return unknown_to_ledger(planner, carrier, stored, since=touch.at - SKEW, body=body)


def unknown_to_ledger(
    planner: Planner, carrier: Carrier, stored: Stored, *, since: datetime, body: str = ""
) -> CarrierReport | None:
    """Return the oldest that was sent to a touch's number since then and belongs to no touch; UnavailableError."""
    touch = stored.touch
    with planner.begin() as unit:
        number = numbers.e164(unit.tx, touch.number) if touch.number is not None else ""
    if not number:
        return None
    reports = carrier.find(touch.channel, number, touch.sender, since, body)
    with planner.begin() as unit:
        return next((report for report in reports if touch_rows.find_by_sid(unit.tx, report.sid) is None), None)
