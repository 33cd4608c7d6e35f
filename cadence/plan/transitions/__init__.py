"""
What does an event change for a lead? Pure: `change` returns it as values, `apply` folds it into the facts.

Consequences are written here, once. The engine locks the lead, gathers its facts, asks `change`, and writes what it
returns in the same transaction; the simulation folds the same values; a test holds that both end with the same facts.

    event            its consequences
    Stopped          stop.py
    Replied          reply.py
    CallbackAsked    callback.py

Events are in events.py and what they may write in change.py. To add a consequence, return more from the event's
function. A new kind of write is a class in change.py, a branch in apply.py and one in `settle/writing.py`.

A pause, the stop of a campaign and an imported list are no events: each is one row that facts read (law 4).
"""

from datetime import datetime
from typing import assert_never

from cadence.campaign import Campaign
from cadence.model import Facts
from cadence.plan.transitions.apply import apply
from cadence.plan.transitions.callback import callback_asked, kept_by, standing_promises
from cadence.plan.transitions.change import (
    Change,
    Confirm,
    MarkReplied,
    Notify,
    OpenEnrolment,
    OpenTask,
    People,
    PromiseCall,
    RecordInbound,
    Suppress,
    SuppressPerson,
    Write,
)
from cadence.plan.transitions.events import CallbackAsked, Event, Reach, Replied, Stopped
from cadence.plan.transitions.reply import replied
from cadence.plan.transitions.stop import stopped

__all__ = [
    "CallbackAsked",
    "Change",
    "Confirm",
    "Event",
    "MarkReplied",
    "Notify",
    "OpenEnrolment",
    "OpenTask",
    "People",
    "PromiseCall",
    "Reach",
    "RecordInbound",
    "Replied",
    "Stopped",
    "Suppress",
    "SuppressPerson",
    "Write",
    "apply",
    "change",
    "kept_by",
    "standing_promises",
]


def change(facts: Facts, event: Event, now: datetime, campaign: Campaign | None = None) -> Change:
    """
    Return everything that an event changes for one lead, from what is known of it when the event is recorded.

    `campaign` is the version that the facts' enrolment is pinned to: promised calls need it.
    """
    match event:
        case Stopped():
            return stopped(facts, event, now)
        case Replied():
            return replied(campaign, facts, event, now)
        case CallbackAsked():
            if campaign is None:
                raise AssertionError("a call is promised by a campaign; expected the version that makes it")
            return callback_asked(campaign, facts, event, now)
        case _:
            assert_never(event)
