"""What would the person read or hear? Pure: the texts as the campaign file has them, with their placeholders."""

from cadence.campaign import Campaign
from cadence.campaign.content.call import CallStep
from cadence.campaign.step_shape import Step
from cadence.domain import Candidate, CauseKind
from cadence.domain.channels import CONVERSATION_CHANNELS


def call_of(campaign: Campaign, candidate: Candidate) -> CallStep | None:
    """
    Return the file's call. A promised call follows `callback`, or the first call of agents when the file has none.

    No recorded voice asks anything in a promised call.
    """
    calls = {step.step: step.call for step in campaign.cadence if step.call}
    if candidate.cause.kind is CauseKind.CALLBACK:
        own = [call.without_question() for call in calls.values() if call.floor]
        return campaign.callback.call if campaign.callback else next(iter(own), None)
    return calls.get(candidate.step)


def announced_step(campaign: Campaign, candidate: Candidate) -> Step | None:
    """Return the text that announces a promised call, as a step; None for any other touch."""
    rule = campaign.callback
    if candidate.cause.kind is not CauseKind.ANNOUNCEMENT or rule is None:
        return None
    announced = rule.confirm if candidate.step == "confirm" else rule.moved
    if announced is None or candidate.channel not in announced.channels:
        return None
    return announced.step(candidate.step, candidate.channel)


def texts_of(campaign: Campaign, candidate: Candidate) -> tuple[str, ...]:
    """Return the texts of this touch: a message's body or a call's question and voicemail; empty for neither."""
    if candidate.channel in CONVERSATION_CHANNELS:
        call = call_of(campaign, candidate)
        return tuple(text for text in (call.say, call.voicemail) if text) if call is not None else ()
    step = announced_step(campaign, candidate) or next(
        (step for step in campaign.cadence if step.step == candidate.step), None
    )
    return step.content.read() if step and step.content is not None else ()
