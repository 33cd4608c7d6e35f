"""What may an event of another system write? Pure: rows, as in `change.py`."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from cadence.domain.external import Effect


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepEvent:
    """Keep an event, and what it changed in one campaign. A hold and a step to go on with are facts by this row."""

    id: str
    lead: str
    name: str
    effect: Effect
    at: datetime
    campaign: str = ""  # "" for an event that is about none
    enrolment: str | None = None
    target: str = ""  # the outcome, or the step
    why: str = ""  # why it changed nothing
    until: datetime | None = None  # of a hold
    value: Decimal | None = None
    currency: str = ""
    ref: str = ""  # the order that brought it


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishEnrolment:
    """End an enrolment that is open."""

    enrolment: str
    reason: str
