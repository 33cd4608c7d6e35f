"""Are reports that are recorded together each recorded, once, and answered only when they are?"""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from sqlalchemy import event, text

from cadence.api.report_batches import ReportBatches
from cadence.channels.provider import CarrierReport
from cadence.domain import Outcome
from cadence.domain.errors import NotFoundError, UnavailableError
from cadence.engine.outcomes.planner import Planner
from cadence.engine.outcomes.reports import record_report, record_together
from cadence.engine.outcomes.writing import EventResult
from cadence.ledger.db import locks
from cadence.ledger.touches.locked import lock_touch
from cadence.ledger.touches.touch_rows import Stored
from tests.integration.api.town import Carrier, Town, report
from tests.waiting import until

UNKNOWN = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(scope="module")
def planner(town: Town) -> Planner:
    """Who records."""
    return Planner(town.ledger, town.clock)


class Written:
    """What was recorded together, what alone, and what followed."""

    def __init__(self, planner: Planner) -> None:
        self.planner = planner
        self.together: list[list[str]] = []
        self.alone: list[str] = []

    def batches(self) -> ReportBatches:
        """Batches on the ledger that note what they do."""

        def together(reports: Mapping[str, CarrierReport]) -> dict[str, EventResult]:
            self.together.append(list(reports))
            return record_together(self.planner, reports)

        def alone(touch: str, said: CarrierReport) -> EventResult:
            self.alone.append(touch)
            return record_report(self.planner, touch, said)

        return ReportBatches(together, alone, after=lambda _: None)

    def record(self, *reports: tuple[str, CarrierReport]) -> list[BaseException | None]:
        """Record these at once, and return what each request gets."""

        async def every() -> list[BaseException | None]:
            batches = self.batches()
            try:
                return await asyncio.gather(*(batches.record(*one) for one in reports), return_exceptions=True)
            finally:
                batches.close()

        return asyncio.run(every())


@pytest.fixture
def written(planner: Planner) -> Written:
    """The planner that records the reports."""
    return Written(planner)


def says(town: Town, message: Stored, outcome: Outcome) -> tuple[str, CarrierReport]:
    """The carrier's word on a message, for the touch that it is about."""
    return message.touch.id, replace(report(message, str(outcome), outcome), at=town.clock.now())


def arrived(town: Town, *messages: Stored) -> list[tuple[str, CarrierReport]]:
    """The carrier has delivered these messages."""
    return [says(town, message, Outcome.DELIVERED) for message in messages]


def planned_messages(town: Town, planner: Planner, count: int) -> list[Stored]:
    """Messages that were sent, each to a lead with a planned next step."""
    messages = [town.message(town.enrol()) for _ in range(count)]
    for message in messages:
        with planner.begin() as unit:
            unit.plan(message.touch.enrolment)
    return messages


def test_reports_that_change_no_plan_are_recorded_together(town: Town, planner: Planner, written: Written) -> None:
    """They wake nobody, and the plans stay as they are."""
    messages = planned_messages(town, planner, 5)
    plans = [town.ask("SELECT move FROM enrolments WHERE id = :id", id=one.touch.enrolment) for one in messages]

    assert written.record(*arrived(town, *messages)) == [None] * 5

    assert written.together == [[one.touch.id for one in messages]]
    assert written.alone == []
    assert {town.stored(one.touch.id).touch.outcome for one in messages} == {Outcome.DELIVERED}
    assert [town.ask("SELECT move FROM enrolments WHERE id = :id", id=one.touch.enrolment) for one in messages] == plans
    news = "SELECT count(*) FROM news WHERE enrolment_id = ANY (CAST(:ids AS uuid[]))"
    assert town.ask(news, ids=[one.touch.enrolment for one in messages]) == 0


def test_a_report_that_changes_a_plan_is_recorded_alone(town: Town, planner: Planner, written: Written) -> None:
    """Its workflow has to hear of it; the others need not wait for that."""
    good, bad = planned_messages(town, planner, 2)

    assert written.record(*arrived(town, good), says(town, bad, Outcome.UNDELIVERED)) == [None, None]

    assert written.alone == [bad.touch.id]
    outcomes = [town.stored(one.touch.id).touch.outcome for one in (good, bad)]
    assert outcomes == [Outcome.DELIVERED, Outcome.UNDELIVERED]


def test_two_reports_on_one_touch_are_recorded_one_after_the_other(
    town: Town, planner: Planner, written: Written
) -> None:
    """The second is compared with what the first has left."""
    (message,) = planned_messages(town, planner, 1)
    touch = message.touch.id

    told = written.record(says(town, message, Outcome.SENT), says(town, message, Outcome.DELIVERED))

    assert told == [None, None]
    assert written.together == [[touch], [touch]]
    stored = town.stored(touch)
    assert (stored.status, stored.touch.outcome) == ("delivered", Outcome.DELIVERED)


def test_a_report_on_no_touch_fails_no_other(town: Town, planner: Planner, written: Written) -> None:
    """Its request gets the error; the others are recorded."""
    messages = planned_messages(town, planner, 3)
    first, *rest = arrived(town, *messages)

    told, wrong, *others = written.record(first, (UNKNOWN, first[1]), *rest)

    assert isinstance(wrong, NotFoundError)
    assert [told, *others] == [None, None, None]
    assert {town.stored(one.touch.id).touch.outcome for one in messages} == {Outcome.DELIVERED}


def test_a_report_that_the_ledger_refuses_fails_no_other(town: Town, planner: Planner, written: Written) -> None:
    """One statement writes them all, so each is then recorded alone."""
    messages = planned_messages(town, planner, 3)
    ringing = town.call(town.enrol(), known=False)
    first, *rest = arrived(town, *messages)

    told, wrong, *others = written.record(first, (ringing.touch.id, report(messages[0], "ringing")), *rest)

    assert wrong is not None  # that id is another touch's
    assert [told, *others] == [None, None, None]
    assert sorted(written.alone) == sorted([*(one.touch.id for one in messages), ringing.touch.id])
    assert {town.stored(one.touch.id).touch.outcome for one in messages} == {Outcome.DELIVERED}
    assert town.stored(ringing.touch.id).sid is None


def test_a_locked_lead_holds_up_no_other(town: Town, planner: Planner) -> None:
    """An import may hold a lead for long: what is about others is written meanwhile, and the rest is left."""
    held, *others = planned_messages(town, planner, 3)
    reports = dict(arrived(town, held, *others))
    with town.ledger.begin() as tx:
        lock_touch(tx, held.touch.id)
        assert set(record_together(planner, reports)) == {one.touch.id for one in others}
    assert set(record_together(planner, reports)) == set(reports)


def test_a_locked_number_holds_up_no_other(town: Town, planner: Planner) -> None:
    """A family's number may be locked for another lead."""
    held, other = planned_messages(town, planner, 2)
    with town.ledger.begin() as tx:
        locks.lock_numbers(tx, [held.touch.number or 0])
        assert set(record_together(planner, dict(arrived(town, held, other)))) == {other.touch.id}


def test_batches_in_opposite_orders_do_not_wait_for_each_other(town: Town, planner: Planner) -> None:
    """Two web servers record reports on the same leads at the same time; whatever is left is recorded alone."""
    messages = planned_messages(town, planner, 12)
    orders = [messages, messages[::-1]] * 2
    ready = threading.Barrier(len(orders))

    def record(order: list[Stored]) -> None:
        reports = dict(arrived(town, *order))
        ready.wait()
        done = record_together(planner, reports)
        for touch in reports.keys() - done.keys():
            record_report(planner, touch, reports[touch])

    with ThreadPoolExecutor(len(orders)) as pool:
        list(pool.map(record, orders))

    assert {town.stored(one.touch.id).touch.outcome for one in messages} == {Outcome.DELIVERED}
    kept = "SELECT count(*) FROM contradictions WHERE touch_id = ANY (CAST(:ids AS uuid[]))"
    assert town.ask(kept, ids=[one.touch.id for one in messages]) == 0


def test_an_outage_is_told_to_every_request() -> None:
    """The carrier sends each of them again."""

    def down(*_: Any) -> Any:
        raise UnavailableError("PostgreSQL does not answer.")

    async def every() -> list[BaseException | None]:
        batches = ReportBatches(down, down, after=lambda _: None)
        said = CarrierReport(sid="SM1", status="sent", at=None)  # type: ignore[arg-type]
        return await asyncio.gather(*(batches.record(f"t{i}", said) for i in range(3)), return_exceptions=True)

    assert [type(answer) for answer in asyncio.run(every())] == [UnavailableError] * 3


@contextmanager
def before_commits(town: Town, act: Callable[[], None]) -> Iterator[None]:
    """Do something before each transaction of the ledger is committed."""

    def listener(_: Any) -> None:
        act()

    event.listen(town.ledger.engine, "commit", listener)
    try:
        yield
    finally:
        event.remove(town.ledger.engine, "commit", listener)


def test_a_report_is_answered_after_its_commit(town: Town, planner: Planner, carrier: Carrier) -> None:
    """A carrier that was told yes never sends it again, so nothing may be lost after the answer."""
    (message,) = planned_messages(town, planner, 1)
    may_commit, reached = threading.Event(), threading.Event()

    def hold() -> None:
        reached.set()
        assert may_commit.wait(20)

    with ThreadPoolExecutor(1) as pool, before_commits(town, hold):
        said = {"MessageSid": message.sid or "", "MessageStatus": "delivered"}
        answer = pool.submit(carrier.says, f"/twilio/message/{message.touch.id}", said)
        assert reached.wait(20)
        answered_before = answer.done()
        may_commit.set()
        status = answer.result(20).status_code

    assert not answered_before
    assert status == 204


def test_a_report_counts_although_its_sender_is_gone(
    town: Town, planner: Planner, client: httpx.Client, carrier: Carrier
) -> None:
    """The carrier hangs up after fifteen seconds: what it said is recorded all the same."""
    (message,) = planned_messages(town, planner, 1)
    path = f"/twilio/message/{message.touch.id}"
    said = {"MessageSid": message.sid or "", "MessageStatus": "delivered"}
    body = urlencode(said).encode()
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n"
    head += f"X-Twilio-Signature: {carrier.signature(carrier.public_url + path, said)}\r\n"
    head += "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    address = client.base_url.host, client.base_url.port or 0
    with town.ledger.begin() as tx:
        lock_touch(tx, message.touch.id)
        with socket.create_connection(address) as connection:
            connection.sendall(head.encode() + body)
            until(lambda: waiting_for_a_lock(town))

    until(lambda: town.stored(message.touch.id).touch.outcome is Outcome.DELIVERED)


def waiting_for_a_lock(town: Town) -> bool:
    """Whether a transaction waits for one that holds a lock."""
    with town.ledger.begin() as tx:
        return bool(tx.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted")).scalar())
