"""What came of a conversation, in the agent's words? Edge."""

import re
from datetime import UTC, datetime
from typing import Annotated

import typer

from cadence.cli.app import Json, command
from cadence.cli.callback import INSTANTS
from cadence.cli.house import House, house
from cadence.cli.output import print_json, talk
from cadence.cli.scopes import Because
from cadence.errors import NotFoundError
from cadence.model import Disposition

OUR_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@command(
    "cadence disposition CA0123456789abcdef0123456789abcdef converted",
    "cadence disposition CA0123456789abcdef0123456789abcdef callback --at 2027-03-10T10:00+01:00",
)
def disposition(
    call: Annotated[str, typer.Argument(help="The call, by the carrier's id or ours.", show_default=False)],
    word: Annotated[Disposition, typer.Argument(help="What came of it.", show_default=False)],
    *,
    at: Annotated[
        datetime | None, typer.Option(help="With callback: when, with the zone.", formats=INSTANTS, show_default=False)
    ] = None,
    because: Because = "",
    json: Json = False,
) -> None:
    """Record what an agent says came of a call that has ended. A later word replaces an earlier one."""
    from cadence.settle import record_disposition

    with house() as home:
        touch = _touch(home, call)
        order = home.command("disposition", why=because, touch=touch, disposition=word.value)
        settled = record_disposition(home.mind, touch, word, order, callback_at=at.astimezone(UTC) if at else None)
        home.deliver(settled)
        if json:
            print_json({"touch": touch, "disposition": word.value, "new": settled.changed})
        else:
            talk(f"Recorded: {word.value}.")


def _touch(home: House, call: str) -> str:
    """Return the id of the touch that somebody means. Raises NotFoundError."""
    from cadence.ledger import touch_rows

    with home.ledger.begin() as connection:
        if found := touch_rows.find_by_sid(connection, call):
            return found.touch.id
        if not OUR_ID.fullmatch(call):
            raise NotFoundError("No call goes by that; expected the carrier's id of the call, or ours.")
        return touch_rows.get(connection, call).touch.id
