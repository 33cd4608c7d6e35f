"""
How are workflows started and notified? Edge: the only Temporal client outside the CLI and the worker.

It starts and wakes workflows and completes activities. Everything may be done twice, and nothing is lost if it is not
done: the reconciler notifies again whatever the ledger has as undelivered.
"""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from typing import Any, Self, TypeVar

from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.common import (
    Priority,
    SearchAttributeKey,
    SearchAttributePair,
    TypedSearchAttributes,
    WorkflowIDReusePolicy,
)
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
T = TypeVar("T")


class TemporalClient:
    """Starts and notifies workflows. Every method may be repeated without harm, and raises UnavailableError."""

    def __init__(self, client: Client) -> None:
        """Use this client of the SDK."""
        self._client = client

    async def start(self, lead: LeadInput) -> bool:
        """
        Start a lead's workflow when its first move is due; return whether it is new.

        A workflow that completed is never started again; one that was terminated or failed is.
        """
        delay = _delay(lead)
        return await _translated(self._start_lead(lead, start_delay=delay))

    async def wake(self, lead: LeadInput) -> bool:
        """
        Have a lead's workflow read the ledger; return False when it has completed.

        The workflow is started if it is missing. Only signal-with-start also ends a start delay.
        """
        return await _translated(self._start_lead(lead, start_signal="wake"))

    async def rebuild(self, lead: LeadInput) -> bool:
        """
        Start a lead's workflow unless it runs, even if it has completed; return whether it was missing.

        The lead is open in the ledger, and the ledger decides: a superfluous workflow reads the ledger and ends.
        """
        reuse = WorkflowIDReusePolicy.ALLOW_DUPLICATE
        return await _translated(self._start_lead(lead, start_delay=_delay(lead), id_reuse_policy=reuse))

    async def runs(self, enrolment: str) -> bool:
        """Return whether a lead's workflow runs. This reads the workflow itself, not the index, which may be late."""
        return await _translated(self._runs(enrolment))

    async def namespace_id(self) -> str:
        """
        Return the id of the namespace: a different id means that Temporal's database was created anew.

        "" when our key has no permission to read it.
        """
        return await _translated(self._namespace_id())

    async def complete(self, enrolment: str, key: str, result: TouchResult) -> bool:
        """Hand a call's result to the activity that waits for it; return False when none does."""
        handle = self._client.get_async_activity_handle(
            workflow_id=names.lead_workflow_id(enrolment), run_id=None, activity_id=key
        )
        return await _translated(_exists(handle.complete(result, rpc_timeout=PATIENCE)))

    async def start_campaign(self, campaign: CampaignInput) -> None:
        """Start a campaign's workflow, or wake it when it runs: leads were added, it was resumed or closed."""
        await _translated(self._start_campaign(campaign, start_signal="wake"))

    async def ensure_campaign(self, campaign: CampaignInput) -> bool:
        """Start a campaign's workflow unless it runs; return whether it was started."""
        return await _translated(self._start_campaign(campaign))

    async def _start_campaign(self, campaign: CampaignInput, **how: Any) -> bool:  # noqa: ANN401  options of the client
        try:
            await self._client.start_workflow(
                "campaign",
                campaign,
                id=names.campaign_workflow_id(campaign.campaign),
                task_queue=names.WORKFLOWS,
                search_attributes=_attributes(campaign.campaign),
                static_summary=campaign.campaign,
                rpc_timeout=PATIENCE,
                **how,
            )
        except WorkflowAlreadyStartedError:
            return False
        return True

    async def _namespace_id(self) -> str:
        request = DescribeNamespaceRequest(namespace=self._client.namespace)
        try:
            described = await self._client.workflow_service.describe_namespace(request, timeout=PATIENCE)
        except RPCError as error:
            if error.status in (RPCStatusCode.PERMISSION_DENIED, RPCStatusCode.UNIMPLEMENTED):
                return ""
            raise
        return described.namespace_info.id

    async def _runs(self, enrolment: str) -> bool:
        handle = self._client.get_workflow_handle(names.lead_workflow_id(enrolment))
        try:
            described = await handle.describe(rpc_timeout=PATIENCE)
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                return False
            raise
        return described.status is WorkflowExecutionStatus.RUNNING

    async def _start_lead(
        self,
        lead: LeadInput,
        id_reuse_policy: WorkflowIDReusePolicy = WorkflowIDReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
        **how: Any,  # noqa: ANN401  options of the client
    ) -> bool:
        try:
            await self._client.start_workflow(
                "lead",
                lead,
                id=names.lead_workflow_id(lead.enrolment),
                task_queue=names.WORKFLOWS,
                id_reuse_policy=id_reuse_policy,
                search_attributes=_attributes(lead.campaign),
                static_summary=f"{lead.campaign}: first {describe(lead.first)}",
                priority=Priority(priority_key=lead.priority),
                rpc_timeout=PATIENCE,
                **how,
            )
        except WorkflowAlreadyStartedError:
            return False
        return True


class SyncTemporalClient:
    """The client for synchronous code: web handlers, activities, the CLI. Safe to use from many threads."""

    def __init__(self, temporal_client: TemporalClient, loop: asyncio.AbstractEventLoop) -> None:
        """Use `temporal_client` on its own loop, which must run in another thread than the caller's."""
        self._client = temporal_client
        self._loop = loop

    @classmethod
    def in_thread(cls, connect: Callable[[], Awaitable[Client]]) -> Self:
        """Return a client with its own loop, in a thread that ends with the process."""
        loop = asyncio.new_event_loop()
        threading.Thread(target=loop.run_forever, name="temporal", daemon=True).start()

        async def connected() -> TemporalClient:
            return TemporalClient(await connect())

        return cls(asyncio.run_coroutine_threadsafe(connected(), loop).result(), loop)

    def start(self, lead: LeadInput) -> bool:
        """Start a lead's workflow; see `TemporalClient.start`."""
        return self._wait(self._client.start(lead))

    def wake(self, lead: LeadInput) -> bool:
        """Wake a lead's workflow; see `TemporalClient.wake`."""
        return self._wait(self._client.wake(lead))

    def rebuild(self, lead: LeadInput) -> bool:
        """Start a lead's workflow if it is missing; see `TemporalClient.rebuild`."""
        return self._wait(self._client.rebuild(lead))

    def runs(self, enrolment: str) -> bool:
        """Tell whether a lead's workflow runs; see `TemporalClient.runs`."""
        return self._wait(self._client.runs(enrolment))

    def namespace_id(self) -> str:
        """Return the id of the namespace; see `TemporalClient.namespace_id`."""
        return self._wait(self._client.namespace_id())

    def complete(self, enrolment: str, key: str, result: TouchResult) -> bool:
        """Complete a call's activity; see `TemporalClient.complete`."""
        return self._wait(self._client.complete(enrolment, key, result))

    def start_campaign(self, campaign: CampaignInput) -> None:
        """Start or wake a campaign's workflow; see `TemporalClient.start_campaign`."""
        self._wait(self._client.start_campaign(campaign))

    def ensure_campaign(self, campaign: CampaignInput) -> bool:
        """Start a campaign's workflow unless it runs; see `TemporalClient.ensure_campaign`."""
        return self._wait(self._client.ensure_campaign(campaign))

    def _wait(self, request: Coroutine[Any, Any, T]) -> T:
        if asyncio._get_running_loop() is self._loop:  # noqa: SLF001  the public one raises where there is none
            request.close()
            raise AssertionError("a synchronous call on the client's own loop would wait for itself for ever")
        return asyncio.run_coroutine_threadsafe(request, self._loop).result()


def _delay(lead: LeadInput) -> timedelta | None:
    """Return the start delay of a lead's workflow, if its first move is far enough ahead."""
    if not isinstance(lead.first, Attempt | Wait) or lead.first.at is None:
        return None
    delay = lead.clock.real_span(lead.first.at - lead.clock.now())
    return delay if delay > NOT_DUE else None


def _attributes(campaign: str) -> TypedSearchAttributes:
    key = SearchAttributeKey.for_keyword(names.CAMPAIGN_ATTRIBUTE)
    return TypedSearchAttributes([SearchAttributePair(key, campaign)])


async def _exists(call: Awaitable[None]) -> bool:
    """Await a call; return False when Temporal knows no such activity."""
    try:
        await call
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            return False
        raise
    return True


async def _translated(call: Awaitable[T]) -> T:
    """Await a call, and raise Temporal's errors as ours."""
    try:
        return await call
    except RPCError as error:
        raise UnavailableError(f"Temporal answers {error.status.name}. {KEPT}") from error
    except RuntimeError as error:  # what the SDK's core raises when nobody listens
        raise UnavailableError(f"Temporal does not answer. {KEPT}") from error
