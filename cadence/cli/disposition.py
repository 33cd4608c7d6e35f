"""What came of a conversation, in the agent's words? Edge."""

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from cadence.cli.app import Json, command
from cadence.cli.callback import to_come
from cadence.cli.house import House, house
from cadence.cli.output import print_json, talk
from cadence.cli.scopes import Because, When
from cadence.errors import NotFoundError
from cadence.model import Disposition

if TYPE_CHECKING:
    from cadence.ledger.touch_rows import Stored


@command(
    "cadence disposition CA0123456789abcdef0123456789abcdef converted",
    "cadence disposition CA0123456789abcdef0123456789abcdef callback --at 2027-03-10T10:00+01:00",
)
def disposition(
    call: Annotated[str, typer.Argument(help="The call, by the carrier's id or ours.", show_default=False)],
    word: Annotated[Disposition, typer.Argument(help="What came of it.", show_default=False)],
    *,
    at: When = None,
    because: Because = "",
    json: Json = False,
) -> None:
    """
    Record what an agent says came of a call that has ended. Another word, said later, corrects an earlier one.

    With `callback`, --at says when to call again; the time said last counts, as long as nobody has called yet.
    `wrong_number` closes the number in every campaign, and `do_not_contact` is an opt-out from everything.
    """
    from cadence.settle import record_disposition

    if (word is Disposition.CALLBACK) != (at is not None):
        raise typer.BadParameter("callback, and no other word, wants --at: when to call again")
    with house() as home:
        stored = _call(home, call)
        when = to_come(at, home.now) if at else None
        touch = stored.touch.id
        order = home.command("disposition", why=because)
        settled = record_disposition(home.mind, touch, word, order, callback_at=when)
        home.follow(settled)
    if json:
        print_json({"touch": touch, "disposition": word.value, "callback_at": when})
    else:
        talk(f"Recorded: {word.value}." if settled.changed else f"Nothing is new: {word.value} was recorded already.")


def _call(home: House, call: str) -> "Stored":
    """Return the touch that somebody means. Raises NotFoundError."""
    from cadence.ledger import touch_rows

    with home.ledger.begin() as connection:
        if found := touch_rows.find_by_sid(connection, call):
            return found
        try:
            return touch_rows.get(connection, str(UUID(call)))
        except ValueError:
            raise NotFoundError("No call goes by that; expected the carrier's id of the call, or ours.") from None
