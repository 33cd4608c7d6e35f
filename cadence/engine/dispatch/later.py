"""Why can a touch not be sent right now although every rule allows it? Pure."""

from datetime import timedelta

from cadence.domain.errors import CadenceError
from cadence.domain.places import QueuePlace

SOON = timedelta(seconds=0.5)
"""After how long, in real time, a call asks again for a place."""


class NotNowError(CadenceError):
    """The floor is full, the sender is at its rate limit, or the carrier has not answered: try again in a moment."""

    def __init__(self, reason: str, after: timedelta) -> None:
        """Say why, and after how long in real time."""
        super().__init__(reason)
        self.after = after


class FloorFullError(NotNowError):
    """The floor has no free place for this call."""

    def __init__(self, floor: str, *, turn: QueuePlace, wrap_up: timedelta, after: timedelta = SOON) -> None:
        """Say which floor, where the call stands in its queue, and when to ask again."""
        super().__init__(f"floor {floor} has no place for this call", after=after)
        self.floor = floor
        self.turn = turn
        self.wrap_up = wrap_up
