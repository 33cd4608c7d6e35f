"""
Where would a lead stand under another version of its campaign? Pure.

A lead's place follows from its touches, so a move changes none of them: the last step that it had is looked up in the
new file, and the new file says what follows. A lead that would be lost, or contacted twice with the same, stays.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from cadence.campaign import Campaign
from cadence.campaign.paths import ahead
from cadence.campaign.texts import missing_for, unwritable_for
from cadence.domain import END, OPEN_STATES, Attempt, CauseKind, Facts, Finish, Move, Refuse, TouchState
from cadence.planning.case import PlanningCase, VerdictCache
from cadence.planning.next import due_of, next_move, verdict
from cadence.planning.position import last_visit, pending_callback
from cadence.policy.packs.law import Law


class StaysReason(StrEnum):
    """Why a lead stays with the version that it has."""

    GONE = "step_gone"  # the new file has no step with the name of its current step
    CHANGED = "step_changed"  # the step of that name is on another channel
    AGAIN = "step_again"  # the new file leads from there to a step that it has had, without a loop
    PROMISE = "promise"  # it was promised a call, and the new file makes none
    TEXT = "text"  # a text or a date of the new file needs a value that it lacks
    ALONE = "one_touch"  # nothing of the cadence is left: one promised call, or a confirmation
    PLAN = "no_plan"  # planning for it under the new file went wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class Staying:
    """A lead that cannot move."""

    bar: StaysReason
    about: str = ""  # the step, or the placeholders: nothing of the person

    def __str__(self) -> str:
        """Return the reason as one word, with what it is about."""
        return f"{self.bar}: {self.about}" if self.about else self.bar.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Moving:
    """A lead that can move, and what comes next for it then."""

    step: str  # what is under way, or comes next, or `end`
    move: Move
    refused: str = ""  # the rule that would pass this step over, as far as is known now


def moved(old: Campaign, new: Campaign, facts: Facts, now: datetime, law: Law) -> Moving | Staying:
    """Return where a lead of the old version would stand in the new one, under today's law for it."""
    stays = _bar(old, new, facts)
    if stays is not None:
        return stays
    verdicts: VerdictCache = {}
    move = next_move(new, facts, now, law, verdicts)
    if isinstance(move, Finish):
        return Moving(step=END, move=move)
    refused = ""
    if isinstance(move, Attempt) and not _in_the_air(facts):
        there = replace(facts, planned=move)
        verdict_then = verdict(new, there, move, max(move.at, now), law)
        refused = verdict_then.deciding.rule if isinstance(verdict_then, Refuse) and verdict_then.deciding else ""
    return Moving(step=standing(new, facts, now, law), move=move, refused=refused)


def standing(campaign: Campaign, facts: Facts, now: datetime, law: Law) -> str:
    """Return the step that is under way for a lead, or comes next whatever may hold it; `end` after the last."""
    if (flying := _in_the_air(facts)) is not None:
        return flying
    due = due_of(PlanningCase(campaign=campaign, facts=facts, now=now, law=law))
    return END if due is None else due.step.step


def _in_the_air(facts: Facts) -> str | None:
    """Return the step of the touch that may be in the air; "" is that of a confirmation."""
    return next((touch.step for touch in facts.own() if touch.state in OPEN_STATES), None)


def _bar(old: Campaign, new: Campaign, facts: Facts) -> Staying | None:
    if facts.enrolment.kind != "cadence":
        return Staying(bar=StaysReason.ALONE)
    flying = any(own.cause.kind is CauseKind.CALLBACK and own.state in OPEN_STATES for own in facts.own())
    if new.callback_step is None and (flying or pending_callback(old, facts) is not None):
        return Staying(bar=StaysReason.PROMISE)
    if lacking := missing_for(new, facts.lead):
        return Staying(bar=StaysReason.TEXT, about=", ".join(lacking))
    if unwritable := unwritable_for(new, facts.lead):
        return Staying(bar=StaysReason.TEXT, about="; ".join(map(str, unwritable)))
    return _misplaced(new, facts)


def _misplaced(new: Campaign, facts: Facts) -> Staying | None:
    """Return why the new file has no place for a lead that has had these steps, or None."""
    own = facts.own()
    visit = last_visit(own)
    if not visit:
        return None
    last = visit[-1]
    place = next((step for step in new.cadence if step.step == last.cause.ref), None)
    if place is None:
        return Staying(bar=StaysReason.GONE, about=last.cause.ref)
    if place.channel is not last.channel:
        return Staying(bar=StaysReason.CHANGED, about=place.step)
    coming = ahead(new, place.step)
    made = (touch for touch in own if touch.state not in (TouchState.SKIPPED, TouchState.PLANNED))  # or may have been
    had = {touch.cause.ref for touch in made if touch.cause.kind is CauseKind.STEP}
    again = sorted(step for step in had & coming if place.step not in ahead(new, step))
    return Staying(bar=StaysReason.AGAIN, about=", ".join(again)) if again else None
