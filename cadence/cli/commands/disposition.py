"""How is the result of a conversation recorded, as the agent reports it? Edge."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import typer

from cadence.cli.app import Json, command
from cadence.cli.commands.callback import AT, clock_of, to_come
from cadence.cli.connection import LedgerSession, open_session
from cadence.cli.orders import follow
from cadence.cli.output import print_json, talk
from cadence.cli.scopes import Because, moment
from cadence.domain import Disposition
from cadence.domain.errors import NotFoundError
from cadence.engine.outcomes.dispositions import record_disposition
from cadence.engine.outcomes.promised import Expected, expected_call, resolve_instant
from cadence.ledger.touches import touch_rows
from cadence.ledger.touches.touch_rows import Stored


@command(
    "cadence disposition CA0123456789abcdef0123456789abcdef converted",
    "cadence disposition CA0123456789abcdef0123456789abcdef callback --at 2027-03-10T10:00+01:00",
    "cadence disposition CA0123456789abcdef0123456789abcdef promised --date 2027-03-05",
)
def disposition(
    call: Annotated[str, typer.Argument(help="The call: the carrier's id or ours.", show_default=False)],
    word: Annotated[Disposition, typer.Argument(help="The result of the conversation.", show_default=False)],
    *,
    at: Annotated[datetime | None, typer.Option(help=AT, parser=moment, show_default=False)] = None,
    date: Annotated[
        str, typer.Option(help="With promised: the date, on the person's own clock.", show_default=False)
    ] = "",
    because: Because = "",
    json: Json = False,
) -> None:
    """
    Record the result that an agent reports for a finished call. A later disposition corrects an earlier one.

    With `callback`, --at is the time to call again; the last time given counts until the call is made.
    With `promised`, --date is the date that was promised; the campaign file says under which name it is kept.
    `wrong_number` closes the number in every campaign, and `do_not_contact` is an opt-out from everything.
    """
    if (word is Disposition.CALLBACK) != (at is not None):
        raise typer.BadParameter("--at (when to call again) is required with callback, and only with callback")
    if (word is Disposition.PROMISED) != bool(date):
        raise typer.BadParameter("--date (the promised date) is required with promised, and only with promised")
    with open_session() as session:
        about = _call(session, call).touch
        touch = about.id
        when = to_come(resolve_instant(session.planner, about.lead, about.campaign, at), session.now) if at else None
        order = session.command("disposition", why=because)
        settled = record_disposition(session.planner, touch, word, order, callback_at=when, promised=date)
        follow(session, settled)
        made = expected_call(session.planner, about.lead, about.campaign, when) if when else None
    if json:
        goes = {"goes_at": made.goes_at, "moved": made.moved, "zone": made.zone} if made else {}
        print_json({"touch": touch, "disposition": word.value, "callback_at": when} | goes)
    else:
        talk(f"Recorded: {word.value}." if settled.changed else f"Nothing is new: {word.value} was recorded already.")
        if made is not None:
            talk(_call_to_come(made))


def _call_to_come(made: Expected) -> str:
    """Return when the promised call will be made, in the person's local time if that is known."""
    if made.goes_at is None:
        return "The call will be made when the rules allow it; `cadence lead` shows what it waits for."
    at = f"{made.goes_at.astimezone(clock_of(made.zone)):%a %Y-%m-%d %H:%M %z}"
    return f"The call will be made on {at}{', not at the promised time' if made.moved else ''}."


def _call(session: LedgerSession, call: str) -> Stored:
    """Return the touch with this id. Raises NotFoundError."""
    with session.ledger.begin() as connection:
        if stored := touch_rows.find_by_sid(connection, call):
            return stored
        try:
            return touch_rows.get(connection, str(UUID(call)))
        except ValueError:
            raise NotFoundError("There is no such call; expected the carrier's id of the call, or ours.") from None
