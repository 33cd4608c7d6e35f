"""What does the plan look at? Pure: one lead at one instant, under today's law."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from cadence.campaign import Campaign
from cadence.domain import Allow, Attempt, Candidate, Cause, Defer, Facts, Hold, Refuse, Verdict
from cadence.domain.zones import candidate_zones
from cadence.planning.candidate import candidate
from cadence.planning.due import Timing, timing
from cadence.planning.position import Due
from cadence.policy import evaluation
from cadence.policy.packs.law import Law

Heard = dict[tuple[Candidate, datetime], Verdict]
"""What the gate has said of one lead's facts: asked again about the same instant, it would say the same."""


def proved(heard: Heard, facts: Facts, asked: Candidate, at: datetime) -> Allow | None:
    """
    Return the Allow that follows from what the gate has said of these facts, without asking it again.

    What is allowed at one instant stays so until something closes: limits and gaps only ease while nothing is done. A
    consent that is dated later is the one thing no rule sees coming.
    """
    for (about, when), said in heard.items():
        if about != asked or not isinstance(said, Allow | Defer):
            continue
        opens = said.until if isinstance(said, Defer) else when
        lasts = opens <= at and (said.closes is None or at < said.closes)
        if at == opens or (lasts and not any(opens < one.at <= at for one in facts.consents)):
            return Allow(number=said.number, closes=said.closes)
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanningCase:
    """A lead in a campaign at an instant, and the questions the plan puts to the gate about it, each of them once."""

    campaign: Campaign
    facts: Facts
    now: datetime
    law: Law
    heard: Heard = field(default_factory=dict)
    _timings: dict[tuple[Cause, int], Timing] = field(init=False, default_factory=dict, compare=False)
    _asks: dict[tuple[Cause, int], Candidate] = field(init=False, default_factory=dict, compare=False)

    def times(self, due: Due) -> Timing:
        """Return when this is due and expires, dates read in the person's own zones."""
        key = (due.cause, due.attempt)
        if key not in self._timings:
            zones = [one.zone for one in candidate_zones(self.facts.lead)]
            self._timings[key] = timing(self.campaign, self.facts, due, zones, self.now)
        return self._timings[key]

    def attempt(self, due: Due, at: datetime) -> Attempt:
        """Return the try that something due would be at this instant."""
        channel = due.step.channel
        if channel is None:
            raise AssertionError(f"{due.step.step} is a wait: waits are folded into the step that follows")
        return Attempt(
            at=at,
            channel=channel,
            cause=due.cause,
            step=due.step.step,
            attempt=due.attempt,
            floor=due.step.floor,
            due=self.times(due).due,
            lasts=due.step.lasts,
        )

    def judge(self, attempt: Attempt) -> Verdict:
        """Return the gate's verdict on a try, now."""
        return self._hear(candidate(self.campaign, self.facts, attempt), self.now)

    def first_open(self, due: Due, at: datetime) -> datetime | Hold | Refuse:
        """Return the first instant from `at` on at which every rule allows it."""
        return evaluation.opens(self._hear(self._ask(due), at), at)

    def allows(self, due: Due, at: datetime) -> bool:
        """Tell whether every rule allows it at this instant."""
        known = proved(self.heard, self.facts, self._ask(due), at)
        return known is not None or self.first_open(due, at) == at

    def next_opening(self, due: Due) -> datetime | Hold | Refuse:
        """Return the beginning of the next opening after the one we are in."""
        return evaluation.next_opening(self.campaign, self.facts, self._ask(due), self.now, self.law)

    def same_opening(self, due: Due, earlier: datetime, later: datetime) -> bool:
        """Tell whether both instants lie in one opening."""
        return evaluation.same_opening(self.campaign, self.facts, self._ask(due), earlier, later, self.law)

    def unpaused(self) -> "PlanningCase":
        """Return the case as if no pause were open: for what is due later, when the pause may be over."""
        over = tuple(one for one in self.facts.pauses if one.until is not None)
        if over == self.facts.pauses:
            return self
        facts = replace(self.facts, pauses=over)
        return PlanningCase(campaign=self.campaign, facts=facts, now=self.now, law=self.law)

    def _hear(self, asked: Candidate, at: datetime) -> Verdict:
        """Return the gate's verdict, given once."""
        said = self.heard.get((asked, at))
        if said is None:
            said = self.heard[asked, at] = evaluation.judge(self.campaign, self.facts, asked, at, self.law)
        return said

    def _ask(self, due: Due) -> Candidate:
        """Return something due as the gate wants to know it."""
        key = (due.cause, due.attempt)
        if key not in self._asks:
            self._asks[key] = candidate(self.campaign, self.facts, self.attempt(due, self.now))
        return self._asks[key]
