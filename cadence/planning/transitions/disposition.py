"""
What does an agent's report on a conversation change? Pure.

A wrong number is closed in every campaign, `do_not_contact` stops the person everywhere, `callback` promises a call.
Whatever else a disposition has to change is added here.
"""

from datetime import datetime

from cadence.campaign import Campaign
from cadence.domain import Disposition, Facts, NewsKind, Touch
from cadence.planning.transitions.callback import kept_by, promised
from cadence.planning.transitions.change import (
    CancelPromise,
    Change,
    CloseNumber,
    FreePlace,
    Notify,
    UpdateTouch,
    Write,
)
from cadence.planning.transitions.events import DispositionGiven, Stopped
from cadence.planning.transitions.stop import stopped

WRONG_NUMBER = "wrong_number"
"""Why a number is closed that belongs to somebody else."""


def disposed(campaign: Campaign, facts: Facts, event: DispositionGiven, now: datetime) -> Change:
    """Return the disposition on the touch and what follows from it. Its enrolment is notified while it is open."""
    touch = next(own for own in facts.touches if own.id == event.touch)
    noted = UpdateTouch(touch=touch.id, values=(("disposition", event.disposition),))
    writes: list[Write] = [noted, FreePlace(touch=touch.id)]  # the conversation is written up
    if event.callback is not None:
        writes += promised(campaign, facts, event.callback, now)
    if event.take_back:
        writes.append(CancelPromise(id=event.take_back))
    if event.disposition is Disposition.WRONG_NUMBER and touch.number is not None:
        writes.append(CloseNumber(number=touch.number, reason=WRONG_NUMBER))
    made = Change(at=now, writes=tuple(writes)).and_then(_stopped(facts, event, touch, now))
    keeping = kept_by(made.writes)
    concerned = keeping.enrolment if keeping else facts.enrolment.id
    if keeping is None and facts.enrolment.finished is not None:
        return made  # after the end it is recorded, and nobody has to be notified
    notify = Notify(kind=NewsKind.DISPOSITION, enrolment=concerned, ref=touch.id)
    return made.and_then(Change(at=now, notify=(notify,)))


def _stopped(facts: Facts, event: DispositionGiven, touch: Touch, now: datetime) -> Change:
    """Return the stop that a disposition means; the touch's own enrolment is notified of the disposition itself."""
    if event.disposition is not Disposition.DO_NOT_CONTACT:
        return Change(at=now)
    stop = Stopped(source="disposition", ref=touch.id, number=touch.number)
    return stopped(facts, stop, now).without(touch.enrolment)
