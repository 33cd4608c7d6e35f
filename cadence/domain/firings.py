"""What is a firing of an alert? Pure: from when an alert was raised to when it was cleared, with what it did."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertFiring:
    """An alert that was raised once, in the words of the ledger."""

    campaign: str
    name: str
    origin: str  # which file defines it: campaign or house
    version: int  # of the campaign
    condition: str
    figure: str
    does: tuple[str, ...]
    raised_at: datetime
    value: float
    n: int
    bound: float
    pause: int | None  # the pause that it began, or that held the campaign already
    resumed_at: datetime | None  # when a person ended that pause
    cleared_at: datetime | None  # None: it is still firing
    cleared_value: float | None
    cleared_n: int | None
    cause: str | None  # why it was cleared: figure, resumed or unarmed
