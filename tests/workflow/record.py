"""
How are histories recorded for the replay tests? `python -m tests.workflow.record`.

Run it when workflows have gained a path, and keep the old files: a lead in flight today was started by the code of
weeks ago. A history is never recorded anew to make a test pass: that is what `workflow.patched` is for.
"""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from temporalio.client import Client, WorkflowHandle
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from cadence.app.temporal import CONVERTER
from cadence.domain import CampaignState, Channel, Finish, HoldName, Wait, names
from cadence.domain.clock import Clock
from cadence.domain.payloads import CampaignInput, CampaignProgress, TouchResult
from cadence.local.stack.temporal import binary
from tests.workflow.parts import DONE, Stage, attempt
from tests.workflow.test_campaign import Roster
from workflows.campaign import CampaignWorkflow

FOLDER = Path(__file__).parent / "histories"
Path_ = Callable[[Stage], Awaitable[WorkflowHandle[Any, Any]]]


async def cadence(stage: Stage) -> WorkflowHandle[Any, Any]:
    """Two messages, a second apart, and the end."""
    stage.hands.after_touch = [attempt(soon()), DONE]
    async with stage.workers():
        return await ended(await stage.start(attempt(datetime.now(UTC))))


async def news_while_waiting(stage: Stage) -> WorkflowHandle[Any, Any]:
    """A reply long before the next touch, then another plan."""
    stage.hands.after_plan = [attempt(soon())]
    stage.hands.after_touch = [DONE]
    async with stage.workers():
        handle = await stage.start(attempt(datetime.now(UTC) + timedelta(days=1)))
        await stage.wake()
        return await ended(handle)


async def planned_at_once(stage: Stage) -> WorkflowHandle[Any, Any]:
    """The same, planned by the worker that runs the workflow."""
    stage.plans_at_once = True
    return await news_while_waiting(stage)


async def planned_after_an_outage(stage: Stage) -> WorkflowHandle[Any, Any]:
    """The same, when that worker cannot plan: the plan becomes an ordinary activity."""
    stage.hands.ledger_is_down = True
    return await planned_at_once(stage)


async def decided_at_once(stage: Stage) -> WorkflowHandle[Any, Any]:
    """A refused step, recorded by the worker that runs the workflow; then a message."""
    stage.plans_at_once = True
    stage.hands.after_touch = [attempt(soon()), DONE]
    async with stage.workers():
        return await ended(await stage.start(replace(attempt(datetime.now(UTC), Channel.CALL), leaves=False)))


async def decided_after_an_outage(stage: Stage) -> WorkflowHandle[Any, Any]:
    """The same, when that worker cannot: the step goes through its queue."""
    stage.plans_at_once = True
    stage.hands.ledger_is_down = True
    stage.hands.after_touch = [DONE]
    async with stage.workers():
        return await ended(await stage.start(replace(attempt(datetime.now(UTC)), leaves=False)))


async def held_and_resumed(stage: Stage) -> WorkflowHandle[Any, Any]:
    """A pause without an end, then the touch it held."""
    stage.hands.after_plan = [attempt(datetime.now(UTC))]
    stage.hands.after_touch = [DONE]
    async with stage.workers():
        handle = await stage.start(Wait(hold=HoldName.RUNNING, key="all:"))
        await asyncio.sleep(0.5)
        await stage.wake()
        return await ended(handle)


async def wrap_up(stage: Stage) -> WorkflowHandle[Any, Any]:
    """A wait that ends by itself."""
    stage.hands.after_plan = [DONE]
    async with stage.workers():
        return await ended(await stage.start(Wait(at=soon(), hold=HoldName.WRAP_UP)))


async def queued_call_taken_back(stage: Stage) -> WorkflowHandle[Any, Any]:
    """News while a call waits in the queue of its floor."""
    stage.hands.after_plan = [Finish(reason="opted_out")]
    async with stage.workers():
        handle = await stage.start(attempt(datetime.now(UTC), Channel.CALL))
        await asyncio.sleep(0.5)
        await stage.wake()
        return await ended(handle)


async def begun_call_stands(stage: Stage) -> WorkflowHandle[Any, Any]:
    """News while a call rings; its end is reported by its id, and the news is planned for."""
    stage.hands.asynchronous = True
    stage.hands.after_plan = [Finish(reason="converted")]
    move = attempt(datetime.now(UTC), Channel.CALL)
    async with stage.workers(floors=(move.floor,)):
        handle = await stage.start(move)
        await stage.hands.begun.wait()
        await stage.wake()
        await asyncio.sleep(0.5)
        key = names.touch_key(stage.lead.enrolment, str(move.cause), move.attempt)
        ringing = stage.client.get_async_activity_handle(workflow_id=handle.id, run_id=None, activity_id=key)
        await ringing.complete(TouchResult(next=attempt(soon()), step="talk", verdict="allow", outcome="answered"))
        return await ended(handle)


async def campaign_to_its_end(stage: Stage) -> WorkflowHandle[Any, Any]:
    """Two pages, a look while it is full, and everybody done."""
    full = CampaignProgress(open=2, waiting=1, look_at=soon())
    done = CampaignProgress(finished=3, done=True)
    return await campaign(stage, Roster(CampaignProgress(more=True, waiting=2), full, done))


async def campaign_waits_for_room(stage: Stage) -> WorkflowHandle[Any, Any]:
    """A campaign without room, which is waited for in the activity."""
    full = CampaignProgress(open=2, waiting=1, full=True)
    return await campaign(stage, Roster(full, full, CampaignProgress(finished=3, done=True)))


async def campaign_with_news_while_full(stage: Stage) -> WorkflowHandle[Any, Any]:
    """News ends the wait for room."""
    roster = Roster(CampaignProgress(open=2, waiting=1, full=True), CampaignProgress(finished=3, done=True))
    roster.times_without_room = 1
    return await campaign(stage, roster, wakes=True)


async def campaign_stopped(stage: Stage) -> WorkflowHandle[Any, Any]:
    """A stop in the ledger, closed in two pages."""
    roster = Roster(CampaignProgress(state=CampaignState.STOPPED, over=True, open=2))
    roster.pages = 2
    return await campaign(stage, roster)


async def campaign(stage: Stage, roster: Roster, *, wakes: bool = False) -> WorkflowHandle[Any, Any]:
    """Run a campaign; after half a second it `wakes`."""
    activities = (roster.enrol, roster.close)
    async with Worker(stage.client, task_queue=names.WORKFLOWS, workflows=[CampaignWorkflow], activities=activities):
        name = f"demo-{uuid4().hex[:8]}"
        handle = await stage.client.start_workflow(
            CampaignWorkflow.run,
            CampaignInput(campaign=name, clock=stage.clock),
            id=names.campaign_workflow_id(name),
            task_queue=names.WORKFLOWS,
        )
        if wakes:
            await asyncio.sleep(0.5)
            await handle.signal("wake")
        return await ended(handle)


async def ended(handle: WorkflowHandle[Any, Any]) -> WorkflowHandle[Any, Any]:
    """Wait for the end."""
    await handle.result()
    return handle


def soon() -> datetime:
    """A second from now."""
    return datetime.now(UTC) + timedelta(seconds=1)


PATHS: tuple[Path_, ...] = (
    cadence,
    news_while_waiting,
    held_and_resumed,
    wrap_up,
    queued_call_taken_back,
    begun_call_stands,
    campaign_to_its_end,
    campaign_stopped,
    planned_at_once,
    planned_after_an_outage,
    decided_at_once,
    decided_after_an_outage,
    campaign_waits_for_room,
    campaign_with_news_while_full,
)


async def record(client: Client, wanted: set[str]) -> None:
    """Run each path and keep its history, unless one is kept already."""
    for path in PATHS:
        file = FOLDER / f"{path.__name__}.json"
        if wanted and path.__name__ not in wanted:
            continue
        if file.exists() and not wanted:
            continue
        handle = await path(Stage(client, Clock.real(), plans_at_once=False))
        document = (await handle.fetch_history()).to_json_dict()
        file.write_text(json.dumps({"workflow_id": handle.id, **document}, indent=1) + "\n")
        sys.stderr.write(f"{file.name}\n")


async def main() -> None:
    """Record on a server of our own."""
    environment = await WorkflowEnvironment.start_local(
        dev_server_existing_path=str(binary()), data_converter=CONVERTER, identity="recorder"
    )
    async with environment:
        await record(environment.client, set(sys.argv[1:]))
    await asyncio.sleep(0.25)  # a worker's last threads outlive it by a moment


if __name__ == "__main__":
    asyncio.run(main())
