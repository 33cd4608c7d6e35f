"""How is everything, or a part of it, paused? Edge."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from cadence.cli.app import Json, command
from cadence.cli.connection import LedgerSession, open_session
from cadence.cli.output import print_json, talk
from cadence.cli.pause_scope import by_scope, in_words
from cadence.cli.scopes import Because
from cadence.domain import PauseScope
from cadence.domain.errors import InvalidInputError, UnavailableError
from cadence.engine.pausing import begin_pause
from cadence.leads.contacts import typed_contact
from cadence.ledger.campaigns import campaigns, pauses
from cadence.ledger.campaigns.pauses import InTheAir, StoredPause
from cadence.ledger.touches import leases

LOOK_EVERY = 0.2
"""Seconds between two queries for what is in the air."""


@command(
    'cadence pause cart-recovery --because "wrong price in the message"',
    "cadence pause --all",
    "cadence pause --lead C-1001 --because hospital",
)
@by_scope
def pause(
    scope: PauseScope,
    typed: str,
    *,
    because: Because = "",
    wait: Annotated[
        int, typer.Option(help="How many seconds to wait for what is in the air; 0: do not wait.", min=0)
    ] = 60,
    json: Json = False,
) -> None:
    """
    Pause a campaign, a lead, a sender or something else: from now on nothing of it is sent.

    The pause takes effect at once, even while Temporal is down. No lead is dropped, and paused time does not count.
    Messages and calls that the carrier had already accepted are reported as "in the air"; the command waits for them
    to end.
    """
    with _or_not_paused(), open_session() as session:
        value = _known(session, scope, typed)
        words = in_words(scope, typed if scope is PauseScope.LEAD else value)
        new, stands = _begin(session, scope, value, because)
        since = f"{stands.since:%Y-%m-%d %H:%M} UTC"
        talk(f"Paused {words}." if new else f"Already paused: {words}, since {since} by {stands.actor}.")
        if because and not new:
            talk("The pause keeps its first reason; yours is not recorded.")
        at_once = _in_the_air(session, scope, value)
        left = _waited(session, scope, value, at_once, wait)
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
    """Explain, when the ledger does not answer, that the pause may not have been written."""
    try:
        yield
    except UnavailableError as error:
        raise UnavailableError(
            f"{error} It is not certain that this pause was recorded; `cadence status` shows it. While the ledger is "
            "down nothing new is sent. Pause again when it is available."
        ) from error


def _known(session: LedgerSession, scope: PauseScope, typed: str) -> str:
    """
    Return the value of a pause as the ledger knows it. Raises NotFoundError, ConflictError.

    A misspelt campaign, floor or lead would pause nothing. A sender that no campaign uses now may still be used by an
    older version, so that is only a note.
    """
    if scope is PauseScope.LEAD:
        return session.lead(typed)
    if scope is PauseScope.FLOOR:
        with session.ledger.begin() as connection:
            leases.look(connection, typed)
    if scope is PauseScope.DESTINATION and ":" not in typed:
        raise InvalidInputError(f'"{typed}" has no channel; expected a destination such as sms:{typed}.')
    return _sender(typed, _senders(session)) if scope is PauseScope.SENDER else typed


def _sender(typed: str, ours: set[str]) -> str:
    """Return one of our numbers; note if no campaign uses it now. Raises InvalidInputError if it is not a number."""
    if typed in ours:
        return typed
    known = ", ".join(sorted(ours)) or "none"
    try:
        number = typed_contact(typed)
    except InvalidInputError:
        raise InvalidInputError(
            f'"{typed}" is not a sender; expected a number such as +34910000001. Our numbers: {known}.'
        ) from None
    if number not in ours:
        talk(f"No campaign sends from {number} now. Our numbers: {known}.")
    return number


def _senders(session: LedgerSession) -> set[str]:
    """Return our own numbers: those that campaigns use now."""
    senders: set[str] = set()
    with session.ledger.begin() as connection:
        for stored in campaigns.every(connection):
            campaign = session.planner.campaign(connection, stored.name, stored.version)
            senders |= {*campaign.sender.every(), *(step.sender for step in campaign.cadence)}
    return senders - {""}


def _begin(session: LedgerSession, scope: PauseScope, value: str, because: str) -> tuple[bool, StoredPause]:
    """Write the pause, or return the one that is active."""
    now = session.now
    order = pauses.PauseOrder(scope=scope, value=value, actor=session.actor, reason=because)
    lead = value if scope is PauseScope.LEAD else None
    command = session.command("pause", why=because, lead=lead, scope=scope.value, value=value)
    with session.ledger.begin() as connection:
        return begin_pause(connection, order, command, at=now)


def _in_the_air(session: LedgerSession, scope: PauseScope, value: str) -> InTheAir:
    with session.ledger.begin() as connection:
        return pauses.in_the_air(connection, scope, value)


def _waited(session: LedgerSession, scope: PauseScope, value: str, at_once: InTheAir, seconds: int) -> InTheAir:
    """Wait until nothing is in the air; return what still is. Ctrl-C ends the waiting, not the pause."""
    left, deadline = at_once, time.monotonic() + seconds
    if left.total and seconds:
        talk(f"{_counted(left)} in the air; waiting up to {seconds} s. Ctrl-C ends the waiting, not the pause.")
    try:
        while left.total and time.monotonic() < deadline:
            time.sleep(LOOK_EVERY)
            left = _in_the_air(session, scope, value)
    except KeyboardInterrupt:
        talk("")
    return left


def _air(at_once: InTheAir, left: InTheAir) -> str:
    if left.total:
        return f"{_counted(left)} still in the air, of {at_once.total}. They run to their end; nothing more is sent."
    if at_once.total:
        return f"{_counted(at_once)} in the air; all have ended. Nothing more is sent."
    return "Nothing was in the air. Nothing more is sent."


def _counted(air: InTheAir) -> str:
    calls = f"{air.carried} {'call' if air.carried == 1 else 'calls'}"
    others = air.reserved + air.unknown
    return f"{calls} and {others} {'message' if others == 1 else 'messages'}" if others else calls
