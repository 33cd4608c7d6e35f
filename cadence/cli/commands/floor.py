"""How many agents of a floor are there, and how many are away? Edge."""

from typing import Annotated

import typer

from cadence.cli.app import Json, command
from cadence.cli.connection import house
from cadence.cli.output import print_json, talk
from cadence.cli.scopes import Because
from cadence.domain.plurals import many


@command("cadence floor sales", "cadence floor sales --on-break 2 --because lunch", "cadence floor sales --on-break 0")
def floor(
    name: Annotated[str, typer.Argument(help="The floor, as campaigns name it.", show_default=False)],
    *,
    on_break: Annotated[
        int | None, typer.Option("--on-break", min=0, help="So many agents are away from now on.", show_default=False)
    ] = None,
    because: Because = "",
    json: Json = False,
) -> None:
    """
    Show how a floor stands, or say how many of its agents are away. Nobody is called for those.

    Calls that have begun go on. Every campaign that names the floor shares its agents.
    """
    from cadence.ledger.campaigns import commands
    from cadence.ledger.touches import leases

    with house() as home, home.ledger.begin() as connection:
        if on_break is None:
            found = leases.look(connection, name, now=home.now)
        else:
            found = leases.set_breaks(connection, name, on_break, at=home.now, by=home.actor)
            order = home.command("floor", why=because, floor=name, on_break=str(on_break))
            commands.record(connection, order, at=home.now)
    if json:
        row = {"floor": name, "agents": found.agents, "on_break": found.paused, "busy": found.busy}
        print_json(row | {"free": max(0, found.free), "since": found.paused_at, "by": found.paused_by})
        return
    by = f" since {found.paused_at:%a %Y-%m-%d %H:%M} UTC, by {found.paused_by}" if found.paused_at else ""
    talk(f"{name}: {many(found.agents, 'agent')}, {found.paused} away{by}; {found.busy} have a call or write one up.")
