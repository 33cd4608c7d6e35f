"""What does a lead wait for in virtual time? Pure: a place for a call, and events of people."""

from dataclasses import dataclass
from datetime import datetime

from cadence.domain import Cause
from cadence.domain.places import QueuePlace
from cadence.simulation.people import CallReaction, MessageReaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A call that waits for a place on its floor."""

    serial: int  # of this lead's asks
    at: datetime
    turn: QueuePlace
    floor: str
    cause: Cause
    number: str
    nth: int
    zone: str
    closes: datetime | None  # from then on the rules must be evaluated again


@dataclass(frozen=True, slots=True)
class PersonEvent:
    """Something that a person or an agent will do."""

    at: datetime
    touch: str
    reply_to: MessageReaction | None = None  # somebody writes back
    call: CallReaction | None = None  # a call ends

    def __lt__(self, other: "PersonEvent") -> bool:
        """Tell whether this comes earlier."""
        return self.at < other.at
