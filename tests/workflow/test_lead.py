"""Does one lead's workflow keep time, hear news and never do anything twice?"""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from temporalio import activity, workflow
from temporalio.api.sdk.v1 import WorkflowMetadata
from temporalio.client import Client, WorkflowHandle
from temporalio.service import RPCError
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from activities.touch import PlanActivities
from cadence.domain import Cause, CauseKind, Channel, Finish, HoldName, Move, Wait, names
from cadence.domain.clock import Clock
from cadence.domain.payloads import LeadInput, TouchOrder, TouchResult
from cadence.engine.outcomes.planner import Planner
from cadence.ledger.db.ledger import Ledger
from tests.workflow import parts
from tests.workflow.parts import DONE, Stage, attempt, events, soon
from workflows import lead as lead_module
from workflows.lead import LeadWorkflow


@pytest.fixture
def stage(client: Client, clock: Clock) -> Stage:
    """Return a stage for one test."""
    return Stage(client, clock)


async def until(handle: WorkflowHandle[LeadWorkflow, str], event: str) -> None:
    """Wait until the history holds such an event."""
    async with asyncio.timeout(20):
        while event not in await events(handle):  # noqa: ASYNC110  only the server knows
            await asyncio.sleep(0.05)


async def test_a_lead_lives_through_thirty_days(stage: Stage, start: datetime) -> None:
    """Each touch falls due at its own instant, days apart, and the last answer is the workflow's result."""
    days = [start + timedelta(days=day) for day in (1, 12, 30)]
    stage.hands.after_touch = [attempt(days[1]), attempt(days[2]), DONE]
    async with stage.workers():
        handle = await stage.start(attempt(days[0]))
        assert await handle.result() == "completed"

    late = [order.now - day for order, day in zip(stage.hands.tried, days, strict=True)]
    assert all(timedelta(0) <= one < timedelta(minutes=1) for one in late)


async def test_a_touch_costs_one_activity_and_one_timer(stage: Stage, start: datetime) -> None:
    """The normal path is the least that Temporal can do: no plan is asked for between two touches."""
    stage.hands.after_touch = [attempt(start + timedelta(hours=4)), DONE]
    async with stage.workers():
        handle = await stage.start(attempt(start))
        await handle.result()

    seen = await events(handle)
    assert seen.count("activity_task_scheduled") == 2
    assert seen.count("timer_started") == 1
    assert stage.hands.planned == []


async def test_a_delayed_start_costs_no_timer(stage: Stage, start: datetime) -> None:
    """A lead that is not yet due is nobody's work: the server starts it when its first touch is."""
    stage.hands.after_touch = [DONE]
    due = start + timedelta(days=2)
    async with stage.workers():
        handle = await stage.start(attempt(due), delay=due - start + timedelta(seconds=1))
        await handle.result()

    assert "timer_started" not in await events(handle)
    assert stage.hands.tried[0].now >= due


async def test_news_during_a_start_delay_is_heard_at_once(
    skipping: WorkflowEnvironment, stage: Stage, start: datetime
) -> None:
    """A signal ends the delay: somebody who opts out before the first touch is not kept waiting for it."""
    stage.hands.after_plan = [Finish(reason="opted_out")]
    async with stage.workers():
        with skipping.with_time_skipping_disabled():
            handle = await stage.start(attempt(start + timedelta(days=2)), delay=timedelta(days=2))
            await stage.wake()
            assert await handle.result() == "opted_out"

    assert stage.hands.tried == []


async def test_news_while_waiting_for_a_touch_makes_a_new_plan(
    skipping: WorkflowEnvironment, stage: Stage, start: datetime
) -> None:
    """A reply during the wait is planned for at once, long before the touch was due."""
    stage.hands.after_plan = [Finish(reason="replied")]
    async with stage.workers():
        with skipping.with_time_skipping_disabled():
            handle = await stage.start(attempt(start + timedelta(days=9)))
            await stage.wake()
            assert await handle.result() == "replied"

    assert stage.hands.tried == []


@pytest.mark.parametrize("at_once", [True, False], ids=["planned at once", "planned by an activity"])
async def test_a_plan_costs_an_activity_only_in_workflows_that_began_without_it(
    skipping: WorkflowEnvironment, client: Client, clock: Clock, start: datetime, at_once: bool
) -> None:
    """A plan of the workflow's own worker is one event, with its summary; earlier leads go on as they began."""
    stage = Stage(client, clock, plans_at_once=at_once)
    stage.hands.after_plan = [DONE]
    async with stage.workers():
        with skipping.with_time_skipping_disabled():
            handle = await stage.start(attempt(start + timedelta(days=9)))
            await stage.wake()
            assert await handle.result() == "completed"

    seen = await events(handle)
    assert seen.count("marker_recorded") == int(at_once)
    assert seen.count("activity_task_scheduled") == int(not at_once)
    history = await handle.fetch_history()
    summaries = [event.user_metadata.summary.data.decode() for event in history.events]
    assert '"look for what comes next"' in summaries


async def test_what_is_due_when_it_is_planned_goes_without_a_timer(
    skipping: WorkflowEnvironment, stage: Stage, start: datetime
) -> None:
    """The workflow's clock stands still while it plans, so "now" seems to come; a short timer may take a second."""

    async def plan_for_now() -> None:
        stage.hands.after_plan = [attempt(stage.hands.planned[-1].now + timedelta(milliseconds=10))]

    stage.hands.while_planning = plan_for_now
    stage.hands.after_touch = [DONE]
    async with stage.workers():
        with skipping.with_time_skipping_disabled():
            handle = await stage.start(attempt(start + timedelta(days=9)))
            await stage.wake()
            assert await handle.result() == "completed"

    assert len(stage.hands.tried) == 1
    assert "timer_fired" not in await events(handle)


async def test_a_plan_that_cannot_be_made_at_once_is_tried_until_it_can(
    skipping: WorkflowEnvironment, stage: Stage, start: datetime
) -> None:
    """The server tries the ordinary activity again as long as an outage lasts, and adds nothing to the history."""
    stage.hands.ledger_is_down = True
    stage.hands.after_plan = [DONE]
    async with stage.workers():
        with skipping.with_time_skipping_disabled():
            handle = await stage.start(attempt(start + timedelta(days=9)))
            await stage.wake()
            assert await handle.result() == "completed"

    assert len(stage.hands.planned) == 2
    assert (await events(handle)).count("activity_task_scheduled") == 1


@pytest.mark.parametrize("at_once", [True, False], ids=["decided at once", "decided by an activity"])
async def test_what_leaves_nothing_costs_an_activity_only_in_workflows_that_began_without_it(
    client: Client, clock: Clock, start: datetime, at_once: bool
) -> None:
    """A refused step is one event of its own, with the channel's name; what may leave goes through its queue."""
    stage = Stage(client, clock, plans_at_once=at_once)
    stage.hands.after_touch = [attempt(start, step="follow_up"), DONE]
    async with stage.workers():
        handle = await stage.start(replace(attempt(start), leaves=False))
        assert await handle.result() == "completed"

    assert [order.attempt.step for order in stage.hands.tried] == ["warm_up", "follow_up"]
    seen = await events(handle)
    assert seen.count("marker_recorded") == int(at_once)
    assert seen.count("activity_task_scheduled") == 1 + int(not at_once)
    history = await handle.fetch_history()
    summaries = [event.user_metadata.summary.data.decode() for event in history.events]
    assert '"warm_up, try 1"' in summaries


async def test_what_cannot_be_decided_at_once_goes_through_its_queue(stage: Stage, start: datetime) -> None:
    """The server tries the ordinary activity again as long as an outage lasts."""
    stage.hands.ledger_is_down = True
    stage.hands.after_touch = [DONE]
    async with stage.workers():
        handle = await stage.start(replace(attempt(start), leaves=False))
        assert await handle.result() == "completed"

    assert len(stage.hands.tried) == 2
    assert (await events(handle)).count("activity_task_scheduled") == 1


@dataclass(frozen=True, slots=True)
class SlowPlans(PlanActivities):
    """Plans, of which the first takes longer than it may inside a workflow's task."""

    story: list[str] = field(default_factory=list)

    def _plan(self, enrolment: str) -> Move:
        begun = time.monotonic()
        self.story.append("begun")
        while self.story == ["begun"] and time.monotonic() < begun + 1.5:
            time.sleep(0.01)  # an interruption would come between two lines of Python
        self.story.append("ended")
        return DONE


async def test_a_plan_that_takes_too_long_at_once_is_not_interrupted(
    client: Client, clock: Clock, start: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its transaction ends as it should, and a slow ledger is no error to count. Another plan is asked for."""
    monkeypatch.setattr(lead_module, "AT_ONCE", timedelta(seconds=0.3))
    plans = SlowPlans(Planner(Ledger("postgresql+psycopg://nobody@127.0.0.1:1/none", b"no key"), clock))
    lead = LeadInput(enrolment="slow", campaign="demo", first=Wait(at=start), clock=clock, plans_at_once=True)
    with ThreadPoolExecutor(2) as threads:
        async with Worker(
            client,
            task_queue=names.WORKFLOWS,
            workflows=[LeadWorkflow],
            workflow_runner=UnsandboxedWorkflowRunner(),  # the sandbox would import the five seconds anew
            activities=[plans.plan],
            activity_executor=threads,
        ):
            handle = await client.start_workflow(
                LeadWorkflow.run, lead, id=f"lead/{uuid4()}", task_queue=names.WORKFLOWS
            )
            assert await soon(handle.result(), "the end", handle) == "completed"

    assert sorted(plans.story) == ["begun", "begun", "ended", "ended"]


async def test_news_ends_a_hold_that_has_no_end_of_its_own(
    skipping: WorkflowEnvironment, stage: Stage, start: datetime
) -> None:
    """A paused lead waits without a timer; resume wakes it, and its touch goes."""
    stage.hands.after_plan = [attempt(start)]
    stage.hands.after_touch = [DONE]
    async with stage.workers():
        with skipping.with_time_skipping_disabled():
            handle = await stage.start(Wait(hold=HoldName.RUNNING, key="campaign:demo"))
            await asyncio.sleep(0.5)
            assert "timer_started" not in await events(handle)
            await stage.wake()
            assert await handle.result() == "completed"

    assert len(stage.hands.tried) == 1


async def test_a_wait_with_an_end_is_planned_again_when_it_ends(stage: Stage, start: datetime) -> None:
    """The wrap-up limit passes without a disposition: the plan is asked, nothing is touched."""
    stage.hands.after_plan = [DONE]
    end = start + timedelta(minutes=2)
    async with stage.workers():
        handle = await stage.start(Wait(at=end, hold=HoldName.WRAP_UP))
        await handle.result()

    assert len(stage.hands.planned) == 1
    assert stage.hands.planned[0].now >= end


async def test_repeated_news_changes_nothing(skipping: WorkflowEnvironment, stage: Stage, start: datetime) -> None:
    """Ten wake-ups of one workflow task are one look into the ledger."""
    stage.hands.after_plan = [DONE]
    with skipping.with_time_skipping_disabled():
        handle = await stage.start(attempt(start + timedelta(days=1)))
        for _ in range(10):
            await stage.wake()
    async with stage.workers():
        await handle.result()

    assert len(stage.hands.planned) == 1


async def test_news_that_arrives_while_planning_is_planned_for_again(
    skipping: WorkflowEnvironment, stage: Stage, start: datetime
) -> None:
    """The plan may have read the ledger a moment before the news: so it is made once more."""
    stage.hands.after_plan = [attempt(start + timedelta(days=3)), DONE]
    async with stage.workers():
        with skipping.with_time_skipping_disabled():
            handle = await stage.start(attempt(start + timedelta(days=1)))
            stage.hands.while_planning = stage.wake
            await stage.wake()
            assert await handle.result() == "completed"

    assert len(stage.hands.planned) == 2


async def test_news_that_arrives_during_the_last_plan_does_not_keep_a_lead_from_its_end(
    skipping: WorkflowEnvironment, stage: Stage, start: datetime
) -> None:
    """The server refuses an end before news that nobody has seen: the plan is made again, and the lead ends."""
    stage.hands.after_plan = [DONE, DONE]
    async with stage.workers():
        with skipping.with_time_skipping_disabled():
            handle = await stage.start(attempt(start + timedelta(days=1)))
            stage.hands.while_planning = stage.wake
            await stage.wake()
            assert await soon(handle.result(), "the end", handle) == "completed"

    seen = await events(handle)
    assert (len(stage.hands.planned), seen.count("marker_recorded")) == (2, 1)


async def test_news_takes_back_a_call_that_is_still_queued(
    skipping: WorkflowEnvironment, stage: Stage, start: datetime
) -> None:
    """Nobody works on this floor, so the call has not begun: it never will, and the plan is made again."""
    stage.hands.after_plan = [Finish(reason="opted_out")]
    async with stage.workers():
        with skipping.with_time_skipping_disabled():
            handle = await stage.start(attempt(start, Channel.CALL))
            await asyncio.sleep(0.5)
            await stage.wake()
            assert await handle.result() == "opted_out"

    seen = await events(handle)
    assert "activity_task_canceled" in seen
    assert stage.hands.tried == []


async def test_a_call_that_has_begun_stands_whatever_the_news(
    skipping: WorkflowEnvironment, client: Client, stage: Stage, start: datetime
) -> None:
    """The phone rings already: the call runs to its end, its result counts, and then the news is planned for."""
    stage.hands.asynchronous = True
    stage.hands.after_plan = [Finish(reason="converted")]
    move = attempt(start, Channel.CALL)
    async with stage.workers(floors=(move.floor,)):
        with skipping.with_time_skipping_disabled():
            handle = await stage.start(move)
            await soon(stage.hands.begun.wait(), "the call", handle)
            await stage.wake()
            await until(handle, "activity_task_cancel_requested")
            assert stage.hands.planned == []

            key = names.touch_key(stage.hands.tried[0].enrolment, str(move.cause), move.attempt)
            ringing = client.get_async_activity_handle(workflow_id=handle.id, run_id=None, activity_id=key)
            await ringing.complete(TouchResult(next=attempt(start + timedelta(days=1)), outcome="answered"))
            assert await soon(handle.result(), "the end", handle) == "converted"

    seen = await events(handle)
    assert "activity_task_completed" in seen
    assert "activity_task_canceled" not in seen
    assert len(stage.hands.tried) == 1


async def test_a_begun_call_that_ends_without_a_report_after_news_is_found_again(
    skipping: WorkflowEnvironment, client: Client, stage: Stage, start: datetime
) -> None:
    """Once a cancel was asked for the server retries no more: the plan names the open touch, and it is re-attached."""
    stage.hands.asynchronous = True
    move = attempt(start, Channel.CALL)
    stage.hands.after_plan = [move]
    async with stage.workers(floors=(move.floor,)):
        with skipping.with_time_skipping_disabled():
            handle = await stage.start(move)
            await soon(stage.hands.begun.wait(), "the call", handle)
            stage.hands.begun.clear()
            await stage.wake()
            await until(handle, "activity_task_cancel_requested")
            key = names.touch_key(stage.hands.tried[0].enrolment, str(move.cause), move.attempt)
            ringing = client.get_async_activity_handle(workflow_id=handle.id, run_id=None, activity_id=key)
            await ringing.fail(RuntimeError("the report was lost"))
            await soon(stage.hands.begun.wait(), "the call's second beginning", handle)

    assert [order.attempt.cause for order in stage.hands.tried] == [move.cause, move.cause]
    assert len(stage.hands.planned) == 1
    await handle.terminate()


async def test_what_never_comes_fails_with_the_story_so_far(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that waits for ever tells nobody what it waited for."""
    monkeypatch.setattr(parts, "PATIENCE", 0.2)
    handle = await stage.start(Wait(hold=HoldName.RUNNING, key="campaign:demo"))
    with pytest.raises(AssertionError, match=r"the end did not come within 0.2 s.*workflow_execution_started"):
        await soon(handle.result(), "the end", handle)
    await handle.terminate()


async def test_sleeps_are_divided_by_the_clocks_speed(
    skipping: WorkflowEnvironment, stage: Stage, start: datetime
) -> None:
    """In rehearsal an hour of the cadence is a second of ours, whatever instant the rehearsal shows."""
    shown = datetime.fromisoformat("2031-03-03T09:00:00+00:00")
    fast = Clock(origin=shown, started=start, speed=3600)
    stage.hands.after_touch = [DONE]
    async with stage.workers():
        with skipping.with_time_skipping_disabled():
            handle = await stage.start(attempt(shown + timedelta(hours=2)), clock=fast)
            await handle.result()
    took = datetime.now(start.tzinfo) - start

    assert timedelta(seconds=2) <= took < timedelta(seconds=20)
    assert stage.hands.tried[0].now >= shown + timedelta(hours=2)


async def test_the_history_is_readable_without_our_code(stage: Stage, start: datetime) -> None:
    """Activities are named after the channel, carry a summary, and the details say what is waited for."""
    stage.hands.after_touch = [attempt(start + timedelta(days=1), step="follow_up", number=2), DONE]
    async with stage.workers():
        handle = await stage.start(attempt(start))
        await handle.result()
        details = await details_of(handle)

    history = await handle.fetch_history()
    scheduled = [one for one in history.events if one.HasField("activity_task_scheduled_event_attributes")]
    told = [one.user_metadata.summary.data.decode() for one in scheduled]
    assert told == ['"warm_up, try 1"', '"follow_up, try 2"']
    names_ = {one.activity_task_scheduled_event_attributes.activity_type.name for one in scheduled}
    assert names_ == {"sms"}
    assert details == "finished: completed"


async def details_of(handle: WorkflowHandle[LeadWorkflow, str]) -> str:
    """Return a workflow's current details, as the Web UI shows them."""
    metadata: WorkflowMetadata = await handle.query("__temporal_workflow_metadata", result_type=WorkflowMetadata)
    return str(metadata.current_details)


async def test_a_hold_is_shown_with_what_ends_it(skipping: WorkflowEnvironment, stage: Stage, start: datetime) -> None:
    """Whoever looks at a waiting lead reads the pause's name."""
    async with stage.workers():
        with skipping.with_time_skipping_disabled():
            handle = await stage.start(Wait(hold=HoldName.RUNNING, key="campaign:demo"))
            assert await details_of(handle) == "waits for campaign.running campaign:demo"
    await handle.terminate()


async def test_a_call_of_promise_goes_before_the_cadence(stage: Stage, start: datetime) -> None:
    """A callback has the first priority, whatever its campaign's; campaigns share a queue fairly."""
    promise = replace(attempt(start), cause=Cause(kind=CauseKind.CALLBACK, ref="a-promise"))
    stage.hands.after_touch = [promise, DONE]
    async with stage.workers():
        handle = await stage.start(attempt(start))
        await handle.result()

    history = await handle.fetch_history()
    given = [
        one.activity_task_scheduled_event_attributes.priority
        for one in history.events
        if one.HasField("activity_task_scheduled_event_attributes")
    ]
    assert [(one.priority_key, one.fairness_key) for one in given] == [(3, "demo"), (1, "demo")]


async def test_a_long_history_is_continued_as_new_with_its_whole_state(client: Client, clock: Clock) -> None:
    """The state is the input: the next run goes on with the same move, and nothing is forgotten."""
    stage = Stage(client, clock)
    now = datetime.now(UTC)
    stage.hands.after_touch = [*(attempt(now) for _ in range(4)), DONE]
    queue, hands = f"long-{uuid4().hex[:8]}", stage.hands
    async with (
        # Its class stands in a test, which the sandbox would import anew, and know none of this test's queues.
        Worker(client, task_queue=queue, workflows=[ShortBreathed], workflow_runner=UnsandboxedWorkflowRunner()),
        Worker(client, task_queue=names.touch_queue(Channel.SMS), activities=[hands.sms]),
    ):
        lead = LeadInput(enrolment=str(uuid4()), campaign="demo", first=attempt(now), clock=clock)
        handle = await client.start_workflow(ShortBreathed.run, lead, id=f"lead/{lead.enrolment}", task_queue=queue)
        assert await soon(handle.result(), "the end", handle) == "completed"

    assert len(hands.tried) == 5
    first_run = await client.get_workflow_handle(handle.id, run_id=handle.first_execution_run_id).fetch_history()
    assert first_run.events[-1].HasField("workflow_execution_continued_as_new_event_attributes")


async def test_news_that_came_before_a_new_page_is_heard_after_it(client: Client, clock: Clock) -> None:
    """
    A stop that arrives while the last touch of a page is being made is planned for at once on the next page.

    The next touch is due in a day: without the news the workflow would sleep until then.
    """
    stage, now = Stage(client, clock), datetime.now(UTC)
    hands, queue = stage.hands, f"long-{uuid4().hex[:8]}"
    hands.after_touch = [attempt(now), attempt(now), attempt(now + timedelta(days=1))]
    hands.after_plan = [DONE]
    lead = LeadInput(enrolment=str(uuid4()), campaign="demo", first=attempt(now), clock=clock)
    handle = client.get_workflow_handle_for(ShortBreathed.run, f"lead/{lead.enrolment}")

    @activity.defn(name="sms")
    async def sms(order: TouchOrder) -> TouchResult:
        if len(hands.tried) == 2:
            await handle.signal("wake")
        return await hands.sms(order)

    async with (
        Worker(client, task_queue=queue, workflows=[ShortBreathed], workflow_runner=UnsandboxedWorkflowRunner()),
        Worker(client, task_queue=names.touch_queue(Channel.SMS), activities=[sms]),
        Worker(client, task_queue=names.WORKFLOWS, activities=[hands.plan]),
    ):
        started = await client.start_workflow(ShortBreathed.run, lead, id=handle.id, task_queue=queue)
        assert await soon(handle.result(), "the end", handle) == "completed"

    assert (len(hands.tried), len(hands.planned)) == (3, 1)
    first_run = await client.get_workflow_handle(handle.id, run_id=started.first_execution_run_id).fetch_history()
    assert first_run.events[-1].HasField("workflow_execution_continued_as_new_event_attributes")


def test_a_new_page_keeps_the_whole_state(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both what comes next and the news that nobody has looked at yet."""
    pages: list[LeadInput] = []
    monkeypatch.setattr(LeadWorkflow, "_history_is_long", staticmethod(lambda: True))
    monkeypatch.setattr(workflow, "continue_as_new", pages.append)
    now = datetime.now(UTC)
    lead = LeadInput(enrolment=str(uuid4()), campaign="demo", first=attempt(now), clock=Clock.real())
    later = attempt(now + timedelta(days=1))

    for news in (False, True):
        one = LeadWorkflow(lead)
        if news:
            one.wake()
        one._continue_as_new_if_long(later)

    assert pages == [replace(lead, first=later, news=False), replace(lead, first=later, news=True)]


@workflow.defn(name="lead")
class ShortBreathed(LeadWorkflow):
    """A lead that begins a new page after every second touch."""

    @workflow.init
    def __init__(self, lead: LeadInput) -> None:
        """Count."""
        super().__init__(lead)

    @workflow.run
    async def run(self, lead: LeadInput) -> str:
        """Live as ever."""
        return await super().run(lead)

    @staticmethod
    def _history_is_long() -> bool:
        return workflow.info().get_current_history_length() > 12


async def test_nothing_is_touched_after_the_end(stage: Stage, start: datetime) -> None:
    """A finish ends the workflow: a wake-up that comes later finds nobody, and no touch follows."""
    stage.hands.after_touch = [DONE]
    async with stage.workers():
        handle = await stage.start(attempt(start))
        await handle.result()
        with pytest.raises(RPCError):
            await handle.signal(LeadWorkflow.wake)

    assert len(stage.hands.tried) == 1
