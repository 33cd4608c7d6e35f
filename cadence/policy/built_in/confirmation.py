"""May this opt-out be confirmed? Pure: the one message that passes a suppression (protocol §1.6)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cadence.domain import CauseKind, Inbound, Scope
from cadence.domain.counted import COUNTED
from cadence.policy.finding import Finding, Question

IN_TIME = timedelta(minutes=5)
"""A later confirmation would need a justification (47 CFR 64.1200(a)(12))."""


@dataclass(frozen=True, slots=True)
class OneConfirmation:
    """One confirmation of an opt-out, within five minutes, unless the carrier has sent one (47 CFR 64.1200(a)(12))."""

    rule: str = "optout.confirmation"
    within: timedelta = IN_TIME

    def check(self, question: Question, at: datetime) -> Finding:
        """Pass for the one confirmation that is allowed."""
        ref = question.candidate.cause.ref
        message = next((message for message in question.facts.inbound if message.id == ref), None)
        if message is None or message.meaning != "revoke":
            return Finding(rule=self.rule, evidence={"why": "no_optout"}, scope=Scope.STEP)
        why = self._why_not(question, message, at)
        evidence = {"optout": message.at.isoformat()}
        if why is None:
            return Finding(rule=self.rule, evidence=evidence, closes=message.at + self.within)
        return Finding(rule=self.rule, evidence=evidence | {"why": why}, scope=Scope.STEP)

    def _why_not(self, question: Question, message: Inbound, at: datetime) -> str | None:
        """Return why this confirmation is not allowed, None when it is."""
        if message.confirmed_by_carrier:
            return "confirmed_by_carrier"
        if at > message.at + self.within:
            return "too_late"
        if self._confirmed(question, message):
            return "confirmed_before"
        return None

    def _confirmed(self, question: Question, message: Inbound) -> bool:
        """Tell whether this person has had a confirmation since they last opted in again, if they ever did."""
        own = (question.facts.enrolment.id, question.candidate.cause, question.candidate.attempt)
        rejoined = [
            reply.at for reply in question.facts.inbound if reply.meaning == "rejoin" and reply.at <= message.at
        ]
        since = max(rejoined, default=None)
        by_carrier = any(
            reply.confirmed_by_carrier and reply.at <= message.at and (since is None or reply.at > since)
            for reply in question.facts.inbound
            if reply.id != message.id
        )
        return by_carrier or any(
            touch.lead == question.facts.lead.id
            and touch.cause.kind is CauseKind.INBOUND
            and touch.state in COUNTED
            and (touch.enrolment, touch.cause, touch.attempt) != own
            and (since is None or touch.at > since)
            for touch in question.facts.touches
        )


def in_time(guard: timedelta) -> timedelta:
    """
    Return how long a stop may be confirmed: five minutes, in fast rehearsals the time of a few hops.

    The guard covers one hop, and four lie between an opt-out and its confirmation: receive, wake, plan, send.
    """
    return max(IN_TIME, 4 * guard)
