"""What does a lead wait for in virtual time? Pure: a place for a call, and what people will do."""

from dataclasses import dataclass
from datetime import datetime

from cadence.domain import Cause
from cadence.domain.places import Turn
from cadence.simulation.people import Landing, Taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A call that waits for a place on its floor."""

    serial: int  # of this lead's asks
    at: datetime
    turn: Turn
    floor: str
    cause: Cause
    number: str
    nth: int
    zone: str
    closes: datetime | None  # from then on the gate must be asked again


@dataclass(frozen=True, slots=True)
class Coming:
    """Something that a person or an agent will do."""

    at: datetime
    touch: str
    landing: Landing | None = None  # somebody writes back
    taken: Taken | None = None  # a call ends

    def __lt__(self, other: "Coming") -> bool:
        """Tell whether this comes earlier."""
        return self.at < other.at
