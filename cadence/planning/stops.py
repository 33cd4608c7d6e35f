"""
Is this lead done, or waiting for a person? Pure.

What the person said comes first, then what was promised to them, then the cadence.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from cadence.campaign import Campaign
from cadence.campaign.enter import AgainAfter, PerDate
from cadence.domain import (
    REPLIED,
    CauseKind,
    Disposition,
    Facts,
    HoldName,
    Inbound,
    Outcome,
    SuppressionScope,
    Touch,
    TouchState,
    Wait,
)
from cadence.domain.channels import CONFIRMED_ON
from cadence.planning.position import not_kept, words
from cadence.policy.built_in.confirmation import in_time
from cadence.policy.built_in.held_reply import held_back
from cadence.policy.packs.law import Law

ACCOUNT_REACHED = "account_reached"
"""Another person of the account was reached before this one's turn."""
ACCOUNT_STOPPED = "account_stopped"
"""Another person of the account has said or done what ends the cadence of all."""


def spoken_end(campaign: Campaign, facts: Facts) -> str | None:
    """
    Return the word in `stop_on` that ends this enrolment, if there is one.

    A wrong number closes that number: it ends the enrolment only when the lead has no other number left. A promised
    call is still made after the reply or the conversation in which the person asked for it.
    """
    if not campaign.stop_on:
        return None
    number_left = any(number.closed is None for number in facts.lead.numbers)
    for word in (word for touch in facts.own() for word in words(touch) if word in campaign.stop_on):
        promised = word in (REPLIED, Disposition.CALLBACK) and _awaits_promise(facts)
        if not promised and not (number_left and word in (Disposition.WRONG_NUMBER, Outcome.INVALID_NUMBER)):
            return word
    return None


def account_end(campaign: Campaign, facts: Facts) -> str | None:
    """
    Return why this enrolment ends when another person of the account has said or done something in `stop_account_on`.

    Where people may come back, it counts for their next visit as long as a person has to wait for theirs. A call that
    was promised to this person is still made.
    """
    if not campaign.stop_account_on or not facts.colleagues or _awaits_promise(facts):
        return None
    listed = frozenset(campaign.stop_account_on)
    stopped = any(not listed.isdisjoint(words(touch)) for touch in _of_this_visit(campaign, facts))
    return ACCOUNT_STOPPED if stopped else None


def account_reached(campaign: Campaign, facts: Facts) -> str | None:
    """
    Return why somebody whose turn it would be is not contacted: another person of the account was reached.

    Somebody who answers a wrong number does not belong to the account.
    """
    turns = campaign.account
    begun = any(touch.state is not TouchState.SKIPPED for touch in facts.own())
    if turns is None or turns.when_reached == "next" or begun or facts.enrolment.kind != "cadence":
        return None
    return ACCOUNT_REACHED if any(map(_reached, _of_this_visit(campaign, facts))) else None


def _reached(touch: Touch) -> bool:
    """Tell whether a person answered a call, said something or wrote back."""
    spoken = touch.outcome is Outcome.ANSWERED or touch.disposition or touch.replied_at or touch.answer
    return bool(spoken) and touch.disposition is not Disposition.WRONG_NUMBER


def _of_this_visit(campaign: Campaign, facts: Facts) -> Iterator[Touch]:
    """Yield the touches of this campaign to other people of the account, as far as they count for this visit."""
    since = None
    match campaign.enter:
        case AgainAfter(after=after):
            since = facts.enrolment.at - after
        case PerDate():
            since = facts.enrolment.at
    for touch in facts.colleagues:
        if touch.campaign == facts.enrolment.campaign and (since is None or touch.at >= since):
            yield touch


def opted_out(facts: Facts) -> str | None:
    """Return why no number of this lead may be contacted any more, or None while one may."""
    usable = [number for number in facts.lead.numbers if number.closed is None]
    if not usable:
        return "no_valid_number"
    if not facts.suppressions:
        return None
    everything = SuppressionScope.EVERYTHING
    suppressed = {suppression.number for suppression in facts.suppressions if suppression.scope is everything}
    if not all(number.id in suppressed for number in usable):
        return None
    if any(touch.disposition is Disposition.DO_NOT_CONTACT for touch in facts.own()):
        return Disposition.DO_NOT_CONTACT.value
    stopped = any(message.meaning == "revoke" for message in facts.inbound)
    if stopped or any(touch.outcome is Outcome.OPTED_OUT for touch in facts.own()):
        return Outcome.OPTED_OUT.value
    return "suppressed"


def confirmation(facts: Facts, now: datetime, law: Law) -> Inbound | None:
    """
    Return the opt-out whose one confirmation is still to be sent through this enrolment.

    It answers a touch of this campaign: perhaps one of an earlier enrolment, when the stop came after the end.
    """
    if not facts.inbound:
        return None
    who, campaign = facts.lead.id, facts.enrolment.campaign
    own = {touch.id for touch in facts.touches if (touch.lead, touch.campaign) == (who, campaign)}
    for message in facts.inbound:
        fresh = timedelta(0) <= now - message.at <= in_time(law.guard)
        ours = message.meaning == "revoke" and message.touch in own and not message.confirmed_by_carrier
        if fresh and ours and message.channel in CONFIRMED_ON and not confirmed(facts):
            return message
    return None


def confirmed(facts: Facts) -> bool:
    """Tell whether an opt-out of this person was confirmed, or settled as not to be."""
    ended = (TouchState.SETTLED, TouchState.SKIPPED)
    return any(touch.cause.kind is CauseKind.INBOUND and touch.state in ended for touch in facts.touches)


def awaits_a_word(campaign: Campaign, facts: Facts, now: datetime, law: Law) -> Wait | None:
    """Return the wait for an agent's disposition, or for a decision about a reply."""
    for touch in facts.own():
        if touch.wrap_up_until and touch.wrap_up_until > now and touch.disposition is None:
            return Wait(at=touch.wrap_up_until, hold=HoldName.WRAP_UP)
    return Wait(hold=HoldName.REVIEW) if held_back(facts, campaign.purpose, law, now) else None


def _awaits_promise(facts: Facts) -> bool:
    """Tell whether a promised call has not been tried yet, or was not kept."""
    tries = (touch for touch in facts.own() if touch.cause.kind is CauseKind.CALLBACK)
    made = {touch.cause.ref for touch in tries if not not_kept(touch)}
    return any(not promise.canceled and promise.id not in made for promise in facts.callbacks)
