"""Is anything lost when PostgreSQL or Temporal is down? And does Temporal hear of it when it is up?"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from temporalio.client import Client, WorkflowHandle
from temporalio.worker import Worker

from cadence.api.app import api_app, webhooks_app
from cadence.api.dependencies import Dependencies
from cadence.app.settings import Settings
from cadence.app.temporal import connect
from cadence.domain import Attempt, Cause, CauseKind, Channel, Enrolment, Finish, Outcome, names
from cadence.domain.clock import Clock
from cadence.engine.outbox import lead_input
from cadence.engine.temporal_client import TemporalClient
from cadence.ledger.db.ledger import Ledger
from cadence.local.stack import Postgres, TemporalServer
from tests.integration.api.conftest import PUBLIC
from tests.integration.api.town import API_TOKEN, Carrier, Town, serving
from tests.waiting import PATIENCE, until
from tests.workflow.parts import Hands
from workflows.lead import LeadWorkflow


@pytest.fixture
def postgres_down(postgres: Postgres, ledger: Ledger) -> Callable[[], Any]:
    """A database that throws everybody out and lets nobody in, while the block lasts."""
    name = ledger.engine.url.database

    @contextmanager
    def down() -> Iterator[None]:
        postgres.run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        postgres.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")  # noqa: S608  our own
        try:
            yield
        finally:
            postgres.run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")

    return down


def test_without_postgresql_every_callback_is_503_and_comes_again(
    town: Town, carrier: Carrier, postgres_down: Callable[[], Any]
) -> None:
    """A 2xx would be a promise that it is written down; 503 makes the carrier say it again (protocol §2.2)."""
    person = town.number()
    enrolment = town.enrol(person)
    sent, call = town.message(enrolment), town.call(enrolment)
    stop = {"MessageSid": f"SM{uuid4().hex}", "From": person, "To": "+34910000001", "Body": "BAJA"}
    words = [
        (f"/twilio/message/{sent.touch.id}", {"MessageSid": sent.sid or "", "MessageStatus": "delivered"}),
        (f"/twilio/call/{call.touch.id}", {"CallSid": call.sid or "", "CallStatus": "in-progress"}),
        (f"/twilio/voice/{call.touch.id}", {"CallSid": call.sid or "", "AnsweredBy": "human"}),
        (f"/twilio/dial/{call.touch.id}", {"CallSid": call.sid or "", "DialCallStatus": "completed"}),
        ("/twilio/inbound", stop),
    ]
    with postgres_down():
        refused = [carrier.says(*said) for said in words]
        assert carrier.client.get("/health").status_code == 200
        assert carrier.client.get("/ready").status_code == 503

    assert [one.status_code for one in refused] == [503] * 5
    assert all(int(one.headers["Retry-After"]) > 0 for one in refused)
    assert town.suppressed(enrolment) == 0

    assert [carrier.says(*said).status_code for said in words] == [204, 204, 200, 200, 204]
    assert town.stored(sent.touch.id).touch.outcome is Outcome.DELIVERED
    assert town.stored(call.touch.id).touch.outcome is Outcome.ANSWERED
    assert town.suppressed(enrolment) == 1


def test_without_postgresql_the_api_says_so(
    town: Town, office: httpx.Client, postgres_down: Callable[[], Any], caplog: pytest.LogCaptureFixture
) -> None:
    """What happened, and that it is safe to send it again; the number stands nowhere."""
    person = town.number()
    with postgres_down():
        answer = office.post("/api/suppressions", json={"number": person})

    assert answer.status_code == 503
    assert "PostgreSQL" in answer.json()["error"]
    assert "safe" in answer.json()["next"]
    assert person not in answer.text + caplog.text
    assert office.post("/api/suppressions", json={"number": person}).status_code == 200


def test_without_temporal_everything_is_taken_and_left_to_the_reconciler(
    town: Town, carrier: Carrier, caplog: pytest.LogCaptureFixture
) -> None:
    """The ledger is the truth: the answer does not wait, and the news waits to be delivered."""
    caplog.set_level(logging.WARNING)
    person = town.number()
    enrolment = town.enrol(person)
    town.message(enrolment)

    assert carrier.writes(person, "BAJA").status_code == 204

    until(lambda: "bell_unreachable" in {getattr(one, "action", "") for one in caplog.records})
    undelivered = "SELECT count(*) FROM news WHERE enrolment_id = :id AND delivered_at IS NULL"
    assert town.ask(undelivered, id=enrolment.id) == 1


@pytest.fixture
def hearing(make_ear: Callable[..., Dependencies], temporal_server: TemporalServer) -> Dependencies:
    """What a web server has whose bell is there."""
    settings = Settings.from_env({"TEMPORAL_ADDRESS": temporal_server.address})
    return make_ear(temporal_client=TemporalClient.in_thread(lambda: connect(settings, lazy=True)))


@pytest.fixture
def hearing_aid(hearing: Dependencies) -> Iterator[httpx.Client]:
    """Its port for webhooks."""
    with serving(webhooks_app(hearing)) as address, httpx.Client(base_url=address, timeout=PATIENCE) as client:
        yield client


@pytest.fixture
def desk(hearing: Dependencies) -> Iterator[httpx.Client]:
    """Its port for the API."""
    with serving(api_app(hearing)) as address, httpx.Client(base_url=address, timeout=PATIENCE) as client:
        yield client


@pytest.fixture
async def hands(temporal: Client) -> AsyncIterator[Hands]:
    """Activities of which a call waits for its end to be reported."""
    hands = Hands()
    hands.asynchronous = True
    queue = names.touch_queue(Channel.CALL, "sales")
    workflows = Worker(temporal, task_queue=names.WORKFLOWS, workflows=[LeadWorkflow], activities=[hands.plan])
    async with workflows, Worker(temporal, task_queue=queue, activities=[hands.call]):
        yield hands


async def start(temporal: Client, enrolment: Enrolment, clock: Clock) -> "WorkflowHandle[Any, Any]":
    """Start the workflow of an enrolment, whose first move is a call that is due."""
    cause = Cause(kind=CauseKind.STEP, ref="talk")
    first = Attempt(at=clock.now(), channel=Channel.CALL, cause=cause, step="talk", floor="sales")
    assert await asyncio.to_thread(
        TemporalClient(temporal, asyncio.get_running_loop()).start, lead_input(enrolment.id, "harbour", first, 3, clock)
    )
    return temporal.get_workflow_handle(names.lead_workflow_id(enrolment.id))


async def results(handle: "WorkflowHandle[Any, Any]") -> list[dict[str, Any]]:
    """What activities have answered so far, as an auditor reads it in the history."""
    completed = [
        event.activity_task_completed_event_attributes.result.payloads[0].data
        async for event in handle.fetch_history_events()
        if event.HasField("activity_task_completed_event_attributes")
    ]
    return [json.loads(one) for one in completed]


async def test_the_end_of_a_call_reaches_the_activity_that_waits_for_it(
    town: Town, hearing_aid: httpx.Client, temporal: Client, hands: Hands, clock: Clock
) -> None:
    """By its key, with what came of it and what comes next; the news is delivered then."""
    enrolment = town.enrol()
    call = town.call(enrolment)
    handle = await start(temporal, enrolment, clock)
    await hands.begun.wait()
    busy = {"CallSid": call.sid or "", "CallStatus": "busy"}

    said = Carrier(hearing_aid, PUBLIC).says
    assert (await asyncio.to_thread(said, f"/twilio/call/{call.touch.id}", busy)).status_code == 204

    await asyncio.to_thread(until, lambda: delivered(town, enrolment))
    told = await results(handle)
    assert [(one["step"], one["outcome"], one["next"]["kind"]) for one in told] == [("talk", "busy", "attempt")]
    assert town.move(enrolment)["attempt"] == 2
    await handle.terminate()


async def test_a_disposition_wakes_the_lead(
    town: Town, desk: httpx.Client, temporal: Client, hands: Hands, clock: Clock
) -> None:
    """The workflow looks into the ledger at once instead of waiting for the wrap-up to pass."""
    enrolment = town.enrol()
    call = town.answered(enrolment)
    hands.after_plan = [Finish(reason="converted")]
    waiting = lead_input(enrolment.id, "harbour", _later(clock), 3, clock)
    assert await asyncio.to_thread(TemporalClient(temporal, asyncio.get_running_loop()).start, waiting)
    handle = temporal.get_workflow_handle(names.lead_workflow_id(enrolment.id))
    headers = {"Authorization": f"Bearer {API_TOKEN}"}
    body = {"touch": call.touch.id, "disposition": "converted"}

    answer = await asyncio.to_thread(desk.post, "/api/dispositions", json=body, headers=headers)

    assert answer.status_code == 200
    assert await asyncio.wait_for(handle.result(), PATIENCE) == "converted"
    await asyncio.to_thread(until, lambda: delivered(town, enrolment))


def _later(clock: Clock) -> Attempt:
    """A call in a month."""
    cause = Cause(kind=CauseKind.STEP, ref="talk")
    return Attempt(at=clock.now() + timedelta(days=30), channel=Channel.CALL, cause=cause, step="talk", floor="sales")


def delivered(town: Town, enrolment: Enrolment) -> bool:
    """Whether nothing is left to tell."""
    statement = "SELECT count(*) FROM news WHERE enrolment_id = :id AND delivered_at IS NULL"
    return town.ask(statement, id=enrolment.id) == 0
