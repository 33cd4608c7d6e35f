"""How is a call promised for a certain time? Edge."""

from datetime import UTC, datetime, timedelta
from typing import Annotated
from uuid import uuid4

import typer

from cadence.cli.app import Json, command
from cadence.cli.house import house
from cadence.cli.output import print_json, talk
from cadence.cli.scopes import Because, Campaign, Who, instant
from cadence.errors import InvalidInputError

FARTHEST = timedelta(days=366)
"""Nobody asks to be called later than that; it is a slip in the year."""


@command("cadence callback cart-recovery C-1001 --at 2027-03-10T10:00+01:00")
def callback(
    campaign: Campaign,
    who: Who,
    *,
    at: Annotated[datetime, typer.Option(help="When, with the zone.", parser=instant, show_default=False)],
    because: Because = "",
    json: Json = False,
) -> None:
    """
    Promise a call: it goes before the cadence at that time, through every rule, and the cadence waits for it.

    After the end of the cadence the promise is kept all the same.
    """
    from cadence.ledger import campaigns
    from cadence.settle import Promise, request_callback

    with house() as home:
        with home.ledger.begin() as connection:
            campaigns.find(connection, campaign)
        lead = home.lead(who)
        when = to_come(at, home.now)
        order = home.command("callback", why=because, lead=lead, at=when.isoformat())
        promise = Promise(lead=lead, campaign=campaign, at=when, ref=f"command:{uuid4()}")
        home.follow(request_callback(home.mind, promise, order))
    if json:
        print_json({"campaign": campaign, "lead": lead, "at": when})
    else:
        talk(f"Promised for {at:%a %Y-%m-%d %H:%M %z}. `cadence lead {who}` shows what comes of it.")


def to_come(at: datetime, now: datetime) -> datetime:
    """Return an instant in UTC that lies ahead, but not beyond reason. Raises InvalidInputError."""
    if now < at <= now + FARTHEST:
        return at.astimezone(UTC)
    wrong = "has passed" if at <= now else "is more than a year away"
    raise InvalidInputError(
        f"{at:%Y-%m-%d %H:%M %z} {wrong}; expected an instant after {now:%Y-%m-%d %H:%M} UTC, within a year."
    )
