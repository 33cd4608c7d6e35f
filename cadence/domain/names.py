"""
What is each thing called in Temporal? Pure: every name that outlives a process is built here and nowhere else.

Names are read by anyone with access to Temporal, so they are made of opaque ids, campaign names and floor names only.
"""

from cadence.domain.channels import descriptor_of

CAMPAIGN_ATTRIBUTE = "CadenceCampaign"
"""The one search attribute, a keyword: the campaign's name, set at start."""

WORKFLOWS = "cadence-workflows"
"""Task queue of the workflows and of activities that contact no person (plan, enrol)."""


def lead_workflow_id(enrolment: str) -> str:
    """Return the workflow id of one enrolment."""
    return f"lead/{enrolment}"


def campaign_workflow_id(campaign: str) -> str:
    """Return the workflow id of a campaign."""
    return f"campaign/{campaign}"


def touch_queue(channel: str, floor: str = "") -> str:
    """Return the task queue of a channel; calls have one per floor, and one for those without (protocol §4.1)."""
    return f"cadence-{channel}-{floor}" if floor and descriptor_of(channel).uses_agents else f"cadence-{channel}"


def touch_key(enrolment: str, cause: str, attempt: int) -> str:
    """Return the key of a touch: its meaning. It is also the id of the activity that carries it (law 2)."""
    return f"{enrolment}/{cause}/{attempt}"
