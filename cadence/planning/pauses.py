"""Which pauses can hold a campaign, or one person in it? Pure: for commands that show them."""

from collections.abc import Iterator

from cadence.campaign import Campaign
from cadence.campaign.shape import Step
from cadence.domain import Lead, PauseScope
from cadence.domain.channels import CONTACT_CHANNELS
from cadence.planning.position import callback_step
from cadence.policy.built_in.campaign_state import covering, destinations


def can_hold(campaign: Campaign, scope: PauseScope, value: str, lead: Lead | None = None) -> bool:
    """
    Tell whether a pause can hold something of this campaign: what goes to this lead, or to anybody without one.

    Which step is due does not matter: a pause may hold each of them.
    """
    steps = tuple(_steps(campaign))
    if scope is PauseScope.DESTINATION and lead is None:
        return any(value.startswith(f"{step.channel}:") for step in steps if step.channel)
    return any((scope, value) in _covering(campaign, step, lead) for step in steps)


def _covering(campaign: Campaign, step: Step, lead: Lead | None) -> frozenset[tuple[PauseScope, str]]:
    """Return every pause that holds a step, for this lead."""
    channel = step.channel
    numbers = lead.numbers if lead is not None else ()
    return covering(
        channel,
        campaign=campaign.campaign,
        lead=lead.id if lead is not None else "",
        sender=step.sender or (campaign.sender.of(channel) if channel else ""),
        floor=step.floor,
        template=step.approved,
        destinations=frozenset(value for number in numbers for value in destinations(channel, number))
        if channel is not None and channel in CONTACT_CHANNELS
        else frozenset(),
    )


def _steps(campaign: Campaign) -> Iterator[Step]:
    """Yield everything that a campaign can do: its steps, its promised calls and their announcements."""
    yield from campaign.cadence
    promised = callback_step(campaign)
    if promised is not None:
        yield promised
    rule = campaign.callback
    for words in (rule.confirm, rule.moved) if rule else ():
        for channel in words.channels if words else ():
            assert words is not None  # noqa: S101  it has channels
            yield words.step("", channel)
