"""When is a lead late, and how is a span said? Pure."""

from datetime import timedelta

LATE = timedelta(minutes=2)
"""Real time after which a lead that has not moved on is late: it may wait for its turn, or be stuck."""


def lasting(span: timedelta) -> str:
    """Return a span in words, such as "6 min"."""
    seconds = span.total_seconds()
    for size, unit in ((86400, "days"), (3600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{max(seconds, 0):.0f} s"
