"""
What does a decision about somebody's replies change? Pure: it closes what they meant, or lets go on what they held.

A stop that was held is not confirmed any more: the five minutes in which that is allowed are over. More that a decision
has to change is added here.
"""

from datetime import datetime

from cadence.domain import Facts, NewsKind
from cadence.planning.transitions.apply import apply
from cadence.planning.transitions.change import Change, MarkReviewed, Notify, People
from cadence.planning.transitions.events import Reviewed, Stopped
from cadence.planning.transitions.stop import stopped

SOURCE = "review"
"""Who said stop, as suppressions have it: the person, as a person of ours read it."""


def reviewed(facts: Facts, event: Reviewed, now: datetime) -> Change:
    """Return what one decision changes for one of the people it may be about."""
    newest = event.messages[0].id
    made = Change(at=now, writes=(MarkReviewed(messages=tuple(message.id for message in event.messages), by=event.by),))
    if not event.closes:
        resumed = Notify(kind=NewsKind.RESUME, people=People(lead=facts.lead.id), ref=newest)
        return made.and_then(Change(at=now, notify=(resumed,)))
    for number in dict.fromkeys(message.number for message in event.messages):
        stop = Stopped(source=SOURCE, ref=newest, scope=event.scope, value=event.value, number=number)
        made = made.and_then(stopped(apply(facts, made), stop, now))
    return made
