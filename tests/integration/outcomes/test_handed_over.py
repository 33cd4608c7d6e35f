"""Is news that its writer hands over what the ledger says, and is it delivered without reading it, once?"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event

from cadence.channels.provider import CarrierReport
from cadence.domain import Outcome
from cadence.domain.payloads import LeadInput, TouchResult
from cadence.domain.touch_record import Stored
from cadence.engine.outbox import NEWS, OutboxRelay
from cadence.engine.outcomes.planner import Planner
from cadence.engine.outcomes.reports import record_report
from cadence.engine.outcomes.writing import EventResult
from cadence.engine.temporal_client import TemporalClient
from cadence.ledger.touches import news
from cadence.ledger.touches.news import News
from tests.integration.api.town import Town
from tests.integration.outcomes.conftest import NOON


class Answering(TemporalClient):
    """A Temporal client that records its calls."""

    def __init__(self) -> None:
        self.completed: list[TouchResult] = []
        self.woken: list[LeadInput] = []

    def complete(self, enrolment: str, key: str, result: TouchResult) -> bool:
        """Note the result of a call."""
        self.completed.append(result)
        return True

    def wake(self, lead: LeadInput) -> bool:
        """Record which workflow it was for."""
        self.woken.append(lead)
        return True


@contextmanager
def asked(engine: Engine) -> Iterator[list[str]]:
    """Return the statements that are run inside the block."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


def ended(town: Town, planner: Planner, outcome: Outcome = Outcome.BUSY) -> EventResult:
    """Record the end of a call to a new person."""
    return reported(planner, town.call(town.enrol()), outcome, "busy")


def reported(planner: Planner, touch: Stored, outcome: Outcome, status: str) -> EventResult:
    """Record the carrier's report on a touch."""
    report = CarrierReport(sid=touch.sid or "", status=status, at=NOON, outcome=outcome)
    return record_report(planner, touch.touch.id, report)


def stored(town: Town, written: EventResult) -> list[News]:
    """Read the news that was written, unless it was delivered."""
    with town.ledger.begin() as tx:
        return news.just_written(tx, written.news, NEWS, {})


def test_the_end_of_a_call_is_handed_over_as_it_is_stored(town: Town, planner: Planner) -> None:
    """The activity of the call gets the plan, the step and the outcome from it."""
    written = ended(town, planner)

    assert len(written.news) == 1
    assert list(written.known) == stored(town, written)


def test_an_outcome_of_a_message_is_handed_over_as_it_is_stored(town: Town, planner: Planner) -> None:
    """It came after the activity had ended, and changes the plan: the workflow is woken."""
    written = reported(planner, town.message(town.enrol()), Outcome.UNDELIVERED, "undelivered")

    assert len(written.news) == 1
    assert list(written.known) == stored(town, written)


def test_what_is_handed_over_is_delivered_with_one_statement(town: Town, planner: Planner) -> None:
    """It is only marked as delivered."""
    written, temporal = ended(town, planner), Answering()
    outbox = OutboxRelay(town.ledger, temporal, town.clock)
    with asked(town.ledger.engine) as statements:
        assert outbox.deliver(written.news, written.known) == 1

    assert [statement.split()[:2] for statement in statements if "alembic" not in statement] == [
        ["UPDATE", "news"],
        *([["UPDATE", "enrolments"]] if not written.known[0].started else []),
    ]
    assert [(result.next, result.outcome) for result in temporal.completed] == [(written.move, "busy")]
    assert stored(town, written) == []


@pytest.mark.parametrize("by_another", [True, False])
def test_what_was_handed_over_too_long_ago_is_read(town: Town, planner: Planner, *, by_another: bool) -> None:
    """The reconciler may have delivered it by then, and the workflow is not told twice."""
    written, temporal = ended(town, planner), Answering()
    if by_another:
        with town.ledger.begin() as tx:
            news.mark_delivered(tx, written.news, at=NOON)
    later = replace(town.clock, origin=NOON + timedelta(seconds=3), speed=1.0)
    old = [replace(item, at=item.at - timedelta(hours=1)) for item in written.known]

    assert OutboxRelay(town.ledger, temporal, later).deliver(written.news, old) == (0 if by_another else 1)
    assert len(temporal.completed) == (0 if by_another else 1)


def test_news_that_nobody_delivered_is_found_in_the_ledger(town: Town, planner: Planner) -> None:
    """The process ended after its commit: nothing of what it knew is needed (law 3)."""
    written, temporal = ended(town, planner), Answering()
    later = replace(town.clock, origin=NOON + timedelta(minutes=1), speed=1.0)
    OutboxRelay(town.ledger, temporal, later).deliver_page(after=min(written.news) - 1)

    assert [result.next for result in temporal.completed] == [written.move]
    assert stored(town, written) == []
