"""
When a person calls us, which company answers, and what is offered? Edge: the call is recorded like a reply.

The call belongs to the latest touch from that number of ours to that person, like a reply. It appears on all of the
person's enrolments and becomes a task for our own staff.
"""

from dataclasses import dataclass
from datetime import timedelta

from cadence.campaign import Campaign
from cadence.channels.provider import Received
from cadence.engine.outcomes.event_result import EventResult
from cadence.engine.outcomes.inbound import STOP, record_inbound
from cadence.engine.outcomes.planner import Planner, UnitOfWork
from cadence.engine.outcomes.sender import answered_by
from cadence.languages import Language
from cadence.ledger.campaigns import campaigns
from cadence.ledger.people import numbers
from cadence.ledger.touches import inbound
from cadence.planning import callback_step
from cadence.planning.transitions.reply import CALLED
from cadence.replies.opt_out import Reply

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
        contacted = _contacted_by(unit, call)
        campaign = contacted or _owner(unit, call.to)
        if campaign is None:
            return None
        return Host(
            company=campaign.sender.company,
            language=campaign.language,
            offers_callback=contacted is not None and _may_ask(unit, contacted, call),
        )


def record_call(planner: Planner, call: Received) -> EventResult:
    """Record that a person called us, once."""
    return record_inbound(planner, call, meant=Reply(meaning="none", rule=CALLED))


def record_key_stop(planner: Planner, key: Received) -> EventResult:
    """Record the key that stops all contact."""
    return record_inbound(planner, key, meant=STOP)


def record_key_callback(planner: Planner, key: Received) -> EventResult:
    """Record the key that asks for a call: it is promised for now and made as soon as every rule allows it."""
    return record_inbound(planner, key, meant=Reply(meaning="callback", callback_at=planner.now(), rule="call.key"))


def _contacted_by(unit: UnitOfWork, call: Received) -> Campaign | None:
    """Return the campaign version that last contacted this person from the number that they called."""
    number = numbers.find(unit.tx, unit.planner.ledger.hasher, call.sender) if call.sender else None
    if number is None:
        return None
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


def _may_ask(unit: UnitOfWork, campaign: Campaign, call: Received) -> bool:
    """Return whether this person may ask for a call with a key now."""
    if callback_step(campaign) is None:
        return False
    number = numbers.find(unit.tx, unit.planner.ledger.hasher, call.sender)
    return number is not None and not inbound.asked_for_call(unit.tx, number, since=unit.now - ONCE_IN)
