"""Is a sender paused when five people in a row get the same unknown code, even if all five are recorded at once?"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from cadence.channels.provider import Accepted, CarrierReport, Rejected
from cadence.domain import Channel, Outcome, PauseScope
from cadence.domain.touch_record import Stored
from cadence.engine.dispatch.record import record
from cadence.engine.outcomes.planner import Planner
from cadence.engine.outcomes.reports import REPEATS, record_report
from cadence.ledger.campaigns import pauses
from cadence.ledger.db.ledger import Ledger
from tests.integration.api.town import OURS, Town, noon
from tests.integration.ledger.conftest import KEY
from tests.waiting import until

HOLD = """
    CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql
        AS 'BEGIN PERFORM pg_advisory_xact_lock_shared(4711); RETURN NULL; END';
    CREATE CONSTRAINT TRIGGER hold AFTER UPDATE ON touches
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION hold()"""
"""Every change of a touch waits for a lock when it commits."""
WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 4711 AND NOT granted"
SENDER = f"sms:{OURS}"
How = Callable[[Planner, Stored, str], object]


@pytest.fixture(scope="module")
def town(fresh_database: Callable[[], str]) -> Iterator[Town]:
    """People and touches. The clock goes on: touches are in the order of their instants."""
    ledger = Ledger(fresh_database(), KEY, connections=20)
    ledger.check_keys()
    yield Town(ledger, noon())
    ledger.close()


@pytest.fixture
def together(town: Town) -> Iterator[Callable[[list[Callable[[], object]]], None]]:
    """Run functions so that all of them have written before the first one commits."""

    def run(functions: list[Callable[[], object]]) -> None:
        with town.ledger.engine.connect() as holder, ThreadPoolExecutor(len(functions)) as pool:
            holder.execute(text("SELECT pg_advisory_lock(4711)"))
            holder.commit()
            running = [pool.submit(function) for function in functions]
            until(lambda: town.ask(WAITING) == len(functions))
            holder.execute(text("SELECT pg_advisory_unlock(4711)"))
            for one in running:
                one.result()

    with town.ledger.begin() as tx:
        tx.execute(text(HOLD))
    yield run
    with town.ledger.begin() as tx:
        tx.execute(text("DROP FUNCTION hold CASCADE"))


def refused(planner: Planner, stored: Stored, code: str) -> object:
    """The carrier refuses the request."""
    return record(planner, stored, Rejected(code=code, outcome=Outcome.FAILED))


def reported(planner: Planner, stored: Stored, code: str) -> object:
    """The carrier took the message, and reports later that it failed."""
    report = CarrierReport(sid="", status="undelivered", at=planner.now(), outcome=Outcome.UNDELIVERED, code=code)
    return record_report(planner, stored.touch.id, report)


def taken(planner: Planner, stored: Stored) -> None:
    """The carrier takes the message."""
    record(planner, stored, Accepted(sid=f"SM{stored.touch.id}", status="queued"))


def delivered(planner: Planner, stored: Stored) -> None:
    """The carrier took the message, and reports later that it arrived."""
    report = CarrierReport(sid="", status="delivered", at=planner.now(), outcome=Outcome.DELIVERED)
    record_report(planner, stored.touch.id, report)


def message(town: Town) -> Stored:
    """A message to somebody new that is about to leave."""
    return town.stored(town.reserve(town.enrol(), "hello", Channel.SMS).id)


def paused(town: Town) -> list[str]:
    """Return why the sender is paused, and go on as after an order to resume."""
    with town.ledger.begin() as tx:
        active = pauses.active(tx)
        for pause in active:
            assert (pause.scope, pause.value) == (PauseScope.SENDER, SENDER)
            pauses.end(tx, pause.scope, pause.value, at=town.clock.now(), actor="ana")
    return [pause.reason for pause in active]


@pytest.mark.parametrize(("how", "code"), [(refused, "29901"), (reported, "39901")])
def test_five_that_fail_at_the_same_moment_pause_their_sender(
    town: Town, planner: Planner, together: Callable[[list[Callable[[], object]]], None], how: How, code: str
) -> None:
    """None of the five sees the others before they are committed; one of them still has to count all five."""
    touches = [message(town) for _ in range(REPEATS)]
    together([lambda stored=stored: how(planner, stored, code) for stored in touches])  # type: ignore[misc]

    assert paused(town) == [f"carrier code {code}, {REPEATS} times in a row"]


def test_a_message_that_arrives_in_between_begins_the_count_again(town: Town, planner: Planner) -> None:
    """Four fail, one arrives, four fail: the sender works. One more failure makes five in a row."""
    code = "29902"
    for _ in range(REPEATS - 1):
        refused(planner, message(town), code)
    delivered(planner, message(town))
    for _ in range(REPEATS - 1):
        refused(planner, message(town), code)
    assert paused(town) == []

    refused(planner, message(town), code)
    assert paused(town) == [f"carrier code {code}, {REPEATS} times in a row"]


def test_a_message_that_nobody_has_reported_on_yet_is_passed_over(town: Town, planner: Planner) -> None:
    """That the carrier took it says nothing: it may fail with the same code in a moment."""
    code = "29903"
    for _ in range(REPEATS - 1):
        refused(planner, message(town), code)
        taken(planner, message(town))
    refused(planner, message(town), code)

    assert paused(town) == [f"carrier code {code}, {REPEATS} times in a row"]


def test_another_code_in_between_begins_the_count_again(town: Town, planner: Planner) -> None:
    """Five failures with two causes are no sign of one."""
    for code in ("29904", "29904", "29905", "29904", "29904"):
        refused(planner, message(town), code)

    assert paused(town) == []
