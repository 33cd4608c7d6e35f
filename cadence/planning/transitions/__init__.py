"""
What does an event change for a lead? Pure: `change` returns it as values, `apply` folds it into the facts.

Consequences are written here, once. The engine locks the lead, gathers its facts, asks `change`, and writes what it
returns in the same transaction; the simulation folds the same values; a test holds that both end with the same facts.

    event                                               its consequences
    StepRefused, NeverSent, AnswerMissing, TaskGiven    attempt.py
    Reported                                            report.py
    TaskResultGiven, TaskOverdue                        task_result.py
    Stopped                                             stop.py
    Replied, Identified                                 reply.py
    CallbackRequested                                   callback.py
    DispositionGiven, Reviewed, VersionChanged          our_people.py
    EventReceived                                       received.py
    what ends the cadence of a whole account            account.py

Events are in events.py and what they may write in change.py. To add a consequence, return more from the event's
function. A new kind of write is a class in change.py, a branch in apply.py and one in `engine/outcomes/writing.py`.

A pause, the stop of a campaign and an imported list are no events: each is one row that facts read (law 4).
"""

from datetime import datetime
from typing import assert_never

from cadence.campaign import Campaign
from cadence.domain import Facts
from cadence.planning.transitions import events
from cadence.planning.transitions.account import heard_by_account
from cadence.planning.transitions.attempt import step_refused, task_given, unconfirmed
from cadence.planning.transitions.callback import callback_asked
from cadence.planning.transitions.change import Change
from cadence.planning.transitions.our_people import disposed, reviewed, version_changed
from cadence.planning.transitions.received import received
from cadence.planning.transitions.reply import identified, replied
from cadence.planning.transitions.report import reported
from cadence.planning.transitions.stop import stopped
from cadence.planning.transitions.task_result import overdue, result_given


def change(facts: Facts, event: events.Event, now: datetime, campaign: Campaign | None = None) -> Change:
    """
    Return everything that an event changes for one lead, from what is known of it when the event is recorded.

    `campaign` is the version that the facts' enrolment is pinned to: refused steps and promised calls need it.
    """
    made = _changed(facts, event, now, campaign)
    return made if campaign is None or not campaign.stop_account_on else heard_by_account(campaign, facts, made)


def _changed(  # noqa: C901, PLR0911, PLR0912  one branch for each event
    facts: Facts, event: events.Event, now: datetime, campaign: Campaign | None
) -> Change:
    match event:
        case events.StepRefused():
            return step_refused(_needed(campaign), facts, event, now)
        case events.NeverSent() | events.AnswerMissing():
            return unconfirmed(event, now)
        case events.TaskGiven():
            return task_given(event, now)
        case events.TaskResultGiven():
            return result_given(facts, event, now)
        case events.TaskOverdue():
            return overdue(event, now)
        case events.VersionChanged():
            return version_changed(facts, event, now)
        case events.Stopped():
            return stopped(facts, event, now)
        case events.Replied():
            return replied(campaign, facts, event, now)
        case events.CallbackRequested():
            return callback_asked(_needed(campaign), facts, event, now)
        case events.Reported():
            return reported(facts, event, now)
        case events.DispositionGiven():
            return disposed(_needed(campaign), facts, event, now)
        case events.Reviewed():
            return reviewed(facts, event, now)
        case events.Identified():
            return identified(facts, event, now)
        case events.EventReceived():
            return received(_needed(campaign), facts, event, now)
        case _:
            assert_never(event)


def _needed(campaign: Campaign | None) -> Campaign:
    """Return the campaign; a fault of ours where an event that needs it came without it."""
    if campaign is None:
        raise AssertionError("no campaign was given; expected the version that the enrolment is pinned to")
    return campaign
