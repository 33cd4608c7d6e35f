"""Which company answers a call to us, and what is offered? Edge: the call is recorded like a reply."""

from dataclasses import dataclass
from datetime import timedelta

from cadence.campaign import Campaign
from cadence.channels.provider import Received
from cadence.engine.outcomes.planner import Planner, UnitOfWork
from cadence.engine.outcomes.sender import answered_by
from cadence.languages import Language
from cadence.ledger.campaigns import campaigns
from cadence.ledger.people import numbers
from cadence.ledger.touches import inbound
from cadence.planning.transitions.reply import CALLED
from cadence.replies.opt_out import Reply

CALL = Reply(meaning="none", rule=CALLED)
"""What a call to us means."""
ONCE_IN = timedelta(days=1)
"""How often the same number may ask for a call by pressing a key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """The company that answers an incoming call."""

    company: str
    language: Language
    offers_callback: bool = False


def host_of(planner: Planner, call: Received) -> Host | None:
    """
    Return the company that answers a call; None when no readable campaign uses the number that was called.

    A callback is offered once a day, to a person who was contacted by a campaign that makes calls.
    """
    with planner.begin() as unit:
        number = numbers.find(unit.tx, planner.ledger.hasher, call.sender) if call.sender else None
        contacted = _contacted_by(unit, call, number) if number is not None else None
        campaign = contacted or _owner(unit, call.to)
        if campaign is None:
            return None
        offers = (
            number is not None
            and contacted is not None
            and contacted.callback_step is not None
            and not inbound.asked_for_call(unit.tx, number, since=unit.now - ONCE_IN)
        )
        return Host(company=campaign.sender.company, language=campaign.language, offers_callback=offers)


def _contacted_by(unit: UnitOfWork, call: Received, number: int) -> Campaign | None:
    """Return the campaign version that last contacted this person from the number that they called."""
    answered = answered_by(unit.tx, number, ours=call.to, channel=call.channel, at=call.at)
    return unit.planner.readable(unit.tx, answered.touch.campaign, answered.version) if answered else None


def _owner(unit: UnitOfWork, ours: str) -> Campaign | None:
    """Return the most recently launched campaign that sends from this number of ours."""
    for stored in sorted(campaigns.every(unit.tx), key=lambda campaign: campaign.launched_at, reverse=True):
        campaign = unit.planner.readable(unit.tx, stored.name, stored.version)
        if campaign is None:
            continue
        sender = campaign.sender
        if ours in {sender.voice, sender.sms, *(step.sender for step in campaign.cadence)}:
            return campaign
    return None
