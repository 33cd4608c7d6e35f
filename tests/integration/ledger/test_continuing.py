"""
Does a ledger that earlier code wrote go on after the upgrade? With leads under way, promises, stops and tasks in it.

`record.py` keeps what each version wrote: 0009 before one phone was one number in every spelling, 0022 with rows in
every table.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from heapq import heapify, heappop, heappush
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from cadence.channels.provider import Accepted, CarrierReport, Received
from cadence.domain import Attempt, CauseKind, Channel, Finish, Outcome, TouchState, Wait
from cadence.engine.dispatch.answers import ReservedTouch, SenderRates
from cadence.engine.dispatch.record import record
from cadence.engine.dispatch.reserve import reserve
from cadence.engine.outcomes.inbound import record_inbound
from cadence.engine.outcomes.planner import Planner
from cadence.engine.outcomes.reports import record_report
from cadence.engine.outcomes.reviews import Review, ReviewDecision, record_review
from cadence.ledger.campaigns import enrolment_queue, enrolment_rows
from cadence.ledger.campaigns.commands import Command
from cadence.ledger.db.hashing import Hasher
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.db.migrate import upgrade
from cadence.ledger.db.shape import revisions
from cadence.ledger.people import people
from cadence.ledger.reading import facts, replay, timeline
from cadence.ledger.tables import metadata
from cadence.ledger.touches import tasks, touch_rows
from cadence.ledger.touches.touch_rows import Stored
from cadence.local.stack import Postgres
from tests.integration.api.town import OURS
from tests.integration.ledger.conftest import KEY
from tests.integration.ledger.recorded import REVISIONS, restore
from tests.integration.outcomes.conftest import lasting

MORNING = datetime(2027, 3, 11, 9, tzinfo=UTC)
"""The morning after the ledgers were recorded."""
RATES = SenderRates(per_sender={"": 1000.0})
MOST = 200
"""More steps than these leads can take."""


@pytest.fixture(scope="module")
def templates(postgres: Postgres) -> dict[str, str]:
    """The names of databases with the ledgers as they were written, by revision."""
    return {revision: restore(postgres, revision) for revision in REVISIONS}


@pytest.fixture(params=REVISIONS)
def revision(request: pytest.FixtureRequest) -> str:
    """The revision of the code that wrote the ledger."""
    return str(request.param)


@pytest.fixture
def upgraded(postgres: Postgres, templates: dict[str, str], revision: str) -> Iterator[Ledger]:
    """A ledger of that revision, upgraded."""
    postgres.run("DROP DATABASE IF EXISTS continuing WITH (FORCE)")
    postgres.run(f"CREATE DATABASE continuing TEMPLATE {templates[revision]}")
    upgrade(postgres.url("continuing"), Hasher(KEY))
    ledger = Ledger(postgres.url("continuing"), KEY, connections=4)
    ledger.check_keys()
    ledger.check_shape()
    yield ledger
    ledger.close()


def test_ledgers_are_recorded_of_two_versions() -> None:
    """An empty folder would hold nothing."""
    assert set(REVISIONS) >= {"0009", "0022"}


def test_the_upgraded_ledger_is_the_one_that_the_tables_describe(upgraded: Ledger) -> None:
    """With rows in it, as without."""
    with upgraded.engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []
    found, wanted = revisions(upgraded.engine)
    assert found == wanted


def open_enrolments(ledger: Ledger) -> list[str]:
    """Return the ids of the enrolments that are open."""
    with ledger.begin() as tx:
        return [str(id_) for id_ in tx.execute(text("SELECT id FROM enrolments WHERE finished IS NULL")).scalars()]


def go_on(ledger: Ledger) -> Counter[str]:
    """
    Let every open lead go on as its workflow does; return how many touches left, by lead.

    The carrier takes everything; calls are busy. Raises AssertionError for a lead that does not come to an end or a
    named hold.
    """
    left: Counter[str] = Counter()
    due = [(MORNING, enrolment) for enrolment in open_enrolments(ledger)]
    heapify(due)
    for _ in range(MOST):
        if not due:
            return left
        now, enrolment = heappop(due)
        planner = Planner(ledger, lasting(now))
        with planner.begin() as unit:
            move = enrolment_rows.get(unit.tx, enrolment).move
            reserved = reserve(unit, enrolment, move, RATES) if isinstance(move, Attempt) else unit.plan(enrolment)
        if isinstance(reserved, ReservedTouch):
            touch = reserved.stored.touch
            left[touch.lead] += 1
            record(planner, reserved.stored, Accepted(sid=f"SM{uuid4().hex}", status="queued"))
            if touch.channel is Channel.CALL:
                end(ledger, touch.id, now + timedelta(seconds=25))
        if isinstance(reserved, Stored):
            end(ledger, reserved.touch.id, now)
        with ledger.begin() as tx:
            then = enrolment_rows.get(tx, enrolment).move
        if then.at is not None and not isinstance(then, Finish):
            heappush(due, (max(then.at, now + timedelta(minutes=1)), enrolment))
    raise AssertionError(f"after {MOST} steps these leads are still under way: {due}")


def end(ledger: Ledger, touch: str, at: datetime) -> None:
    """Report that a call was busy."""
    planner = Planner(ledger, lasting(at))
    with ledger.begin() as tx:
        sid = touch_rows.get(tx, touch).sid or ""
    record_report(planner, touch, CarrierReport(sid=sid, status="busy", at=at, outcome=Outcome.BUSY))


def test_every_lead_goes_on_and_a_stop_stands(upgraded: Ledger, revision: str) -> None:
    """Leads under way come to their end or to a named hold, and nothing is sent to who had said stop."""
    with upgraded.begin() as tx:
        closed = "SELECT DISTINCT person FROM suppressions WHERE person IS NOT NULL AND scope = 'everything'"
        stopped = {str(lead) for lead in tx.execute(text(closed)).scalars()}

    left = go_on(upgraded)

    assert stopped
    with upgraded.begin() as tx:
        known = facts.gather_people(tx, sorted(stopped))
    later = [touch for person in known.values() for touch in person.touches if touch.at >= MORNING]
    sent = {touch.cause.kind for touch in later if touch.lead in stopped and touch.state is not TouchState.SKIPPED}
    assert sent <= {CauseKind.INBOUND}  # the one confirmation of a stop
    if revision == "0022":
        assert sum(left.values()) > 5


def enrolments_of(ledger: Ledger) -> list[enrolment_rows.StoredEnrolment]:
    """Return every enrolment."""
    with ledger.begin() as tx:
        ids = tx.execute(text("SELECT id FROM enrolments")).scalars().all()
        return [enrolment_rows.get(tx, str(id_)) for id_ in ids]


def test_what_was_decided_and_done_can_still_be_read(upgraded: Ledger, revision: str) -> None:
    """Facts of old decisions, campaign versions and the story of each person."""
    planner = Planner(upgraded, lasting(MORNING))
    with planner.begin() as unit:
        for row in enrolments_of(upgraded):
            assert planner.readable(unit.tx, row.enrolment.campaign, row.enrolment.version) is not None
            assert list(timeline.of_lead(unit.tx, row.lead)) != []
        past = replay.page_of(unit.tx, datetime(2027, 1, 1, tzinfo=UTC), MORNING)
    assert bool(past) is (revision == "0022")
    assert all(left.facts.lead.id == left.touch.lead for left in past)


class TestWhatHappensNext:
    """Events that come after the upgrade, about what was written before it."""

    @pytest.fixture
    def revision(self) -> str:
        """Only this ledger has rows of every kind."""
        return "0022"

    def lead(self, ledger: Ledger, key: str) -> str:
        """Return a lead of the list."""
        with ledger.begin() as tx:
            (person,) = people.find(tx, ledger.hasher, key)
        return person.id

    def test_the_report_of_a_call_that_rang_frees_its_agent(self, upgraded: Ledger) -> None:
        """The upgrade came while it rang."""
        lead = self.lead(upgraded, "ringing2")
        with upgraded.begin() as tx:
            (ringing,) = facts.gather_people(tx, [lead])[lead].touches
            assert list(map(str, tx.execute(text("SELECT touch_id FROM permits")).scalars())) == [ringing.id]

        end(upgraded, ringing.id, MORNING)

        with upgraded.begin() as tx:
            assert touch_rows.get(tx, ringing.id).touch.outcome is Outcome.BUSY
            assert list(map(str, tx.execute(text("SELECT touch_id FROM permits")).scalars())) == []

    def test_a_stop_answers_a_message_that_was_sent_before(self, upgraded: Ledger) -> None:
        """It closes the person, and is confirmed."""
        planner = Planner(upgraded, lasting(MORNING))
        message = Received(sid="SM1", channel=Channel.SMS, sender="+34600000002", to=OURS, body="BAJA", at=MORNING)

        settled = record_inbound(planner, message)

        lead = self.lead(upgraded, "sent")
        with upgraded.begin() as tx:
            known = facts.gather_people(tx, [lead])[lead]
        assert [row.source for row in known.suppressions] == ["reply"]
        assert isinstance(settled.move, Attempt)
        assert settled.move.cause.kind is CauseKind.INBOUND

    def test_a_reply_that_waited_is_decided_and_its_person_goes_on(self, upgraded: Ledger) -> None:
        """The task keeps its id and its text."""
        planner, held = Planner(upgraded, lasting(MORNING)), self.lead(upgraded, "held")
        with planner.begin() as unit:
            (task,) = tasks.undecided(unit.tx)
            (waits,) = enrolment_rows.open_of_lead(unit.tx, held)
        assert isinstance(waits.move, Wait)
        assert waits.move.hold == "reply.reviewed"

        order = Command(name="review", actor="ana", origin="test")
        record_review(planner, Review(task=task.id, decision=ReviewDecision.HARMLESS), order)
        with planner.begin() as unit:
            unit.plan(waits.enrolment.id)

        assert go_on(upgraded)[held] > 0

    def test_promised_calls_are_made(self, upgraded: Ledger) -> None:
        """By an agent's word, by an order, and by an order after the end of the cadence."""
        go_on(upgraded)

        for key in ("talked", "promised", "ended"):
            lead = self.lead(upgraded, key)
            with upgraded.begin() as tx:
                causes = {touch.cause.kind for touch in facts.gather_people(tx, [lead])[lead].touches}
            assert CauseKind.CALLBACK in causes, key

    def test_who_waited_is_still_waiting(self, upgraded: Ledger) -> None:
        """Their enrolment comes next."""
        with upgraded.begin() as tx:
            campaign = tx.execute(text("SELECT id FROM campaigns")).scalar_one()
            assert self.lead(upgraded, "waiting") in enrolment_queue.waiting(tx, campaign, limit=10)
