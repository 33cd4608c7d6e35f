"""What did recording something change? Pure."""

from dataclasses import dataclass

from cadence.domain import Move
from cadence.domain.payloads import TouchResult
from cadence.ledger.touches.touch_rows import Stored


@dataclass(frozen=True, slots=True, kw_only=True)
class EventResult:
    """What recording an event changed. It holds no personal data."""

    move: Move | None = None  # what was planned for the enrolment that it was about; None: no plan was made
    changed: bool = True  # False: everything was known before
    news: tuple[int, ...] = ()  # written and not delivered yet: for the outbox relay
    stopped: tuple[str, ...] = ()  # leads that a stop concerns: cancel their ringing calls that it covers


def result_of(stored: Stored, move: Move) -> TouchResult:
    """Return the answer of a touch's activity: the verdict, the outcome, and what is planned next."""
    touch = stored.touch
    return TouchResult(next=move, step=touch.step, verdict="allow", outcome=str(touch.outcome or ""))
