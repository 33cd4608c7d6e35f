"""Which alerts fired, in words? Pure: for the report, and for the page."""

from collections.abc import Iterator
from datetime import datetime

from cadence.domain.alerts import ALERT_FIGURES
from cadence.domain.figures import Report, Unit
from cadence.domain.firings import AlertFiring
from cadence.explain.reports.names import NOTHING, number
from cadence.languages import Language, add_files, say

add_files(__package__, "firings")

SHOWN = 20
"""So many firings have a line of their own."""


def firing_lines(report: Report, language: Language) -> Iterator[str]:
    """Yield the alerts that fired in the time of a report, the newest first; nothing if none did."""
    if not report.firings:
        return
    yield say(language, "report-alerts")
    for firing in report.firings[:SHOWN]:
        of = f"{firing.campaign}: " if len(report.campaigns) > 1 else ""
        yield f"  {of}{firing_in_words(firing, language)}"
    if len(report.firings) > SHOWN:
        yield f"  {say(language, 'report-alerts-more', count=len(report.firings) - SHOWN)}"


def firing_in_words(firing: AlertFiring, language: Language) -> str:
    """Return when an alert fired, what its figure was, and what it did."""
    return say(
        language,
        "report-alert",
        alert=firing.name,
        when=lasted(firing, language),
        condition=firing.condition,
        value=alert_value(firing.value, firing.figure, language),
        n=firing.n,
        did=did(firing, language),
    )


def lasted(firing: AlertFiring, language: Language) -> str:
    """Return from when to when an alert fired, and why it was cleared if not by its figure."""
    since = minute(firing.raised_at)
    if firing.cleared_at is None:
        return say(language, "firing-still", since=since)
    words = say(language, "firing-was", since=since, until=minute(firing.cleared_at))
    return words if firing.cause == "figure" else f"{words} ({say(language, f'cleared-{firing.cause}')})"


def did(firing: AlertFiring, language: Language) -> str:
    """Return what an alert did when it was raised."""
    words = ", ".join(say(language, f"alert-did-{action}") for action in firing.does)
    if firing.resumed_at is None:
        return words
    return f"{words} ({say(language, 'firing-resumed', at=minute(firing.resumed_at))})"


def alert_value(value: float | None, figure: str, language: Language) -> str:
    """Return a value as the language writes it: a rate as a percentage, a number of things without decimals."""
    if value is None:
        return NOTHING
    unit = unit_of(figure)
    if unit is Unit.COUNT and value == round(value):
        return str(round(value))
    return number(value, unit, language)


def unit_of(figure: str) -> Unit:
    """Return the unit of a figure of alerts; one that this program does not know is a number."""
    known = ALERT_FIGURES.get(figure)
    return known.unit if known is not None else Unit.COUNT


def minute(at: datetime) -> str:
    """Return an instant, to the minute."""
    return f"{at:%Y-%m-%d %H:%M} UTC"
