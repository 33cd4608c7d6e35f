"""Is the campaign running, the enrolment open, the date within the campaign, and nothing paused? Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cadence.domain import CampaignState, Channel, HoldName, Number, PauseScope, Scope
from cadence.domain.channels import CONTACT_CHANNELS
from cadence.policy.finding import Finding, Question, passing
from cadence.policy.hours.local_days import day_begins

NEXT_DAY = timedelta(days=1)
ACCOUNT = "account"
"""The value of a pause of everything that goes through the carrier."""
RUNS = {"state": CampaignState.RUNNING.value}
"""The evidence of a campaign that runs."""
HOLDS = {PauseScope.TEMPLATE: HoldName.TEMPLATE, PauseScope.DESTINATION: HoldName.DESTINATION}
"""Under which hold a lead waits for the end of a pause, if it has one of its own."""


@dataclass(frozen=True, slots=True)
class CampaignRunning:
    """A campaign that was stopped or has ended sends nothing (law 4)."""

    rule: str = "campaign.state"

    def check(self, question: Question, at: datetime) -> Finding:  # noqa: ARG002  time does not heal this
        """Pass while the campaign runs."""
        state = question.facts.state
        if state is CampaignState.RUNNING:
            return Finding(self.rule, RUNS)
        return Finding(rule=self.rule, evidence={"state": state.value}, scope=Scope.ENROLMENT)


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A lead that has finished the campaign gets nothing more from it (law 4)."""

    rule: str = "enrolment.finished"

    def check(self, question: Question, at: datetime) -> Finding:  # noqa: ARG002  time does not heal this
        """Pass while the enrolment is open."""
        finished = question.facts.enrolment.finished
        if finished is None:
            return passing(self.rule)
        return Finding(rule=self.rule, evidence={"reason": finished}, scope=Scope.ENROLMENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """Nothing is sent before the campaign's first day has begun in every zone the person may be in (laws 7 and 9)."""

    start: date
    rule: str = "campaign.start"

    def check(self, question: Question, at: datetime) -> Finding:
        """Pass from local midnight on, the latest of the zones."""
        until = max((day_begins(zone, self.start) for zone in question.zones), default=at)
        return Finding(rule=self.rule, evidence={"start": self.start.isoformat()}, until=until if until > at else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotEnded:
    """Nothing is sent once the campaign's last day is over in any zone the person may be in (laws 7 and 9)."""

    end: date
    guard: timedelta
    rule: str = "campaign.end"

    def check(self, question: Question, at: datetime) -> Finding:
        """Pass until the guard before local midnight, the earliest of the zones."""
        ends = (day_begins(zone, self.end + NEXT_DAY) - self.guard for zone in question.zones)
        closes = min(ends, default=None)
        over = closes is not None and at >= closes
        evidence = {"end": self.end.isoformat()}
        return Finding(rule=self.rule, evidence=evidence, scope=Scope.ENROLMENT if over else None, closes=closes)


@dataclass(frozen=True, slots=True)
class Unpaused:
    """A pause that covers this touch holds it as long as it lasts (laws 4 and 5)."""

    rule: str = "pause"

    def check(self, question: Question, at: datetime) -> Finding:
        """Pass when no pause covers the touch. A pause without an end is lifted by an event, never by time."""
        if not question.facts.pauses:
            return passing(self.rule)
        covering = _covering(question)
        holding = [
            pause
            for pause in question.facts.pauses
            if (pause.scope, pause.value) in covering
            and pause.since <= at
            and (pause.until is None or at < pause.until)
        ]
        if not holding:
            return passing(self.rule)
        worst = max(
            holding,
            key=lambda pause: (pause.until is None, pause.scope is not PauseScope.DESTINATION, pause.until or at),
        )
        rule = f"{self.rule}.{worst.scope}"
        evidence = {
            "value": worst.value,
            "since": worst.since.isoformat(),
            "pauses": [f"{pause.scope}:{pause.value}" for pause in holding],
        }
        if worst.until is not None:
            return Finding(rule=rule, evidence=evidence, until=worst.until)
        hold = HOLDS.get(worst.scope, HoldName.RUNNING)
        return Finding(rule=rule, evidence=evidence, hold=hold, key=f"{worst.scope}:{worst.value}")


def _covering(question: Question) -> frozenset[tuple[PauseScope, str]]:
    """Return every pause that would hold this touch, by scope and value."""
    candidate, number = question.candidate, question.number
    return covering(
        candidate.channel,
        campaign=question.campaign,
        lead=question.facts.lead.id,
        sender=candidate.sender,
        floor=candidate.floor,
        template=candidate.content,
        destinations=destinations(candidate.channel, number) if number else frozenset(),
    )


def covering(  # noqa: PLR0913  everything that can be paused
    channel: Channel | None,
    *,
    campaign: str,
    lead: str,
    sender: str,
    floor: str,
    template: str,
    destinations: frozenset[str],
) -> frozenset[tuple[PauseScope, str]]:
    """Return every pause that would hold such a touch, by scope and value."""
    pauses = {(PauseScope.ALL, ""), (PauseScope.CAMPAIGN, campaign), (PauseScope.LEAD, lead)}
    if channel is not None:
        pauses |= {(PauseScope.CHANNEL, channel.value), (PauseScope.FLOOR, floor)}
        pauses |= {(PauseScope.SENDER, sender), (PauseScope.SENDER, f"{channel}:{sender}")}
    if channel in CONTACT_CHANNELS:
        pauses.add((PauseScope.CARRIER, ACCOUNT))
    if template:
        pauses.add((PauseScope.TEMPLATE, template))
    return frozenset(pauses | {(PauseScope.DESTINATION, destination) for destination in destinations})


def destinations(channel: Channel, number: Number) -> frozenset[str]:
    """Return the values of destination pauses that hold this number on this channel."""
    own = f"{channel}:#{number.id}"
    return frozenset({own, f"{channel}:{number.country}"}) if number.country else frozenset({own})
