"""What had a person's own words closed by then? Pure: a history closes what the engine would have closed."""

from collections.abc import Callable, Iterator
from datetime import datetime

from cadence.domain import Facts
from cadence.explain.judge.parts import JudgeTouch
from cadence.explain.judge.person import JudgePerson
from cadence.planning.transitions import Change, CloseNumber, Stopped, apply, change

STOPS = frozenset({"optout", "opted_out", "do_not_contact"})
"""What comes of a touch and means: never again."""
DEAD = frozenset({"wrong_number", "invalid_number"})
"""What comes of a touch and closes its number."""


def after_history(
    facts: Facts, person: JudgePerson, at: datetime, number_of: Callable[[str | int | None], int]
) -> Facts:
    """
    Return the facts after what this person said and what came of their touches by then.

    What a stop closes is decided where the engine decides it. `number_of` finds the id of a number in the file.
    """
    for since, where in sorted(_stops(person, at)):
        facts = apply(facts, change(facts, Stopped(source=where, ref=where), since))
    closed = tuple(CloseNumber(number=number_of(number), reason=why) for number, why in _dead(person, at))
    return apply(facts, Change(at=at, writes=closed))


def _stops(person: JudgePerson, at: datetime) -> Iterator[tuple[datetime, str]]:
    """Yield when this person said stop, and where; each closes everything, on every number, until it is lifted."""
    for i, touch in _past(person, at):
        if STOPS & {touch.outcome, touch.disposition}:
            yield touch.at, f"touches[{i}]"
    for i, message in enumerate(person.inbound):
        if message.meaning == "revoke" and message.at <= at:
            yield message.at, f"inbound[{i}]"


def _dead(person: JudgePerson, at: datetime) -> Iterator[tuple[str | int | None, str]]:
    """Yield the numbers that turned out to be nobody's, or somebody else's, and which of the two."""
    for _, touch in _past(person, at):
        for word in sorted(DEAD & {touch.outcome, touch.disposition}):
            yield touch.number, word


def _past(person: JudgePerson, at: datetime) -> Iterator[tuple[int, JudgeTouch]]:
    """Yield the touches to this person that had been by then, each with its place."""
    return ((i, touch) for i, touch in enumerate(person.touches) if touch.lead in {None, person.id} and touch.at <= at)
