"""
What stands in for the unit of work in unit tests? A ledger in memory that writes changes as the engine does.

It has what `engine/outcomes/writing.py` decides by SQL: who shares a number, who is notified, and whose calls are
canceled. Property tests on a real ledger hold that `apply` says what that ledger has.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from cadence.campaign import Campaign
from cadence.domain import Facts, NewsKind
from cadence.domain.touch_record import Stored
from cadence.planning.transitions import change
from cadence.planning.transitions.apply import apply
from cadence.planning.transitions.change import (
    Change,
    CloseNumber,
    FreePlace,
    KeepContradiction,
    People,
    RecordInbound,
    Suppress,
    UpdateTouch,
)
from cadence.planning.transitions.events import Event, Reported

OF_NUMBERS = (Suppress, CloseNumber, RecordInbound)
"""Rows about a number, and so about everybody who has it."""
OF_STORED = frozenset({"sid", "status", "code", "carried_at", "outcome_at"})


@dataclass(kw_only=True)
class MemoryLedger:
    """The facts of some leads, each in one enrolment of a campaign, and what was to be done beside them."""

    campaign: Campaign
    people: dict[str, Facts]  # by Lead.id
    now: datetime
    stored: dict[str, Stored] = field(default_factory=dict)  # touches that the carrier reports on
    news: list[tuple[NewsKind, str]] = field(default_factory=list)  # kind and enrolment
    canceled: list[str] = field(default_factory=list)  # leads whose ringing calls may be canceled
    places: set[str] = field(default_factory=set)  # touches that hold an agent
    contradictions: list[KeepContradiction] = field(default_factory=list)

    def record(self, lead: str, event: Event) -> Change:
        """Lock, gather, ask and write, a minute after the event before."""
        self.now += timedelta(minutes=1)
        made = change(self.people[lead], event, self.now, self.campaign)
        self._write(lead, made)
        return made

    def report(self, lead: str, touch: str, **said: Any) -> Change:
        """Record what the carrier says of a touch now, or said at the instant `at`."""
        settings: dict[str, Any] = {"at": self.now, "sid": "CA1"}
        return self.record(lead, Reported(was=self.stored[touch], **(settings | said)))

    def _write(self, lead: str, made: Change) -> None:
        """Write a change for its lead, and for everybody else what it says of numbers that they share."""
        shared = replace(made, writes=tuple(row for row in made.writes if isinstance(row, OF_NUMBERS)))
        for other, known in self.people.items():
            self.people[other] = apply(known, made if other == lead else shared)
        for row in made.writes:
            match row:
                case UpdateTouch(touch=touch, values=values) if touch in self.stored:
                    own = next(own for own in self.people[lead].touches if own.id == touch)
                    more: dict[str, Any] = {name: value for name, value in values if name in OF_STORED}
                    self.stored[touch] = replace(self.stored[touch], touch=own, **more)
                case FreePlace(touch=touch):
                    self.places.discard(touch)
                case KeepContradiction():
                    self.contradictions.append(row)
                case _:
                    pass
        for notice in made.notify:
            reached = [self.people[one].enrolment for one in self._leads([notice.people])]
            open_ = [enrolment.id for enrolment in reached if enrolment.finished is None and enrolment.id != notice.but]
            named = [notice.enrolment] if notice.enrolment not in ("", notice.but) else []
            self.news += [(notice.kind, enrolment) for enrolment in dict.fromkeys((*open_, *named))]
        self.canceled += self._leads(made.take_back)

    def _leads(self, groups: Iterable[People]) -> list[str]:
        """Return these leads and everybody who has one of these numbers."""
        found: dict[str, None] = {}
        for group in groups:
            for lead, known in self.people.items():
                if lead == group.lead or any(number.id in group.numbers for number in known.lead.numbers):
                    found[lead] = None
        return list(found)
