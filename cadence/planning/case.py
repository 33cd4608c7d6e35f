"""What does planning look at? Pure: one lead at one instant, under today's law."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from cadence.campaign import Campaign
from cadence.domain import Allow, Attempt, Candidate, Cause, Channel, Defer, Facts, Hold, Reason, Refuse, Verdict
from cadence.domain.channels import WORK_CHANNEL
from cadence.planning.candidate import candidate, candidate_by
from cadence.planning.due import Timing, timing
from cadence.planning.position import Due
from cadence.policy import evaluation
from cadence.policy.packs.law import Law

VerdictCache = dict[tuple[Candidate, datetime], Verdict]
"""The verdicts on one lead's facts, by touch and instant. They hold while the facts do not change."""


A_MOMENT = timedelta(minutes=1)
"""Something may be due so much earlier than it was planned for and still have its turn, in the Clock's time."""
NOTHING: dict[str, Any] = {}
"""The evidence of a verdict that is kept without it, one for all."""


def bare(verdict: Verdict) -> Verdict:
    """Return what planning needs of a verdict: thousands of leads that wait would fill the memory with evidence."""
    if verdict.evidence is NOTHING:
        return verdict
    match verdict:
        case Allow():
            return Allow(number=verdict.number, evidence=NOTHING, closes=verdict.closes)
        case Defer():
            return Defer(until=verdict.until, number=verdict.number, evidence=NOTHING, closes=verdict.closes)
        case Hold():
            return Hold(name=verdict.name, key=verdict.key, evidence=NOTHING)
        case Refuse():
            reasons = tuple(Reason(rule=why.rule, evidence=NOTHING, until=why.until) for why in verdict.reasons)
            return Refuse(scope=verdict.scope, reasons=reasons, evidence=NOTHING, rule=verdict.rule)


def proved(verdicts: VerdictCache, facts: Facts, touch: Candidate, at: datetime) -> Allow | None:
    """
    Return the Allow that follows from known verdicts on these facts, without evaluating the rules again.

    What is allowed at one instant stays allowed until something closes: limits and gaps only ease while nothing is
    sent. The exception is a consent with a later date, which no rule foresees.
    """
    for (about, when), verdict in verdicts.items():
        if (about is not touch and about != touch) or not isinstance(verdict, Allow | Defer):
            continue
        opens = verdict.until if isinstance(verdict, Defer) else when
        lasts = opens <= at and (verdict.closes is None or at < verdict.closes)
        if at == opens or (lasts and not any(opens < consent.at <= at for consent in facts.consents)):
            return Allow(number=verdict.number, closes=verdict.closes)
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanningCase:
    """A lead in a campaign at an instant, and the verdicts that planning needs, each evaluated once."""

    campaign: Campaign
    facts: Facts
    now: datetime
    law: Law
    verdicts: VerdictCache = field(default_factory=dict)
    _timings: dict[tuple[Cause, int], Timing] = field(init=False, default_factory=dict, compare=False)
    _asks: dict[tuple[Cause, int], Candidate] = field(init=False, default_factory=dict, compare=False)

    def times(self, due: Due) -> Timing:
        """Return when this is due and expires."""
        key = (due.cause, due.attempt)
        if key not in self._timings:
            self._timings[key] = timing(self.campaign, self.facts, due, self.now)
        return self._timings[key]

    def planned(self, due: Due) -> Attempt | None:
        """
        Return the stored move if it is this very try, for the time at which it is due.

        A report may tell that the touch before it was over a moment earlier than was known: that takes no turn away.
        """
        planned = self.facts.planned
        if not isinstance(planned, Attempt) or (planned.cause, planned.attempt) != (due.cause, due.attempt):
            return None
        earlier = None if planned.due is None else planned.due - self.times(due).due
        return planned if earlier is not None and timedelta(0) <= earlier <= A_MOMENT else None

    def attempt(self, due: Due, at: datetime) -> Attempt:
        """Return the attempt that something due would be at this instant."""
        channel = _channel(due)
        return Attempt(
            at=at,
            channel=channel,
            cause=due.cause,
            step=due.step.step,
            attempt=due.attempt,
            floor=due.step.floor,
            due=self.times(due).due,
            lasts=due.step.lasts,
            leaves=channel is not WORK_CHANNEL,
        )

    def judge(self, attempt: Attempt) -> Verdict:
        """Return the verdict on an attempt, now."""
        return self._verdict(candidate(self.campaign, self.facts, attempt), self.now)

    def first_open(self, due: Due, at: datetime) -> datetime | Hold | Refuse:
        """Return the first instant from `at` on at which all rules allow it."""
        return evaluation.opens(self._verdict(self._candidate(due), at), at)

    def allows(self, due: Due, at: datetime) -> bool:
        """Tell whether all rules allow it at this instant."""
        known = proved(self.verdicts, self.facts, self._candidate(due), at)
        return known is not None or self.first_open(due, at) == at

    def next_opening(self, due: Due) -> datetime | Hold | Refuse:
        """Return the beginning of the opening after the current one."""
        return evaluation.next_opening(self.campaign, self.facts, self._candidate(due), self.now, self.law)

    def same_opening(self, due: Due, earlier: datetime, later: datetime) -> bool:
        """Tell whether both instants lie in one opening."""
        return evaluation.same_opening(self.campaign, self.facts, self._candidate(due), earlier, later, self.law)

    def unpaused(self) -> "PlanningCase":
        """Return the case without open pauses: for what is due later, when a pause may have ended."""
        over = tuple(pause for pause in self.facts.pauses if pause.until is not None)
        if over == self.facts.pauses:
            return self
        facts = replace(self.facts, pauses=over)
        return PlanningCase(campaign=self.campaign, facts=facts, now=self.now, law=self.law)

    def _verdict(self, touch: Candidate, at: datetime) -> Verdict:
        verdict = self.verdicts.get((touch, at))
        if verdict is None:
            verdict = self.verdicts[touch, at] = evaluation.judge(self.campaign, self.facts, touch, at, self.law)
        return verdict

    def _candidate(self, due: Due) -> Candidate:
        key = (due.cause, due.attempt)
        if key not in self._asks:
            step, channel = due.step, _channel(due)
            self._asks[key] = candidate_by(self.campaign, self.facts, step, channel, due.cause, due.attempt)
        return self._asks[key]


def _channel(due: Due) -> Channel:
    channel = due.step.channel
    if channel is None:
        raise AssertionError(f"{due.step.step} is a wait: waits are folded into the step that follows")
    return channel
