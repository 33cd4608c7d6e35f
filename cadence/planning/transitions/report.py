"""
What does the carrier's report of a touch change? Pure: the touch itself, its number, the person, and our own senders.

Reports come twice, late and in any order, and one may come before the carrier's answer to our request: a touch only
moves forward (`domain/touch_record.py`). What else a code has to act on is added in `_follows` and in `at_fault`.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any

from cadence.campaign import Campaign
from cadence.campaign.step_shape import CallbackRule, Step
from cadence.campaign.wheres import conditions_of
from cadence.domain import OPEN_STATES, Facts, Outcome, PauseScope, TouchState
from cadence.domain.channels import descriptor_of
from cadence.domain.error_subject import ErrorSubject
from cadence.domain.outcomes import DELIVERIES
from cadence.domain.senders import is_service
from cadence.domain.touch_record import Settlement, Stored, changes, first_end, settlement
from cadence.planning.transitions.change import (
    BeginPause,
    Change,
    CloseNumber,
    FreePlace,
    KeepContradiction,
    Suppress,
    UpdateTouch,
    Write,
)
from cadence.planning.transitions.events import Reported, Stopped
from cadence.planning.transitions.stop import stopped
from cadence.policy.built_in.campaign_state import ACCOUNT
from cadence.policy.packs.law import Law
from cadence.policy.primitives.limit import LimitEntry

OF_SERVICE = frozenset({"21701", "21702", "21703", "21704", "21705"})
"""Codes about a messaging service as a whole; any other about a sender may be about one number of its pool."""
ARRIVING = frozenset({Outcome.SENT, Outcome.DELIVERED, Outcome.READ})
"""Outcomes of a message that left, without a report that it failed."""
OF_ARRIVAL = frozenset({"outcome", "outcome_at", "status"})
"""What a report on its arrival writes."""
INVALID_NUMBER = "invalid_number"
"""Why a number is closed that does not exist, as it stands in the ledger."""


def reported(facts: Facts, event: Reported, now: datetime) -> Change:
    """Return everything that a report changes."""
    noted = recorded(event, now)
    return noted.and_then(_follows(facts, event, noted, now)) if reaches_further(event, noted) else noted


def recorded(event: Reported, now: datetime) -> Change:
    """Return what a report changes in the touch's own row, and what of ours is paused: no fact is needed for that."""
    was = event.was
    if was.sid is not None and event.sid and event.sid != was.sid:
        return Change(at=now)  # another leg of the call, or not ours at all
    writes: list[Write] = []
    # The code stands or falls with the outcome; how the person was reached decides about a voicemail.
    details = _known({"code": event.code, "delivery": _news("delivery", event)})
    made = settlement(was, event.outcome, event.at, details) if event.outcome else Settlement()
    values = made.values | changes(was, _noted(event))
    if descriptor_of(was.touch.channel).uses_agents and (event.over or event.outcome is Outcome.LOST):
        writes.append(FreePlace(touch=was.touch.id, at=_written_up(event, values)))
    if values:
        writes.append(UpdateTouch(touch=was.touch.id, values=tuple(values.items())))
    if made.contradiction is not None:
        lighter, at = made.contradiction, made.contradicted_at or event.at
        writes.append(KeepContradiction(touch=was.touch.id, outcome=lighter.outcome, code=lighter.code, at=at))
    return Change(at=now, writes=tuple(writes), pauses=at_fault(event) if values or made.contradiction else ())


def _written_up(event: Reported, values: dict[str, Any]) -> datetime | None:
    """
    Return until when the agent writes up a call that is over; None where there was no conversation, or it is written.

    The end of the call may come before the end of its leg to the agent: a person who answered then may have spoken.
    """
    touch = event.was.touch
    outcome = values.get("outcome", touch.outcome)
    if touch.disposition is not None or outcome not in (None, Outcome.ANSWERED):
        return None
    if outcome is Outcome.ANSWERED:
        until: datetime | None = values.get("wrap_up_until", touch.wrap_up_until)
        return until
    return event.at + event.wrap_up if values.get("answered_at", touch.answered_at) else None


def reaches_further(event: Reported, noted: Change) -> bool:
    """Tell whether a report may change more than the touch's own row: it has another outcome now, or says stop."""
    return settles(event, noted) or (event.outcome is Outcome.OPTED_OUT and bool(noted.writes))


def settles(event: Reported, noted: Change) -> bool:
    """Tell whether another outcome stands now than before, so that what was planned may be another thing."""
    after = _after(noted)
    state = after.get("state", event.was.touch.state)
    return "outcome" in after and state not in OPEN_STATES


def keeps_plan(event: Reported, noted: Change, campaign: Campaign, law: Law) -> bool:
    """
    Tell whether no plan can differ after a report, so that none need be made: nobody asks what it says.

    A message that has left may arrive and be read. That concerns a branch or a condition of the file, or a limit of a
    pack, only if it names one of these words; to every other rule they are the same.
    """
    was, values = event.was.touch, _after(noted)
    words = {was.outcome, values.get("outcome")}
    if was.state is not TouchState.SETTLED or not words <= ARRIVING or not values.keys() <= OF_ARRIVAL:
        return False
    return words.isdisjoint(_asked_by(campaign)) and words.isdisjoint(_counted_by(law))


def wakes_workflow(was: Stored, *, changed: bool) -> bool:
    """
    Tell whether the workflow has to be notified of an outcome; `changed` when another plan follows from it.

    The end of a call always notifies it, because an activity waits for it. A message's activity returns the outcome
    itself while it is running; afterwards only a changed plan is news.
    """
    under_way = was.touch.state in OPEN_STATES
    return under_way if descriptor_of(was.touch.channel).ends_later and under_way else changed and not under_way


def hung_up(was: Stored, step: Step | None) -> bool:
    """
    Tell whether a call that ended without a result of machine detection was ended by the person before it.

    We were never asked what to say then, so no agent could have taken the call: it does not count as abandoned.
    """
    touch = was.touch
    requested = bool(touch.delivery) or touch.greeting_end_at is not None or touch.agent_at is not None
    detects = step is not None and step.call is not None and step.call.detect_machines
    return detects and not requested


def _asked_by(campaign: Campaign) -> Iterator[str]:
    """Yield the words that a campaign asks of its touches."""
    yield from campaign.stop_on
    for _, where in conditions_of(campaign):
        yield from where.events
    steps: list[Step | CallbackRule] = [*campaign.cadence, *([campaign.callback] if campaign.callback else [])]
    for waiting in campaign.cadence:
        yield from waiting.after if isinstance(waiting.after, dict) else ()
    for step in steps:
        yield from step.on
        yield from step.retry.on if step.retry else ()


@lru_cache(maxsize=16)
def _counted_by(law: Law) -> frozenset[str]:
    """Return the outcomes that limits of the law count apart from others."""
    return frozenset(word for _, rule in law.rules_of(LimitEntry) if rule.count for word in rule.count.events or ())


def _after(noted: Change) -> dict[str, Any]:
    return next((dict(write.values) for write in noted.writes if isinstance(write, UpdateTouch)), {})


def _noted(event: Reported) -> dict[str, Any]:
    """Return what a report says beside the outcome: the earliest instants stand, and words move forward."""
    was, touch = event.was, event.was.touch
    ends_later = descriptor_of(touch.channel).ends_later
    begun = event.outcome is None and ends_later and touch.state in (TouchState.RESERVED, TouchState.UNKNOWN)
    details = {name: _news(name, event) for name in event.details()}
    details |= {"sid": event.sid if was.sid is None else "", "status": event.status, "wrap_up_until": _wrap_up(event)}
    details["seconds"] = event.seconds
    details["carried_at"] = event.at if (begun or event.taken) and was.carried_at is None else None
    return _known(details) | ({"state": TouchState.CARRIED} if begun else {})


def _known(details: dict[str, Any]) -> dict[str, Any]:
    """Return what a report says: an empty word and None say nothing."""
    return {name: value for name, value in details.items() if value}


def _news(name: str, event: Reported) -> Any:  # noqa: ANN401  the type of the field
    """Return what a report says of one of the details, if it counts; None or "" if not. Of a word, the last counts."""
    known, reported = getattr(event.was.touch, name), getattr(event, name)
    if name == "delivery":
        return reported if DELIVERIES.index(reported) > DELIVERIES.index(known) else ""
    return _earlier(known, reported) if isinstance(reported, datetime) else reported


def _earlier(known: datetime | None, reported: datetime | None) -> datetime | None:
    """Return the instant that was reported, if nothing earlier is known."""
    return reported if reported is not None and (known is None or reported < known) else None


def _wrap_up(event: Reported) -> datetime | None:
    """
    Return until when the agent has time to say what came of the conversation, if that is news.

    It counts from the end of the call as it was first reported: a report that comes hours later and says that somebody
    did answer holds nobody for a wrap-up that is over.
    """
    touch = event.was.touch
    conversation = Outcome.ANSWERED in (event.outcome, touch.outcome)
    if not descriptor_of(touch.channel).uses_agents or event.outcome is None or not conversation:
        return None
    return _earlier(touch.wrap_up_until, first_end(event.was, event.outcome, event.at) + event.wrap_up)


def _follows(facts: Facts, event: Reported, noted: Change, now: datetime) -> Change:
    """Return what an outcome means beyond its own touch: for the number, and for the person everywhere."""
    touch = event.was.touch
    made = Change(at=now)
    gone = _after(noted).get("outcome") is Outcome.INVALID_NUMBER
    # A number that only does not take this channel stays open for others.
    if touch.number is not None and gone and (event.about is ErrorSubject.NUMBER or not event.code):
        made = made.and_then(Change(at=now, writes=(CloseNumber(number=touch.number, reason=INVALID_NUMBER),)))
    if event.outcome is Outcome.OPTED_OUT:
        stop = stopped(facts, Stopped(source="carrier", ref=touch.id, number=touch.number), now)
        new = any(isinstance(write, Suppress) for write in stop.writes)
        notice = stop.without(touch.enrolment if settles(event, noted) else "")
        made = made.and_then(notice if new else Change(at=now, writes=stop.writes))  # what was known wakes nobody again
    return made


def at_fault(event: Reported) -> tuple[BeginPause, ...]:
    """
    Return what of ours is at fault by what a report says, and has to be paused.

    It is that thing and nothing else: a country that is not enabled says nothing about a sender (protocol §4.3), and
    one number of a messaging service's pool says nothing about the others.
    """
    touch, about = event.was.touch, event.about if event.code else ErrorSubject.UNKNOWN
    number = f"{touch.channel}:#{touch.number}"
    scopes: dict[ErrorSubject, tuple[PauseScope, str]] = {
        ErrorSubject.SENDER: (PauseScope.SENDER, f"{touch.channel}:{touch.sender}"),
        ErrorSubject.ACCOUNT: (PauseScope.CARRIER, ACCOUNT),
        ErrorSubject.UNVERIFIED: (PauseScope.DESTINATION, number),
        ErrorSubject.COUNTRY: (PauseScope.DESTINATION, f"{touch.channel}:{event.country}" if event.country else number),
    }
    if event.template:
        scopes[ErrorSubject.TEMPLATE] = (PauseScope.TEMPLATE, event.template)
    of_one_number = about is ErrorSubject.SENDER and is_service(touch.sender) and event.code not in OF_SERVICE
    if about not in scopes or of_one_number:
        return ()
    scope, value = scopes[about]
    reason = f"carrier code {event.code}: {event.words}" if event.words else f"carrier code {event.code}"
    return (BeginPause(scope=scope, value=value, reason=reason, since=touch.at),)
