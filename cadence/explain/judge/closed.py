"""What had a person's own words closed by then? Pure: a history closes what the engine would have closed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from cadence.campaign import Campaign
from cadence.domain import Facts, Inbound, Touch, TouchState
from cadence.domain.touch_record import Stored
from cadence.explain.judge.parts import JudgeTouch
from cadence.explain.judge.person import JudgePerson
from cadence.planning.transitions import change
from cadence.planning.transitions.apply import apply
from cadence.planning.transitions.change import Change, CloseNumber, Suppress
from cadence.planning.transitions.events import DispositionGiven, Event, Replied, Reported
from cadence.replies.opt_out import Reply

STOP = Reply(meaning="revoke")


NO_NUMBER = 0
"""The id of a number that is none of the person's: a stop from it closes the person's own."""
OPTED_OUT = "optout"
"""The law's word for a message that was answered with a stop."""


def after_history(facts: Facts, person: JudgePerson, campaign: Campaign) -> Facts:
    """
    Return the facts after what this person said and what came of their touches.

    The file has the touches and messages as they are known today, so only what they closed is added.
    """
    for since, place, event in sorted(_events(facts, person), key=lambda entry: entry[:2]):
        facts = apply(facts, _closing(change(facts, event, since, campaign), place))
    return facts


def _events(facts: Facts, person: JudgePerson) -> Iterator[tuple[datetime, str, Event]]:
    """Yield what came of each touch to this person, and each stop in a message, with its place in the file."""
    touches = {touch.id: touch for touch in facts.touches if touch.lead == facts.lead.id}
    for i, entry in enumerate(person.touches):
        if (touch := touches.get(touch_id(i))) is not None:
            for event in _came_of(touch, entry):
                yield touch.at, f"touches[{i}]", event
    messages = {message.id: message for message in facts.inbound if message.meaning == STOP.meaning}
    for i in range(len(person.inbound)):
        if (message := messages.get(message_id(i))) is not None:
            yield message.at, f"inbound[{i}]", Replied(message=message, reply=STOP, lead=facts.lead.id)


def _came_of(touch: Touch, entry: JudgeTouch) -> Iterator[Event]:
    """Yield what the carrier, the agent and the person would have said of a touch."""
    if touch.outcome is not None:
        was = Stored(touch=replace(touch, state=TouchState.CARRIED, outcome=None), version=1)
        yield Reported(was=was, at=touch.at, outcome=touch.outcome)
    if touch.disposition is not None:
        yield DispositionGiven(touch=touch.id, disposition=touch.disposition)
    if entry.outcome == OPTED_OUT:
        number = touch.number or NO_NUMBER
        message = Inbound(id=touch.id, channel=touch.channel, number=number, sender=touch.sender, at=touch.at)
        yield Replied(message=message, reply=STOP, lead=touch.lead)


def touch_id(place: int) -> str:
    """Return the id of the touch at this place of the file."""
    return f"touch-{place}"


def message_id(place: int) -> str:
    """Return the id of the message at this place of the file."""
    return f"inbound-{place}"


def _closing(made: Change, place: str) -> Change:
    """Return what a change closes: numbers in the order of the file, and the place in it as the source."""
    suppressed = [write for write in made.writes if isinstance(write, Suppress)]
    closed = [write for write in made.writes if isinstance(write, CloseNumber)]
    as_in_file = (replace(write, numbers=tuple(sorted(write.numbers)), source=place) for write in suppressed)
    return Change(at=made.at, writes=(*as_in_file, *closed))
