"""
What makes up a policy primitive? Pure: the shape of the modules in `primitives/`.

A module has what a pack may say of its kind of rule, how that becomes rules, when a child pack is looser, how far back
the rules look, and its sentences. All else asks the registry in `primitives/__init__.py`, so a new kind is one file.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from pydantic import Field

from cadence.campaign import Campaign
from cadence.domain import Channel
from cadence.domain.dates import near_instant
from cadence.policy.finding import Finding, Question, Rule
from cadence.policy.pack_parts import Applies, Approval, Effective, PackPart, RuleScope, RuleSource

COUNTS_NOTHING = timedelta(0)
"""How far back a rule looks that counts no touches to other leads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackContext:
    """
    One rule of a pack and the touch it binds: all that a primitive makes its rules from.

    The rules are shared by all touches with the same cache key (`evaluation/cache_key.py`), so the question here holds
    only what is part of that key. What differs from lead to lead is read when the rule is checked.
    """

    rule: str  # the id
    basis: dict[str, Any]  # the pack and the law, which go into the evidence
    applies: Applies  # the people the pack protects
    campaign: Campaign
    question: Question
    guard: timedelta  # nothing is sent within this span before closing

    @property
    def channel(self) -> Channel:
        """The channel of the touch."""
        return self.question.candidate.channel


@dataclass(frozen=True, slots=True)
class SameForAll:
    """
    A rule that the campaign file alone answers, once for every lead and instant.

    A refusal is a mistake of the file: the step is refused, not the person; `check` and `plan` show it before launch.
    """

    finding: Finding

    def check(self, question: Question, at: datetime) -> Finding:  # noqa: ARG002  neither matters
        """Return the answer."""
        return self.finding


class PrimitivePart(PackPart, ABC):
    """What a pack says with one primitive, and what follows from it."""

    @abstractmethod
    def rules(self, context: PackContext) -> Iterable[Rule]:
        """Return the rules that check a touch; none for a kind that never stops one touch."""

    @abstractmethod
    def looser_than(self, parent: Self) -> str:
        """Return in what this is looser than what it restates of a parent pack, "" when it is not (law 7)."""

    @abstractmethod
    def describe(self) -> str:
        """Return in English what it says, as `cadence packs` shows it."""

    def look_back(self) -> timedelta | None:
        """Return how old a touch to another lead may be and still count; None when there is no bound."""
        return COUNTS_NOTHING


class RuleEntry(PrimitivePart):
    """What every rule of a pack has."""

    id: str = Field(
        pattern=r"^[a-z0-9-]+(\.[a-z0-9_]+)+$", description="The name of the rule in every decision, such as es.hours."
    )
    type: str
    when: RuleScope = Field(default=RuleScope(), description="Which touches it is about; left out: all.")
    source: RuleSource = Field(description="Where it comes from, and how sure we are.")
    effective: Effective | None = Field(default=None, description="Days of law narrower than those of the pack.")
    approved: Approval | None = Field(default=None, description="Left out: counsel has not approved it.")
    note: str = Field(default="", description="What a reader of the rule should know.")

    @property
    def kind(self) -> str:
        """The primitive that it uses, as `Primitive.kind` names it."""
        return self.type


class Requirement(PrimitivePart):
    """Something that must be there before a touch: one key of a rule of the type `require`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Primitive:
    """One kind of rule, as its module describes it."""

    kind: str
    """Its name: the `type` of a rule in a pack, the key of a requirement, and the start of its sentences' ids."""
    part: type[RuleEntry] | type[Requirement] | None = None
    """What a pack may say; None for a kind that only campaign files and the house use."""
    marks: frozenset[str] = frozenset()
    """Keys of evidence, or values of its `why`, that only a refusal of this kind has; see `wording.py`."""
    variants: tuple[str, ...] = ()
    """Keys of evidence that have a sentence of their own."""
    columns: tuple[str, ...] = ()
    """Columns of the lead list, each with a date, that its rules are made from: they become part of the cache key."""
    timed: bool = False
    """Whether its rules say when they will pass (`until`); others pass when something happens, if ever."""
    met_by_request: bool = False
    """Whether a call that the person asked for needs nothing more: with it they consent, and give us this number."""


def date_in_list(question: Question, column: str) -> datetime | None:
    """Return the date in a column of the lead list; None when there is none that can be read."""
    try:
        return near_instant(question.facts.lead.attributes.get(column, ""), question.zones)
    except ValueError:
        return None


def days_long(count: int | None) -> timedelta | None:
    """Return so many days of elapsed time; None for no bound."""
    return None if count is None else timedelta(days=count)


def longer(own: int | None, parent: int | None) -> bool:
    """Tell whether an age is allowed that the parent does not allow; None allows any."""
    return parent is not None and (own is None or own > parent)
