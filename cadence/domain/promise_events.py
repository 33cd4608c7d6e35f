"""What do events about promised calls say? Pure: frozen values, as in `events.py`."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PromisePart:
    """Which promised call it is."""

    callback: str
    lead: str
    enrolment: str
    campaign: str
    promised_for: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseMade(PromisePart):
    """Who wanted the call."""

    by_person: bool  # False: one of our people ordered it


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseResult(PromisePart):
    """The call that kept the promise; or the message that said that there would be none, if one was sent."""

    touch: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseCancelled(PromisePart):
    """The promise that replaces it, if one does."""

    replaced_by: str | None
