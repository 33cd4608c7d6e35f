"""What have background jobs set aside, for `doctor` and `review`? Edge."""

from typing import Any

from cadence.app.bootstrap import ledger_of
from cadence.app.settings import Settings
from cadence.cli.connection import LedgerSession
from cadence.domain.errors import ConflictError, NotFoundError
from cadence.domain.plurals import many
from cadence.ledger.db import set_aside
from cadence.ledger.db.set_aside import SetAside

PREFIX = "aside-"
"""How the id of something set aside begins, so that `review` tells it from a task."""
SHOWN = 3
"""So many are named in one line of `doctor`."""


def in_words(item: SetAside) -> str:
    """Return what was set aside, why, and when it is tried again."""
    tried = many(item.tries, "try", "tries")
    again = f"again at {item.next_at:%Y-%m-%d %H:%M} UTC" if item.next_at else "not tried again by itself"
    return f"{item.job}: {item.item} ({item.cause}; {tried} since {item.since:%Y-%m-%d %H:%M} UTC, {again})"


def items(settings: Settings) -> str:
    """Say that no background job has set anything aside. Raises ConflictError when one has."""
    ledger = ledger_of(settings, connections=1)
    try:
        ledger.check_shape()
        with ledger.begin() as connection:
            shown, count = set_aside.every(connection, limit=SHOWN), set_aside.count(connection)
    finally:
        ledger.close()
    if not shown:
        return "no job has set anything aside"
    more = f"; and {count - len(shown)} more" if count > len(shown) else ""
    raise ConflictError(
        f"{'; '.join(in_words(item) for item in shown)}{more}. The worker's log has the error under its id; "
        "`cadence review` lists them, and `cadence review aside-ID --done` dismisses one."
    )


def row(item: SetAside) -> dict[str, Any]:
    """Return one as `review` lists tasks."""
    empty = dict.fromkeys(("lead", "channel", "meaning", "rule", "found", "assign", "text"), "")
    what = {"id": f"{PREFIX}{item.id}", "kind": "set_aside", "at": item.since, "title": f"Set aside: {in_words(item)}"}
    return {**empty, **what, "names": [], "holds": False, "job": item.job, "item": item.item, "cause": item.cause}


def dismiss(session: LedgerSession, identity: str, because: str) -> None:
    """Forget something set aside, on record. Raises NotFoundError."""
    number = identity.removeprefix(PREFIX)
    with session.ledger.begin() as connection:
        gone = set_aside.dismiss(connection, int(number)) if number.isdecimal() else None
        if gone is None:
            raise NotFoundError(f"Nothing is set aside as {identity}. `cadence review` lists what is.")
        order = session.command("dismiss", why=because, job=gone.job, item=gone.item, cause=gone.cause)
        session.record(connection, order)
