"""
What did the carrier report of a touch? Edge: webhook, re-attached activity and sweeper all come here.

Reports bind by the touch's id (protocol §2.4). What one changes is decided by `plan/transitions/report.py`.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from cadence.carrier import statuses
from cadence.carrier.codes import meaning
from cadence.carrier.port import Report
from cadence.ledger import enrolment_rows, locks, news, pauses, touch_rows
from cadence.ledger.pauses import PauseOrder
from cadence.model import OPEN_STATES, Channel, NewsKind
from cadence.model.outcomes import VOICEMAIL
from cadence.model.touch_record import Stored
from cadence.plan.transitions import BeginPause, Reported, apply, change, reaches_further, recorded, settles
from cadence.settle.mind import Mind, Page
from cadence.settle.settled import Settled
from cadence.settle.writing import write

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
        page.locked()
        settled, pauses = take_in(page, event_of(page, touch_rows.get(page.tx, touch), report), told=told)
    begin_pauses(mind, pauses)
    return settled


def take_in(page: Page, event: Reported, *, told: bool) -> tuple[Settled, tuple[BeginPause, ...]]:
    """
    Write what a report changes, and plan where an outcome may change the plan. The lead is locked.

    Return what was changed, and what of ours is to be paused once this is committed.
    """
    noted = recorded(event, page.now)
    touch = event.was.touch
    if not reaches_further(event, noted):  # it rings, or a status came that is no outcome: what was planned stands
        changed = write(page, [noted]).changed
        return Settled(move=enrolment_rows.get(page.tx, touch.enrolment).move, changed=changed), noted.pauses
    case = page.mind.case(page.tx, touch.enrolment)
    made = change(case.facts, event, page.now)
    settled = settles(event, noted)
    written = write(page, [made])
    # Suppressions get their ids from the ledger, and decisions name them; all else is known without asking again.
    known = None if written.suppressed else replace(case, facts=apply(case.facts, made))
    planned = page.plan_or_leave(touch.enrolment, known)
    news_ = written.news
    if settled and not told and _to_tell(event.was, changed=planned.changed):
        # The news of a call's end names the touch: the courier completes the activity that waits for it.
        ref = touch.id if touch.channel is Channel.CALL else ""
        news_ = (*news_, news.add(page.tx, touch.enrolment, NewsKind.STATUS, at=page.now, ref=ref))
    return Settled(move=planned.move, news=news_, stopped=written.stopped, changed=written.changed), made.pauses


def begin_pauses(mind: Mind, pauses_: Iterable[BeginPause]) -> None:
    """
    Pause what of ours fails for everybody, because every further touch would fail the same way (protocol §4.3).

    It is a transaction of its own: a pause takes its lock before any lead's.
    """
    for one in pauses_:
        order = PauseOrder(scope=one.scope, value=one.value, actor="carrier", reason=one.reason)
        with mind.page() as page:
            pauses.begin(page.tx, order, at=page.now)


def event_of(page: Page, stored: Stored, report: Report) -> Reported:
    """Return a report as an event: with what its words and its code mean, and how long this floor wraps up."""
    later = statuses.later(stored.touch.channel, stored.status, report.status)
    # Words fetched after the end were asked for in vain.
    in_vain = report.delivery == VOICEMAIL and stored.status in statuses.ENDED
    return Reported(
        was=stored,
        at=report.at,
        outcome=report.outcome,
        code=report.code,
        about=meaning(report.code).about,
        sid=report.sid,
        status=report.status if later else "",
        over=statuses.ENDED.intersection((report.status, stored.status)) != frozenset(),
        delivery="" if in_vain else report.delivery,
        answered_at=report.answered_at,
        greeting_end_at=report.greeting_end_at,
        agent_at=report.agent_at,
        wrap_up=_wrap_up(page, stored),
    )


def _wrap_up(page: Page, stored: Stored) -> timedelta:
    """Return how long an agent of this floor has to say what came of a conversation."""
    if stored.touch.channel is not Channel.CALL:
        return timedelta(0)
    floor = page.mind.campaign(page.tx, stored.touch.campaign, stored.version).floors.get(stored.floor)
    return floor.wrap_up if floor else WRAP_UP


def _to_tell(was: Stored, *, changed: bool) -> bool:
    """
    Tell whether the workflow has to be told of an outcome.

    The end of a call always, because an activity waits for it. A message's activity tells of itself while it is under
    way; afterwards only what changes the plan is news.
    """
    under_way = was.touch.state in OPEN_STATES
    return under_way if was.touch.channel is Channel.CALL and under_way else changed and not under_way
