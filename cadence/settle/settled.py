"""What did recording something change? Pure."""

from dataclasses import dataclass

from cadence.model import Move


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What was changed. Nothing in it is personal data."""

    move: Move | None = None  # what comes next for the enrolment it was about; None when it was about none
    changed: bool = True  # False: all of it was known before
    news: tuple[int, ...] = ()  # written and not delivered yet: for the courier
    stopped: tuple[str, ...] = ()  # leads that may not be contacted any more: take back what still rings for them
