"""
What does an event change for a lead? Pure: `change` returns it as values, `apply` folds it into the facts.

Consequences are written here, once. The engine locks the lead, gathers its facts, asks `change`, and writes what it
returns in the same transaction; the simulation folds the same values; a test holds that both end with the same facts.

    event            its consequences
    Stopped          stop.py
    Replied          reply.py
    CallbackAsked    callback.py
    Reported         report.py
    Disposed         disposition.py
    Reviewed         review.py
    Identified       identified.py

Events are in events.py and what they may write in change.py. To add a consequence, return more from the event's
function. A new kind of write is a class in change.py, a branch in apply.py and one in `engine/outcomes/writing.py`.

A pause, the stop of a campaign and an imported list are no events: each is one row that facts read (law 4).
"""

from datetime import datetime
from typing import assert_never

from cadence.campaign import Campaign
from cadence.domain import Facts
from cadence.planning.transitions.apply import apply
from cadence.planning.transitions.callback import callback_asked, kept_by, standing_promises
from cadence.planning.transitions.change import (
    BeginPause,
    CancelPromise,
    Change,
    CloseNumber,
    FinishTask,
    FreePlace,
    KeepContradiction,
    KnowSender,
    MarkReviewed,
    Notify,
    OpenEnrolment,
    OpenTask,
    People,
    PlanConfirmation,
    PromiseCall,
    RecordInbound,
    Suppress,
    SuppressPerson,
    UpdateTouch,
    Write,
)
from cadence.planning.transitions.disposition import disposed
from cadence.planning.transitions.events import (
    CallbackRequested,
    DispositionGiven,
    Event,
    Identified,
    Reach,
    Replied,
    Reported,
    Reviewed,
    Stopped,
    Work,
)
from cadence.planning.transitions.identified import identified
from cadence.planning.transitions.reply import replied
from cadence.planning.transitions.report import at_fault, reaches_further, recorded, reported, settles
from cadence.planning.transitions.review import reviewed
from cadence.planning.transitions.stop import stopped

__all__ = [
    "BeginPause",
    "CallbackRequested",
    "CancelPromise",
    "Change",
    "CloseNumber",
    "DispositionGiven",
    "Event",
    "FinishTask",
    "FreePlace",
    "Identified",
    "KeepContradiction",
    "KnowSender",
    "MarkReviewed",
    "Notify",
    "OpenEnrolment",
    "OpenTask",
    "People",
    "PlanConfirmation",
    "PromiseCall",
    "Reach",
    "RecordInbound",
    "Replied",
    "Reported",
    "Reviewed",
    "Stopped",
    "Suppress",
    "SuppressPerson",
    "UpdateTouch",
    "Work",
    "Write",
    "apply",
    "at_fault",
    "change",
    "kept_by",
    "reaches_further",
    "recorded",
    "settles",
    "standing_promises",
]


def change(  # noqa: PLR0911  one for each event
    facts: Facts, event: Event, now: datetime, campaign: Campaign | None = None
) -> Change:
    """
    Return everything that an event changes for one lead, from what is known of it when the event is recorded.

    `campaign` is the version that the facts' enrolment is pinned to: promised calls need it.
    """
    match event:
        case Stopped():
            return stopped(facts, event, now)
        case Replied():
            return replied(campaign, facts, event, now)
        case CallbackRequested():
            return callback_asked(_needed(campaign), facts, event, now)
        case Reported():
            return reported(facts, event, now)
        case DispositionGiven():
            return disposed(_needed(campaign), facts, event, now)
        case Reviewed():
            return reviewed(facts, event, now)
        case Identified():
            return identified(facts, event, now)
        case _:
            assert_never(event)


def _needed(campaign: Campaign | None) -> Campaign:
    """Return the campaign; a fault of ours where an event about one touch or promise came without it."""
    if campaign is None:
        raise AssertionError("no campaign was given; expected the version that the enrolment is pinned to")
    return campaign
