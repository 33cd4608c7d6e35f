"""
Which answers can a condition have for any person? Pure: those of true, false and unknown that are possible.

Each subject takes one value of every kind that its comparisons tell apart: none, each word that is named, a word that
is not, and numbers and dates at, around and between those that are named. Parts about different subjects cannot rule
each other out, so only parts about the same subject are tried together. What cannot be tried may have any answer.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from functools import reduce
from itertools import chain, pairwise, product
from math import prod
from typing import Any, assert_never

from cadence.campaign.conditions.evaluate import COMPARED, Truth, conjunction, disjunction, negation, written_truth
from cadence.campaign.conditions.parsed import (
    ENROLLED,
    AboutValue,
    All,
    AnyOf,
    Condition,
    Happened,
    HasConsent,
    HoursSince,
    IsDate,
    IsKnown,
    IsNumber,
    IsOneOf,
    Leaf,
    Not,
    TouchCount,
    Where,
)
from cadence.domain.amounts import read_number

Answers = frozenset[Truth]
Subject = tuple[Any, ...]
"""What a part asks about: a value of the list, a consent, a number of touches, or an event."""
EVERY: Answers = frozenset({True, False, None})
MOST_TRIES = 2_000
"""More combinations of values than this are not tried."""
NOT_NAMED = "a word that no campaign names"
FIRST_YEAR = 1900
"""Earlier dates are written in too many ways."""
SCORE = "score"
"""The one value that everybody has: a whole number."""


def answers(condition: Condition) -> Answers:
    """Return the answers that a condition can have."""
    match condition:
        case Not(of=part):
            return frozenset(map(negation, answers(part)))
        case All(of=parts) | AnyOf(of=parts):
            together = conjunction if isinstance(condition, All) else disjunction
            first, *others = (_of_group(together, group) for group in _groups(parts))
            return reduce(lambda known, more: frozenset(map(together, product(known, more))), others, first)
        case _:
            return _tried(condition, [condition])


def impossible(where: Where) -> Condition | None:
    """Return what in a condition can never be true, and makes the whole never true; None where it can be true."""
    return _impossible(where.holds)


def _impossible(condition: Condition) -> Condition | None:
    if True in answers(condition):
        return None
    if isinstance(condition, All):
        for group in _groups(condition.of):
            whole = group[0] if len(group) == 1 else All(of=tuple(group))
            if True not in answers(whole):
                return whole if len(group) > 1 else _impossible(whole)
    return condition


def dead_parts(condition: Condition) -> Iterator[Condition]:
    """Yield each alternative of an `any` that can never be true."""
    match condition:
        case AnyOf(of=parts):
            for part in parts:
                if True not in answers(part):
                    yield part
                else:
                    yield from dead_parts(part)
        case All(of=parts):
            for part in parts:
                yield from dead_parts(part)
        case _:
            return


def subject_of(condition: Condition) -> str:
    """Return the value of the list that the first part of a condition asks for; "" where it asks for none."""
    first = next(iter(Where(holds=condition).leaves))
    return first.subject if isinstance(first, AboutValue) else ""


def _groups(parts: Sequence[Condition]) -> list[list[Condition]]:
    """Return the parts, together with those that ask about the same."""
    groups: list[tuple[set[Subject], list[Condition]]] = []
    for part in parts:
        subjects = set(map(_subject, Where(holds=part).leaves))
        same = [group for group in groups if not group[0].isdisjoint(subjects)]
        groups = [group for group in groups if group[0].isdisjoint(subjects)]
        groups.append((subjects.union(*(group[0] for group in same)), [*(p for group in same for p in group[1]), part]))
    return [group for _, group in groups]


def _of_group(together: Callable[[Iterable[Truth]], Truth], group: list[Condition]) -> Answers:
    """Return the answers of parts about the same, taken together."""
    if len(group) == 1:
        return answers(group[0])
    whole: Condition = (All if together is conjunction else AnyOf)(of=tuple(group))
    return _tried(whole, Where(holds=whole).leaves)


def _tried(condition: Condition, leaves: Sequence[Leaf]) -> Answers:
    """Return the answers of a condition for one person of every kind."""
    by_subject: dict[Subject, list[Leaf]] = {}
    for leaf in leaves:
        by_subject.setdefault(_subject(leaf), []).append(leaf)
    kinds = [_values(about) for about in by_subject.values()]
    if not all(kinds) or prod(map(len, kinds)) > MOST_TRIES:
        return EVERY
    people = (dict(zip(by_subject, values, strict=True)) for values in product(*kinds))
    return frozenset(_truth(condition, person) for person in people)


def _truth(condition: Condition, person: Mapping[Subject, Any]) -> Truth:
    match condition:
        case All(of=parts):
            return conjunction(_truth(part, person) for part in parts)
        case AnyOf(of=parts):
            return disjunction(_truth(part, person) for part in parts)
        case Not(of=part):
            return negation(_truth(part, person))
        case _:
            return _leaf(condition, person[_subject(condition)])


def _leaf(leaf: Leaf, value: Any) -> Truth:  # noqa: ANN401  a text, a number, or whether it is so
    match leaf:
        case IsOneOf() | IsNumber() | IsDate() | IsKnown():
            return written_truth(leaf, value)
        case HasConsent(given=given):
            return bool(value is given)
        case TouchCount(comparison=comparison, number=number):
            return bool(COMPARED[comparison](value, number))
        case HoursSince(comparison=comparison, hours=hours):
            return None if value is None else bool(COMPARED[comparison](value, hours))
        case Happened(happened=happened):
            return (value is not None) is happened
        case _:
            assert_never(leaf)


def _subject(leaf: Leaf) -> Subject:
    match leaf:
        case IsOneOf() | IsNumber() | IsDate() | IsKnown():
            return ("value", leaf.subject)
        case HasConsent(channel=channel):
            return ("consent", channel)
        case TouchCount():
            return ("touches", frozenset(leaf.channels), frozenset(leaf.steps), frozenset(leaf.outcomes))
        case HoursSince(event=event) | Happened(event=event):
            return ("event", event)
        case _:
            assert_never(leaf)


def _values(leaves: list[Leaf]) -> list[Any]:
    """Return one value of every kind that these parts about one subject tell apart; none where that is not known."""
    first = leaves[0]
    match first:
        case HasConsent():
            return [True, False]
        case TouchCount():
            counted = [Decimal(leaf.number) for leaf in leaves if isinstance(leaf, TouchCount)]
            return [number for number in _around(counted) if number >= 0 and number == int(number)]
        case HoursSince() | Happened():
            hours = [leaf.hours for leaf in leaves if isinstance(leaf, HoursSince)]
            never = [] if first.event == ENROLLED else [None]
            return [*never, *(number for number in _around([*hours, Decimal(0)]) if number >= 0)]
        case _:
            return _texts([leaf for leaf in leaves if isinstance(leaf, AboutValue)], first.subject)


def _texts(leaves: list[AboutValue], subject: str) -> list[str | None]:
    """Return what may be written in a cell."""
    words = [word for leaf in leaves if isinstance(leaf, IsOneOf) for word in leaf.values]
    numbers = [leaf.number for leaf in leaves if isinstance(leaf, IsNumber)]
    dates = [leaf for leaf in leaves if isinstance(leaf, IsDate)]
    if (dates and numbers) or any(leaf.at.year < FIRST_YEAR or leaf.at.second for leaf in dates):
        return []  # a number may be the date of a spreadsheet
    if subject == SCORE:
        scores = (number for number in (*numbers, *map(read_number, words)) if number is not None)
        whole = {int(number) + step for number in scores for step in (-1, 0, 1)}
        return [str(score) for score in sorted(whole or {0})]
    spelled = [_spellings(number) for number in _around(numbers)]
    if not all(spelled):
        return []
    return [None, NOT_NAMED, *dict.fromkeys((*words, *chain.from_iterable(spelled), *_days(dates)))]


def _around(numbers: Iterable[Decimal]) -> list[Decimal]:
    """Return these numbers, one between each two of them, and some around them."""
    known = sorted(set(numbers))
    between = [(low + high) / 2 for low, high in pairwise(known)]
    return sorted({*known, *between, *(number + step for number in known for step in (-1, 1))})


def _spellings(number: Decimal) -> list[str]:
    """Return two spellings of a number, as far as it can be read: they are not the same word."""
    return [text for text in (f"{number:f}", f"{number:.5f}") if read_number(text) == number]


def _days(leaves: Iterable[IsDate]) -> Iterator[str]:
    """Yield days and times of day at, around and between these."""
    known = sorted({leaf.at for leaf in leaves})
    between = [low + (high - low) / 2 for low, high in pairwise(known)]
    for instant in (*known, *between):
        for near in _near(instant):
            yield f"{near:%Y-%m-%d}"
            yield f"{near.day:02}/{near.month:02}/{near.year:04}"
            yield f"{near:%Y-%m-%d %H:%M:%S}"


def _near(instant: datetime) -> Iterator[datetime]:
    for step in (timedelta(days=-1), timedelta(minutes=-1), timedelta(0), timedelta(minutes=1), timedelta(days=1)):
        try:
            yield instant + step
        except OverflowError:  # the first or the last day of all calendars
            continue
