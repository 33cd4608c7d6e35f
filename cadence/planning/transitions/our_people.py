"""
What changes when one of our own people reports or decides something? Pure.

An agent's disposition: a wrong number is closed in every campaign, `do_not_contact` stops the person everywhere,
`callback` promises a call, and `promised` keeps a date. A decision about replies: it closes what they meant, or lets go
on what they held; a stop that was held is not confirmed any more, because the five minutes in which that is allowed are
over. A move to another version: a touch under way keeps the version it was made with (`planning/moved.py` decides
whether a lead can move).
"""

from datetime import datetime

from cadence.campaign import Campaign
from cadence.domain import CauseKind, Disposition, Facts, NewsKind, Touch
from cadence.planning.transitions.apply import apply
from cadence.planning.transitions.callback import kept_by, promised
from cadence.planning.transitions.change import (
    CancelPromise,
    Change,
    CloseNumber,
    FreePlace,
    MarkReviewed,
    Notify,
    People,
    SaveValue,
    SetVersion,
    UpdateTouch,
    Write,
)
from cadence.planning.transitions.events import DispositionGiven, Reviewed, Stopped, VersionChanged
from cadence.planning.transitions.stop import stopped

WRONG_NUMBER = "wrong_number"
"""Why a number is closed that belongs to somebody else."""
SOURCE = "review"
"""Who said stop, as suppressions have it: the person, as a person of ours read it."""


def disposed(campaign: Campaign, facts: Facts, event: DispositionGiven, now: datetime) -> Change:
    """
    Return the disposition on the touch and what follows from it. Its enrolment is notified while it is open.

    Nobody is called back after a trial.
    """
    touch = next(own for own in facts.touches if own.id == event.touch)
    noted = UpdateTouch(touch=touch.id, values=(("disposition", event.disposition),))
    writes: list[Write] = [noted, FreePlace(touch=touch.id)]  # the conversation is written up
    if event.callback is not None and touch.cause.kind is not CauseKind.TRIAL:
        writes += promised(campaign, facts, event.callback, now)
    if event.promised is not None and campaign.promised:
        kept = SaveValue(lead=facts.lead.id, name=campaign.promised, value=event.promised, ref=f"touch:{touch.id}")
        writes.append(kept)
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


def version_changed(facts: Facts, event: VersionChanged, now: datetime) -> Change:
    """Return the new pin of the enrolment, and the news for its workflow."""
    enrolment = facts.enrolment.id
    pin = SetVersion(enrolment=enrolment, version=event.version)
    news = Notify(kind=NewsKind.VERSION, enrolment=enrolment, ref=str(event.version))
    return Change(at=now, writes=(pin,), notify=(news,))
