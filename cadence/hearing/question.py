"""Which touch is asked about? Pure."""

from dataclasses import dataclass

from cadence.campaign import Campaign, Step
from cadence.errors import InvalidInputError
from cadence.model import Candidate, Cause, CauseKind, Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A step of the file, or a channel; neither is the file's first touch."""

    step: str = ""
    channel: Channel | None = None


def question(campaign: Campaign, asked: Asked) -> Candidate:
    """Return the touch. Raises InvalidInputError for a step the file has not, or that touches nobody."""
    step = _step(campaign, asked)
    channel = asked.channel or (step.channel if step else None)
    if channel is None:
        raise InvalidInputError(f"the step {asked.step} is a wait and touches nobody; expected a step with a channel.")
    return Candidate(
        channel=channel,
        cause=Cause(kind=CauseKind.STEP, ref=step.step if step else channel.value),
        step=step.step if step else "",
        sender=(step.sender if step else "") or campaign.sender.of(channel),
        floor=step.floor if step else "",
        template=bool(step and step.whatsapp and step.whatsapp.template),
        content=step.whatsapp.template if step and step.whatsapp else "",
    )


def _step(campaign: Campaign, asked: Asked) -> Step | None:
    """Return the step that is meant: the named one, or the first one on the channel."""
    if asked.step:
        found = next((one for one in campaign.cadence if one.step == asked.step), None)
        if found is None:
            names = ", ".join(one.step for one in campaign.cadence)
            raise InvalidInputError(f"the file has no step {asked.step}; expected one of {names}.")
        return found
    return next(
        (one for one in campaign.cadence if one.channel and asked.channel in {None, one.channel}),
        None,
    )
