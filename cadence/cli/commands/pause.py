"""How is everything, or a part of it, held still? Edge."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from cadence.cli import scopes
from cadence.cli.app import Json, command
from cadence.cli.connection import LedgerSession, e164, house
from cadence.cli.output import print_json, talk
from cadence.cli.scopes import (
    All,
    Because,
    ByCarrier,
    ByChannel,
    ByDestination,
    ByFloor,
    ByLead,
    BySender,
    ByTemplate,
)
from cadence.domain import PauseScope
from cadence.domain.errors import InvalidInputError, UnavailableError

if TYPE_CHECKING:
    from cadence.ledger.campaigns.pauses import InTheAir, StoredPause

LOOK_EVERY = 0.2
"""Seconds between two looks at what is in the air."""


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
    template: ByTemplate = "",
    destination: ByDestination = "",
    carrier: ByCarrier = False,
    because: Because = "",
    wait: Annotated[int, typer.Option(help="Seconds to wait for what is in the air; 0: do not.", min=0)] = 60,
    json: Json = False,
) -> None:
    """
    Hold still: from the moment the pause is written, nothing more of it leaves.

    It takes effect by one row, also with Temporal down. Nobody is dropped, and the time on pause does not count. What
    had been handed to the carrier before is told as "in the air", and waited for.
    """
    scope, typed = scopes.chosen(
        campaign,
        everything=everything,
        channel=channel,
        sender=sender,
        floor=floor,
        lead=lead,
        template=template,
        destination=destination,
        carrier=carrier,
    )
    with _or_not_paused(), house() as home:
        value = _known(home, scope, typed)
        words = scopes.words(scope, typed if scope is PauseScope.LEAD else value)
        new, stands = _begin(home, scope, value, because)
        since = f"{stands.since:%Y-%m-%d %H:%M} UTC"
        talk(f"Paused {words}." if new else f"Paused already: {words}, since {since} by {stands.actor}.")
        if because and not new:
            talk("It keeps the reason it was given first; yours is not written down.")
        at_once = _in_the_air(home, scope, value)
        left = _waited(home, scope, value, at_once, wait)
    if json:
        print_json(
            {
                "scope": scope.value,
                "value": value,
                "new": new,
                "since": stands.since,
                "in_the_air": at_once.total,
                "still_in_the_air": left.total,
            }
        )
    else:
        talk(_air(at_once, left))


@contextmanager
def _or_not_paused() -> Iterator[None]:
    """Leave nobody in doubt whether a pause stands that could not be written."""
    try:
        yield
    except UnavailableError as error:
        raise UnavailableError(
            f"{error} Whether this pause was written is not sure; `cadence status` tells. While the ledger is down "
            "nothing new can leave. Pause again once it is back."
        ) from error


def _known(home: LedgerSession, scope: PauseScope, typed: str) -> str:
    """
    Return the value of a pause as the ledger knows it. Raises NotFoundError, ConflictError.

    A misspelt campaign, floor or lead would hold nothing still. A number of ours that no campaign names now may still
    be that of an older version, so it is only told.
    """
    from cadence.ledger.touches import leases

    if scope is PauseScope.LEAD:
        return home.lead(typed)
    if scope is PauseScope.FLOOR:
        with home.ledger.begin() as connection:
            leases.look(connection, typed)
    if scope is PauseScope.DESTINATION and ":" not in typed:
        raise InvalidInputError(f'"{typed}" names no channel; expected one such as sms:{typed}.')
    return _sender(typed, _senders(home)) if scope is PauseScope.SENDER else typed


def _sender(typed: str, ours: set[str]) -> str:
    """Return a number of ours; one that no campaign names now is told. Raises InvalidInputError for what is none."""
    if typed in ours:
        return typed
    known = ", ".join(sorted(ours)) or "none"
    try:
        number = e164(typed)
    except InvalidInputError:
        raise InvalidInputError(
            f'"{typed}" is no sender; expected a number such as +34910000001. Ours: {known}.'
        ) from None
    if number not in ours:
        talk(f"No campaign sends from {number} now; there are {known}.")
    return number


def _senders(home: LedgerSession) -> set[str]:
    """Return our own numbers, by what the campaigns say now."""
    from cadence.ledger.campaigns import campaigns

    found: set[str] = set()
    with home.ledger.begin() as connection:
        for one in campaigns.every(connection):
            campaign = home.planner.campaign(connection, one.name, one.version)
            sender = campaign.sender
            found |= {sender.voice, sender.sms, sender.whatsapp, *(step.sender for step in campaign.cadence)}
    return found - {""}


def _begin(home: LedgerSession, scope: PauseScope, value: str, because: str) -> tuple[bool, "StoredPause"]:
    """Write the pause, or find the one that stands."""
    from cadence.ledger.campaigns import pauses

    now = home.now
    with home.ledger.begin() as connection:
        before = {one.id for one in pauses.active(connection)}
        order = pauses.PauseOrder(scope=scope, value=value, actor=home.actor, reason=because)
        stands = pauses.begin(connection, order, at=now)
        if stands.id not in before:
            lead = value if scope is PauseScope.LEAD else None
            home.record(connection, home.command("pause", why=because, lead=lead, scope=scope.value, value=value))
    return stands.id not in before, stands


def _in_the_air(home: LedgerSession, scope: PauseScope, value: str) -> "InTheAir":
    from cadence.ledger.campaigns import pauses

    with home.ledger.begin() as connection:
        return pauses.in_the_air(connection, scope, value)


def _waited(home: LedgerSession, scope: PauseScope, value: str, at_once: "InTheAir", seconds: int) -> "InTheAir":
    """Wait until nothing is in the air; return what still is. Ctrl-C ends the waiting, not the pause."""
    left, deadline = at_once, time.monotonic() + seconds
    if left.total and seconds:
        talk(f"{_counted(left)} in the air; waiting up to {seconds} s. Ctrl-C ends the waiting, not the pause.")
    try:
        while left.total and time.monotonic() < deadline:
            time.sleep(LOOK_EVERY)
            left = _in_the_air(home, scope, value)
    except KeyboardInterrupt:
        talk("")
    return left


def _air(at_once: "InTheAir", left: "InTheAir") -> str:
    """Say what was in the air, and what still is."""
    if left.total:
        return f"{_counted(left)} still in the air, of {at_once.total}. They run to their end; nothing more leaves."
    if at_once.total:
        return f"{_counted(at_once)} in the air; all have come to their end. Nothing more leaves."
    return "Nothing was in the air. Nothing more leaves."


def _counted(air: "InTheAir") -> str:
    calls = f"{air.carried} {'call' if air.carried == 1 else 'calls'}"
    others = air.reserved + air.unknown
    return f"{calls} and {others} {'message' if others == 1 else 'messages'}" if others else calls
