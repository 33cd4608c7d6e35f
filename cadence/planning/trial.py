"""
What comes next for a trial? Pure: the step goes now, or not at all.

Nobody looks at a telephone for a message that comes an hour later. So what the rules would delay or hold is refused,
and a trial that found no place in time is over.
"""

from datetime import datetime

from cadence.domain import (
    Attempt,
    CauseKind,
    Defer,
    Facts,
    Finish,
    Hold,
    Move,
    Reason,
    Refuse,
    Scope,
    TouchState,
    trials,
)

NOW_OR_NEVER = "trial.now"
"""The rule that refuses what would have to wait."""


def trial_move(facts: Facts, now: datetime) -> Move:
    """Return the attempt that was ordered, which is the plan the enrolment began with; else its end."""
    made = next((touch for touch in reversed(facts.own()) if touch.cause.kind is CauseKind.TRIAL), None)
    if made is not None and made.state is not TouchState.PLANNED:
        return Finish(reason=trials.REFUSED if made.state is TouchState.SKIPPED else trials.TRIED)
    ordered = facts.planned
    if not isinstance(ordered, Attempt) or ordered.cause.kind is not CauseKind.TRIAL or ordered.due is None:
        return Finish(reason=trials.REFUSED)  # a stop has replaced it
    return ordered if now < ordered.due + trials.LASTS else Finish(reason=trials.EXPIRED)


def now_or_never(attempt: Attempt, verdict: Defer | Hold | Refuse) -> Defer | Hold | Refuse:
    """Return the verdict on an attempt; of a trial, which waits for nothing, a refusal of this one step."""
    if attempt.cause.kind is not CauseKind.TRIAL:
        return verdict
    waits = () if isinstance(verdict, Refuse) else (Reason(rule=NOW_OR_NEVER, evidence={}),)
    return Refuse(scope=Scope.STEP, reasons=(*verdict.reasons, *waits), evidence=verdict.evidence)
