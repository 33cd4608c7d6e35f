"""Which pauses hold a touch, a campaign, or one person in it? Pure."""

from collections.abc import Iterator

from cadence.campaign import Campaign
from cadence.campaign.step_shape import Step
from cadence.domain import Facts, Lead, Pause, PauseScope
from cadence.domain.channels import CONTACT_CHANNELS, can_address
from cadence.policy.built_in.campaign_state import covering, destinations


def relevant(campaign: Campaign, facts: Facts, step: Step) -> list[Pause]:
    """Return the pauses that hold this step, past and present, oldest first."""
    if not facts.pauses:
        return []
    channel, lead, held = step.channel, facts.lead, frozenset[str]()
    if channel is not None:  # a pause of a destination holds the step only if it is that of every number
        usable = [own for own in lead.numbers if own.closed is None and can_address(channel, own.kind)]
        each = [destinations(channel, number) for number in usable]
        held = frozenset.intersection(*each) if each else held
    held_by = _covering(campaign, step, lead.id, held)
    chosen = [pause for pause in facts.pauses if (pause.scope, pause.value) in held_by]
    return sorted(chosen, key=lambda pause: pause.since)


def can_hold(campaign: Campaign, scope: PauseScope, value: str, lead: Lead | None = None) -> bool:
    """Tell whether a pause can hold any step of this campaign: what goes to this lead, or to anybody without one."""
    if scope is PauseScope.DESTINATION and lead is None:
        return any(value.startswith(f"{step.channel}:") for step in _steps(campaign) if step.channel)
    held_by = (_covering(campaign, step, lead.id if lead else "", _anywhere(step, lead)) for step in _steps(campaign))
    return any((scope, value) in pauses for pauses in held_by)


def _anywhere(step: Step, lead: Lead | None) -> frozenset[str]:
    """Return the pauses of destinations that hold a step for at least one of a person's numbers."""
    if lead is None or step.channel not in CONTACT_CHANNELS:
        return frozenset()
    return frozenset[str]().union(*(destinations(step.channel, number) for number in lead.numbers))


def _covering(campaign: Campaign, step: Step, lead: str, held: frozenset[str]) -> frozenset[tuple[PauseScope, str]]:
    """Return every pause that holds a step for this lead, of whose destinations these are paused."""
    channel = step.channel
    return covering(
        channel,
        campaign=campaign.campaign,
        lead=lead,
        sender=step.sender or (campaign.sender.of(channel) if channel else ""),
        floor=step.floor,
        template=step.approved,
        destinations=held,
    )


def _steps(campaign: Campaign) -> Iterator[Step]:
    """Yield everything that a campaign can do: its steps, its promised calls and their announcements."""
    yield from campaign.cadence
    promised = campaign.callback_step
    if promised is not None:
        yield promised
    rule = campaign.callback
    for words in (rule.confirm, rule.moved) if rule else ():
        if words is not None:
            yield from (words.step("", channel) for channel in words.channels)
