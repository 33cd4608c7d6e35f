"""
What did the carrier report of a touch? Edge: webhook, re-attached activity and sweeper all come here.

Reports bind by the touch's id (protocol §2.4). What one changes is decided by `planning/transitions/report.py`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from cadence.channels.provider import CarrierReport
from cadence.channels.twilio import statuses
from cadence.channels.twilio.codes import meaning
from cadence.domain import OPEN_STATES, Channel, NewsKind, Outcome, PauseScope
from cadence.domain.error_subject import OURS, ErrorSubject
from cadence.domain.outcomes import VOICEMAIL
from cadence.domain.touch_record import Stored
from cadence.engine.outcomes.planner import Planner, UnitOfWork
from cadence.engine.outcomes.settled import Settled
from cadence.engine.outcomes.writing import write
from cadence.ledger.campaigns import enrolment_rows, pauses
from cadence.ledger.campaigns.pauses import PauseOrder
from cadence.ledger.db import locks
from cadence.ledger.people import numbers, texts
from cadence.ledger.touches import news, touch_rows
from cadence.planning.position import step_of
from cadence.planning.transitions import BeginPause, Reported, apply, change, reaches_further, recorded, settles

CARRIER = "carrier"
"""Who pauses what the carrier refuses."""
REPEATS = 5
"""So many touches in a row that end with one unknown code are no chance ..."""
REPEATS_WITHIN = timedelta(days=1)
"""... when they lie within this."""
WRAP_UP = timedelta(minutes=2)
"""How long a disposition is waited for when the floor is in no version that we can read."""


def settle(planner: Planner, touch: str, report: CarrierReport, *, told: bool = False) -> Settled:
    """
    Record what the carrier says of a touch, and plan what comes next.

    `told` says that the caller hands the move to the workflow itself, as the activity of the touch does. Raises
    NotFoundError.
    """
    if meaning(report.code).about in OURS:
        with planner.page() as page:
            event = event_of(page, touch_rows.get(page.tx, touch), report)
        begin_pauses(planner, recorded(event, page.now).pauses)
    with planner.page() as page:
        locks.lock_lead_of_touch(page.tx, touch)
        page.locked()
        event = event_of(page, touch_rows.get(page.tx, touch), report)
        settled = take_in(page, event, told=told)
        repeated = repeats(page, event)
    begin_pauses(planner, repeated)
    return settled


def take_in(page: UnitOfWork, event: Reported, *, told: bool) -> Settled:
    """
    Write what a report changes, and plan where an outcome may change the plan. The lead is locked.

    What of ours is at fault has been paused before (`begin_pauses`), so that the plan sees it.
    """
    noted = recorded(event, page.now)
    touch = event.was.touch
    if not reaches_further(event, noted):  # it rings, or a status came that is no outcome: what was planned stands
        changed = write(page, [noted]).changed
        return Settled(move=enrolment_rows.get(page.tx, touch.enrolment).move, changed=changed)
    case = page.planner.case(page.tx, touch.enrolment)
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
    return Settled(move=planned.move, news=news_, stopped=written.stopped, changed=written.changed)


def begin_pauses(planner: Planner, pauses_: Iterable[BeginPause]) -> None:
    """
    Pause what of ours fails for everybody, because every further touch would fail the same way (protocol §4.3).

    It is a transaction of its own: a pause takes its lock before any lead's. What somebody has resumed since the touch
    left is not paused by a report that comes late: the next touch shows whether it is mended.
    """
    for one in pauses_:
        order = PauseOrder(scope=one.scope, value=one.value, actor=CARRIER, reason=one.reason)
        with planner.page() as page:
            if one.since is None or not pauses.ended_since(page.tx, one.scope, one.value, one.since):
                pauses.begin(page.tx, order, at=page.now)


def repeats(page: UnitOfWork, event: Reported) -> tuple[BeginPause, ...]:
    """
    Return the pause of a sender that fails again and again with a code nobody knows.

    The last five touches of the campaign from this sender on this channel, to as many people, all ended with it.
    """
    failed = event.outcome in {Outcome.FAILED, Outcome.UNDELIVERED}
    if not event.code or event.about is not ErrorSubject.UNKNOWN or not failed:
        return ()
    touch = event.was.touch
    if not touch_rows.all_failed(page.tx, touch, event.code, count=REPEATS, now=page.now, span=REPEATS_WITHIN):
        return ()
    reason = f"carrier code {event.code}, {REPEATS} times in a row"
    value = f"{touch.channel}:{touch.sender}"
    return (BeginPause(scope=PauseScope.SENDER, value=value, reason=reason, since=touch.at),)


def about(page: UnitOfWork, stored: Stored, code: str) -> dict[str, Any]:
    """Return what a code means for a touch, as fields of the event."""
    means = meaning(code)
    told: dict[str, Any] = {"code": code, "about": means.about, "words": means.in_words()}
    if means.about is ErrorSubject.TEMPLATE:
        words = texts.find(page.tx, stored.touch.id)
        told["template"] = words.template if words else ""
    if means.about is ErrorSubject.COUNTRY and stored.touch.number is not None:
        told["country"] = numbers.country(page.tx, stored.touch.number)
    return told


def outcome_of(outcome: Outcome | None, told: Mapping[str, Any]) -> Outcome | None:
    """Return what came of a touch. A free text that WhatsApp takes no more has failed: no template is to be mended."""
    lone = told["about"] is ErrorSubject.TEMPLATE and not told.get("template")
    return Outcome.FAILED if lone and outcome is Outcome.NOT_TAKEN else outcome


def event_of(page: UnitOfWork, stored: Stored, report: CarrierReport) -> Reported:
    """Return a report as an event: with what its words and its code mean, and how long this floor wraps up."""
    later = statuses.later(stored.touch.channel, stored.status, report.status)
    # Words fetched after the end were asked for in vain.
    in_vain = report.delivery == VOICEMAIL and stored.status in statuses.ENDED
    told = about(page, stored, report.code)
    outcome = Outcome.HUNG_UP if _hung_up(page, stored, report) else outcome_of(report.outcome, told)
    return Reported(
        **told,
        was=stored,
        at=report.at,
        outcome=outcome,
        sid=report.sid,
        status=report.status if later else "",
        over=statuses.ENDED.intersection((report.status, stored.status)) != frozenset(),
        delivery="" if in_vain else report.delivery,
        answered_at=report.answered_at,
        greeting_end_at=report.greeting_end_at,
        agent_at=report.agent_at,
        wrap_up=_wrap_up(page, stored),
    )


def _hung_up(page: UnitOfWork, stored: Stored, report: CarrierReport) -> bool:
    """
    Tell whether somebody hung up before machine detection had answered: the call never asked us what to say.

    No agent could have taken it by then, so it is not abandoned.
    """
    touch = stored.touch
    asked = bool(touch.delivery) or touch.greeting_end_at is not None or touch.agent_at is not None
    if not report.undetected or asked or report.agent_at is not None:
        return False
    step = step_of(page.planner.campaign(page.tx, touch.campaign, stored.version), touch.cause)
    return step is not None and step.call is not None and step.call.detect_machines


def _wrap_up(page: UnitOfWork, stored: Stored) -> timedelta:
    """Return how long an agent of this floor has to say what came of a conversation."""
    if stored.touch.channel is not Channel.CALL:
        return timedelta(0)
    floor = page.planner.campaign(page.tx, stored.touch.campaign, stored.version).floors.get(stored.floor)
    return floor.wrap_up if floor else WRAP_UP


def _to_tell(was: Stored, *, changed: bool) -> bool:
    """
    Tell whether the workflow has to be told of an outcome.

    The end of a call always, because an activity waits for it. A message's activity tells of itself while it is under
    way; afterwards only what changes the plan is news.
    """
    under_way = was.touch.state in OPEN_STATES
    return under_way if was.touch.channel is Channel.CALL and under_way else changed and not under_way
