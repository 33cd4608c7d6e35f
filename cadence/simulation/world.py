"""What is the same for all leads of a simulation? Pure: the file, the law and the people."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from cadence.campaign import Campaign
from cadence.domain import ANSWER, Attempt, Cause, CauseKind, Facts, Outcome, RegistryCopy
from cadence.domain.list_rows import LeadRow
from cadence.domain.places import WRAP_UP
from cadence.leads.lists.facts import facts_of_row
from cadence.planning.position import step_of
from cadence.policy.hours.local_days import local
from cadence.policy.packs.law import Law
from cadence.policy.required_registries import registries
from cadence.replies.digits import digits_of
from cadence.simulation.people import AskedQuestion, CallReaction, MessageReaction, SimulatedPeople


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulationWorld:
    """What does not change during a simulation."""

    campaign: Campaign
    law: Law
    people: SimulatedPeople
    registries: tuple[RegistryCopy, ...] = ()  # copies of official lists that are assumed

    def facts_of(self, row: LeadRow, at: datetime) -> Facts:
        """Return the facts of a row of the list that is enrolled at this instant."""
        return replace(facts_of_row(self.campaign, row, at), registries=self.registries)

    def call_reaction(self, cause: Cause, number: str, nth: int, zone: str, at: datetime) -> CallReaction:
        """Return how the n-th call to a number is taken, made for this cause at this instant."""
        step = step_of(self.campaign, cause)
        if step is None or step.call is None:
            raise AssertionError(f"{cause} makes no call")
        reaction = self.people.call_reaction(
            number, nth, local(zone, at).hour, step.call, keeps_date=bool(self.campaign.promised)
        )
        if step.call.say and (question := self.campaign.question_of(step)) is not None:
            digits = digits_of(question)
            words = {*step.on, *self.campaign.stop_on}
            named = frozenset(digit for digit, name in digits.items() if f"{ANSWER}{name}" in words)
            recording = AskedQuestion(digits=tuple(digits), named=named, has_floor=bool(step.floor))
            reaction = self.people.asked(reaction, number, nth, recording)
        return replace(reaction, reports=min(reaction.reports, self.wrap_up(cause)))

    def message_reaction(self, attempt: Attempt, number: str, nth: int) -> MessageReaction:
        """Return how a message ends. A confirmation goes to who has just written."""
        if attempt.cause.kind is CauseKind.INBOUND:
            return MessageReaction(outcome=Outcome.DELIVERED)
        step = step_of(self.campaign, attempt.cause)
        asks = step is not None and self.campaign.question_of(step) is not None
        return self.people.message_reaction(number, nth, attempt.channel, asks=asks)

    def wrap_up(self, cause: Cause) -> timedelta:
        """Return how long the agent of such a call has to say what came of it."""
        step = step_of(self.campaign, cause)
        floor = self.campaign.floors.get(step.floor) if step is not None else None
        return floor.wrap_up if floor is not None else WRAP_UP


def clear_registries(law: Law, as_of: date) -> tuple[RegistryCopy, ...]:
    """Return fresh copies of every list the law asks for, on which nobody stands."""
    return tuple(RegistryCopy(name=name, as_of=as_of) for name in registries(law.packs))
