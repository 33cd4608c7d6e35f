"""How does what was held still go on? Edge."""

from typing import Annotated

import typer

from cadence.cli import scopes
from cadence.cli.app import Json, command
from cadence.cli.house import House, house
from cadence.cli.output import print_json, talk
from cadence.cli.scopes import All, Because, ByChannel, ByFloor, ByLead, BySender
from cadence.errors import ConflictError
from cadence.model import NewsKind, PauseScope


@command("cadence resume cart-recovery", "cadence resume --all", "cadence resume --lead C-1001 --because read")
def resume(
    campaign: Annotated[str, typer.Argument(help="The campaign.", show_default=False)] = "",
    *,
    everything: All = False,
    channel: ByChannel = "",
    sender: BySender = "",
    floor: ByFloor = "",
    lead: ByLead = "",
    because: Because = "",
    json: Json = False,
) -> None:
    """
    Go on after a pause: those it held are woken at a bounded pace, and nothing bursts.

    With --lead, a lead that waits for a person is released as well: after an error of the engine, or a reply that
    might have been a stop and was read.
    """
    scope, value = scopes.chosen(
        campaign, everything=everything, channel=channel, sender=sender, floor=floor, lead=lead
    )
    with house() as home:
        value = home.lead(value) if scope is PauseScope.LEAD else value
        ended = _end(home, scope, value, because)
        released = _release(home, value) if scope is PauseScope.LEAD else 0
        if not ended and not released:
            raise ConflictError(f"Not paused: {scopes.words(scope, value)}. `cadence status` shows what is.")
        if json:
            print_json({"scope": scope.value, "value": value, "resumed": ended, "released": released})
        else:
            talk(f"Resumed {scopes.words(scope, value)}.")


def _end(home: House, scope: PauseScope, value: str, because: str) -> bool:
    """End the pause, if there is one."""
    from cadence.ledger import pauses

    with home.ledger.begin() as connection:
        ended = pauses.end(connection, scope, value, at=home.now, actor=home.actor)
        home.record(connection, home.command("resume", why=because, scope=scope.value, value=value))
    return ended is not None


def _release(home: House, lead: str) -> int:
    """Mark what the lead wrote as read, and have its enrolments plan again; return how many were held by a person."""
    from cadence.ledger import enrolment_rows, facts, inbound, locks, news
    from cadence.model import HoldName, Wait

    released = 0
    with home.ledger.begin() as connection:
        locks.lock_lead(connection, lead)
        for one in enrolment_rows.open_of_lead(connection, lead):
            if isinstance(one.move, Wait) and one.move.hold in (HoldName.ENGINE, HoldName.REVIEW):
                released += 1
                for message in facts.gather(connection, one.enrolment.id).inbound:
                    inbound.review(connection, message.id, by=home.actor, at=home.now)
                news.add(connection, one.enrolment.id, NewsKind.RESUME, at=home.now)
    return released
