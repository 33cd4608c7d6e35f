"""How is a carrier's report on a touch recorded? Edge: used by webhooks, resumed activities and the reconciler."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from pydantic import ValidationError

from cadence.campaign import Campaign
from cadence.channels.meanings import meaning
from cadence.channels.provider import CarrierReport
from cadence.channels.twilio import statuses
from cadence.domain import Move, NewsKind, Outcome, PauseScope
from cadence.domain.channels import descriptor_of
from cadence.domain.error_subject import OURS, ErrorSubject
from cadence.domain.outcomes import RECORDED, VOICEMAIL
from cadence.domain.payloads import TouchResult
from cadence.domain.places import WRAP_UP
from cadence.domain.touch_record import Stored
from cadence.engine.outcomes.planner import Planner, UnitOfWork
from cadence.engine.outcomes.writing import EventResult, write
from cadence.ledger.campaigns import pauses
from cadence.ledger.campaigns.pauses import PauseOrder
from cadence.ledger.people import numbers, texts
from cadence.ledger.touches import news, touch_rows, touches
from cadence.ledger.touches.locked import lock_if_free, lock_touch
from cadence.ledger.touches.news import EndedCall
from cadence.planning.position import step_of
from cadence.planning.transitions import change
from cadence.planning.transitions.apply import apply, stored_after
from cadence.planning.transitions.change import BeginPause, Change, UpdateTouch
from cadence.planning.transitions.events import Reported
from cadence.planning.transitions.report import (
    ARRIVING,
    hung_up,
    keeps_plan,
    reaches_further,
    recorded,
    settles,
    wakes_workflow,
)

log = logging.getLogger(__name__)

CARRIER = "carrier"
"""Recorded as the one who pauses what the carrier refuses."""
REPEATS = 5
"""This many touches in a row that end with the same unknown code are no coincidence ..."""
REPEATS_WITHIN = timedelta(days=1)
"""... when they are within this time."""


def record_report(planner: Planner, touch: str, report: CarrierReport, *, notify_workflow: bool = True) -> EventResult:
    """
    Record the carrier's report on a touch, and plan what comes next.

    `notify_workflow=False` when the caller returns the move to the workflow itself, as the activity of the touch does.
    Raises NotFoundError.
    """
    if meaning(report.code).about in OURS:
        with planner.begin() as unit:
            event = event_of(unit, touch_rows.get(unit.tx, touch), report)
        begin_pauses(planner, recorded(event, unit.now).pauses)
    with planner.begin() as unit:
        stored, _ = lock_touch(unit.tx, touch)
        unit.locked()
        event = event_of(unit, stored, report)
        result = write_report(unit, event, notify_workflow=notify_workflow)
    pause_if_repeated(planner, event)
    return result


def record_together(planner: Planner, reports: Mapping[str, CarrierReport]) -> dict[str, EventResult]:
    """
    Record those of these reports, by touch, that change no plan and nothing but their own touch, in one transaction.

    Return their results by touch. The others are left out, for `record_report`: among them all that say how a touch
    failed or that a call is over, and those whose lead is locked by somebody, because this waits for nobody.
    """
    noted: dict[str, Change] = {}
    passing = [touch for touch, report in reports.items() if _passing(report)]
    if not passing:
        return {}
    with planner.begin() as unit:
        free = lock_if_free(unit.tx, passing)
        unit.locked()
        for stored, version in free:
            try:
                event = event_of(unit, stored, reports[stored.touch.id])
                alone = _alone(unit, event, version)
            except ValidationError:
                continue  # a stored version that cannot be read: recording it alone raises the error
            if alone is not None:
                noted[stored.touch.id] = alone
        values = {touch: dict(write.values) for touch, made in noted.items() for write in _updates(made)}
        touches.change_many(unit.tx, values)
    return {touch: EventResult(changed=touch in values) for touch in noted}


def names_a_touch(planner: Planner, touch: str) -> bool:
    """Return whether a touch is in this ledger; a report on another one is logged and changes nothing."""
    with planner.begin() as unit:
        known = touch_rows.find(unit.tx, touch) is not None
    if not known:
        log.info("a report names no touch of this ledger", extra={"action": "report_unknown", "touch": touch})
    return known


def write_report(unit: UnitOfWork, event: Reported, *, notify_workflow: bool) -> EventResult:
    """Write what a report changes, and plan again if that may matter. The lead is locked; pauses began before."""
    noted = recorded(event, unit.now)
    touch = event.was.touch
    if not reaches_further(event, noted):  # it rings, or the status is no outcome: the plan stays as it is
        return write(unit, [noted])
    case = unit.planner.case(unit.tx, touch.enrolment, (touch.campaign, event.was.version))
    made = change(case.facts, event, unit.now)
    settled = settles(event, noted)
    written = write(unit, [made])
    # Suppressions get their ids from the ledger, and decisions refer to them; everything else need not be read again.
    known = None if written.suppressed else replace(case, facts=apply(case.facts, made))
    planned = unit.plan_or_leave(touch.enrolment, known)
    written = replace(written, move=planned.move)
    if settled and notify_workflow and wakes_workflow(event.was, changed=planned.changed):
        return _with_status(unit, written, stored_after(event.was, made))
    return written


def _with_status(unit: UnitOfWork, written: EventResult, stored: Stored) -> EventResult:
    """Write the news that a touch has an outcome, and return what was written with it."""
    touch = stored.touch
    # The news of a call's end names the touch: the outbox relay completes the activity that waits for it.
    ref = touch.id if descriptor_of(touch.channel).ends_later else ""
    if written.move is None:  # planning failed: the relay reads what is stored
        identity = news.add(unit.writes, touch.enrolment, NewsKind.STATUS, at=unit.now, ref=ref)
        return replace(written, news=(*written.news, identity))
    item = news.add_to_deliver(
        unit.writes,
        touch.enrolment,
        NewsKind.STATUS,
        at=unit.now,
        campaign=touch.campaign,
        move=written.move,
        call=EndedCall(cause=touch.cause, attempt=touch.attempt, step=touch.step, outcome=touch.outcome)
        if ref
        else None,
        ref=ref,
    )
    return replace(written, news=(*written.news, item.id), known=(*written.known, item))


def _passing(report: CarrierReport) -> bool:
    """Tell whether a report, by itself, may change nothing but its touch: it goes well, and is not over."""
    well = report.outcome is None or report.outcome in ARRIVING
    return well and not report.code and report.status not in statuses.ENDED


def _alone(unit: UnitOfWork, event: Reported, version: int) -> Change | None:
    """Return what a report changes in its own touch; None when more follows, for a lead on this version."""
    noted = recorded(event, unit.now)
    if noted.pauses or len(noted.writes) != len(_updates(noted)):
        return None
    if reaches_further(event, noted):
        campaign = unit.planner.campaign(unit.tx, event.was.touch.campaign, version)
        return noted if keeps_plan(event, noted, campaign, unit.planner.law(campaign)) else None
    return noted


def _updates(noted: Change) -> list[UpdateTouch]:
    return [write for write in noted.writes if isinstance(write, UpdateTouch)]


def result_of(stored: Stored, move: Move) -> TouchResult:
    """Return the answer of a touch's activity: the verdict, the outcome, and what is planned next."""
    touch = stored.touch
    return TouchResult(next=move, step=touch.step, verdict="allow", outcome=str(touch.outcome or ""))


def begin_pauses(planner: Planner, pauses_: Iterable[BeginPause]) -> None:
    """
    Pause a sender, template or country that fails for everybody: further touches would fail too (protocol §4.3).

    Each pause is its own transaction, because a pause takes its lock before any lead's. What an operator has resumed
    since the touch was sent is not paused again by a late report: the next touch shows whether it works.
    """
    for pause in pauses_:
        order = PauseOrder(scope=pause.scope, value=pause.value, actor=CARRIER, reason=pause.reason)
        with planner.begin() as unit:
            if pause.since is None or not pauses.ended_since(unit.tx, pause.scope, pause.value, pause.since):
                pauses.begin(unit.tx, order, at=unit.now)


def pause_if_repeated(planner: Planner, event: Reported) -> None:
    """
    Pause a sender that fails repeatedly with an unknown code. Call it after the report on the touch is committed.

    The last five touches of the campaign from this sender on this channel, to five people, all ended with this code.
    Messages that the carrier may still report on do not count. Reports that are recorded at the same time do not see
    each other before they are committed: asked earlier, none of them might find all five.
    """
    failed = event.outcome in {Outcome.FAILED, Outcome.UNDELIVERED}
    if not event.code or event.about is not ErrorSubject.UNKNOWN or not failed:
        return
    touch = event.was.touch
    with planner.begin() as unit:
        if not touch_rows.all_failed(unit.tx, touch, event.code, count=REPEATS, now=unit.now, span=REPEATS_WITHIN):
            return
    reason = f"carrier code {event.code}, {REPEATS} times in a row"
    value = f"{touch.channel}:{touch.sender}"
    begin_pauses(planner, [BeginPause(scope=PauseScope.SENDER, value=value, reason=reason, since=touch.at)])


def about(unit: UnitOfWork, stored: Stored, code: str) -> dict[str, Any]:
    """Return what a code means for a touch, as fields of the event."""
    means = meaning(code)
    code_fields: dict[str, Any] = {"code": code, "about": means.about, "words": means.in_words()}
    if means.about is ErrorSubject.TEMPLATE:
        words = texts.find(unit.tx, stored.touch.id)
        code_fields["template"] = words.template if words else ""
    if means.about is ErrorSubject.COUNTRY and stored.touch.number is not None:
        code_fields["country"] = numbers.country(unit.tx, stored.touch.number)
    return code_fields


def outcome_of(outcome: Outcome | None, code_fields: Mapping[str, Any]) -> Outcome | None:
    """Return the outcome of a touch. A free text that WhatsApp rejects has failed: there is no template to correct."""
    free_text = code_fields["about"] is ErrorSubject.TEMPLATE and not code_fields.get("template")
    return Outcome.FAILED if free_text and outcome is Outcome.NOT_TAKEN else outcome


def event_of(unit: UnitOfWork, stored: Stored, report: CarrierReport) -> Reported:
    """Return a report as an event, with the meaning of its status and code and the wrap-up time of the floor."""
    later = statuses.later(stored.touch.channel, stored.status, report.status)
    # TwiML requested after the call had ended was never heard.
    unheard = report.delivery == VOICEMAIL and stored.status in statuses.ENDED
    details = report.details() | ({"delivery": ""} if unheard else {})
    code_fields = about(unit, stored, report.code)
    agents = descriptor_of(stored.touch.channel).uses_agents
    outcome = Outcome.HUNG_UP if _hung_up(unit, stored, report) else outcome_of(report.outcome, code_fields)
    only_asked = _only_asked(stored, report)
    return Reported(
        **code_fields,
        **details,
        was=stored,
        at=report.at,
        outcome=Outcome.ANSWERED if only_asked else outcome,
        sid=report.sid,
        status=report.status if later else "",
        seconds=report.seconds,
        over=statuses.ENDED.intersection((report.status, stored.status)) != frozenset(),
        wrap_up=wrap_up_of(_campaign(unit, stored), stored.floor) if agents and not only_asked else timedelta(0),
    )


def wrap_up_of(campaign: Campaign, floor: str) -> timedelta:
    """Return how long an agent of this floor has to write up a conversation."""
    configured = campaign.floors.get(floor)
    return configured.wrap_up if configured else WRAP_UP


def _only_asked(stored: Stored, report: CarrierReport) -> bool:
    """
    Return whether a person heard the question of a call, and it is known that no agent was rung: none was needed.

    A call that has a floor may have rung an agent although the report of its end does not say so.
    """
    ended = report.status in statuses.ENDED and report.outcome is None and not stored.floor
    return stored.touch.delivery == RECORDED and stored.touch.outcome is None and (report.no_agent or ended)


def _hung_up(unit: UnitOfWork, stored: Stored, report: CarrierReport) -> bool:
    """Return whether the person hung up before machine detection had a result (`hung_up`)."""
    if not report.undetected or report.agent_at is not None:
        return False
    return hung_up(stored, step_of(_campaign(unit, stored), stored.touch.cause))


def _campaign(unit: UnitOfWork, stored: Stored) -> Campaign:
    """Return the version that the touch was made with."""
    return unit.planner.campaign(unit.tx, stored.touch.campaign, stored.version)
