"""
What does a stop change? Pure.

An opt-out is the person's: it closes every number they have, the number it came from, and every number they get later
(law 4). A person who shares one of these numbers loses that number only. More that a stop has to close, and
other people who have to be notified, are added here.
"""

from datetime import datetime

from cadence.domain import HELD, Facts, NewsKind
from cadence.planning.transitions.change import Change, Notify, People, Suppress, SuppressPerson, Write
from cadence.planning.transitions.events import Reach, Stopped


def stopped(facts: Facts, event: Stopped, now: datetime) -> Change:
    """Return the suppressions of this stop, the people it concerns, and whose ringing calls are taken back."""
    numbers = _numbers(facts, event)
    closed = {
        (suppression.number, suppression.scope, suppression.value)
        for suppression in facts.suppressions
        if suppression.source != HELD
    }
    new = tuple(number for number in numbers if (number, event.scope, event.value) not in closed)
    source, ref, scope, value = event.source, event.ref, event.scope, event.value
    writes: list[Write] = []
    if new:
        writes.append(Suppress(numbers=new, source=source, scope=scope, value=value, ref=ref))
    if event.reach is Reach.PERSON and facts.lead.id:
        writes.append(SuppressPerson(lead=facts.lead.id, source=source, scope=scope, value=value, ref=ref))
    everybody = People(lead=facts.lead.id, numbers=numbers)
    return Change(
        at=now,
        writes=tuple(writes),
        notify=(Notify(kind=NewsKind.OPT_OUT, people=everybody, ref=event.ref),),
        take_back=(everybody,),
    )


def _numbers(facts: Facts, event: Stopped) -> tuple[int, ...]:
    """Return the numbers that a stop closes, the one it came from first."""
    named = () if event.number is None else (event.number,)
    match event.reach:
        case Reach.NUMBER:
            return named
        case Reach.PERSON:
            return tuple(dict.fromkeys((*named, *(number.id for number in facts.lead.numbers))))
