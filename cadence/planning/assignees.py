"""Which kind of work is a task, and whose is it? Pure: its label, and who does it, filled in for a person."""

from cadence.campaign import Campaign
from cadence.campaign.templates import RenderError
from cadence.campaign.texts import filler_of
from cadence.domain import Cause, Facts
from cadence.planning.position import step_of


def label_and_assignee(campaign: Campaign, facts: Facts, cause: Cause) -> tuple[str, str]:
    """Return both of the task of a step; "" for what is no such task, or cannot be filled in."""
    step = step_of(campaign, cause)
    task = step.task if step is not None else None
    if task is None:
        return "", ""
    try:
        return task.label, task.assignee(filler_of(campaign, facts.lead))
    except RenderError:
        return task.label, ""
