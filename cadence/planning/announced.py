"""What was announced about a promised call, and with which texts? Pure."""

from dataclasses import replace
from datetime import datetime

from cadence.campaign import Campaign
from cadence.campaign.step_shape import Announcement
from cadence.domain import PROMISE_MISSED, Attempt, Callback, Cause, CauseKind, Channel, Facts, Touch, TouchState
from cadence.domain.channels import WORK_CHANNEL

CONFIRM, MOVED, MISSED = "confirm", "moved", PROMISE_MISSED
"""The step names of announcements of a promised call."""


def announced(campaign: Campaign, cause: Cause, step: str, channel: Channel) -> Announcement | None:
    """Return the texts of an announcement on a channel; None for a task for our own people."""
    rule = campaign.callback
    if rule is None or cause.kind is not CauseKind.ANNOUNCEMENT:
        return None
    words = rule.confirm if step == CONFIRM else rule.moved
    return words if words is not None and channel in words.channels else None


def announcements(facts: Facts, promise: str) -> list[Touch]:
    """Return the announcements of this promised call, made or attempted; oldest first."""
    return [touch for touch in _rows(facts, promise) if touch.state is not TouchState.PLANNED]


def put_back(facts: Facts, attempt: Attempt) -> Attempt:
    """Return this announcement as another try of the same one, if that surely did not leave: it keeps its row."""
    same = (TouchState.PLANNED, attempt.step, attempt.channel, attempt.due)
    rows = _rows(facts, attempt.cause.ref)
    cause = next((row.cause for row in rows if (row.state, row.step, row.channel, row.due) == same), attempt.cause)
    return replace(attempt, cause=cause)


def _rows(facts: Facts, promise: str) -> list[Touch]:
    """Return the announcements of this promised call, also those that surely did not leave."""
    about = (CauseKind.ANNOUNCEMENT, promise)
    return [touch for touch in facts.own() if (touch.cause.kind, touch.cause.ref) == about]


def promise_task(facts: Facts, now: datetime, promise: str, step: str, due: datetime | None) -> Attempt:
    """Return the work of telling the person about a promised call, as the next announcement of it."""
    cause = Cause(kind=CauseKind.ANNOUNCEMENT, ref=promise, lap=len(_rows(facts, promise)) + 1)
    return Attempt(at=now, channel=WORK_CHANNEL, cause=cause, step=step, due=due, leaves=False)


def last_told(facts: Facts, promise: Callback) -> datetime:
    """Return the time that the person knows: the agreed time, or a later one that was announced."""
    moved = (touch for touch in announcements(facts, promise.id) if touch.step == MOVED)
    return max([promise.at, *(touch.due for touch in moved if touch.state is TouchState.SETTLED and touch.due)])
