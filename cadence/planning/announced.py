"""What has a person been told about a promised call, and in which words is it told? Pure."""

from datetime import datetime

from cadence.campaign import Campaign
from cadence.campaign.shape import Announcement
from cadence.domain import PROMISE_MISSED, Callback, Cause, CauseKind, Channel, Facts, Touch, TouchState

CONFIRM, MOVED, MISSED = "confirm", "moved", PROMISE_MISSED
"""The step names of what tells a person when a promised call will be made."""


def announced(campaign: Campaign, cause: Cause, step: str, channel: Channel) -> Announcement | None:
    """Return the words that the file has for an announcement on a channel; None for work for our own people."""
    rule = campaign.callback
    if rule is None or cause.kind is not CauseKind.ANNOUNCEMENT:
        return None
    words = rule.confirm if step == CONFIRM else rule.moved
    return words if words is not None and channel in words.channels else None


def announcements(facts: Facts, promise: str) -> list[Touch]:
    """Return what told the person, or was to tell, when this promised call will be made; oldest first."""
    about = (CauseKind.ANNOUNCEMENT, promise)
    return [one for one in facts.own() if (one.cause.kind, one.cause.ref) == about]


def last_told(facts: Facts, promise: Callback) -> datetime:
    """Return the time that the person knows of: the agreed one, or the later one that they were told since."""
    told = [one for one in announcements(facts, promise.id) if one.step == MOVED and one.state is TouchState.SETTLED]
    return max([promise.at, *(one.due for one in told if one.due is not None)])
