"""
What can a condition say of a person? Pure: frozen values, stored with a version of a campaign.

A condition is read once (`reading.py`) and has three uses: it is evaluated for one person (`evaluate.py`), compiled to
SQL for everybody in a campaign (`ledger/reading/conditions.py`), and said in words (`words.py`).
"""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field

from cadence.campaign.periods import Shape
from cadence.domain import Channel

FIELDS = ("segment", "score", "account", "country", "region", "name")
"""What a lead has in fields of its own; every other subject is a column of its list."""
LANGUAGE = "language"
"""The subject whose column has several names and whose values have several spellings."""
ENROLLED, CONTACTED = "enrolled", "contacted"
"""Events of an enrolment that are no outcome: its beginning, and the last touch that went to the person."""

Comparison = Literal["at_least", "at_most", "above", "below"]
CountComparison = Literal["is", "at_least", "at_most", "above", "below"]


class All(Shape):
    """All of these must hold."""

    kind: Literal["all"] = "all"
    of: tuple["Condition", ...]


class AnyOf(Shape):
    """One of these must hold."""

    kind: Literal["any"] = "any"
    of: tuple["Condition", ...]


class Not(Shape):
    """This must not hold."""

    kind: Literal["not"] = "not"
    of: "Condition"


class IsOneOf(Shape):
    """The value is one of these words; case, accents and spaces do not count."""

    kind: Literal["is"] = "is"
    subject: str
    values: tuple[str, ...]


class IsNumber(Shape):
    """The value is a number, and compares so with another one."""

    kind: Literal["number"] = "number"
    subject: str
    comparison: Comparison
    number: Decimal


class IsDate(Shape):
    """The value is a date or a time on the wall, and is earlier or later than another one."""

    kind: Literal["date"] = "date"
    subject: str
    comparison: Literal["before", "after"]
    at: datetime  # on the wall
    timed: bool = False  # False: the whole day


class IsKnown(Shape):
    """There is a value, or there is none: always true or false."""

    kind: Literal["known"] = "known"
    subject: str
    known: bool


class HasConsent(Shape):
    """A consent to this channel is on record and stands, or none does: always true or false."""

    kind: Literal["consent"] = "consent"
    channel: Channel
    given: bool


class TouchCount(Shape):
    """So many touches went to the person in this campaign so far: on these channels, of these steps and outcomes."""

    kind: Literal["touches"] = "touches"
    comparison: CountComparison
    number: int
    channels: tuple[Channel, ...] = ()
    steps: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()


class HoursSince(Shape):
    """So many hours have passed since the last such event in this campaign; unknown while there was none."""

    kind: Literal["hours_since"] = "hours_since"
    event: str
    comparison: Comparison
    hours: Decimal


class Happened(Shape):
    """There was such an event in this campaign, or there was none: always true or false."""

    kind: Literal["happened"] = "happened"
    event: str
    happened: bool


AboutValue = IsOneOf | IsNumber | IsDate | IsKnown
Leaf = AboutValue | HasConsent | TouchCount | HoursSince | Happened
"""A condition that is no combination of others."""
Condition = Annotated[All | AnyOf | Not | Leaf, Field(discriminator="kind")]


class Where(Shape):
    """The condition of one place of a campaign file."""

    holds: Condition

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """The parts of the condition that are no combination of others, in the order of the file."""
        return tuple(_leaves(self.holds))

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns of the list that it needs, each once; a lead's own fields are none."""
        subjects = (leaf.subject for leaf in self.leaves if isinstance(leaf, AboutValue))
        return tuple(dict.fromkeys(subject for subject in subjects if subject not in FIELDS))

    @cached_property
    def by_list(self) -> bool:
        """Whether the list alone answers it, now and later."""
        return all(isinstance(leaf, AboutValue) for leaf in self.leaves)

    @cached_property
    def events(self) -> frozenset[str]:
        """The outcomes and other events of touches that it asks for."""
        outcomes = (word for leaf in self.leaves if isinstance(leaf, TouchCount) for word in leaf.outcomes)
        others = (leaf.event for leaf in self.leaves if isinstance(leaf, HoursSince | Happened))
        return frozenset((*outcomes, *others))

    @cached_property
    def date_columns(self) -> frozenset[str]:
        """The columns that it takes for dates."""
        return frozenset(leaf.subject for leaf in self.leaves if isinstance(leaf, IsDate))

    @cached_property
    def stored(self) -> dict[str, Any]:
        """The condition as evidence and versions keep it; it holds what the file says, and nothing about a person."""
        return self.model_dump(mode="json")


def _leaves(condition: Condition) -> Iterator[Leaf]:
    match condition:
        case All(of=parts) | AnyOf(of=parts):
            for part in parts:
                yield from _leaves(part)
        case Not(of=part):
            yield from _leaves(part)
        case _:
            yield condition


for _shape in (All, AnyOf, Not, Where):
    _shape.model_rebuild()
