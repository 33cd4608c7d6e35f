"""Which period does a command report? Edge: days in UTC, both included, or instants."""

from datetime import UTC, date, datetime, time, timedelta

import typer

from cadence.cli.scopes import instant

ONE_DAY = timedelta(days=1)


def first(text: str) -> datetime:
    """Return the first instant of a day in UTC, or an instant as it is written. Raises BadParameter."""
    try:
        return datetime.combine(date.fromisoformat(text), time(), UTC)
    except ValueError:
        return _instant(text)


def last(text: str) -> datetime:
    """Return the end of a day in UTC, or an instant as it is written. Raises BadParameter."""
    try:
        return datetime.combine(date.fromisoformat(text) + ONE_DAY, time(), UTC)
    except (ValueError, OverflowError):
        return _instant(text)


def _instant(text: str) -> datetime:
    """Return an instant. Raises BadParameter, which names a day first: that is what most people mean."""
    try:
        return instant(text)
    except typer.BadParameter as error:
        if "offset" in error.message:
            raise
        wanted = "a day such as 2027-03-01, or an instant such as 2027-03-01T10:00+01:00"
        raise typer.BadParameter(f'"{text}"; expected {wanted}') from None
