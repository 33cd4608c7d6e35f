"""Is the campaign, the enrolment, the stretch of dates open, and nothing paused? Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cadence.model import CampaignState, HoldName, Pause, PauseScope, Scope
from cadence.rules.daylight import day_begins
from cadence.rules.finding import Finding, Question

NEXT_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Launched:
    """A campaign that was stopped or has ended touches nobody (law 4)."""

    rule: str = "campaign.state"

    def look(self, question: Question, at: datetime) -> Finding:  # noqa: ARG002  time does not heal this
        """Pass while the campaign runs."""
        state = question.facts.state
        running = state is CampaignState.RUNNING
        return Finding(rule=self.rule, evidence={"state": state.value}, scope=None if running else Scope.ENROLMENT)


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A lead that is done in this campaign is left alone."""

    rule: str = "enrolment.finished"

    def look(self, question: Question, at: datetime) -> Finding:  # noqa: ARG002  time does not heal this
        """Pass while the enrolment is open."""
        finished = question.facts.enrolment.finished
        if finished is None:
            return Finding(rule=self.rule)
        return Finding(rule=self.rule, evidence={"reason": finished}, scope=Scope.ENROLMENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """Nothing leaves before the campaign's first day has begun wherever the person may be."""

    start: date
    rule: str = "campaign.start"

    def look(self, question: Question, at: datetime) -> Finding:
        """Pass from local midnight on, the latest of the zones."""
        until = max((day_begins(zone, self.start) for zone in question.zones), default=at)
        return Finding(rule=self.rule, evidence={"start": self.start.isoformat()}, until=until if until > at else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotEnded:
    """Nothing leaves once the campaign's last day is over anywhere the person may be."""

    end: date
    guard: timedelta
    rule: str = "campaign.end"

    def look(self, question: Question, at: datetime) -> Finding:
        """Pass until the guard before local midnight, the earliest of the zones."""
        ends = (day_begins(zone, self.end + NEXT_DAY) - self.guard for zone in question.zones)
        closes = min(ends, default=None)
        over = closes is not None and at >= closes
        evidence = {"end": self.end.isoformat()}
        return Finding(rule=self.rule, evidence=evidence, scope=Scope.ENROLMENT if over else None, closes=closes)


@dataclass(frozen=True, slots=True)
class Unpaused:
    """While any pause that covers this touch lasts, it is kept (laws 4 and 5)."""

    rule: str = "pause"

    def look(self, question: Question, at: datetime) -> Finding:
        """Pass when no pause covers the touch; an open one is ended by news only."""
        holding = [one for one in question.facts.pauses if self._covers(one, question, at)]
        if not holding:
            return Finding(rule=self.rule)
        worst = max(holding, key=lambda one: (one.until is None, one.until or at))
        rule = f"{self.rule}.{worst.scope}"
        evidence = {
            "value": worst.value,
            "since": worst.since.isoformat(),
            "pauses": [f"{one.scope}:{one.value}" for one in holding],
        }
        if worst.until is not None:
            return Finding(rule=rule, evidence=evidence, until=worst.until)
        return Finding(rule=rule, evidence=evidence, hold=HoldName.RUNNING, key=f"{worst.scope}:{worst.value}")

    def _covers(self, pause: Pause, question: Question, at: datetime) -> bool:
        """Tell whether this pause keeps this touch at this instant."""
        if pause.since > at or (pause.until is not None and pause.until <= at):
            return False
        values = {
            PauseScope.ALL: pause.value,
            PauseScope.CAMPAIGN: question.campaign,
            PauseScope.CHANNEL: question.candidate.channel.value,
            PauseScope.SENDER: question.candidate.sender,
            PauseScope.FLOOR: question.candidate.floor,
            PauseScope.LEAD: question.facts.lead.id,
        }
        return values[pause.scope] == pause.value
