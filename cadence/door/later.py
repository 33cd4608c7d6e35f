"""Why may a touch not go right now although every rule allows it? Pure."""

from datetime import timedelta

from cadence.errors import CadenceError


class NotNowError(CadenceError):
    """The floor is full, the sender has to breathe, or the carrier's word is awaited: try again after a moment."""

    def __init__(self, reason: str, after: timedelta) -> None:
        """Say why, and after how long in real time."""
        super().__init__(reason)
        self.after = after


class FloorFullError(NotNowError):
    """Every agent of the floor has a call."""

    def __init__(self, floor: str) -> None:
        """Say which floor."""
        super().__init__(f"floor {floor} is full", after=timedelta(seconds=0.5))
        self.floor = floor
