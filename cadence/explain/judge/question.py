"""Which touch is asked about? Pure."""

from dataclasses import dataclass, replace
from datetime import datetime

from cadence.campaign import Campaign, Step
from cadence.domain import Callback, Candidate, Cause, CauseKind, Channel, Counted, Facts, Outcome
from cadence.domain.channels import CALLBACK_CHANNEL, CONFIRMED_ON
from cadence.domain.enums import AskedBy
from cadence.domain.errors import InvalidInputError
from cadence.planning.candidate import candidate_of
from cadence.policy.evaluation.across_leads import standings
from cadence.policy.packs.law import Law
from cadence.policy.primitives.ratio import RatioStanding

PROMISE = "judged"
"""The id of the promise that is asked about."""
REFS = {AskedBy.REPLY: "inbound", AskedBy.CONVERSATION: "touch", AskedBy.ORDER: "command"}
"""What a promise rests on, by who asked for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedTouch:
    """A step of the file, a channel, or a promised call; none of them is the file's first touch."""

    step: str = ""
    channel: Channel | None = None
    callback: bool = False


def question(campaign: Campaign, touch: AskedTouch) -> Candidate:
    """Return the touch. Raises InvalidInputError for a step the file has not, or that touches nobody."""
    if touch.callback:
        return _promised(campaign)
    step = _step(campaign, touch)
    channel = touch.channel or (step.channel if step else None)
    if channel is None:
        raise InvalidInputError(f"the step {touch.step} is a wait and touches nobody; expected a step with a channel.")
    cause = Cause(kind=CauseKind.STEP, ref=step.step if step else channel.value)
    if step is None:
        return Candidate(channel=channel, cause=cause, sender=campaign.sender.of(channel))
    return candidate_of(campaign, step, channel, cause)


def with_promise(facts: Facts, asked_by: AskedBy, at: datetime) -> Facts:
    """Return the facts with a call promised for this instant."""
    promise = Callback(id=PROMISE, at=at, ref=f"{REFS[asked_by]}:{PROMISE}")
    return replace(facts, callbacks=(*facts.callbacks, promise))


def confirmation(facts: Facts) -> Candidate:
    """Return the confirmation of the person's last stop in a message. Raises InvalidInputError where there was none."""
    stops = [message for message in facts.inbound if message.meaning == "revoke" and message.channel in CONFIRMED_ON]
    if not stops:
        raise InvalidInputError(
            "the person has said stop in no message by then; expected one in `inbound`, with `meaning`: `revoke`."
        )
    last = max(stops, key=lambda stop: stop.at)
    cause = Cause(kind=CauseKind.INBOUND, ref=last.id)
    return Candidate(channel=last.channel, cause=cause, number=last.number, sender=last.sender)


def shares(law: Law, campaign: Campaign, facts: Facts, at: datetime, calls: tuple[int, int]) -> list[RatioStanding]:
    """
    Return how a share of abandoned calls stands with each ratio that protects this person.

    `calls` are those of the ratio's period: how many were abandoned, of how many that people answered.
    """
    part, whole = calls
    who = replace(facts.lead, numbers=facts.lead.numbers[:1])
    counted = [
        Counted(who=who, channel=Channel.CALL, touches=part, outcome=Outcome.ABANDONED),
        Counted(who=who, channel=Channel.CALL, touches=whole - part, outcome=Outcome.ANSWERED),
    ]
    return list(standings(law, campaign, at, at, lambda _since, _late: counted))


def _promised(campaign: Campaign) -> Candidate:
    """Return a promised call. Raises InvalidInputError for a file that makes none."""
    step = campaign.callback_step
    if step is None:
        raise InvalidInputError("the file has no call step and no `callback`; expected one of them to promise calls.")
    return candidate_of(campaign, step, CALLBACK_CHANNEL, Cause(kind=CauseKind.CALLBACK, ref=PROMISE))


def _step(campaign: Campaign, touch: AskedTouch) -> Step | None:
    """Return the step that is meant: the named one, or the first one on the channel."""
    if touch.step:
        named = next((step for step in campaign.cadence if step.step == touch.step), None)
        if named is None:
            names = ", ".join(step.step for step in campaign.cadence)
            raise InvalidInputError(f"the file has no step {touch.step}; expected one of {names}.")
        return named
    return next((step for step in campaign.cadence if step.channel and touch.channel in {None, step.channel}), None)
