"""Is each fact an event, once and in order, however transactions overlap?"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Thread
from uuid import uuid4

import pytest
from sqlalchemy import Connection, text

from cadence.domain import Channel, Disposition, Outcome, PauseScope
from cadence.domain.clock import utc_now
from cadence.domain.errors import NotFoundError
from cadence.domain.events import KEPT_DAYS, EventType, OutgoingEvent
from cadence.ledger.campaigns import campaigns, enrolments, pauses
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.events import stream
from cadence.ledger.people import consents, erasure, suppressions
from cadence.ledger.people.suppressions import NewSuppression
from cadence.ledger.touches import callbacks, inbound, tasks, touches
from cadence.ledger.touches.callbacks import NewCallback
from tests.integration.facts_and_events import differences
from tests.integration.ledger.world import NOON, World
from tests.waiting import PATIENCE

SETTLED = {"state": "settled", "outcome": "sent", "ended_at": NOON, "sid": "SM1"}


def events_of(ledger: Ledger, *, after: stream.Position = stream.BEGINNING) -> list[OutgoingEvent]:
    """Return every event that can be read now."""
    with ledger.begin() as tx:
        return [placed.event for placed in stream.read(tx, after, limit=1000)]


def types(ledger: Ledger) -> list[str]:
    """Return the types of all events in order."""
    return [str(event.type) for event in events_of(ledger)]


def stop(connection: Connection, lead: str) -> None:
    """Let a person opt out."""
    suppressions.suppress_person(connection, lead, NewSuppression(source="reply"), at=NOON)


@pytest.fixture(autouse=True)
def each_fact_has_its_event(ledger: Ledger) -> Iterator[None]:
    """Whatever a test does, facts and events agree at its end."""
    yield
    with ledger.begin() as tx:
        assert differences(tx) == []


def test_the_story_of_a_lead(world: World) -> None:
    """From the launch to the erasure, each event in its order; a refused touch and a trial of nothing are no events."""
    lead = world.lead()
    touch = world.reserved(enrolment := world.enrol(lead), channel=Channel.CALL)
    with world.ledger.begin() as tx:
        touches.change(tx, touch.id, SETTLED | {"outcome": "answered"})
        touches.change(tx, touch.id, {"disposition": Disposition.CALLBACK})
        callbacks.promise(tx, NewCallback(lead=lead, enrolment=enrolment.id, at=NOON, ref=f"touch:{touch.id}"), at=NOON)
        touches.change(tx, touch.id, {"disposition": Disposition.CONVERTED})
        enrolments.finish(tx, enrolment.id, "converted", at=NOON)
        stop(tx, lead)
        stop(tx, lead)  # nothing new
        erasure.erase(tx, lead, at=NOON)
    told = events_of(world.ledger)

    assert [str(event.type) for event in told] == [
        *("campaign.launched", "touch.ended", "disposition", "callback.promised", "disposition", "lead.converted"),
        *("enrolment.ended", "callback.missed", "lead.opted_out", "lead.erased"),
    ]
    assert [event.seq for event in told[1:]] == [*range(1, 10)]
    assert {event.subject for event in told[1:]} == {f"leads/{lead}"}
    assert told[1].data["outcome"] == "answered"
    assert told[1].data["campaign"] == "spring"
    assert (told[4].data["disposition"], told[4].data["before"]) == ("converted", "callback")
    assert told[5].data["touch"] == touch.id


def test_a_lead_is_converted_once_in_a_visit(world: World) -> None:
    """By whatever comes first: the end, a late or corrected word, an order while a call promised afterwards is open."""
    first, second = world.enrol(), world.enrol()
    touch = world.reserved(first, channel=Channel.CALL)
    columns = "SELECT (jsonb_populate_record(e, CAST(:other AS jsonb))).* FROM enrolments e WHERE e.id = :id"
    with world.ledger.begin() as tx:
        enrolments.finish(tx, first.id, "converted", at=NOON)
        for word in (Disposition.CONVERTED, Disposition.REFUSED, Disposition.CONVERTED):
            touches.change(tx, touch.id, {"disposition": word})
        enrolments.finish(tx, second.id, "completed", at=NOON)
        for visit in (first, second, second):
            other = json.dumps({"id": str(uuid4()), "kind": "callback", "finished": "converted"})
            tx.execute(text(f"INSERT INTO enrolments {columns}"), {"id": visit.id, "other": other})
    converted = [event for event in events_of(world.ledger) if event.type is EventType.LEAD_CONVERTED]

    assert [(event.subject, event.data["touch"]) for event in converted] == [
        (f"leads/{world.lead_of(first)}", None),
        (f"leads/{world.lead_of(second)}", None),
    ]


def test_a_later_report_is_an_event_of_its_own(world: World) -> None:
    """Who counts `touch.ended` counts each touch once."""
    touch = world.reserved(world.enrol())
    with world.ledger.begin() as tx:
        touches.change(tx, touch.id, SETTLED)
        touches.change(tx, touch.id, {"status": "sending"})  # says nothing that counts
        touches.change(tx, touch.id, {"outcome": "delivered"})
    told = events_of(world.ledger)

    assert [str(event.type) for event in told[1:]] == ["touch.ended", "touch.updated"]
    assert told[2].data["outcome"] == "delivered"


def test_a_refused_step_is_an_event(world: World) -> None:
    """With the rules, so that somebody outside sees why a person was not contacted."""
    with world.ledger.begin() as tx:
        touches.skip(tx, world.touch(world.enrol()), version=1, rules=["es.consent"], scope="step")
    told = events_of(world.ledger)[-1]

    assert told.type is EventType.TOUCH_SKIPPED
    assert (told.data["rules"], told.data["scope"]) == (["es.consent"], "step")


def test_a_promise_is_kept_once_and_missed_once(world: World) -> None:
    """A call that never rang keeps nothing; the second try that rang does."""
    lead = world.lead()
    enrolment = world.enrol(lead)
    with world.ledger.begin() as tx:
        promised = callbacks.promise(tx, NewCallback(lead=lead, enrolment=enrolment.id, at=NOON, ref="api:1"), at=NOON)
        other = callbacks.promise(tx, NewCallback(lead=lead, enrolment=enrolment.id, at=NOON, ref="api:2"), at=NOON)
    cause = world.touch(enrolment).cause
    kind = type(cause)(kind="callback", ref=promised.id)  # type: ignore[arg-type]
    for attempt, outcome in enumerate((Outcome.FAILED, Outcome.NO_ANSWER, Outcome.ANSWERED), start=1):
        touch = world.reserved(enrolment, channel=Channel.CALL, cause=kind, attempt=attempt)
        with world.ledger.begin() as tx:
            touches.change(tx, touch.id, {"state": "settled", "outcome": outcome, "ended_at": NOON})
    with world.ledger.begin() as tx:
        enrolments.finish(tx, enrolment.id, "completed", at=NOON)
    told = [(str(event.type), event.data["callback"]) for event in events_of(world.ledger) if "callback" in event.type]

    assert told[2:] == [("callback.kept", promised.id), ("callback.missed", other.id)]


def test_replies_consents_tasks_and_pauses_are_events(world: World) -> None:
    """What a person sends, what they agree to, what is to do, and what is paused."""
    lead = world.lead()
    (number,) = world.number_ids(lead)
    with world.ledger.begin() as tx:
        unknown = inbound.NewInbound(channel=Channel.SMS, number=number, sender="s", at=NOON, body="BAJA")
        message = inbound.record(tx, unknown).inbound
        inbound.attribute(tx, message, lead)
        given = consents.NewConsent(channel=Channel.SMS, given=True, lead=lead, number=number)
        consents.record(tx, given, at=NOON)
        consents.record(tx, consents.NewConsent(channel=Channel.SMS, given=False, lead=None, number=number), at=NOON)
        task = tasks.add(
            tx, tasks.NewTask(ref=message.id, kind="reply", title="read it", lead=lead), at=NOON
        ).scalar_one()
        tasks.renew(tx, task, tasks.NewTask(ref=message.id, kind="reply", title="read both", lead=lead))
        tasks.finish_of(tx, message.id, by="ops", at=NOON)
    with world.ledger.begin() as tx:
        pauses.begin(tx, pauses.PauseOrder(scope=PauseScope.CAMPAIGN, value="spring", actor="ops"), at=NOON)
        pauses.begin(tx, pauses.PauseOrder(scope=PauseScope.LEAD, value=lead, actor="ops"), at=NOON)
        pauses.end(tx, PauseScope.CAMPAIGN, "spring", at=NOON, actor="ops")
    told = events_of(world.ledger)[1:]

    assert [(str(event.type), event.subject.partition("/")[0]) for event in told] == [
        ("reply.received", "inbound"),
        ("reply.attributed", "leads"),
        ("consent.given", "leads"),
        ("consent.revoked", "numbers"),
        ("task.created", "leads"),
        ("task.created", "leads"),
        ("task.done", "leads"),
        ("campaign.paused", "campaigns"),
        ("campaign.paused", "leads"),
        ("campaign.resumed", "campaigns"),
    ]
    assert told[5].data["replaces"] == str(task)


def test_a_fact_that_is_rolled_back_is_no_event(world: World) -> None:
    """It is in the fact's transaction, and its number is given to the next one."""
    lead = world.lead()
    with transaction(world.ledger) as tx:
        stop(tx, lead)
        tx.rollback()
    with world.ledger.begin() as tx:
        stop(tx, lead)

    assert [(str(event.type), event.seq) for event in events_of(world.ledger)[1:]] == [("lead.opted_out", 1)]


@contextmanager
def transaction(ledger: Ledger) -> Iterator[Connection]:
    """A transaction that the test ends itself."""
    with ledger.engine.connect() as connection:
        yield connection


def test_no_event_is_missed_when_transactions_commit_out_of_order(world: World) -> None:
    """The second one to begin commits first: nobody may read past the first, whose event has a lower number."""
    first, second, third = (world.lead() for _ in range(3))
    seen: list[str] = []
    position = stream.BEGINNING

    def read() -> None:
        nonlocal position
        with world.ledger.begin() as tx:
            page = stream.read(tx, position, limit=2)
        seen.extend(placed.event.subject for placed in page)
        position = page[-1].position if page else position

    read()
    with transaction(world.ledger) as slow, transaction(world.ledger) as fast:
        stop(slow, first)
        stop(fast, second)
        fast.commit()
        read()
        assert seen == ["campaigns/spring"]
        stop(fast, third)
        slow.commit()
        read()
        fast.commit()
    read()

    assert seen == ["campaigns/spring", f"leads/{first}", f"leads/{second}", f"leads/{third}"]


def test_events_of_a_lead_are_read_in_order_whichever_transaction_began_first(world: World) -> None:
    """An older transaction may come to a lead after a younger one. By the numbers of transactions it would be first."""
    lead, other = world.lead(), world.lead()
    with transaction(world.ledger) as older, transaction(world.ledger) as younger:
        stop(older, other)
        stop(younger, lead)
        younger.commit()
        suppressions.lift_person(older, lead, NewSuppression(source="command"), at=NOON)
        older.commit()
    told = [event for event in events_of(world.ledger) if event.subject == f"leads/{lead}"]

    assert [(str(event.type), event.seq) for event in told] == [("lead.opted_out", 1), ("lead.opt_out_lifted", 2)]


def test_the_numbers_of_a_lead_are_in_the_order_of_commits(world: World) -> None:
    """A second transaction waits for the first one's number."""
    lead = world.lead()
    consent = consents.NewConsent(channel=Channel.SMS, given=True, lead=lead)

    def give() -> None:
        with world.ledger.begin() as tx:
            consents.record(tx, consent, at=NOON)

    with transaction(world.ledger) as first:
        stop(first, lead)
        waiting = Thread(target=give)
        waiting.start()
        waiting.join(0.3)
        assert waiting.is_alive()
        first.commit()
    waiting.join(PATIENCE)

    assert types(world.ledger)[1:] == ["lead.opted_out", "consent.given"]


def test_pages_go_on_where_the_last_one_ended(world: World) -> None:
    """By the id of the last event; an id that is not kept says so."""
    for _ in range(5):
        lead = world.lead()
        with world.ledger.begin() as tx:
            stop(tx, lead)
    everything = events_of(world.ledger)
    with world.ledger.begin() as tx:
        third = stream.position_of(tx, everything[2].id)
        page = stream.read(tx, third, limit=2)
        only = stream.read(tx, stream.BEGINNING, limit=9, types=[EventType.CAMPAIGN_LAUNCHED])
        with pytest.raises(NotFoundError, match="older than 30 days"):
            stream.position_of(tx, str(uuid4()))

    assert [placed.event for placed in page] == everything[3:5]
    assert [placed.event for placed in only] == everything[:1]


def test_events_are_kept_for_thirty_days(world: World) -> None:
    """From when they were written, however old their fact is. Then they are deleted, and numbers go on."""
    lead = world.lead()
    with world.ledger.begin() as tx:
        stop(tx, lead)
    with transaction(world.ledger) as tx:
        assert stream.forget(tx, now=utc_now() + timedelta(days=KEPT_DAYS - 1)) == 0
        assert stream.forget(tx, now=utc_now() + timedelta(days=KEPT_DAYS, seconds=1)) == 2
        suppressions.lift_person(tx, lead, NewSuppression(source="command"), at=NOON)
        left = tx.execute(text("SELECT type, seq FROM events")).all()
        tx.rollback()  # the check of every test counts from the beginning

    assert [tuple(row) for row in left] == [("lead.opt_out_lifted", 2)]


def test_a_restored_ledger_goes_on(world: World) -> None:
    """Transactions are numbered anew on another server; what was written before must not wait for its number."""
    lead = world.lead()
    with world.ledger.begin() as tx:
        stop(tx, lead)
        tx.execute(text("UPDATE events SET horizon = horizon + 1000000"))
        tx.execute(text("UPDATE event_positions SET horizon = horizon + 1000000"))
    with world.ledger.begin() as tx:
        suppressions.lift_person(tx, lead, NewSuppression(source="command"), at=NOON)
    assert events_of(world.ledger) == []

    with world.ledger.begin() as tx:
        assert stream.order_after_restore(tx)
    with world.ledger.begin() as tx:
        assert not stream.order_after_restore(tx)
        stop(tx, lead)

    assert types(world.ledger)[1:] == ["lead.opted_out", "lead.opt_out_lifted", "lead.opted_out"]


def test_a_campaign_that_ends_is_an_event(world: World) -> None:
    """Also one that is launched again."""
    with world.ledger.begin() as tx:
        tx.execute(text("UPDATE campaigns SET state = 'stopped', closed_at = :at"), {"at": NOON})
        campaigns.launch(tx, "trial:spring", '{"campaign":"trial:spring"}', at=NOON)

    assert types(world.ledger) == ["campaign.launched", "campaign.ended"]
