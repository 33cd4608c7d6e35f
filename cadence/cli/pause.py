"""How is everything, or a part of it, held still? Edge."""

import time
from typing import TYPE_CHECKING, Annotated

import typer

from cadence.cli import scopes
from cadence.cli.app import Json, command
from cadence.cli.house import House, house
from cadence.cli.output import print_json, talk
from cadence.cli.scopes import All, Because, ByChannel, ByFloor, ByLead, BySender
from cadence.model import PauseScope

if TYPE_CHECKING:
    from cadence.ledger.pauses import InTheAir

LOOK_EVERY = 0.2


@command(
    'cadence pause cart-recovery --because "wrong price in the message"',
    "cadence pause --all",
    "cadence pause --lead C-1001 --because hospital",
)
def pause(
    campaign: Annotated[str, typer.Argument(help="The campaign.", show_default=False)] = "",
    *,
    everything: All = False,
    channel: ByChannel = "",
    sender: BySender = "",
    floor: ByFloor = "",
    lead: ByLead = "",
    because: Because = "",
    wait: Annotated[int, typer.Option(help="Seconds to wait for what is in the air; 0: do not.", min=0)] = 60,
    json: Json = False,
) -> None:
    """
    Hold still: from the moment this returns, nothing more of it leaves.

    It takes effect by one row, also with Temporal down. Nobody is dropped, and the time on pause does not count. What
    had been handed to the carrier before is told as "in the air", and waited for.
    """
    scope, value = scopes.chosen(
        campaign, everything=everything, channel=channel, sender=sender, floor=floor, lead=lead
    )
    with house() as home:
        value = home.lead(value) if scope is PauseScope.LEAD else value
        was_new, began = _begin(home, scope, value, because)
        words = scopes.words(scope, value)
        talk(f"Paused {words}." if was_new else f"{words.capitalize()} was paused already, by {began}.")
        at_once = _in_the_air(home, scope, value)
        left = _waited(home, scope, value, at_once, wait)
        if json:
            print_json(
                {
                    "scope": scope.value,
                    "value": value,
                    "new": was_new,
                    "in_the_air": at_once.total,
                    "still_in_the_air": left.total,
                }
            )
        elif left.total:
            talk(f"{left.total} of {at_once.total} are still in the air, most of them calls. Nothing more will leave.")
        else:
            talk(f"{at_once.total} were in the air, none is any more.")


def _begin(home: House, scope: PauseScope, value: str, because: str) -> tuple[bool, str]:
    """Write the pause; return whether it is new, and who ordered the one that stands."""
    from cadence.ledger import pauses

    now = home.now
    with home.ledger.begin() as connection:
        wanted = pauses.PauseOrder(scope=scope, value=value, actor=home.actor, reason=because)
        began = pauses.begin(connection, wanted, at=now)
        home.record(connection, home.command("pause", why=because, scope=scope.value, value=value))
    return began.since == now, began.actor


def _in_the_air(home: House, scope: PauseScope, value: str) -> "InTheAir":
    from cadence.ledger import pauses

    with home.ledger.begin() as connection:
        return pauses.in_the_air(connection, scope, value)


def _waited(home: House, scope: PauseScope, value: str, at_once: "InTheAir", seconds: int) -> "InTheAir":
    """Wait until nothing is in the air; return what is."""
    left, deadline = at_once, time.monotonic() + seconds
    if left.total and seconds:
        talk(f"{left.total} in the air; waiting up to {seconds} s. Ctrl-C is safe: the pause stands.")
    while left.total and time.monotonic() < deadline:
        time.sleep(LOOK_EVERY)
        left = _in_the_air(home, scope, value)
    return left
