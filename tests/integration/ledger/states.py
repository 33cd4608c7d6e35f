"""How does a touch get into a state in a test? As events bring it there, without what else follows from them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from cadence.domain import Outcome, TouchState
from cadence.domain.touch_record import settlement
from cadence.ledger.touches import touches
from cadence.ledger.touches.touch_rows import get


def settle(
    connection: Connection, touch: str, outcome: Outcome, *, at: datetime, details: Mapping[str, Any] | None = None
) -> bool:
    """Record the outcome of a touch; return whether that was news."""
    made = settlement(get(connection, touch), outcome, at, details or {})
    touches.change(connection, touch, made.values)
    kept = made.contradiction is not None and touches.contradict(
        connection, touch, made.contradiction.outcome, made.contradiction.code, at=made.contradicted_at or at
    )
    return bool(made.values) or kept


def plan_again(connection: Connection, touch: str, *, code: str = "") -> bool:
    """Put back a reserved touch that did not leave; False when a report came first."""
    return _leave_reserved(connection, touch, TouchState.PLANNED, code)


def mark_unknown(connection: Connection, touch: str, *, code: str = "") -> bool:
    """Record that the answer about a reserved touch was lost; False when a report came first."""
    return _leave_reserved(connection, touch, TouchState.UNKNOWN, code)


def _leave_reserved(connection: Connection, touch: str, state: TouchState, code: str) -> bool:
    reserved = get(connection, touch).touch.state is TouchState.RESERVED
    touches.change(connection, touch, {"state": state, "code": code} if reserved else {})
    return reserved
