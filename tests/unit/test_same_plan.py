"""When is a plan another plan? Only then is a workflow woken for it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cadence.domain import Attempt, Cause, CauseKind, Channel, Finish, HoldName, Move, Wait
from cadence.engine.outcomes.planner import same_plan

NOW = datetime(2027, 3, 9, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
TRY = Attempt(at=NOW + HOUR, channel=Channel.SMS, cause=Cause(kind=CauseKind.STEP, ref="hello"), step="hello")


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        (TRY, TRY, True),  # nothing has changed
        (replace(TRY, at=NOW - HOUR), replace(TRY, at=NOW), True),  # it is due either way: perhaps it is in its queue
        (TRY, replace(TRY, at=NOW), False),  # it has come forward
        (TRY, replace(TRY, at=NOW + 2 * HOUR), False),  # it has been put off
        (TRY, replace(TRY, attempt=2), False),  # another try
        (TRY, Wait(hold=HoldName.RUNNING, key="all:"), False),  # it is held now
        (Wait(at=NOW, hold=HoldName.WRAP_UP), Wait(at=NOW, hold=HoldName.WRAP_UP), True),  # it waits for the same
        (Wait(hold=HoldName.ZONE), Finish(reason="opted_out"), False),  # it is over
        (None, TRY, False),  # there was no plan
    ],
)
def test_a_plan_is_the_same_when_a_workflow_would_do_no_different(old: Move | None, new: Move, same: bool) -> None:
    """News costs a workflow task and may take a call back from its queue: it is written only when it matters."""
    assert same_plan(old, new, NOW) is same
