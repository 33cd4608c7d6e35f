"""How does a campaign stand, now and while one watches? Edge."""

import time
from typing import Annotated, Any

import typer

from cadence.cli.app import Json, command
from cadence.cli.house import House, house
from cadence.cli.output import print_json, talk
from cadence.cli.standing import names, standing

EVERY = 1.0
"""Seconds between two looks."""

HOLDS = {
    "campaign.running": "a pause to end",
    "zone.known": "a time zone of theirs to become known",
    "pack.valid": "a jurisdiction pack that can be read",
    "window.opens": "hours that ever open: windows and rules leave none",
    "wrap_up": "the agent's word on a conversation",
    "engine.error": "somebody to look at an error: `cadence lead` shows it, `cadence resume --lead` releases",
    "carrier.answer": "the carrier's word on a touch whose answer was lost",
    "reply.reviewed": "somebody to read a reply that may be a stop: `cadence resume --lead` releases",
}
"""What each hold waits for, in words."""


@command("cadence status cart-recovery", "cadence status cart-recovery --watch", "cadence status --json")
def status(
    campaign: Annotated[str, typer.Argument(help="The campaign; all of them otherwise.")] = "",
    *,
    watch: Annotated[bool, typer.Option("--watch", "-w", help="Look again every second, until Ctrl-C.")] = False,
    json: Json = False,
) -> None:
    """Show how campaigns stand: leads, outcomes by step, why leads finished, and what the others wait for."""
    with house() as home:
        wanted = [campaign] if campaign else names(home)
        if json:
            print_json([standing(home, name) for name in wanted])
            return
        if not wanted:
            talk("No campaign yet. `cadence launch FILE --leads CSV` begins one.")
            return
        if watch:
            _watch(home, wanted)
        else:
            print("\n\n".join(in_words(standing(home, name)) for name in wanted))


def _watch(home: House, wanted: list[str]) -> None:
    """Show it live until it is interrupted."""
    from rich.console import Console
    from rich.live import Live
    from rich.text import Text

    def look() -> Text:
        return Text("\n\n".join(in_words(standing(home, name)) for name in wanted))

    with Live(look(), console=Console(), auto_refresh=False) as live:
        try:
            while True:
                time.sleep(EVERY)
                live.update(look(), refresh=True)
        except KeyboardInterrupt:
            return


def in_words(row: dict[str, Any]) -> str:
    """Return how a campaign stands, for people."""
    lines = [
        f"{row['campaign']}: {row['state']}, version {row['version']}, {row['now']:%Y-%m-%d %H:%M} UTC",
        *(_paused(one) for one in row["paused"]),
        f"  leads      {row['leads']}: {row['waiting']} waiting, {row['open']} open, {row['finished']} finished",
    ]
    if row["in_the_air"]:
        lines.append(f"  in the air {row['in_the_air']}")
    if row["open"] and row["next"]:
        lines.append(f"  next       {row['next']:%a %Y-%m-%d %H:%M} UTC")
    lines += _section("finished", {name: count for name, count in row["ends"].items() if name})
    lines += [f"  {one['leads']:>6} wait for {_hold(one)}" for one in row["holds"]]
    if row["steps"]:
        lines.append("  step             channel   touches  outcomes")
    for one in row["steps"]:
        outcomes = ", ".join(f"{count} {name}" for name, count in sorted(one["outcomes"].items(), key=lambda x: -x[1]))
        lines.append(f"  {one['step']:<16} {one['channel']:<9} {one['touches']:>7}  {outcomes}")
    return "\n".join(lines)


def _paused(one: dict[str, Any]) -> str:
    what = "everything" if one["scope"] == "all" else f"{one['scope']} {one['value']}"
    why = f": {one['why']}" if one["why"] else ""
    return f"  PAUSED     {what} since {one['since']:%Y-%m-%d %H:%M} UTC by {one['by']}{why}"


def _hold(one: dict[str, Any]) -> str:
    words = HOLDS.get(one["hold"], one["hold"])
    return f"{words} ({one['key']})" if one["key"] else words


def _section(name: str, counts: dict[str, int]) -> list[str]:
    if not counts:
        return []
    return [f"  {name:<10} " + ", ".join(f"{count} {word}" for word, count in counts.items())]
