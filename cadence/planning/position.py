"""
Where does a lead stand in its cadence? Pure.

There is no cursor: the place follows from the touches in the ledger, so a lead can be rebuilt from its rows alone
(law 3).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import takewhile

from cadence.campaign import Campaign, Step
from cadence.campaign.branches import Target, taken
from cadence.campaign.conditions.evaluate import PersonAt
from cadence.campaign.parts import Retry
from cadence.campaign.results import led_to, reminds
from cadence.domain import (
    ANSWER,
    END,
    OTHERWISE,
    REPLIED,
    Cause,
    CauseKind,
    Disposition,
    Facts,
    Jump,
    Outcome,
    Touch,
    TouchState,
)
from cadence.domain.channels import can_address
from cadence.domain.counted import counts
from cadence.domain.outcomes import GOES_AGAIN
from cadence.planning.announced import last_told
from cadence.planning.jumps import standing_jump
from cadence.planning.waits import wait_after

MOST_AGAIN = 10
"""A touch that the carrier did not accept is tried again this often in a row; then it has failed."""
AGAIN_AFTER = timedelta(minutes=1)
"""It is tried again after this where the moment was wrong; each further time after five times as long ..."""
LONGEST_AGAIN = timedelta(hours=6)
"""... but after this at the latest."""
FALLBACK = "step.fallback"
"""The rule that skips a step whose template, sender or country was paused, when somebody ordered the failed branch."""

NOT_KEPT = frozenset({Outcome.ABANDONED, Outcome.LOST, Outcome.CANCELED, Outcome.FAILED, Outcome.EXPIRED})
"""Outcomes after which a promise is not kept, for no reason of the person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """The next thing that the file asks for, before any rule is evaluated. It is due at `origin` + `after`."""

    step: Step
    cause: Cause
    attempt: int
    origin: datetime
    after: timedelta
    fixed: datetime | None = None  # promised for this instant: pauses do not move it
    due: datetime | None = None  # already worked out, for a row that goes through the gate once more


def words(touch: Touch) -> tuple[str, ...]:
    """Return the words of `on` and `stop_on` that are true of a touch, the most important first."""
    true = [touch.disposition.value] if touch.disposition else []
    if touch.answer:
        true.append(f"{ANSWER}{touch.answer}")
    if touch.replied_at:
        true.append(REPLIED)
    if touch.outcome and touch.outcome not in GOES_AGAIN:
        true.append(touch.outcome.value)
    return tuple(true)


def visits(touches: tuple[Touch, ...], kind: CauseKind) -> dict[tuple[str, int], list[Touch]]:
    """Return the tries of each visit, both in the order of time."""
    tries: dict[tuple[str, int], list[Touch]] = {}
    for touch in touches:
        if touch.cause.kind is kind:
            tries.setdefault((touch.cause.ref, touch.cause.lap), []).append(touch)
    return tries


def last_visit(own: tuple[Touch, ...]) -> list[Touch]:
    """Return the tries of the current visit of a lead; none before its first step."""
    last = next((touch for touch in reversed(own) if touch.cause.kind is CauseKind.STEP), None)
    return [touch for touch in own if touch.cause == last.cause] if last is not None else []


def ended(touch: Touch) -> datetime:
    """Return the instant from which the wait for what follows counts."""
    return touch.ended_at or touch.at


def step_of(campaign: Campaign, cause: Cause) -> Step | None:
    """Return the step whose content a touch of this cause carries; None for a confirmation."""
    if cause.kind in (CauseKind.STEP, CauseKind.TRIAL):
        return campaign.step_named(cause.ref)
    if cause.kind is CauseKind.CALLBACK:
        return campaign.callback_step
    return None


def pending_callback(campaign: Campaign, facts: Facts) -> Due | None:
    """Return the promised call that is still to be made, the earliest first; a promise waits for nothing else."""
    return next(pending_callbacks(campaign, facts), None)


def pending_callbacks(campaign: Campaign, facts: Facts) -> Iterator[Due]:
    """Yield the promised calls that are still to be made, the earliest first."""
    step = campaign.callback_step if facts.callbacks else None
    if step is None:
        return
    made = visits(facts.own(), CauseKind.CALLBACK)
    for promise in sorted(facts.callbacks, key=lambda promise: (promise.at, promise.id)):
        if promise.canceled:
            continue
        cause = Cause(kind=CauseKind.CALLBACK, ref=promise.id)
        tries = made.get((cause.ref, cause.lap), [])
        if not tries:
            agreed = last_told(facts, promise)
            yield Due(step=step, cause=cause, attempt=1, origin=agreed, after=timedelta(0), fixed=agreed)
        elif (again := again_due(facts, step, cause, tries) or _kept_again(step, cause, tries)) is not None:
            yield again


def cadence_due(campaign: Campaign, facts: Facts) -> Due | None:
    """Return the next step of the cadence, or None at its end."""
    own = facts.own()
    jump = standing_jump(campaign, facts)
    if jump is not None:
        return _enter(campaign, facts, jump.to, None, jump)
    tries = last_visit(own)
    if not tries:
        return _enter(campaign, facts, campaign.cadence[0].step, None)
    ref = tries[-1].cause.ref
    step = campaign.step_named(ref)
    again = again_due(facts, step, tries[-1].cause, tries)
    if again is not None:
        return again
    last, serving = tries[-1], step
    since = takewhile(lambda touch: touch.cause.kind is not CauseKind.STEP, reversed(own))
    call = next((touch for touch in since if touch.cause.kind is CauseKind.CALLBACK), None)
    if call is not None:  # the result of a task that came after a promised call decides, unless the call was the end
        by, later = campaign.callback_step or step, last.result_by is not None and ended(last) > ended(call)
        if not later or _branch(campaign, facts, step, by, call) == END:
            last, serving = call, by
    target = _branch(campaign, facts, step, serving, last)
    return None if target == END else _enter(campaign, facts, target, last)


def again_due(facts: Facts, step: Step, cause: Cause, tries: list[Touch]) -> Due | None:
    """Return the next try of the same visit, if there is one."""
    last = tries[-1]
    if last.state is TouchState.PLANNED:
        return Due(step=step, cause=cause, attempt=last.attempt, origin=last.at, after=timedelta(0), due=last.due)
    if last.state is TouchState.SKIPPED:
        return None
    attempt = last.attempt + 1
    if last.outcome in GOES_AGAIN and not last.disposition:
        times = _in_a_row(tries)
        if times < MOST_AGAIN:
            return _goes_again(step, cause, last, times)
    number_failed = last.outcome is Outcome.INVALID_NUMBER or last.disposition is Disposition.WRONG_NUMBER
    if number_failed and _another_number(facts, last):
        return Due(step=step, cause=cause, attempt=attempt, origin=ended(last), after=timedelta(0))
    if step.retry is not None and _retries_left(step.retry, cause, tries) and _retried(step.retry, last):
        return Due(step=step, cause=cause, attempt=attempt, origin=ended(last), after=step.retry.after)
    return None


def _in_a_row(tries: list[Touch]) -> int:
    """Count the last tries that the carrier did not take, one after the other."""
    return next((n for n, touch in enumerate(reversed(tries)) if touch.outcome not in GOES_AGAIN), len(tries))


def _goes_again(step: Step, cause: Cause, last: Touch, times: int) -> Due:
    """
    Return the same touch once more: nothing reached the person, and no retry is used up.

    What a pause holds is due at once, so that it waits under that pause; the rest goes after a growing while.
    """
    held = last.outcome is Outcome.NOT_TAKEN and times == 1
    after = timedelta(0) if held else min(AGAIN_AFTER * 5 ** (times - 1), LONGEST_AGAIN)
    due = last.due or last.at if held else None
    return Due(step=step, cause=cause, attempt=last.attempt + 1, origin=ended(last), after=after, due=due)


def not_kept(touch: Touch) -> bool:
    """Tell whether this try left the promise open: nobody spoke with the person, and that was not their choice."""
    return touch.disposition is None and touch.outcome in NOT_KEPT


def _kept_again(step: Step, cause: Cause, tries: list[Touch]) -> Due | None:
    """Return the next try of a promise that was not kept, whatever `retry` names, as often as it allows."""
    last, retry = tries[-1], step.retry
    if retry is None or not not_kept(last) or not _retries_left(retry, cause, tries):
        return None
    return Due(step=step, cause=cause, attempt=last.attempt + 1, origin=ended(last), after=retry.after)


def _retried(retry: Retry, touch: Touch) -> bool:
    """Tell whether the result of this touch asks for another try. A disposition counts more than the outcome."""
    named = words(touch)
    return bool(named) and named[0] in retry.on


def _retries_left(retry: Retry, cause: Cause, tries: list[Touch]) -> bool:
    """
    Tell whether another retry is left; a move to another number of the same person is not one.

    For a promised call, every try that left it open counts, too: one promise gives no more than its own retries.
    """
    promised = cause.kind is CauseKind.CALLBACK
    return sum(_retried(retry, touch) or (promised and not_kept(touch)) for touch in tries) <= retry.times


def _another_number(facts: Facts, failed: Touch) -> bool:
    """Tell whether the lead has a number left for this channel that is neither closed nor the one that failed."""
    return any(
        number.closed is None and number.id != failed.number and can_address(failed.channel, number.kind)
        for number in facts.lead.numbers
    )


def _branch(campaign: Campaign, facts: Facts, step: Step, serving: Step, last: Touch) -> str:
    """Return where the cadence goes after this touch: the id of a step, or `end`."""
    target = target_after(campaign, step, serving, last)
    return led_to(campaign, serving, taken(target, person_after(campaign, facts, last)).to)


def person_after(campaign: Campaign, facts: Facts, last: Touch) -> PersonAt:
    """
    Return the person as the conditions of a branch look at them: when the touch was over, or was answered.

    With what is known of them by now, and not at a later hour: planning again while a step waits changes no branch.
    """
    return PersonAt(facts, max(ended(last), last.replied_at or ended(last)), campaign.purpose)


def target_after(campaign: Campaign, step: Step, serving: Step, last: Touch) -> Target:
    """Return where the file says that the cadence goes after this touch."""
    following = campaign.following(step.step)
    if last.state is TouchState.SKIPPED:
        failed = serving.on.get(Outcome.FAILED.value) or serving.on.get(OTHERWISE) if FALLBACK in last.rules else None
        return failed or serving.otherwise or following
    named = (Outcome.FAILED.value,) if last.outcome in GOES_AGAIN else words(last)
    for word in named:
        if word in serving.on and not (word == Outcome.OVERDUE and reminds(serving)):
            return serving.on[word]
    return serving.on.get(OTHERWISE, following)


def _enter(campaign: Campaign, facts: Facts, target: str, last: Touch | None, jump: Jump | None = None) -> Due | None:
    """Return the first thing to do from this step on, after this touch: waits are added up, they leave no row."""
    waited, named = timedelta(0), words(last) if last is not None else ()
    origin = _origin(facts, last) if jump is None else jump.at
    for _ in campaign.cadence:
        step = campaign.step_named(target)
        if step.wait is None:
            return _visit(facts, step, origin, waited + wait_after(step, last, named))
        waited += wait_after(step, last, named) + step.wait
        after = step.on.get(OTHERWISE, campaign.following(step.step))
        target = taken(after, PersonAt(facts, origin + waited, campaign.purpose)).to
        if target == END:
            return None
    return None  # a loop of waits: the reader refuses it, and it ends here anyway


def _visit(facts: Facts, step: Step, origin: datetime, after: timedelta) -> Due | None:
    """Return the next visit to a step; None when the cadence only loops through steps that use no budget (law 3)."""
    if any(touch.cause.ref == step.step for touch in _since_last_contact(facts)):
        return None
    causes = (touch.cause for touch in facts.own() if touch.cause.ref == step.step)
    lap = max((cause.lap for cause in causes if cause.kind is CauseKind.STEP), default=0) + 1
    return Due(step=step, cause=_visit_of(step.step, lap), attempt=1, origin=origin, after=after)


def _origin(facts: Facts, last: Touch | None) -> datetime:
    """Return the instant from which the wait for a step counts."""
    return facts.enrolment.at if last is None else ended(last)


@lru_cache(maxsize=4096)
def _visit_of(step: str, lap: int) -> Cause:
    """Return the cause of a visit to a step, one value for all leads."""
    return Cause(kind=CauseKind.STEP, ref=step, lap=lap)


def _since_last_contact(facts: Facts) -> Iterator[Touch]:
    """Yield the steps passed, newest first, since something left for the person and used up budget, or an event."""
    for touch in reversed(facts.own()):
        if counts(touch) or (facts.jumps and touch.at < facts.jumps[-1].at):
            return
        if touch.cause.kind is CauseKind.STEP:
            yield touch
