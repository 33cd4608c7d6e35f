"""How is a call promised for a certain time? Edge."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import uuid4

import typer

from cadence.cli.app import Json, command
from cadence.cli.house import house
from cadence.cli.output import print_json, talk
from cadence.cli.scopes import Because

INSTANTS = ["%Y-%m-%dT%H:%M%z", "%Y-%m-%dT%H:%M:%S%z"]
"""An instant is always written with its zone: a promise an hour off is a broken one."""


@command("cadence callback cart-recovery C-1001 --at 2027-03-10T10:00+01:00")
def callback(
    campaign: Annotated[str, typer.Argument(help="The campaign.", show_default=False)],
    who: Annotated[str, typer.Argument(help="The lead, by the id in its list.", show_default=False)],
    *,
    at: Annotated[datetime, typer.Option(help="When, with the zone.", formats=INSTANTS, show_default=False)],
    because: Because = "",
    json: Json = False,
) -> None:
    """
    Promise a call: it goes before the cadence at that time, through every rule, and the cadence waits for it.

    After the end of the cadence the promise is kept all the same.
    """
    from cadence.settle import request_callback
    from cadence.settle.callbacks import Promise

    with house() as home:
        lead = home.lead(who)
        ref = f"command:{uuid4()}"
        order = home.command("callback", why=because, lead=lead, at=at.astimezone(UTC).isoformat())
        promise = Promise(lead=lead, campaign=campaign, at=at.astimezone(UTC), ref=ref)
        settled = request_callback(home.mind, promise, order)
        home.deliver(settled)
        if json:
            print_json({"campaign": campaign, "lead": lead, "at": at.astimezone(UTC)})
        else:
            talk(f"Promised for {at:%Y-%m-%d %H:%M %z}. `cadence lead {who}` shows what comes of it.")
