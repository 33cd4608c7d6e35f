"""How does what was held still go on? Edge."""

from typing import TYPE_CHECKING, Annotated

import typer

from cadence.cli import scopes
from cadence.cli.app import Json, command
from cadence.cli.house import House, e164, house
from cadence.cli.output import print_json, talk
from cadence.cli.scopes import All, Because, ByChannel, ByFloor, ByLead, BySender
from cadence.errors import ConflictError
from cadence.model import CampaignState, HoldName, NewsKind, PauseScope, Wait

if TYPE_CHECKING:
    from sqlalchemy import Connection


@command("cadence resume cart-recovery", "cadence resume --all", "cadence resume --lead C-1001 --because mended")
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

    With --lead, a lead that waits after an error of the engine is released as well. A reply that waits for a decision
    is not released here: `cadence review` decides what it means.
    """
    scope, typed = scopes.chosen(
        campaign, everything=everything, channel=channel, sender=sender, floor=floor, lead=lead
    )
    words = scopes.words(scope, typed)
    with house() as home:
        value = _known(home, scope, typed)
        ended, news = _end(home, scope, value, because, words)
        _tell(home, scope, value, news)
        others = _still_paused(home, scope, value)
    if json:
        print_json(
            {"scope": scope.value, "value": value, "resumed": ended, "released": len(news), "still_paused": others}
        )
        return
    if ended:
        talk(f"Resumed {words}.")
    if news:
        talk(f"Released {words}: it plans again.")
    for one in others:
        talk(f"Still paused: {one}.")


def _known(home: House, scope: PauseScope, typed: str) -> str:
    """Return the value of a pause as the ledger knows it: a lead's id, a number of ours without its spaces."""
    if scope is PauseScope.LEAD:
        return home.lead(typed)
    return e164(typed) if scope is PauseScope.SENDER and typed.startswith("+") else typed


def _end(home: House, scope: PauseScope, value: str, because: str, words: str) -> tuple[bool, tuple[int, ...]]:
    """End the pause, release the lead, and write down who ordered it. Raises ConflictError when there is neither."""
    from cadence.ledger import campaigns, pauses

    with home.ledger.begin() as connection:
        if scope is PauseScope.CAMPAIGN:
            campaigns.find(connection, value)
        ended = pauses.end(connection, scope, value, at=home.now, actor=home.actor) is not None
        news = _release(connection, home, value) if scope is PauseScope.LEAD else ()
        if not ended and not news:
            raise ConflictError(f"Not paused: {words}{_waits(connection, scope, value)}")
        lead = value if scope is PauseScope.LEAD else None
        home.record(connection, home.command("resume", why=because, lead=lead, scope=scope.value, value=value))
    return ended, news


def _waits(connection: "Connection", scope: PauseScope, lead: str) -> str:
    """Say for what else a lead that is not paused waits, and where to look."""
    from cadence.ledger import enrolment_rows

    if scope is not PauseScope.LEAD:
        return ". `cadence status` shows what is."
    open_ones = enrolment_rows.open_of_lead(connection, lead)
    if any(isinstance(one.move, Wait) and one.move.hold == HoldName.REVIEW for one in open_ones):
        return ". A reply waits for a decision: `cadence review` lists it, and `cadence review ID --as ...` decides."
    return ", and waits for nobody's word. `cadence status` shows what is."


def _release(connection: "Connection", home: House, lead: str) -> tuple[int, ...]:
    """Have the enrolments of a lead that wait after an error plan again; return the news of those that waited."""
    from cadence.ledger import enrolment_rows, locks, news

    locks.lock_lead(connection, lead)
    return tuple(
        news.add(connection, one.enrolment.id, NewsKind.RESUME, at=home.now)
        for one in enrolment_rows.open_of_lead(connection, lead)
        if isinstance(one.move, Wait) and one.move.hold == HoldName.ENGINE
    )


def _tell(home: House, scope: PauseScope, value: str, news: tuple[int, ...]) -> None:
    """Have the lead plan again, or the campaigns let leads in again. Whoever was held is woken by the worker."""
    from cadence.ledger import campaigns
    from cadence.settle import Settled

    home.follow(Settled(news=news))
    if scope not in (PauseScope.ALL, PauseScope.CAMPAIGN):
        return
    with home.ledger.begin() as connection:
        running = [one.name for one in campaigns.every(connection) if one.state is CampaignState.RUNNING]
    for name in running:
        if (scope is PauseScope.ALL or name == value) and not home.ring_campaign(name):
            talk("It is resumed all the same; the worker goes on when Temporal is back.")
            return


def _still_paused(home: House, scope: PauseScope, value: str) -> list[str]:
    """Return the other pauses that may still hold what was resumed."""
    from cadence.ledger import pauses

    with home.ledger.begin() as connection:
        active = pauses.active(connection)
    kept = [one for one in active if one.scope is not PauseScope.LEAD and (one.scope, one.value) != (scope, value)]
    if scope is PauseScope.CAMPAIGN:
        kept = [one for one in kept if one.scope is not PauseScope.CAMPAIGN]
    return [scopes.words(one.scope, one.value) for one in kept]
