"""
What does the carrier's report of a touch change? Edge: webhook, re-attached activity and sweeper all come here.

Reports come twice, late and in any order, and one may come before the carrier's answer to our own request: they bind by
the touch's id and only ever move a touch forward (protocol §2.4).
"""

from dataclasses import replace
from datetime import datetime, timedelta

from cadence.carrier import statuses
from cadence.carrier.codes import meaning
from cadence.carrier.port import Report
from cadence.ledger import enrolment_rows, locks, news, pauses, permits, touch_rows, touches
from cadence.ledger.pauses import PauseOrder
from cadence.ledger.touch_rows import Stored
from cadence.ledger.touches import Heard
from cadence.model import OPEN_STATES, Channel, NewsKind, Outcome, PauseScope, TouchState
from cadence.model.outcomes import DELIVERIES, VOICEMAIL
from cadence.settle.aftermath import aftermath, stopped_by_carrier
from cadence.settle.mind import Mind, Page
from cadence.settle.settled import Settled

WRAP_UP = timedelta(minutes=2)
"""How long a disposition is waited for when the floor is in no version that we can read."""


def settle(mind: Mind, touch: str, report: Report, *, told: bool = False) -> Settled:
    """
    Record what the carrier says of a touch, and plan what comes next.

    `told` says that the caller hands the move to the workflow itself, as the activity of the touch does. Raises
    NotFoundError.
    """
    with mind.page() as page:
        locks.lock_lead_of_touch(page.tx, touch)
        stored = touch_rows.get(page.tx, touch)
        if not _record(page, stored, report):
            return Settled(move=enrolment_rows.get(page.tx, stored.touch.enrolment).move, changed=False)
        settled = after_outcome(page, was=stored, told=told)
        if report.outcome is Outcome.OPTED_OUT and not settled.stopped:
            settled = stopped_by_carrier(page, stored)  # another report says more of the touch; the stop counts
    if report.code and meaning(report.code).pause_sender:
        pause_sender(mind, stored.touch.sender, report.code)
    return settled


def after_outcome(page: Page, *, was: Stored, told: bool) -> Settled:
    """Draw the consequences of what was just recorded about a touch, and plan again. The lead is locked."""
    stored = touch_rows.get(page.tx, was.touch.id)
    if stored.touch.state in OPEN_STATES or stored.touch.outcome is was.touch.outcome:
        # It rings, or a status came that is no outcome: whatever was planned stands.
        return Settled(move=enrolment_rows.get(page.tx, stored.touch.enrolment).move)
    after = aftermath(page, stored)
    planned = page.plan_or_leave(stored.touch.enrolment)
    written = list(after.news)
    if not told and _to_tell(was, stored, changed=planned.changed):
        # The news of a call's end names the touch: the courier completes the activity that waits for it.
        ref = stored.touch.id if stored.touch.channel is Channel.CALL else ""
        written.append(news.add(page.tx, stored.touch.enrolment, NewsKind.STATUS, at=page.now, ref=ref))
    return Settled(move=planned.move, news=tuple(written), stopped=after.stopped)


def pause_sender(mind: Mind, sender: str, code: str) -> None:
    """
    Pause one of our own numbers, because every further touch would fail the same way (protocol §4.3).

    It is a transaction of its own: a pause takes its lock before any lead's.
    """
    order = PauseOrder(scope=PauseScope.SENDER, value=sender, actor="carrier", reason=f"carrier code {code}")
    with mind.page() as page:
        pauses.begin(page.tx, order, at=page.now)


def _record(page: Page, stored: Stored, report: Report) -> bool:
    """Write down what the report says; return whether any of it was new."""
    touch = stored.touch
    if stored.sid is not None and report.sid and report.sid != stored.sid:
        return False  # another leg of the call, or not ours at all
    call = touch.channel is Channel.CALL
    heard = _heard(stored, report)
    if call and (report.status in statuses.ENDED or report.outcome is Outcome.LOST):
        permits.free(page.tx, touch.id)
    if report.outcome is not None:
        if call and Outcome.ANSWERED in (report.outcome, touch.outcome):
            ended_at = touches.first_end(stored, report.outcome, report.at)
            heard = replace(heard, wrap_up_until=_wrap_up(page, stored, ended_at))
        told = replace(heard, code=report.code or None)  # a code belongs to its outcome, and stands or falls with it
        recorded = touches.settle(page.tx, touch.id, report.outcome, at=report.at, heard=told)
        if not recorded:
            touches.note(page.tx, touch.id, heard)
        return recorded or bool(heard.known())
    if call and touch.state in (TouchState.RESERVED, TouchState.UNKNOWN):
        touches.mark_carried(page.tx, touch.id, sid=report.sid, status=report.status, at=report.at)
    touches.note(page.tx, touch.id, heard)
    return bool(heard.known())


def _heard(stored: Stored, report: Report) -> Heard:
    """Return what the report adds to what is stored: the earliest instants stand, statuses move forward."""
    touch = stored.touch
    return Heard(
        sid=report.sid if stored.sid is None and report.sid else None,
        status=report.status if statuses.later(touch.channel, stored.status, report.status) else None,
        delivery=_delivery(stored, report.delivery),
        answered_at=_earlier(touch.answered_at, report.answered_at),
        greeting_end_at=_earlier(touch.greeting_end_at, report.greeting_end_at),
        agent_at=_earlier(touch.agent_at, report.agent_at),
    )


def _delivery(stored: Stored, told: str) -> str | None:
    """Return how the person was reached, if that is news. Words fetched after the end were asked for in vain."""
    further = DELIVERIES.index(told) > DELIVERIES.index(stored.touch.delivery)
    return told if further and not (told == VOICEMAIL and stored.status in statuses.ENDED) else None


def _earlier(known: datetime | None, told: datetime | None) -> datetime | None:
    """Return the instant that was told, if nothing earlier is known."""
    return told if told is not None and (known is None or told < known) else None


def _wrap_up(page: Page, stored: Stored, ended_at: datetime) -> datetime | None:
    """
    Return until when the agent has time to say what came of the conversation, if that is news.

    It counts from the end of the call as it was first reported: a report that comes hours later and says that somebody
    did answer holds nobody for a wrap-up that is over.
    """
    touch = stored.touch
    floor = page.mind.campaign(page.tx, touch.campaign, stored.version).floors.get(stored.floor)
    return _earlier(touch.wrap_up_until, ended_at + (floor.wrap_up if floor else WRAP_UP))


def _to_tell(was: Stored, stored: Stored, *, changed: bool) -> bool:
    """
    Tell whether the workflow has to be told.

    The end of a call always, because an activity waits for it. A message's activity tells of itself while it is under
    way; afterwards only what changes the plan is news.
    """
    under_way = was.touch.state in OPEN_STATES
    if stored.touch.channel is Channel.CALL and under_way:
        return stored.touch.state is TouchState.SETTLED
    return changed and not under_way
