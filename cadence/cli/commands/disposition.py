"""What came of a conversation, in the agent's words? Edge."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from cadence.cli.app import Json, command
from cadence.cli.commands.callback import AT, clock_of, to_come
from cadence.cli.connection import LedgerSession, house
from cadence.cli.output import print_json, talk
from cadence.cli.scopes import Because, moment
from cadence.domain import Disposition
from cadence.domain.errors import NotFoundError

if TYPE_CHECKING:
    from cadence.engine.outcomes.promised import Expected
    from cadence.ledger.touches.touch_rows import Stored


@command(
    "cadence disposition CA0123456789abcdef0123456789abcdef converted",
    "cadence disposition CA0123456789abcdef0123456789abcdef callback --at 2027-03-10T10:00+01:00",
)
def disposition(
    call: Annotated[str, typer.Argument(help="The call, by the carrier's id or ours.", show_default=False)],
    word: Annotated[Disposition, typer.Argument(help="What came of it.", show_default=False)],
    *,
    at: Annotated[datetime | None, typer.Option(help=AT, parser=moment, show_default=False)] = None,
    because: Because = "",
    json: Json = False,
) -> None:
    """
    Record what an agent says came of a call that has ended. Another word, said later, corrects an earlier one.

    With `callback`, --at says when to call again; the time said last counts, as long as nobody has called yet.
    `wrong_number` closes the number in every campaign, and `do_not_contact` is an opt-out from everything.
    """
    from cadence.engine.outcomes import record_disposition
    from cadence.engine.outcomes.promised import expected_call, resolve_instant_in_call

    if (word is Disposition.CALLBACK) != (at is not None):
        raise typer.BadParameter("callback, and no other word, wants --at: when to call again")
    with house() as home:
        stored = _call(home, call)
        touch = stored.touch.id
        when = to_come(resolve_instant_in_call(home.planner, touch, at), home.now) if at else None
        order = home.command("disposition", why=because)
        settled = record_disposition(home.planner, touch, word, order, callback_at=when)
        home.follow(settled)
        about = stored.touch
        made = expected_call(home.planner, about.lead, about.campaign, when) if when else None
    if json:
        goes = {"goes_at": made.goes_at, "moved": made.moved, "zone": made.zone} if made else {}
        print_json({"touch": touch, "disposition": word.value, "callback_at": when} | goes)
    else:
        talk(f"Recorded: {word.value}." if settled.changed else f"Nothing is new: {word.value} was recorded already.")
        if made is not None:
            talk(_call_to_come(made))


def _call_to_come(made: "Expected") -> str:
    """Return when the promised call will be made, on the person's own clock where that is known."""
    if made.goes_at is None:
        return "The call will be made once the rules let it go; `cadence lead` says what it waits for."
    at = f"{made.goes_at.astimezone(clock_of(made.zone)):%a %Y-%m-%d %H:%M %z}"
    return f"The call will be made on {at}{', not at the promised time' if made.moved else ''}."


def _call(home: LedgerSession, call: str) -> "Stored":
    """Return the touch that somebody means. Raises NotFoundError."""
    from cadence.ledger.touches import touch_rows

    with home.ledger.begin() as connection:
        if found := touch_rows.find_by_sid(connection, call):
            return found
        try:
            return touch_rows.get(connection, str(UUID(call)))
        except ValueError:
            raise NotFoundError("No call goes by that; expected the carrier's id of the call, or ours.") from None
