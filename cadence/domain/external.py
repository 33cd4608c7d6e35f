"""Which events do other systems send us about a person? Pure: how they are named, and what came of one."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

EVENT_FORM = r"[a-z][a-z0-9_-]*(?:\.[a-z0-9_-]+)*"
"""The form of the name of an event, such as `purchase` or `ticket.opened`."""
MOST_VALUE = Decimal(10) ** 12
"""A value is less than this, with four decimals at most."""
PLACES = Decimal("0.0001")


class Effect(StrEnum):
    """What an event changed."""

    FINISH = "finish"  # the cadence ended
    HOLD = "hold"  # nothing leaves for the person for a time
    GO = "go"  # the cadence goes on with another step
    NONE = "none"  # nothing; it is kept


class WithoutEffect(StrEnum):
    """Why an event changed nothing."""

    UNKNOWN = "unknown"  # the campaign's file does not name it
    ENDED = "ended"  # the cadence had ended before
    AGAIN = "again"  # it has led to that step before: once in an enrolment
    WAITING = "waiting"  # the person has not begun: they start with the first step
    NOT_IN_IT = "not_in_it"  # the person is in no campaign, or not in the one that was named
    UNREADABLE = "unreadable"  # the stored version of the campaign cannot be read


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalEffect:
    """What one event changed in one campaign."""

    campaign: str  # "" for an event that is about none
    effect: Effect
    to: str = ""  # the outcome, or the step
    until: datetime | None = None  # of a hold
    why: str = ""  # WithoutEffect
    value: Decimal | None = None
    currency: str = ""


def read_value(written: object) -> Decimal | None:
    """Return an amount as it was sent; None for what is none."""
    if isinstance(written, bool) or not isinstance(written, str | int | float | Decimal):
        return None
    try:
        value = Decimal(str(written).strip())
        if not value.is_finite():
            return None
        rounded = value.quantize(PLACES)
    except ArithmeticError:  # no number, or one that is much too large
        return None
    if abs(rounded) >= MOST_VALUE:
        return None
    return value if value == rounded else rounded.normalize()
