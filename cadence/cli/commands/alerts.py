"""Which alerts watch the campaigns, how do they stand, and when would they have been raised? Edge."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from cadence.cli.app import Json, ShowsByDefault, command, group
from cadence.cli.completion import campaign_names
from cadence.cli.connection import LedgerSession, open_session
from cadence.cli.files import read_campaign
from cadence.cli.output import print_json, say_lines, talk
from cadence.cli.periods import first, last
from cadence.cli.reading.alerts import alert_in_words
from cadence.cli.reading.standing import names
from cadence.domain.alert_standing import AlertStanding
from cadence.domain.alerts import ALERT_FIGURES, AlertCause, AlertChange, in_unit
from cadence.domain.errors import InvalidInputError
from cadence.domain.figures import Period
from cadence.domain.plurals import many
from cadence.engine.alerts.readings import WatchedCampaign, watched
from cadence.engine.alerts.standing import alerts_of
from cadence.engine.alerts.trying import Trial, TriedAlert, TriedChange, try_alerts, week_before
from cadence.ledger.alerts import changes
from cadence.ledger.alerts.changes import StoredChange
from cadence.ledger.campaigns import campaigns

alerts = group("alerts", cls=ShowsByDefault)

Since = Annotated[
    datetime | None, typer.Option("--from", help="From this day (UTC) or instant on.", parser=first, show_default=False)
]
Until = Annotated[
    datetime | None, typer.Option("--to", help="Up to this day (UTC) or instant.", parser=last, show_default=False)
]


@command("cadence alerts show", "cadence alerts show cart-recovery", "cadence alerts show --json", into=alerts)
def show(
    campaign: Annotated[
        str, typer.Argument(help="The campaign; without it, all that run.", autocompletion=campaign_names)
    ] = "",
    *,
    since: Since = None,
    until: Until = None,
    json: Json = False,
) -> None:
    """
    Show the alerts that watch the campaigns, what each reads now, and since when it is raised or clear.

    The word `show` may be left out. An alert that cannot be judged is shown with the reason. With a period, show what
    was raised and cleared in it.
    """
    with open_session() as session:
        chosen = [campaign] if campaign else names(session)
        if since or until:
            _show_changes(session, chosen, Period(since=since, until=until), as_json=json)
            return
        rows = [row for name in chosen for row in _standing(session, name)]
    if json:
        print_json([asdict(row) for row in rows])
    elif not rows:
        talk("No alert watches a campaign that runs. `alerts:` of a campaign file or of the house file adds some.")
    else:
        say_lines(_as_lines(rows))


@command(
    "cadence alerts try cart-recovery",
    "cadence alerts try cart-recovery --file campaigns/cart-recovery.yaml --from 2027-03-01 --to 2027-03-07",
    into=alerts,
    name="try",
)
def try_(
    campaign: Annotated[str, typer.Argument(help="The campaign.", autocompletion=campaign_names, show_default=False)],
    *,
    file: Annotated[
        Path | None, typer.Option(help="Try the alerts of this campaign file instead of those that are armed.")
    ] = None,
    since: Since = None,
    until: Until = None,
    json: Json = False,
) -> None:
    """
    Show when the alerts of a campaign would have been raised and cleared in the past, with value and n each time.

    Without a period it tries the last 7 days. It reads what was known at each minute, and assumes that nothing was
    paused. Nothing is armed or written.
    """
    with open_session() as session:
        until = min(until or session.now, session.now)
        since = since or week_before(until)
        if since >= until:
            raise typer.BadParameter("--to is not after --from, or --from is not in the past; expected a past period")
        seen, planner = _seen(session, campaign, file), session.planner
        with session.ledger.begin() as connection:
            trial = try_alerts(connection, planner, seen, since, until)
    if json:
        print_json(_as_data(trial))
    else:
        say_lines(_tried_lines(trial))


def _standing(session: LedgerSession, name: str) -> list[AlertStanding]:
    """Return the alerts of a campaign. Raises NotFoundError."""
    planner = session.planner
    with session.ledger.begin() as connection:
        return alerts_of(connection, planner, campaigns.find(connection, name), session.now)


def _show_changes(session: LedgerSession, chosen: Sequence[str], period: Period, *, as_json: bool) -> None:
    """Print what was raised and cleared in a period. Raises NotFoundError."""
    with session.ledger.begin() as connection:
        stored = [campaigns.find(connection, name) for name in chosen]
        listed = [(each.name, row) for each in stored for row in changes.between(connection, each.id, period)]
    if as_json:
        print_json([{"campaign": name, **asdict(row)} for name, row in listed])
    elif not listed:
        talk("No alert was raised or cleared in this period.")
    else:
        say_lines(f"{name}: {_changed(row)}" for name, row in listed)


def _changed(row: StoredChange) -> str:
    """Return what became of an alert."""
    unit = ALERT_FIGURES[row.figure].unit
    reads = f" at {in_unit(row.value, unit)} (n {row.n})" if row.value is not None else ""
    cause = "" if row.cause is AlertCause.FIGURE else f", {row.cause}"
    paused = ", and the campaign paused" if row.pause is not None else ""
    return f"{row.at:%a %Y-%m-%d %H:%M} UTC {row.name} {row.change}{reads}{cause}{paused}: {row.condition}"


def _seen(session: LedgerSession, name: str, file: Path | None) -> WatchedCampaign:
    """Return the campaign with its stored version, or with a file. Raises NotFoundError, InvalidInputError."""
    planner = session.planner
    with session.ledger.begin() as connection:
        seen = watched(connection, planner, campaigns.find(connection, name))
    if file is None:
        return seen
    read = read_campaign(file).right()
    if read.campaign != name:
        raise InvalidInputError(f"{file} is the file of {read.campaign}; expected the file of {name}.")
    return WatchedCampaign(stored=seen.stored, file=read, house=seen.house)


def _as_lines(rows: Iterable[AlertStanding]) -> list[str]:
    """Return the alerts in words, by campaign."""
    lines: list[str] = []
    shown = ""
    for row in rows:
        if row.campaign != shown:
            lines += ["", row.campaign] if lines else [row.campaign]
            shown = row.campaign
        lines.append(f"  {alert_in_words(asdict(row))}")
        if row.condition:
            lines.append(f"    {row.condition}; does: {', '.join(row.do)}; from the {row.origin} file")
    return lines


def _as_data(trial: Trial) -> dict[str, object]:
    """Return a trial for programs."""
    return {
        "campaign": trial.campaign,
        "from": trial.since,
        "to": trial.until,
        "step_minutes": int(trial.step.total_seconds()) // 60,
        "alerts": [
            {
                "name": tried.alert.name,
                "origin": tried.alert.origin,
                "condition": str(tried.alert.rule.when),
                "do": tried.alert.rule.do,
                "problem": tried.problem,
                "changes": [asdict(change) for change in tried.changes],
            }
            for tried in trial.alerts
        ],
    }


def _tried_lines(trial: Trial) -> list[str]:
    """Return a trial in words."""
    period = f"{trial.since:%Y-%m-%d %H:%M} to {trial.until:%Y-%m-%d %H:%M} UTC"
    step = many(int(trial.step.total_seconds()) // 60, "minute")
    lines = [f"{trial.campaign}: {period}, read every {step}"]
    if not trial.alerts:
        return [*lines, "  No alert to try."]
    for tried in trial.alerts:
        lines += [f"  {tried.alert.name}: {tried.alert.rule.when}", *_changes(tried)]
    return lines


def _changes(tried: TriedAlert) -> list[str]:
    lines = [f"    {_change(change)}" for change in tried.changes]
    if tried.problem:
        return [*lines, f"    cannot be judged: {tried.problem}"]
    return lines or ["    never raised"]


def _change(change: TriedChange) -> str:
    word = "raised " if change.change is AlertChange.RAISED else "cleared"
    return f"{word} {change.at:%a %Y-%m-%d %H:%M} UTC at {change.reads} (n {change.n})"
