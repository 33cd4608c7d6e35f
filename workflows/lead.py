"""
How does one lead go through its cadence? Orchestration only: the workflow keeps time, the ledger decides.

It applies no rules, so new code never breaks a lead in flight. Signals carry no data: news is in the ledger before the
workflow is woken to read it.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from temporalio import workflow
from temporalio.common import Priority, RetryPolicy
from temporalio.exceptions import ActivityError, FailureError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from cadence.domain import Attempt, CauseKind, Finish, Move, Wait, names
    from cadence.domain.channels import descriptor_of
    from cadence.domain.clock import Clock
    from cadence.domain.payloads import (
        PATIENCE,
        SHORT,
        LeadInput,
        PlanOrder,
        PlanResult,
        TouchOrder,
        TouchResult,
        describe,
    )
    from workflows.patience import patient

Result = TypeVar("Result", PlanResult, TouchResult)
PLAN = "look for what comes next"
"""A plan's summary in Temporal's pages."""
AT_ONCE = timedelta(seconds=5)
"""Real time for a plan or a decision inside a step of the workflow, which itself may take ten seconds."""
ONCE = RetryPolicy(maximum_attempts=1)
A_MOMENT = timedelta(milliseconds=20)
"""
Real time for which no timer is worth it. The workflow's clock stands still during a step, so what was planned inside it
for now seems due a little later; and Temporal may be a second late with the shortest timer.
"""


@workflow.defn(name="lead")
class LeadWorkflow:
    """One person in one campaign: wait, touch, wait, until there is nothing left to do."""

    @workflow.init
    def __init__(self, lead: LeadInput) -> None:
        """Set the state before the first signal, which may come before `run`."""
        self._lead = lead
        self._news = lead.news

    @workflow.run
    async def run(self, lead: LeadInput) -> str:
        """Make move after move, and return why the lead finished."""
        move: Move = lead.first
        while not isinstance(move, Finish):
            self._continue_as_new_if_long(move)
            workflow.set_current_details(describe(move))
            if await self._news_before(move) or isinstance(move, Wait):
                move = await self._plan()
            elif move.leaves or not self._lead.plans_at_once:
                move = await self._touch(move)
            else:
                move = await self._decide(move)
        workflow.set_current_details(describe(move))
        return move.reason

    @workflow.signal
    def wake(self) -> None:
        """Read the ledger again: something happened. A repeated signal changes nothing."""
        self._news = True

    async def _news_before(self, move: Attempt | Wait) -> bool:
        """Sleep until the move is due or news comes; return whether news came."""
        left = None if move.at is None else self._lead.clock.real_span(move.at - self._now())
        at_once = A_MOMENT if self._lead.plans_at_once else timedelta(0)
        if not self._news and (left is None or left > at_once):
            try:
                await workflow.wait_condition(lambda: self._news, timeout=left, timeout_summary=describe(move))
            except TimeoutError:
                return False
        return self._news

    async def _plan(self) -> Move:
        """Ask the ledger what comes next."""
        self._news = False  # before planning, not after: news that arrives while planning must not be lost
        order = PlanOrder(enrolment=self._lead.enrolment, now=self._now())
        at_once = await self._at_once("plan", order, PlanResult, PLAN) if self._lead.plans_at_once else None
        if at_once is not None:
            return at_once.next
        result: PlanResult = await workflow.execute_activity(
            "plan",
            order,
            result_type=PlanResult,
            task_queue=names.WORKFLOWS,
            start_to_close_timeout=SHORT,
            retry_policy=patient(self._lead.clock),
            summary=PLAN,
        )
        return result.next

    async def _decide(self, attempt: Attempt) -> Move:
        """Have a refusal recorded, or a task created; an attempt that may leave after all is the next move."""
        result = await self._at_once(attempt.channel.value, self._order(attempt), TouchResult, _summary(attempt))
        return result.next if result is not None else await self._touch(attempt)

    async def _at_once(
        self, name: str, order: PlanOrder | TouchOrder, kind: type[Result], summary: str
    ) -> Result | None:
        """
        Ask the worker that runs this workflow; return None when it cannot answer.

        That costs one event of the history instead of six. The caller then asks by an ordinary activity, which the
        server tries again for ever.
        """
        try:
            result: Result = await workflow.execute_local_activity(
                name,
                order,
                result_type=kind,
                start_to_close_timeout=AT_ONCE,
                retry_policy=ONCE,
                summary=summary,
            )
        except FailureError as error:  # an outage, an error that the ledger counts, or too long
            if is_cancelled_exception(error):
                raise
            return None
        return result

    async def _touch(self, attempt: Attempt) -> Move:
        """
        Have the touch made and return the move after it.

        News cancels a touch that is still waiting in its queue. A touch that has begun runs to its end and its result
        counts: that is what WAIT_CANCELLATION_COMPLETED means here, because a touch ignores cancellation.
        """
        touch = workflow.start_activity(
            attempt.channel.value,
            self._order(attempt),
            result_type=TouchResult,
            task_queue=names.touch_queue(attempt.channel, attempt.floor),
            activity_id=names.touch_key(self._lead.enrolment, str(attempt.cause), attempt.attempt),
            start_to_close_timeout=_duration(attempt, self._lead.clock),
            retry_policy=patient(self._lead.clock),
            cancellation_type=workflow.ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
            priority=_priority(attempt, self._lead),
            summary=_summary(attempt),
        )
        await workflow.wait_condition(lambda: self._news or touch.done())
        if not touch.done():
            touch.cancel()
        try:
            result: TouchResult = await touch
        except ActivityError:
            if not self._news:
                raise
            return attempt  # canceled, or its report was lost after we canceled it: the news makes a new plan
        return result.next

    def _continue_as_new_if_long(self, move: Move) -> None:
        """Continue as new when the history has become long; the whole state is the input, so nothing is lost."""
        if self._history_is_long():
            workflow.continue_as_new(replace(self._lead, first=move, news=self._news))

    @staticmethod
    def _history_is_long() -> bool:
        return workflow.info().is_continue_as_new_suggested()

    def _order(self, attempt: Attempt) -> TouchOrder:
        return TouchOrder(enrolment=self._lead.enrolment, attempt=attempt, now=self._now())

    def _now(self) -> datetime:
        return self._lead.clock.at(workflow.now())


def _summary(attempt: Attempt) -> str:
    return f"{attempt.step or attempt.cause.kind}, try {attempt.attempt}"


def _duration(attempt: Attempt, clock: Clock) -> timedelta:
    """Return how long a touch may take: a call's activity runs until the carrier has reported its end."""
    if not descriptor_of(attempt.channel).ends_later:
        return SHORT
    return SHORT + clock.real_span(attempt.lasts or PATIENCE)


def _priority(attempt: Attempt, lead: LeadInput) -> Priority:
    """Return the priority: replies and promised calls go before steps; campaigns share a queue fairly."""
    first = {CauseKind.INBOUND: 1, CauseKind.CALLBACK: 1, CauseKind.COMMAND: 2}
    key = min(lead.priority, first.get(attempt.cause.kind, lead.priority))
    return Priority(priority_key=key, fairness_key=lead.campaign[:64])
