"""What may come of a step, and where does the result of a task lead? Pure."""

from cadence.campaign.shape import Campaign
from cadence.campaign.step_shape import Step
from cadence.domain import NEXT, REMIND, Outcome
from cadence.domain.channels import descriptor_of

RESULTS = (Outcome.DONE, Outcome.DECLINED, Outcome.OVERDUE)
"""The results of a task."""


def has_result(step: Step) -> bool:
    """Tell whether it is a task whose result the cadence waits for."""
    return step.task is not None and step.task.due is not None


def reminds(step: Step) -> bool:
    """Tell whether somebody is reminded of a task that is overdue, before the cadence goes on without its result."""
    return has_result(step) and step.on.get(Outcome.OVERDUE) == REMIND


def outcomes_of(step: Step) -> tuple[str, ...]:
    """Return the words that may be true of a step: a task has a result, or is created; a wait has none."""
    if step.task is not None:
        return RESULTS if has_result(step) else (Outcome.CREATED,)
    return descriptor_of(step.channel).outcomes if step.channel is not None else ()


def led_to(campaign: Campaign, step: Step, name: str) -> str:
    """Return the step that a name in `on` of a step means, or `end`; `next` of a task's result is the one below."""
    if name == NEXT and has_result(step) and NEXT not in campaign.places:
        return campaign.following(step.step)
    return name
