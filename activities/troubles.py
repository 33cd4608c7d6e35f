"""
What happens when an activity fails? Edge: the only place that decides whether it is tried again.

After an outage it is tried again for ever; a short wait for a place or a slot counts as no failure. An unexpected error
is counted in the ledger and ends, after ten in a row, as a hold with an id that is also in the log (protocol §3.8).
"""

import logging
from collections.abc import Callable
from typing import TypeVar
from uuid import uuid4

from temporalio.exceptions import ApplicationError, ApplicationErrorCategory

from cadence.domain import Finish, HoldName, Wait
from cadence.domain.errors import CadenceError, NotFoundError, UnavailableError
from cadence.engine.dispatch import NotNowError
from cadence.engine.outcomes import Planner
from cadence.ledger.campaigns import enrolment_rows, enrolments

log = logging.getLogger(__name__)

TRIES = 10
"""After this many unexpected errors in a row the lead is held."""
GONE = "not_in_ledger"
"""The reason when a workflow ends because its lead is not in the ledger: the ledger was created anew."""

T = TypeVar("T")


def guarded(planner: Planner, enrolment: str, work: Callable[[], T]) -> T | Wait | Finish:
    """Return the result of `work`, or the move after a failure. Raises ApplicationError to be tried again."""
    try:
        return work()
    except NotNowError as later:
        raise ApplicationError(
            str(later), type="NotNow", next_retry_delay=later.after, category=ApplicationErrorCategory.BENIGN
        ) from None
    except UnavailableError as outage:
        raise ApplicationError(str(outage), type="Unavailable") from None
    except Exception as error:  # noqa: BLE001  any error: it must neither lose the lead nor be tried for ever
        return _counted(planner, enrolment, error)


def _counted(planner: Planner, enrolment: str, error: Exception) -> Wait | Finish:
    """Count an unexpected error; raise it without its message, which may contain anything, or hold the lead."""
    name = uuid4().hex[:12]
    log.error("unexpected error", exc_info=error, extra={"action": "trouble", "error": name, "enrolment": enrolment})
    held = Wait(hold=HoldName.ENGINE, key=name)
    try:
        with planner.begin() as unit:
            finished = enrolment_rows.get(unit.tx, enrolment).enrolment.finished
            if finished is not None:
                return Finish(reason=finished)
            if enrolments.count_error(unit.tx, enrolment) >= TRIES:
                enrolments.set_move(unit.tx, enrolment, held, at=unit.now)
                return held
    except NotFoundError:
        return Finish(reason=GONE)
    except CadenceError as outage:
        raise ApplicationError(str(outage), type=type(outage).__name__) from None
    raise ApplicationError(f"error {name}: the worker's log has the details", type=type(error).__name__) from None
