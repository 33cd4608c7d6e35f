"""What does a page say about alerts? Pure: words and rows for the templates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from cadence.campaign.alert_conditions import ConditionError, parse_condition
from cadence.domain.alert_standing import AlertStanding, AlertState
from cadence.domain.alerts import ALERT_FIGURES, FAILED, AlertChange, AlertCondition, ArmedAlert, Span
from cadence.domain.firings import AlertFiring
from cadence.engine.alerts.trying import TriedAlert, TriedChange
from cadence.engine.reports.behind import FIGURES
from cadence.explain.reports.firings import alert_value, did, lasted, minute
from cadence.explain.reports.names import NOTHING, span
from cadence.languages import Language, add_files, say

add_files(__package__, "alerts")

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRow:
    """An alert as its table shows it."""

    name: str
    condition: str
    origin: str
    reads: str
    bound: str
    n: str
    state: str
    stands_out: bool  # it fires, or cannot be judged
    does: str
    leads: str = ""  # the parameters of the page that lists the leads behind its figure; "" where there is none


@dataclass(frozen=True, slots=True, kw_only=True)
class FiringRow:
    """A firing as the history shows it."""

    name: str
    condition: str
    when: str
    value: str
    n: int
    did: str
    leads: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedRow:
    """What an alert would have done, in words."""

    name: str
    condition: str
    lines: tuple[str, ...]


def alert_rows(standings: Sequence[AlertStanding], now: datetime, language: Language) -> list[AlertRow]:
    """Return the alerts of a campaign: those that somebody has to look at first."""
    order = sorted(standings, key=lambda row: (not _stands_out(row), row.name, row.origin))
    return [_row(standing, now, language) for standing in order]


def waiting_rows(armed: Sequence[ArmedAlert], language: Language) -> list[AlertRow]:
    """Return the alerts of a campaign of which none was judged yet."""
    return [
        AlertRow(
            name=alert.name,
            condition=str(alert.rule.when),
            origin=say(language, f"alerts-of-{alert.origin}"),
            reads=NOTHING,
            bound=NOTHING,
            n=NOTHING,
            state=say(language, "alerts-not-yet"),
            stands_out=False,
            does=_does(alert.rule.do, language),
        )
        for alert in armed
    ]


def headlines(standings: Sequence[AlertStanding], now: datetime, language: Language) -> list[str]:
    """Return a line for each alert of a campaign that somebody has to look at."""
    return [
        say(
            language,
            "alerts-headline",
            alert=row.name or say(language, "alerts-of-file"),
            reads=_reads(row, language),
            state=_state(row, now, language),
        )
        for row in standings
        if _stands_out(row)
    ]


def firing_row(firing: AlertFiring, language: Language) -> FiringRow:
    """Return a firing. Behind 0 is nobody, and the leads behind a figure of a moment are known only while it fires."""
    known = firing.value != 0 and (firing.cleared_at is None or not _of_now(firing.figure))
    return FiringRow(
        name=firing.name,
        condition=firing.condition,
        when=lasted(firing, language),
        value=alert_value(firing.value, firing.figure, language),
        n=firing.n,
        did=did(firing, language),
        leads=leads_behind(firing.figure, firing.condition, firing.raised_at) if known else "",
    )


def tried_row(tried: TriedAlert, language: Language) -> TriedRow:
    """Return when an alert would have been raised and cleared."""
    condition = tried.alert.rule.when
    lines = [_tried(change, condition.figure, language) for change in tried.changes]
    if tried.reason:
        lines.append(say(language, "alerts-unjudged", why=_problem(tried.reason, tried.error, language)))
    return TriedRow(
        name=tried.alert.name,
        condition=str(condition),
        lines=tuple(lines or [say(language, "alerts-never")]),
    )


def leads_behind(figure: str, condition: str, at: datetime) -> str:
    """Return the parameters of the page with the leads behind a figure at an instant: in whole days, as it counts."""
    if figure not in FIGURES:
        return ""
    days: dict[str, str] = {}
    over = _over(condition)
    if over is not None and not _of_now(figure):
        days = {"from": f"{(at - over).date()}", "to": f"{(at - MINUTE).date()}"}
    return urlencode({"of": figure, **days})


def _row(standing: AlertStanding, now: datetime, language: Language) -> AlertRow:
    words = f"alerts-of-{standing.origin}"
    raised = standing.state is AlertState.RAISED
    return AlertRow(
        name=standing.name or say(language, "alerts-of-file"),
        condition=standing.condition,
        origin=say(language, words),
        reads=_reads(standing, language),
        bound=_bound(standing, language),
        n=str(standing.n),
        state=_state(standing, now, language),
        stands_out=_stands_out(standing),
        does=_did(standing.do, language) if raised else _does(standing.do, language),
        leads=leads_behind(standing.figure, standing.condition, standing.at) if standing.value else "",
    )


def _stands_out(standing: AlertStanding) -> bool:
    return standing.state is AlertState.RAISED or standing.reason in {FAILED, "unreadable"}


def _state(standing: AlertStanding, now: datetime, language: Language) -> str:
    """Return how an alert stands; one that is raised may not be readable now."""
    words = say(language, f"alerts-{standing.state}", why=_problem(standing.reason, standing.error, language))
    if standing.state is not AlertState.RAISED or standing.since is None:
        return words
    lasts = span(max(0, (now - standing.since) // MINUTE), language)
    words = say(language, "alerts-raised-since", since=minute(standing.since), lasts=lasts)
    if not standing.reason:
        return words
    return f"{words}; {say(language, 'alerts-unjudged', why=_problem(standing.reason, standing.error, language))}"


def _problem(reason: str, error: str, language: Language) -> str:
    return say(language, f"alerts-problem-{reason}", error=error) if reason else ""


def _reads(standing: AlertStanding, language: Language) -> str:
    return alert_value(standing.value, standing.figure, language)


def _bound(standing: AlertStanding, language: Language) -> str:
    """Return the bound with its sign, as it is now: a share of earlier weeks is counted."""
    condition = _parsed(standing.condition)
    if condition is None or standing.bound is None:
        return NOTHING
    return f"{condition.compare} {alert_value(standing.bound, standing.figure, language)}"


def _parsed(condition: str) -> AlertCondition | None:
    """Return what a condition means; None for one of a newer program, and for none."""
    try:
        return parse_condition(condition)
    except ConditionError:
        return None


def _over(condition: str) -> timedelta | None:
    parsed = _parsed(condition)
    return parsed.over if parsed is not None else None


def _of_now(figure: str) -> bool:
    return figure in ALERT_FIGURES and ALERT_FIGURES[figure].span is Span.NOW


def _does(actions: Sequence[str], language: Language) -> str:
    return ", ".join(say(language, f"alert-does-{action}") for action in actions)


def _did(actions: Sequence[str], language: Language) -> str:
    return ", ".join(say(language, f"alert-did-{action}") for action in actions)


def _tried(change: TriedChange, figure: str, language: Language) -> str:
    sentence = "alerts-would-raise" if change.change is AlertChange.RAISED else "alerts-would-clear"
    return say(language, sentence, at=minute(change.at), value=alert_value(change.value, figure, language), n=change.n)
