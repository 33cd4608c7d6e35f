"""
What does an event change for a lead? Pure: `change(facts, event, now)` returns it as values, `apply` folds it.

Consequences are written here, once. The engine locks the lead, gathers its facts, asks `change`, and writes what it
returns in the same transaction; the simulation folds the same values; a test holds that both end with the same facts.

    an event             its consequences     values
    Stopped              stop.py              change.py

A pause, the stop of a campaign and an imported list are no events: each is one row that facts read (law 4).
"""

from datetime import datetime
from typing import assert_never

from cadence.model import Facts
from cadence.plan.transitions.apply import apply
from cadence.plan.transitions.change import Change, Notify, People, Suppress, Write
from cadence.plan.transitions.events import Event, Reach, Stopped
from cadence.plan.transitions.stop import stopped

__all__ = ["Change", "Event", "Notify", "People", "Reach", "Stopped", "Suppress", "Write", "apply", "change"]


def change(facts: Facts, event: Event, now: datetime) -> Change:
    """Return everything that an event changes for one lead, from what is known of it when the event is recorded."""
    match event:
        case Stopped():
            return stopped(facts, event, now)
        case _:
            assert_never(event)
