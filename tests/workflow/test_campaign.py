"""Does a campaign's workflow let leads in, wait for room, and come to an end?"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from temporalio import activity
from temporalio.client import Client, WorkflowHandle
from temporalio.exceptions import ApplicationError
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from cadence.domain import CampaignState, names
from cadence.domain.clock import Clock
from cadence.domain.payloads import A_WHILE, CampaignInput, CampaignProgress, CloseOrder, CloseResult, EnrolOrder
from workflows.campaign import CampaignWorkflow


class Roster:
    """Activities that answer by a script; the last answer repeats."""

    def __init__(self, *answers: CampaignProgress) -> None:
        self.answers = list(answers)
        self.enrolled: list[EnrolOrder] = []
        self.closed: list[CloseOrder] = []
        self.pages = 1
        self.times_without_room = 0  # how often an order that waits for room finds none

    @activity.defn
    async def enrol(self, order: EnrolOrder) -> CampaignProgress:
        """Play one page of enrolling."""
        self.enrolled.append(order)
        if order.waits and activity.info().attempt <= self.times_without_room:
            raise ApplicationError("there is no room", type="NotNow", next_retry_delay=A_WHILE)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    @activity.defn
    async def close(self, order: CloseOrder) -> CloseResult:
        """Play one page of closing."""
        self.closed.append(order)
        state = CampaignState.STOPPED if order.stopped else CampaignState.ENDED
        return CloseResult(state=state, closed=len(self.closed), more=len(self.closed) < self.pages)


@asynccontextmanager
async def running(client: Client, clock: Clock, roster: Roster) -> AsyncIterator[WorkflowHandle[CampaignWorkflow, str]]:
    """Run one campaign against a roster."""
    queue, activities = names.WORKFLOWS, (roster.enrol, roster.close)
    async with Worker(client, task_queue=queue, workflows=[CampaignWorkflow], activities=activities):
        name = f"demo-{uuid4().hex[:8]}"
        yield await client.start_workflow(
            CampaignWorkflow.run,
            CampaignInput(campaign=name, clock=clock),
            id=names.campaign_workflow_id(name),
            task_queue=names.WORKFLOWS,
        )


async def look(campaign: WorkflowHandle[CampaignWorkflow, str]) -> None:
    """Wait until the campaign has looked into the ledger once."""
    async with asyncio.timeout(20):
        while not (await campaign.query(CampaignWorkflow.progress)).waiting:  # noqa: ASYNC110  only the server knows
            await asyncio.sleep(0.05)


DONE = CampaignProgress(done=True, finished=3)
FULL = CampaignProgress(open=2, waiting=1)  # as earlier versions told it
FULL_NOW = CampaignProgress(open=2, waiting=1, full=True)
ROOM = CampaignProgress(open=1, waiting=1, more=True)


async def test_pages_follow_each_other_while_there_is_room(client: Client, clock: Clock) -> None:
    """A launch of many pages does not sleep between them."""
    roster = Roster(ROOM, ROOM, ROOM, DONE)
    async with running(client, clock, roster) as campaign:
        assert await campaign.result() == "completed"

    assert roster.closed == []  # a campaign whose leads are done may be launched with another list
    history = await campaign.fetch_history()
    assert not any(event.HasField("timer_started_event_attributes") for event in history.events)
    assert len(roster.enrolled) == 4


async def test_a_full_campaign_looks_again_after_a_while(client: Client, clock: Clock) -> None:
    """Room is found by counting in the ledger: the leads themselves never send a word."""
    roster = Roster(FULL, FULL, DONE)
    async with running(client, clock, roster) as campaign:
        await campaign.result()

    looks = [order.now for order in roster.enrolled]
    assert all(later - earlier >= timedelta(minutes=5) for earlier, later in pairwise(looks))


async def test_waiting_for_room_adds_nothing_to_the_history(client: Client, clock: Clock) -> None:
    """The server tries the activity again every five minutes; a history of weeks has one for each page that entered."""
    roster = Roster(FULL_NOW, FULL_NOW, DONE)
    roster.times_without_room = 4
    async with running(client, clock, roster) as campaign:
        await campaign.result()

    assert [order.waits for order in roster.enrolled] == [False, *[True] * 10]
    history = await campaign.fetch_history()
    assert not any(event.HasField("timer_started_event_attributes") for event in history.events)
    assert sum(event.HasField("activity_task_scheduled_event_attributes") for event in history.events) == 3


@pytest.mark.parametrize("signal", ["wake", "stop"])
async def test_news_ends_the_wait_for_room(
    skipping: WorkflowEnvironment, client: Client, clock: Clock, signal: str
) -> None:
    """The ledger is read at once, also when the last look at it was a second ago."""
    roster = Roster(FULL_NOW, DONE)
    roster.times_without_room = 10**6
    with skipping.with_time_skipping_disabled():
        async with running(client, clock, roster) as campaign:
            await look(campaign)
            await campaign.signal(signal)
            assert await campaign.result() == {"wake": "completed", "stop": "stopped"}[signal]

    assert [order.waits for order in roster.enrolled if not order.waits] == [False] * (2 if signal == "wake" else 1)


async def test_a_campaign_that_starts_later_is_looked_at_then(client: Client, clock: Clock, start: datetime) -> None:
    """A start date costs one timer, however far away it is."""
    begins = start + timedelta(days=20)
    roster = Roster(CampaignProgress(waiting=3, look_at=begins), DONE)
    async with running(client, clock, roster) as campaign:
        await campaign.result()

    assert len(roster.enrolled) == 2
    assert roster.enrolled[1].now >= begins


async def test_a_campaign_past_its_end_date_is_closed(client: Client, clock: Clock) -> None:
    """Whoever is still open then is closed with it."""
    roster = Roster(CampaignProgress(over=True, open=2))
    async with running(client, clock, roster) as campaign:
        assert await campaign.result() == "ended"

    assert not roster.closed[0].stopped


async def test_a_wake_up_is_heard_at_once(skipping: WorkflowEnvironment, client: Client, clock: Clock) -> None:
    """Resumed after a pause: the next page does not wait for the next look."""
    roster = Roster(CampaignProgress(paused=True, waiting=1), DONE)
    with skipping.with_time_skipping_disabled():
        async with running(client, clock, roster) as campaign:
            await look(campaign)
            await campaign.signal(CampaignWorkflow.wake)
            assert await campaign.result() == "completed"


async def test_a_stop_in_the_ledger_closes_page_after_page(client: Client, clock: Clock) -> None:
    """The row that stops it came first; the leads are closed until none is left."""
    roster = Roster(CampaignProgress(state=CampaignState.STOPPED, over=True, open=900))
    roster.pages = 3
    async with running(client, clock, roster) as campaign:
        await campaign.result()

    assert len(roster.closed) == 3


async def test_a_stop_from_temporals_own_pages_reaches_the_ledger(
    skipping: WorkflowEnvironment, client: Client, clock: Clock
) -> None:
    """Who has nothing but the Web UI can still stop a campaign: the closing writes the row."""
    roster = Roster(FULL)
    with skipping.with_time_skipping_disabled():
        async with running(client, clock, roster) as campaign:
            await campaign.signal(CampaignWorkflow.stop)
            assert await campaign.result() == "stopped"

    assert roster.closed[0].stopped


async def test_progress_can_be_asked_for(skipping: WorkflowEnvironment, client: Client, clock: Clock) -> None:
    """A query answers from what was last counted, and changes nothing."""
    roster = Roster(FULL)
    with skipping.with_time_skipping_disabled():
        async with running(client, clock, roster) as campaign:
            await look(campaign)
            assert await campaign.query(CampaignWorkflow.progress) == FULL
            await campaign.terminate()
