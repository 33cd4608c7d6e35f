"""
What does an event change? Pure: what to write, whom to notify and what to take back, as values.

The engine writes a `Change` in the transaction that read the facts (`settle/writing.py`, the only writer); the
simulation folds it into its facts (`transitions.apply`). A new kind of write gets a class here, a branch in both, and
`assert_never` finds the one that was forgotten.
"""

from dataclasses import dataclass
from datetime import datetime

from cadence.model import NewsKind, SuppressionScope


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppress:
    """Close numbers. What is closed in exactly this scope already is left out."""

    numbers: tuple[int, ...]  # Number.id
    source: str
    scope: SuppressionScope = SuppressionScope.EVERYTHING
    value: str = ""  # the purpose, campaign or channel; "" for everything
    ref: str = ""  # the inbound message, touch or command behind it


Write = Suppress
"""One row to write, or to update."""


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """A lead, and every other lead that has one of these numbers."""

    lead: str  # "" for nobody in particular
    numbers: tuple[int, ...] = ()  # Number.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Notify:
    """Wake every open enrolment of these people: their plans may have changed."""

    kind: NewsKind
    people: People
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Everything that one event changes. Nothing in it has been done yet."""

    at: datetime  # the instant of every row that is written
    writes: tuple[Write, ...] = ()  # in this order
    notify: tuple[Notify, ...] = ()
    take_back: tuple[People, ...] = ()  # what rings for these people and may not any more is canceled at the carrier
