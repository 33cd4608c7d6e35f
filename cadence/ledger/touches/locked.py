"""
Which touch is a report or an answer about? Edge: read in the call that locks its lead and numbers (protocol §1.2).

So nothing that is returned is older than the lock (`db/migrations/versions/locks/locked_touches.sql`).
"""

from collections.abc import Collection

from sqlalchemy import Connection

from cadence.domain import Move
from cadence.ledger.db.queries import returning, sql
from cadence.ledger.tables.fields import MOVE
from cadence.ledger.tables.touches import touches
from cadence.ledger.touches.touch_rows import Stored, stored_of, unknown_touch

_NAMES = [*(column.name for column in touches.c), "campaign", "account", "move", "cadence_version"]
_COLUMNS = ", ".join(f"(locked.touch).{column.name}" for column in touches.c)
_LOCKED = f"SELECT {_COLUMNS}, locked.campaign, locked.account, locked.move, locked.cadence_version"
LOCK_TOUCH = returning(
    " ".join(_NAMES),
    sql(
        f"{_LOCKED} FROM lock_touch(:touch) AS locked",
        "lock the lead of a touch and its numbers, and read the touch with what is planned",
        index="",
    ),
)
LOCK_IF_FREE = returning(
    " ".join(_NAMES),
    sql(
        f"{_LOCKED} FROM lock_touches_if_free(CAST(:touches AS uuid[])) AS locked",
        "lock the leads of touches and their numbers, as far as they are free, and read those touches",
        index="",
    ),
)


def lock_touch(connection: Connection, touch: str) -> tuple[Stored, Move]:
    """Lock the lead of a touch and its numbers; return the touch, and what is planned. Raises NotFoundError."""
    row = connection.execute(LOCK_TOUCH, {"touch": touch}).first()
    if row is None:
        raise unknown_touch(touch)
    return stored_of(row), MOVE.validate_python(row.move)


def lock_if_free(connection: Connection, ids: Collection[str]) -> list[tuple[Stored, int]]:
    """
    Lock the leads of touches and their numbers, and wait for none.

    Return the touches where all are locked now, each with the version of the campaign that its lead is on.
    """
    rows = connection.execute(LOCK_IF_FREE, {"touches": list(ids)})
    return [(stored_of(row), row.cadence_version) for row in rows]
