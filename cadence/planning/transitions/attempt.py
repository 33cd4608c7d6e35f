"""
What does it change that an attempt was refused, did not leave, was left without an answer, or became a task? Pure.

A refused step leaves a row, so that the cadence moves on. A touch that certainly did not leave is planned again on its
row; one whose answer was lost is never sent again (law 2): the carrier is asked. A report that came first stands.
"""

from dataclasses import replace
from datetime import datetime

from cadence.campaign import Campaign
from cadence.domain import Facts, Outcome, Touch, TouchState
from cadence.domain.channels import descriptor_of
from cadence.domain.touch_record import changes
from cadence.planning.candidate import touch_of
from cadence.planning.transitions.change import Change, FreePlace, OpenTask, SkipStep, UpdateTouch
from cadence.planning.transitions.events import AnswerMissing, NeverSent, Reported, StepRefused, TaskGiven
from cadence.planning.transitions.report import recorded

STEP_TASK = "step"
"""The kind of the task that a step makes."""


def step_refused(campaign: Campaign, facts: Facts, event: StepRefused, now: datetime) -> Change:
    """Return the row of the refused step: the one that its attempt has already, if it is planned, or a new one."""
    attempt, refusal = event.attempt, event.refusal
    deciding = (refusal.deciding.rule,) if refusal.deciding else ()
    key = (attempt.cause, attempt.attempt)
    known = next((own for own in facts.own() if (own.cause, own.attempt) == key), None)
    if known is not None and known.state is not TouchState.PLANNED:
        raise AssertionError(f"the touch {known.id} is {known.state}; expected a planned one, or none")
    row = touch_of(campaign, facts, attempt, now, id_=known.id if known else event.touch)
    skipped = replace(
        row,
        state=TouchState.SKIPPED,
        outcome=Outcome.SKIPPED,
        rules=tuple(dict.fromkeys((*deciding, *(reason.rule for reason in refusal.reasons)))),  # the deciding one first
        scope=refusal.scope.value,
        ended_at=now,
    )
    return Change(at=now, writes=(SkipStep(touch=_as_stored(skipped, known), version=facts.enrolment.version),))


def skipped_by(made: Change) -> Touch:
    """Return the touch of the step that a change skips."""
    return next(write.touch for write in made.writes if isinstance(write, SkipStep))


def _as_stored(skipped: Touch, known: Touch | None) -> Touch:
    """Return the row as it is stored: a planned row keeps what it was planned with."""
    if known is None:
        return skipped
    named = ("state", "outcome", "rules", "scope", "at", "ended_at")
    return replace(known, **{name: getattr(skipped, name) for name in named})


def unconfirmed(event: NeverSent | AnswerMissing, now: datetime) -> Change:
    """
    Return the new state of a reserved touch that the carrier did not confirm; nothing when a report came first.

    One that certainly did not leave is planned again, without its agent's place. One that may have left is unknown
    until the carrier was asked. No fact is needed for that.
    """
    was = event.was
    if was.touch.state is not TouchState.RESERVED:
        return Change(at=now)
    match event:
        case NeverSent():
            values = {"state": TouchState.PLANNED, "code": ""}
            freed = (FreePlace(touch=was.touch.id),) if descriptor_of(was.touch.channel).uses_agents else ()
        case AnswerMissing():
            values = {"state": TouchState.UNKNOWN, "code": event.code}
            freed = ()
    update = UpdateTouch(touch=was.touch.id, values=tuple(changes(was, values).items()))
    return Change(at=now, writes=(update, *freed))


def task_given(event: TaskGiven, now: datetime) -> Change:
    """Return the task for our own people, and its touch as settled: nothing is sent. The result may come later."""
    touch = event.was.touch
    task = OpenTask(
        ref=touch.id,
        kind=STEP_TASK,
        title=event.title,
        body=event.body,
        assign=event.assign,
        lead=touch.lead,
        enrolment=touch.enrolment,
        label=event.label,
        due_at=event.result_by,
    )
    settled = recorded(Reported(was=event.was, at=now, outcome=Outcome.CREATED), now)
    made = Change(at=now, writes=(task,)).and_then(settled)
    if event.result_by is None:
        return made
    return made.and_then(
        Change(at=now, writes=(UpdateTouch(touch=touch.id, values=(("result_by", event.result_by),)),))
    )
