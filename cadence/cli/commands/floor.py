"""How many agents does a floor have, and how many are on a break? Edge."""

from typing import Annotated

import typer

from cadence.cli.app import Json, command
from cadence.cli.connection import open_session
from cadence.cli.output import print_json, talk
from cadence.cli.scopes import Because
from cadence.domain.plurals import many
from cadence.ledger.touches import leases


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
    with open_session() as session, session.ledger.begin() as connection:
        if on_break is None:
            state = leases.look(connection, name, now=session.now)
        else:
            state = leases.set_breaks(connection, name, on_break, at=session.now, by=session.actor)
            order = session.command("floor", why=because, floor=name, on_break=str(on_break))
            session.record(connection, order)
    if json:
        row = {"floor": name, "agents": state.agents, "on_break": state.paused, "busy": state.busy}
        print_json(row | {"free": max(0, state.free), "since": state.paused_at, "by": state.paused_by})
        return
    by = f" since {state.paused_at:%a %Y-%m-%d %H:%M} UTC, by {state.paused_by}" if state.paused_at else ""
    talk(f"{name}: {many(state.agents, 'agent')}, {state.paused} on a break{by}; {state.busy} on a call or in wrap-up.")
