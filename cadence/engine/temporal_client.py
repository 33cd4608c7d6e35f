"""
How are workflows started and notified? Edge: the only Temporal client outside the CLI and the worker.

It starts and wakes workflows and completes activities. Everything may be done twice, and nothing is lost if it is not
done: the reconciler notifies again whatever the ledger has as undelivered.
"""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

from temporalio import common
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from cadence.domain import Attempt, Wait, names
from cadence.domain.errors import UnavailableError
from cadence.domain.payloads import CampaignInput, LeadInput, TouchResult, describe

PATIENCE = timedelta(seconds=10)
"""Real time in which Temporal has to answer one call."""
NOT_DUE = timedelta(seconds=1)
"""A move nearer than this in real time is not worth a delayed start."""

KEPT = "`cadence doctor` shows more. The ledger keeps the news; the worker delivers it when Temporal is back."
P = ParamSpec("P")
T = TypeVar("T")


def _blocking(
    method: Callable[Concatenate["TemporalClient", P], Coroutine[Any, Any, T]],
) -> Callable[Concatenate["TemporalClient", P], T]:
    """Let another thread than the client's loop call a method and wait for it; raise Temporal's errors as ours."""

    @wraps(method)
    def call(self: "TemporalClient", /, *args: P.args, **kwargs: P.kwargs) -> T:
        if asyncio._get_running_loop() is self._loop:  # noqa: SLF001  the public one raises where there is none
            raise AssertionError("a synchronous call on the client's own loop would wait for itself for ever")
        try:
            return asyncio.run_coroutine_threadsafe(method(self, *args, **kwargs), self._loop).result()
        except RPCError as error:
            raise UnavailableError(f"Temporal answers {error.status.name}. {KEPT}") from error
        except RuntimeError as error:  # what the SDK's core raises when nobody listens
            raise UnavailableError(f"Temporal does not answer. {KEPT}") from error

    return call


class TemporalClient:
    """
    Starts and notifies workflows, for web handlers, activities and the CLI. Safe to use from many threads.

    Every method may be repeated without harm, and raises UnavailableError.
    """

    def __init__(self, client: Client, loop: asyncio.AbstractEventLoop) -> None:
        """Use this client of the SDK on its own loop, which must run in another thread than the caller's."""
        self._client = client
        self._loop = loop

    @classmethod
    def in_thread(cls, connect: Callable[[], Awaitable[Client]]) -> Self:
        """Return a client with its own loop, in a thread that ends with the process."""
        loop = asyncio.new_event_loop()
        threading.Thread(target=loop.run_forever, name="temporal", daemon=True).start()

        async def connected() -> Client:
            return await connect()

        return cls(asyncio.run_coroutine_threadsafe(connected(), loop).result(), loop)

    @_blocking
    async def start(self, lead: LeadInput) -> bool:
        """
        Start a lead's workflow when its first move is due; return whether it is new.

        A workflow that completed is never started again; one that was terminated or failed is.
        """
        return await self._start_lead(lead, start_delay=_delay(lead))

    @_blocking
    async def wake(self, lead: LeadInput) -> bool:
        """
        Have a lead's workflow read the ledger; return False when it has completed.

        The workflow is started if it is missing. Only signal-with-start also ends a start delay.
        """
        return await self._start_lead(lead, start_signal="wake")

    @_blocking
    async def rebuild(self, lead: LeadInput) -> bool:
        """
        Start a lead's workflow unless it runs, even if it has completed; return whether it was missing.

        The lead is open in the ledger, and the ledger decides: a superfluous workflow reads the ledger and ends.
        """
        return await self._start_lead(lead, common.WorkflowIDReusePolicy.ALLOW_DUPLICATE, start_delay=_delay(lead))

    @_blocking
    async def runs(self, enrolment: str) -> bool:
        """Return whether a lead's workflow runs. This reads the workflow itself, not the index, which may be late."""
        handle = self._client.get_workflow_handle(names.lead_workflow_id(enrolment))
        try:
            described = await handle.describe(rpc_timeout=PATIENCE)
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                return False
            raise
        return described.status is WorkflowExecutionStatus.RUNNING

    @_blocking
    async def namespace_id(self) -> str:
        """Return the namespace's id, which changes with Temporal's database; "" without permission to read it."""
        request = DescribeNamespaceRequest(namespace=self._client.namespace)
        try:
            described = await self._client.workflow_service.describe_namespace(request, timeout=PATIENCE)
        except RPCError as error:
            if error.status in (RPCStatusCode.PERMISSION_DENIED, RPCStatusCode.UNIMPLEMENTED):
                return ""
            raise
        return described.namespace_info.id

    @_blocking
    async def complete(self, enrolment: str, key: str, result: TouchResult) -> bool:
        """Hand a call's result to the activity that waits for it; return False when none does."""
        workflow = names.lead_workflow_id(enrolment)
        handle = self._client.get_async_activity_handle(workflow_id=workflow, run_id=None, activity_id=key)
        try:
            await handle.complete(result, rpc_timeout=PATIENCE)
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                return False
            raise
        return True

    @_blocking
    async def start_campaign(self, campaign: CampaignInput) -> None:
        """Start a campaign's workflow, or wake it when it runs: leads were added, it was resumed or closed."""
        await self._start_campaign(campaign, start_signal="wake")

    @_blocking
    async def ensure_campaign(self, campaign: CampaignInput) -> bool:
        """Start a campaign's workflow unless it runs; return whether it was started."""
        return await self._start_campaign(campaign)

    async def _start_campaign(self, campaign: CampaignInput, **how: Any) -> bool:  # noqa: ANN401  options of the client
        name = campaign.campaign
        return await self._start("campaign", campaign, id=names.campaign_workflow_id(name), static_summary=name, **how)

    async def _start_lead(
        self,
        lead: LeadInput,
        reuse: common.WorkflowIDReusePolicy = common.WorkflowIDReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
        **how: Any,  # noqa: ANN401  options of the client
    ) -> bool:
        return await self._start(
            "lead",
            lead,
            id=names.lead_workflow_id(lead.enrolment),
            id_reuse_policy=reuse,
            static_summary=f"{lead.campaign}: first {describe(lead.first)}",
            priority=common.Priority(priority_key=lead.priority),
            **how,
        )

    async def _start(self, workflow: str, order: LeadInput | CampaignInput, **how: Any) -> bool:  # noqa: ANN401  as above
        """Start a workflow; return False when that is not possible because of one with its id."""
        key = common.SearchAttributeKey.for_keyword(names.CAMPAIGN_ATTRIBUTE)
        try:
            await self._client.start_workflow(
                workflow,
                order,
                task_queue=names.WORKFLOWS,
                search_attributes=common.TypedSearchAttributes([common.SearchAttributePair(key, order.campaign)]),
                rpc_timeout=PATIENCE,
                **how,
            )
        except WorkflowAlreadyStartedError:
            return False
        return True


def _delay(lead: LeadInput) -> timedelta | None:
    """Return the start delay of a lead's workflow, if its first move is far enough ahead."""
    if not isinstance(lead.first, Attempt | Wait) or lead.first.at is None:
        return None
    delay = lead.clock.real_span(lead.first.at - lead.clock.now())
    return delay if delay > NOT_DUE else None
