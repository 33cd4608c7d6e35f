"""What is the state of each campaign, once or live? Edge."""

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Annotated, Any

import typer

from cadence.cli.app import Json, command
from cadence.cli.completion import campaign_names
from cadence.cli.connection import LedgerSession, open_session
from cadence.cli.output import nobody_reads, print_json, say_lines, talk
from cadence.cli.reading.alerts import alert_in_words
from cadence.cli.reading.standing import counted, names, standing, step_lines
from cadence.domain.errors import UnavailableError
from cadence.domain.lateness import LATE, lasting
from cadence.domain.plurals import many, verb
from cadence.domain.visible import visible, visible_lines
from cadence.explain.story.speaker import Speaker

TOLD_BY = {
    "settings": "; no worker is running, so the limit is taken from this terminal's settings",
    "workers differ": "; workers have different limits: restart those with the old limit",
}
"""The note on a limit that does not come from the workers alone."""
SHOWN_ALERTS = {"raised", "unjudged"}
"""The states of alerts that somebody has to look at; `cadence alerts` shows the others, too."""
EVERY = 1.0
"""Seconds between two refreshes."""


@command("cadence status cart-recovery", "cadence status cart-recovery --watch", "cadence status --json")
def status(
    campaign: Annotated[
        str, typer.Argument(help="The campaign; without it, all campaigns.", autocompletion=campaign_names)
    ] = "",
    *,
    watch: Annotated[bool, typer.Option("--watch", "-w", help="Refresh every second, until Ctrl-C.")] = False,
    json: Json = False,
) -> None:
    """
    Show the state of campaigns: leads, floors, outcomes by step, why leads finished, and what the others wait for.

    If a law limits the share of abandoned calls, a line for each such limit shows the share and what is allowed.
    """
    if watch and json:
        raise typer.BadParameter("--watch is for people and --json for programs; expected only one of them")
    with open_session() as session:
        wanted = [campaign] if campaign else names(session)
        if json:
            print_json([standing(session, name) for name in wanted])
        elif not wanted:
            talk("There are no campaigns yet. `cadence launch FILE --leads LIST.csv` starts one.")
        elif watch:
            _watch(session, wanted)
        else:
            say_lines(_all(session, wanted).splitlines())


def _all(session: LedgerSession, wanted: list[str]) -> str:
    return "\n\n".join(in_words(standing(session, name)) for name in wanted)


def _watch(session: LedgerSession, wanted: list[str]) -> None:
    """Show it live until interrupted; while the ledger does not answer, show that and try again."""

    def look() -> str:
        try:
            return _all(session, wanted)
        except UnavailableError as error:
            return str(error)

    with suppress(KeyboardInterrupt):
        if sys.stdout.isatty():
            _live(look)
        else:
            _line_by_line(look)


def _live(look: Callable[[], str]) -> None:
    """Replace the text on the screen at each refresh."""
    from rich.console import Console  # noqa: PLC0415  fifty modules, for a terminal only
    from rich.live import Live  # noqa: PLC0415  as above
    from rich.text import Text  # noqa: PLC0415  as above

    with Live(Text(visible_lines(look())), console=Console(), auto_refresh=False) as live:
        while True:
            time.sleep(EVERY)
            live.update(Text(visible_lines(look())), refresh=True)


def _line_by_line(look: Callable[[], str]) -> None:
    """Print the text again at each refresh, for as long as the pipe is read."""
    while True:
        say_lines([*look().splitlines(), ""])
        if nobody_reads():
            return
        time.sleep(EVERY)


def in_words(row: Mapping[str, Any]) -> str:
    """Return the state of a campaign in words."""
    title = f" ({row['title']})" if row["title"] else ""
    lines = [f"{row['campaign']}{title}: {row['state']}, version {row['version']}, {row['now']:%a %Y-%m-%d %H:%M} UTC"]
    lines += [_line("PAUSED", _pause(pause)) for pause in row["paused"]]
    lines.append(_line("law", row["law"]))
    queued = "in line" if row["state"] == "running" else "never started"
    counts = f"{row['waiting']} {queued}, {row['open']} under way, {row['finished']} finished"
    lines.append(_line("leads", f"{row['leads']}: {counts}"))
    if row["waiting"] and row["state"] == "running":
        lines.append(_line("in line", _line_left(row)))
    if row["behind_colleagues"] and row["state"] == "running":
        lines.append(_line("in line", _behind(row["behind_colleagues"])))
    if row["held_back"]:
        lines.append(_line("pilot", _pilot(row)))
    if row["open"] and row["next"]:
        lines.append(_line("next", _next(row["next"], row["now"])))
    if row["promises"]:
        lines.append(_line("promised", _promised(row["promises"])))
    if row["in_the_air"]:
        lines.append(_line("in the air", str(row["in_the_air"])))
    lines += [_line("floor", _floor(floor)) for floor in row["floors"]]
    lines += [_line("whatsapp", _portfolio(portfolio)) for portfolio in row["portfolios"]]
    lines += [_line("ratio", ratio["says"]) for ratio in row["ratios"]]
    lines += [_line("ALERT", alert_in_words(alert)) for alert in row["alerts"] if alert["state"] in SHOWN_ALERTS]
    lines += [
        _line("held", f"{hold['leads']} for {Speaker().hold(hold['hold'], hold['key'])}") for hold in row["holds"]
    ]
    if row["ends"]:
        lines.append(_line("finished", counted(row["ends"])))
    table = step_lines(row["steps"])
    return "\n".join([*lines, "", *table] if table else lines)


def _line(head: str, words: str) -> str:
    return f"  {head:<11}{visible(words)}"


def _line_left(row: Mapping[str, Any]) -> str:
    """Return when the line is empty, if it goes on as lately."""
    if row["days_left"] is None:
        return "nobody was enrolled in the last 7 days"
    return f"empty in {many(row['days_left'], 'day')} if it goes on as in the last 7 days"


def _promised(promises: Sequence[Mapping[str, Any]]) -> str:
    """Return how many promised calls come, and how many are late."""
    late = sum(promise["minutes_late"] > 0 for promise in promises)
    coming = many(len(promises) - late, "call")
    return f"{coming} in the next 24 hours" + (f", and {late} late" if late else "")


def _behind(people: int) -> str:
    """Return how many wait for a colleague."""
    return f"{people} {'waits' if people == 1 else 'wait'} for the turn of a colleague of the same account"


def _pilot(row: Mapping[str, Any]) -> str:
    """Return how many people of a pilot's list are enrolled, and what enrols the others."""
    held = row["held_back"]
    known = f"{row['leads']:,} of {row['leads'] + held:,}"
    others = "the other one" if held == 1 else f"the other {held:,}"
    if row["state"] != "running":
        return f"{known}; {others} {verb(held, 'was', 'were')} never enrolled"
    return f"{known}; `cadence launch {row['campaign']} --rest` enrols {others}"


def _next(due: datetime, now: datetime) -> str:
    """Return when the next lead is due, and how long ago that was if it has passed."""
    when = f"{due:%a %Y-%m-%d %H:%M} UTC"
    if due >= now:
        return when
    hint = "; run `cadence doctor` to see whether something is wrong" if now - due > LATE else ""
    return f"{when}, {lasting(now - due)} ago{hint}"


def _pause(pause: Mapping[str, Any]) -> str:
    what = "everything" if pause["scope"] == "all" else f"{pause['scope']} {pause['value']}"
    why = f": {pause['why']}" if pause["why"] else ""
    return f"{what} since {pause['since']:%a %Y-%m-%d %H:%M} UTC by {pause['by']}{why}"


def _floor(floor: Mapping[str, Any]) -> str:
    away = f", {floor['on_break']} on a break" if floor["on_break"] else ""
    if floor.get("on_break_by"):
        away += f" since {floor['on_break_since']:%a %Y-%m-%d %H:%M} UTC ({floor['on_break_by']})"
    return f"{floor['floor']}: {floor['busy']} of {many(floor['agents'], 'agent')} on a call{away}"


def _portfolio(portfolio: Mapping[str, Any]) -> str:
    """Return how many people of a portfolio's limit were contacted, and what happens at the limit."""
    name, reached = portfolio["portfolio"], portfolio["people"]
    if portfolio["max"] is None:
        return f"{many(reached, 'person', 'people')} in 24 h with portfolio {name}, which has no limit"
    full = f"; further people wait ({portfolio['rule']})" if reached >= portfolio["max"] else ""
    by = TOLD_BY.get(portfolio["by"], "")
    most = many(portfolio["max"], "person", "people")
    return f"{reached} of at most {most} in 24 h with portfolio {name}{full}{by}"
