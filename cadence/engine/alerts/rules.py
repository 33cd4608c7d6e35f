"""What follows for an alert from its last change? Pure."""

from collections.abc import Sequence
from datetime import datetime

from cadence.domain.alerts import ALERT_FIGURES, OF_LAW, AlertAction, ArmedAlert, Span
from cadence.ledger.alerts.changes import StoredChange


def since(alert: ArmedAlert, last: StoredChange | None) -> datetime | None:
    """Return from when on touches count: since a person resumed what this alert had paused; None for all."""
    return last.resumed_at if last is not None and AlertAction.PAUSE in alert.rule.do else None


def may_raise_again(alert: ArmedAlert, raised: StoredChange) -> bool:
    """
    Return whether a person has resumed what a raised alert had paused, and later touches can raise it again.

    A figure of this moment, or of a law's own period, has no later touches by themselves: it must first be back behind
    its bound.
    """
    when = alert.rule.when
    later = ALERT_FIGURES[when.figure].span is Span.TOUCHES and when.base not in OF_LAW
    return raised.ended_at is not None and later


def stands(change: StoredChange, watching: Sequence[ArmedAlert]) -> bool:
    """Tell whether the alert of a change is armed with the same condition, and does the same."""
    return any(
        alert.key == change.key and str(alert.rule.when) == change.condition and {*alert.rule.do} == {*change.does}
        for alert in watching
    )
