"""Which parts do the fake activities of workflow tests play? They answer by a script and keep what they were asked."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any, TypeVar

from temporalio import activity
from temporalio.client import Client, WorkflowHandle
from temporalio.worker import Worker

from cadence.domain import Attempt, Cause, CauseKind, Channel, Finish, Move, names
from cadence.domain.clock import Clock
from cadence.domain.payloads import LeadInput, PlanOrder, PlanResult, TouchOrder, TouchResult
from workflows.lead import LeadWorkflow

T = TypeVar("T")
PATIENCE = 30.0
"""Real seconds after which something that is due is missed: less than the activities' own time-outs."""


def attempt(at: datetime, channel: Channel = Channel.SMS, step: str = "warm_up", number: int = 1) -> Attempt:
    """Return a try of a step."""
    cause = Cause(kind=CauseKind.STEP, ref=step)
    floor = f"sales-{uuid.uuid4().hex[:8]}" if channel is Channel.CALL else ""
    return Attempt(at=at, channel=channel, cause=cause, step=step, attempt=number, floor=floor)


class Hands:
    """Activities that do what the script says. `tried` and `planned` keep the orders, in order."""

    def __init__(self) -> None:
        self.tried: list[TouchOrder] = []
        self.planned: list[PlanOrder] = []
        self.after_touch: list[Move] = []
        self.after_plan: list[Move] = []
        self.begun = asyncio.Event()
        self.asynchronous = False
        self.ledger_is_down = False  # for the plans that a workflow's own worker makes
        self.while_planning: Callable[[], Awaitable[None]] | None = None

    async def _touch(self, order: TouchOrder) -> TouchResult:
        self.tried.append(order)
        self.begun.set()
        if activity.info().is_local and self.ledger_is_down:
            raise RuntimeError("the ledger does not answer")
        if self.asynchronous:
            activity.raise_complete_async()
        return TouchResult(next=self.after_touch.pop(0), step=order.attempt.step, verdict="allow")

    @activity.defn
    async def sms(self, order: TouchOrder) -> TouchResult:
        """Play a text message."""
        return await self._touch(order)

    @activity.defn
    async def call(self, order: TouchOrder) -> TouchResult:
        """Play a call."""
        return await self._touch(order)

    @activity.defn
    async def plan(self, order: PlanOrder) -> PlanResult:
        """Play the plan."""
        self.planned.append(order)
        if self.while_planning is not None:
            meanwhile, self.while_planning = self.while_planning, None
            await meanwhile()
        if activity.info().is_local and self.ledger_is_down:
            raise RuntimeError("the ledger does not answer")
        return PlanResult(next=self.after_plan.pop(0))


async def soon(awaited: Awaitable[T], what: str, handle: WorkflowHandle[Any, Any]) -> T:
    """Wait for what comes at once where the machine is idle; fail with the story so far when it does not come."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await awaited
    except TimeoutError:
        story = ", ".join(await events(handle))
        raise AssertionError(f"{what} did not come within {PATIENCE} s; the history is: {story}") from None


async def events(handle: WorkflowHandle[Any, Any]) -> list[str]:
    """Return the names of a history's events, without the prefix."""
    history = await handle.fetch_history()
    return [str(event.WhichOneof("attributes")).removesuffix("_event_attributes") for event in history.events]


class Stage:
    """Runs lead workflows against hands, on queues that no other test shares."""

    def __init__(self, client: Client, clock: Clock, *, plans_at_once: bool = True) -> None:
        self.client, self.clock, self.hands = client, clock, Hands()
        self.plans_at_once = plans_at_once

    @asynccontextmanager
    async def workers(self, *, floors: tuple[str, ...] = ()) -> AsyncIterator[None]:
        """Work on workflows, messages and the plan, and on calls of these floors only."""
        queues = [names.touch_queue(Channel.CALL, floor) for floor in floors]
        here = [self.hands.plan, self.hands.sms, self.hands.call]  # what leaves nothing is decided here
        main = Worker(
            self.client,
            task_queue=names.WORKFLOWS,
            workflows=[LeadWorkflow],
            activities=here,
        )
        async with main, Worker(self.client, task_queue=names.touch_queue(Channel.SMS), activities=[self.hands.sms]):
            if not queues:
                yield
                return
            async with Worker(self.client, task_queue=queues[0], activities=[self.hands.call]):
                yield

    async def start(
        self, first: Move, *, clock: Clock | None = None, delay: timedelta | None = None
    ) -> WorkflowHandle[LeadWorkflow, str]:
        """Start one lead."""
        enrolment = str(uuid.uuid4())
        self.lead = LeadInput(
            enrolment=enrolment,
            campaign="demo",
            first=first,
            clock=clock or self.clock,
            plans_at_once=self.plans_at_once,
        )
        return await self.client.start_workflow(
            LeadWorkflow.run,
            self.lead,
            id=names.lead_workflow_id(enrolment),
            task_queue=names.WORKFLOWS,
            start_delay=delay,
        )

    async def wake(self) -> None:
        """Wake the lead as the bell does: by signal-with-start, the only signal that ends a start delay."""
        await self.client.start_workflow(
            LeadWorkflow.run,
            self.lead,
            id=names.lead_workflow_id(self.lead.enrolment),
            task_queue=names.WORKFLOWS,
            start_signal="wake",
        )


DONE = Finish(reason="completed")
