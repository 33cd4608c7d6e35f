"""How does an alert stand after it was read? Pure: frozen values, for commands, programs and the page."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cadence.domain.alerts import PROBLEMS, AlertAction, AlertOrigin


class AlertState(StrEnum):
    """How an alert stands."""

    RAISED = "raised"  # its condition holds
    CLEAR = "clear"  # it does not hold
    TOO_FEW = "too_few"  # the figure has fewer cases than the condition needs
    UNJUDGED = "unjudged"  # the condition cannot be judged, and is not raised


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertStanding:
    """An alert that watches a campaign, with what it reads."""

    campaign: str
    name: str
    origin: AlertOrigin
    condition: str
    do: tuple[AlertAction, ...]
    figure: str  # "" for the alerts of a version that cannot be read
    state: AlertState
    since: datetime | None  # when it was raised or cleared last; None: never
    value: float | None
    n: int
    bound: float | None
    reads: str  # the value as a condition writes it; "" without one
    problem: str  # why it cannot be judged, in words; "" if it can
    reason: str = ""  # the same as a key of PROBLEMS
    error: str = ""  # what went wrong, if the figure could not be read
    pause: int | None = None  # the pause that it began, or that held the campaign already, while it is raised
    at: datetime  # the minute that was read


def problem_in_words(reason: str, error: str = "") -> str:
    """Return why an alert cannot be judged."""
    words = PROBLEMS.get(reason, "")
    return f"{words}: {error}" if words and error else words
