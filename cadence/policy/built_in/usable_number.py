"""Can this number be used on this channel? Pure."""

from dataclasses import dataclass
from datetime import datetime

from cadence.domain import Channel, Outcome, Scope
from cadence.domain.channels import descriptor_of
from cadence.domain.senders import country_of
from cadence.policy.finding import Finding, Question, passing


def no_number(channel: Channel) -> dict[str, str]:
    """Return the evidence of a lead without any number."""
    return {"channel": channel.value, "why": "none"}


@dataclass(frozen=True, slots=True)
class NumberKindFits:
    """
    A number must be able to receive the channel; an unknown kind is not contacted (law 6).

    If the carrier reported that it cannot (a mobile without WhatsApp), that holds for the rest of this enrolment:
    otherwise the same number would be tried again instead of the next one.
    """

    rule: str = "number.kind"

    def check(self, question: Question, at: datetime) -> Finding:  # noqa: ARG002  time does not heal this
        """Pass for a kind of number that can receive the channel."""
        channel, number = question.candidate.channel, question.number
        if number is None:
            return Finding(rule=self.rule, evidence=no_number(channel), scope=Scope.NUMBER)
        fits = number.kind in descriptor_of(channel).number_kinds
        evidence = {"number": number.id, "channel": str(channel), "kind": str(number.kind)}
        if fits and number.closed is None and _turned_down(question, number.id):
            return Finding(rule=self.rule, evidence=evidence | {"why": "turned_down"}, scope=Scope.NUMBER)
        return Finding(self.rule, evidence) if fits else Finding(self.rule, evidence, scope=Scope.NUMBER)


def _turned_down(question: Question, number: int) -> bool:
    """Tell whether the carrier reported in this enrolment that the number cannot receive the channel."""
    invalid, channel = Outcome.INVALID_NUMBER, question.candidate.channel
    for touch in question.facts.own():
        if touch.outcome is invalid and touch.number == number and touch.channel is channel:
            return True
    return False


@dataclass(frozen=True, slots=True)
class SenderReaches:
    """A short code reaches numbers of its own country only; sending elsewhere would fail."""

    rule: str = "sender.country"

    def check(self, question: Question, at: datetime) -> Finding:  # noqa: ARG002  time does not heal this
        """Pass for every other sender, and for a number of the short code's country."""
        country, number = country_of(question.candidate.sender), question.number
        if not country or number is None or number.country == country:
            return passing(self.rule)
        evidence = {"number": number.id, "sender": country, "country": number.country or "?"}
        return Finding(rule=self.rule, evidence=evidence, scope=Scope.NUMBER)


@dataclass(frozen=True, slots=True)
class NumberInUse:
    """A number that is invalid or belongs to another person is used by no campaign (protocol §5.2)."""

    rule: str = "number.closed"

    def check(self, question: Question, at: datetime) -> Finding:  # noqa: ARG002  time does not heal this
        """Pass for a number that is still in use."""
        number = question.number
        if number is None or number.closed is None:
            return passing(self.rule)
        evidence = {"number": number.id, "channel": str(question.candidate.channel), "why": number.closed}
        return Finding(rule=self.rule, evidence=evidence, scope=Scope.NUMBER)
