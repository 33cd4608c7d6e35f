"""
Who gets a place of a floor that is free? Pure: the same for the ledger, the forecast and the simulation.

An agent's place is taken from the first ring until the call is over and, after a conversation, written up. Places that
become free shortly before a promised call is due are kept for it. Among the others that are due, the campaign's
priority decides, then the lead's score, then who was due first.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

PERCENT = 90
"""So many of a hundred conversations, with their wrap-up, are over within the lead time of a promise."""
PRIOR = tuple(timedelta(seconds=seconds) for seconds in (20, 40, 60, 90, 120, 150, 180, 220, 260, 320))
"""Ten typical talks: used for a floor without talks of its own; after a hundred real talks they hardly count."""
TALKS = 200
"""So many talks of a floor are looked at, the latest."""
LONGEST_LEAD = timedelta(hours=1)
"""No place is kept for longer before a promise, however long people talk."""
WRAP_UP = timedelta(minutes=2)
"""How long an agent has to write up a call, where no campaign says so for the floor."""
PATIENCE = timedelta(minutes=30)
"""A promise that is late by more than this keeps no place any more. It still goes before everything else."""


@dataclass(frozen=True, slots=True, order=True)
class QueuePlace:
    """The place of a call in the queue of its floor: the smallest goes first."""

    promised: int  # 0 for a promised call, 1 for any other
    priority: int  # of its campaign: 1 first, 5 last
    score: int  # of the lead, negated
    due: datetime
    enrolment: str


def lead_time(talks: Iterable[timedelta], wrap_up: timedelta) -> timedelta:
    """Return how long before a promise is due places are kept for it: nine of ten conversations are over by then."""
    known = sorted([*talks, *PRIOR])
    return min(known[ceil(len(known) * PERCENT / 100) - 1] + wrap_up, LONGEST_LEAD)


def kept_for_promises(free: int, promises: int) -> int:
    """Return how many of the free places are kept: one for each promise that is due soon, and no more."""
    return max(0, min(free, promises))


def may_take(*, free: int, promised: bool, promises: int, promised_before: int, others_before: int) -> bool:
    """
    Tell whether a call may take one of the free places of its floor.

    `promises` are promised calls that are due within the lead time, this one left out. Of the calls that wait for a
    place at this moment and go before this one, `promised_before` are promised and `others_before` are not.
    """
    if promised:
        return free > promised_before
    return free - max(kept_for_promises(free, promises), promised_before) > others_before
