"""Which period does a command report? Edge: days in UTC, both included, or instants."""

from datetime import UTC, date, datetime, time, timedelta

from cadence.cli.scopes import instant

ONE_DAY = timedelta(days=1)


def first(text: str) -> datetime:
    """Return the first instant of a day in UTC, or an instant as it is written. Raises BadParameter."""
    try:
        return datetime.combine(date.fromisoformat(text), time(), UTC)
    except ValueError:
        return instant(text)


def last(text: str) -> datetime:
    """Return the end of a day in UTC, or an instant as it is written. Raises BadParameter."""
    try:
        return datetime.combine(date.fromisoformat(text) + ONE_DAY, time(), UTC)
    except (ValueError, OverflowError):
        return instant(text)
