"""How many agents does a floor have, and how many are on a break? Edge."""

from typing import Annotated

import typer

from cadence.cli.app import Json, command
from cadence.cli.connection import open_session
from cadence.cli.output import print_json, talk
from cadence.cli.scopes import Because
from cadence.domain.plurals import many


@command("cadence floor sales", "cadence floor sales --on-break 2 --because lunch", "cadence floor sales --on-break 0")
def floor(
    name: Annotated[str, typer.Argument(help="The floor's name in the campaign files.", show_default=False)],
    *,
    on_break: Annotated[
        int | None,
        typer.Option("--on-break", min=0, help="How many agents are on a break from now on.", show_default=False),
    ] = None,
    because: Because = "",
    json: Json = False,
) -> None:
    """
    Show the state of a floor, or set how many of its agents are on a break. No calls are made for those.

    Calls in progress continue. All campaigns that name the floor share its agents.
    """
    from cadence.ledger.campaigns import commands
    from cadence.ledger.touches import leases

    with open_session() as session, session.ledger.begin() as connection:
        if on_break is None:
            found = leases.look(connection, name, now=session.now)
        else:
            found = leases.set_breaks(connection, name, on_break, at=session.now, by=session.actor)
            order = session.command("floor", why=because, floor=name, on_break=str(on_break))
            commands.record(connection, order, at=session.now)
    if json:
        row = {"floor": name, "agents": found.agents, "on_break": found.paused, "busy": found.busy}
        print_json(row | {"free": max(0, found.free), "since": found.paused_at, "by": found.paused_by})
        return
    by = f" since {found.paused_at:%a %Y-%m-%d %H:%M} UTC, by {found.paused_by}" if found.paused_at else ""
    talk(f"{name}: {many(found.agents, 'agent')}, {found.paused} on a break{by}; {found.busy} on a call or in wrap-up.")
