"""When do the hours that are open now end? Pure: the first of several windows to close."""

from collections.abc import Sequence
from datetime import datetime

from cadence.policy.finding import HORIZON
from cadence.policy.primitives.window import Window


def closing(windows: Sequence[Window], zones: tuple[str, ...], moment: datetime) -> datetime | None:
    """Return when the opening that holds this instant ends for the first of these; None if none ever does."""
    ends = [
        _end(window, zone, moment) for window in windows for zone in (zones if window.zones is None else window.zones)
    ]
    return min((end for end in ends if end is not None), default=None)


def _end(window: Window, zone: str, moment: datetime) -> datetime | None:
    """Return the end of the opening that holds this instant, however far; the instant itself when closed."""
    end = moment
    while (opening := window.opening(zone, end)) is not None:
        if opening[0] > end:
            return end
        end = opening[1]
        if end > moment + HORIZON:
            return None
    return end
