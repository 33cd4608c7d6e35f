"""What did recording something change? Pure."""

from dataclasses import dataclass

from cadence.domain import Move
from cadence.domain.payloads import TouchResult
from cadence.ledger.touches.touch_rows import Stored


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What was changed. Nothing in it is personal data."""

    move: Move | None = None  # what comes next for the enrolment it was about; None when it was about none
    changed: bool = True  # False: all of it was known before
    news: tuple[int, ...] = ()  # written and not delivered yet: for the courier
    stopped: tuple[str, ...] = ()  # leads whom a stop concerns: take back what rings for them and is covered by it


def result_of(stored: Stored, move: Move) -> TouchResult:
    """Return what the activity of a touch answers: what was decided, what came of it, and what is planned next."""
    touch = stored.touch
    return TouchResult(next=move, step=touch.step, verdict="allow", outcome=str(touch.outcome or ""))
