"""Does the story of a lead have what its workflow decided, whichever kind of activity decided it?"""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from temporalio.client import WorkflowHistory

from cadence.cli.reading.histories import _told
from cadence.domain.clock import Clock

HISTORIES = Path(__file__).parents[2] / "workflow" / "histories"
BEGINNING = datetime(2026, 11, 30, tzinfo=UTC)


@pytest.mark.parametrize(("name", "plans"), [("decided_at_once", 2), ("decided_after_an_outage", 1)])
def test_what_a_local_activity_planned_is_told_as_well(name: str, plans: int) -> None:
    """It leaves a marker in the history, and no activity. One that failed leaves no plan."""
    history = WorkflowHistory.from_json("lead", (HISTORIES / f"{name}.json").read_text(encoding="utf-8"))
    clock = Clock(origin=BEGINNING, started=BEGINNING, speed=1.0)

    events = [entry.kind for event in history.events for entry in _told(event, {}, clock)]

    assert events.count("plan") == plans
