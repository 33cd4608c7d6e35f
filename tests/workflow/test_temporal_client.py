"""Does the bell start, wake and complete, and can everything be rung twice?"""

import asyncio
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from temporalio.client import Client, WorkflowExecutionStatus

from cadence.domain import Channel, Finish, names
from cadence.domain.clock import Clock
from cadence.domain.errors import UnavailableError
from cadence.domain.payloads import LeadInput, TouchResult
from cadence.engine.temporal_client import TemporalClient
from tests.workflow.parts import DONE, Stage, attempt


@pytest.fixture
def stage(temporal: Client, clock: Clock) -> Stage:
    """Return a stage on the server that keeps real time."""
    return Stage(temporal, clock)


@pytest.fixture
async def temporal_client(temporal: Client) -> TemporalClient:
    """Return the bell."""
    return TemporalClient(temporal, asyncio.get_running_loop())


def lead(start: datetime, due: timedelta, clock: Clock) -> LeadInput:
    """Return a lead whose first touch is due so long from now."""
    return LeadInput(enrolment=str(uuid4()), campaign="demo", first=attempt(start + due), clock=clock)


async def test_a_lead_is_started_once(
    temporal_client: TemporalClient, stage: Stage, start: datetime, clock: Clock
) -> None:
    """Enrolling can be repeated after a crash: the second start finds the first, running or done."""
    who = lead(start, timedelta(0), clock)
    assert await asyncio.to_thread(temporal_client.start, who)
    assert not await asyncio.to_thread(temporal_client.start, who)
    stage.hands.after_touch = [DONE]
    async with stage.workers():
        await stage.client.get_workflow_handle(names.lead_workflow_id(who.enrolment)).result()

    assert not await asyncio.to_thread(temporal_client.start, who)
    assert len(stage.hands.tried) == 1


async def test_a_wake_up_ends_the_delay_of_a_lead_that_is_not_due(
    temporal_client: TemporalClient, stage: Stage, start: datetime, clock: Clock
) -> None:
    """Who says stop days before the first touch is heard now."""
    who = lead(start, timedelta(days=3), clock)
    stage.hands.after_plan = [Finish(reason="opted_out")]
    await asyncio.to_thread(temporal_client.start, who)
    async with stage.workers():
        assert await asyncio.to_thread(temporal_client.wake, who)
        assert await stage.client.get_workflow_handle(names.lead_workflow_id(who.enrolment)).result() == "opted_out"


async def test_a_wake_up_heals_a_workflow_that_is_missing(
    temporal_client: TemporalClient, stage: Stage, start: datetime, clock: Clock
) -> None:
    """The ledger alone is enough to rebuild a lead's workflow (law 3)."""
    who = lead(start, timedelta(days=3), clock)
    stage.hands.after_plan = [DONE]
    async with stage.workers():
        assert await asyncio.to_thread(temporal_client.wake, who)
        assert await stage.client.get_workflow_handle(names.lead_workflow_id(who.enrolment)).result() == "completed"

    assert not await asyncio.to_thread(temporal_client.wake, who)  # it has ended well: there is nobody to wake


async def test_a_workflow_that_was_terminated_is_started_again(
    temporal_client: TemporalClient, stage: Stage, start: datetime, clock: Clock
) -> None:
    """Whatever an operator does to a workflow, the lead is open until the ledger says otherwise."""
    who = lead(start, timedelta(days=3), clock)
    await asyncio.to_thread(temporal_client.start, who)
    handle = stage.client.get_workflow_handle(names.lead_workflow_id(who.enrolment))
    await handle.terminate()

    assert await asyncio.to_thread(temporal_client.start, who)
    assert (await handle.describe()).status is WorkflowExecutionStatus.RUNNING
    await handle.terminate()


async def test_a_call_is_completed_by_its_key_once(
    temporal_client: TemporalClient, stage: Stage, start: datetime
) -> None:
    """Two reports of one end complete one activity; the second finds that nobody waits."""
    stage.hands.asynchronous = True
    move = attempt(start, Channel.CALL)
    async with stage.workers(floors=(move.floor,)):
        handle = await stage.start(move)
        await stage.hands.begun.wait()
        key = names.touch_key(stage.lead.enrolment, str(move.cause), move.attempt)
        result = TouchResult(next=DONE, outcome="busy")
        assert await asyncio.to_thread(temporal_client.complete, stage.lead.enrolment, key, result)
        assert not await asyncio.to_thread(temporal_client.complete, stage.lead.enrolment, key, result)
        assert await handle.result() == "completed"


async def test_the_rope_rings_from_any_thread(temporal: Client, stage: Stage, start: datetime, clock: Clock) -> None:
    """Web handlers and activities are plain functions in threads."""
    temporal_client = TemporalClient(temporal, asyncio.get_running_loop())
    who = lead(start, timedelta(0), clock)
    rung = await asyncio.gather(*(asyncio.to_thread(temporal_client.start, who) for _ in range(5)))

    assert sorted(rung) == [False] * 4 + [True]
    await stage.client.get_workflow_handle(names.lead_workflow_id(who.enrolment)).terminate()


async def test_a_silent_temporal_is_said_to_be_unavailable(
    clock: Clock, start: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ledger keeps the news, so this is no loss: the reconciler rings again."""
    monkeypatch.setattr("cadence.engine.temporal_client.PATIENCE", timedelta(seconds=1))
    nobody = await Client.connect("127.0.0.1:9", lazy=True)

    with pytest.raises(UnavailableError):
        await asyncio.to_thread(
            TemporalClient(nobody, asyncio.get_running_loop()).wake, lead(start, timedelta(0), clock)
        )


async def test_only_the_campaign_is_a_search_attribute(
    temporal_client: TemporalClient, temporal: Client, start: datetime, clock: Clock
) -> None:
    """Step and state come from the ledger: an attribute that changes would cost an event each time."""
    who = lead(start, timedelta(days=3), clock)
    await asyncio.to_thread(temporal_client.start, who)
    described = await temporal.get_workflow_handle(names.lead_workflow_id(who.enrolment)).describe()

    assert [pair.key.name for pair in described.typed_search_attributes] == [names.CAMPAIGN_ATTRIBUTE]
    await temporal.get_workflow_handle(names.lead_workflow_id(who.enrolment)).terminate()
