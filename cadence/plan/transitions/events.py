"""What can happen to a lead? Pure: the events that `transitions.change` answers, as values."""

from dataclasses import dataclass
from enum import StrEnum

from cadence.model import SuppressionScope


class Reach(StrEnum):
    """How far a stop reaches."""

    PERSON = "person"  # every number that the person has, and the number it came from
    NUMBER = "number"  # only the number that was named


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """Somebody said that this person, or this number, is not to be contacted."""

    source: str  # a short word: reply, carrier, voice, disposition, command, review
    ref: str = ""  # the inbound message, touch or command behind it
    scope: SuppressionScope = SuppressionScope.EVERYTHING
    value: str = ""  # the purpose, campaign or channel; "" for everything
    number: int | None = None  # Number.id it came from, or that was named; the person may not have it (any more)
    reach: Reach = Reach.PERSON


Event = Stopped
