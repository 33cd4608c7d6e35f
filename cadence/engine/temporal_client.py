"""
How does the ledger's word reach the workflows? Edge: the one Temporal client outside the CLI and the worker.

It starts, wakes and completes. Whatever it does may be done twice, and nothing depends on its being done at all: the
reconciler rings again for whatever the ledger holds undelivered.
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

KEPT = "`cadence doctor` shows more. The ledger keeps what is to be told; the worker tells it when Temporal is back."
T = TypeVar("T")


class TemporalClient:
    """Rings for workflows. Every method may be called again without harm, and raises UnavailableError."""

    def __init__(self, client: Client) -> None:
        """Ring by this client."""
        self._client = client

    async def start(self, lead: LeadInput) -> bool:
        """
        Start a lead's workflow when its first move is due; return whether it was not there before.

        A workflow that ran and ended well is never started again; one that was terminated or failed is.
        """
        delay = _delay(lead)
        return await _asked(self._start_lead(lead, start_delay=delay))

    async def wake(self, lead: LeadInput) -> bool:
        """
        Have a lead's workflow look into the ledger; return False when it has ended well.

        The workflow is started if it is missing. Signal-with-start is the only signal that ends a start delay, too.
        """
        return await _asked(self._start_lead(lead, start_signal="wake"))

    async def rebuild(self, lead: LeadInput) -> bool:
        """
        Start a lead's workflow unless it runs, even if one ended well; return whether it was missing.

        The ledger says that the lead is open, and it decides: a workflow too many looks into the ledger and ends.
        """
        reuse = WorkflowIDReusePolicy.ALLOW_DUPLICATE
        return await _asked(self._start_lead(lead, start_delay=_delay(lead), id_reuse_policy=reuse))

    async def runs(self, enrolment: str) -> bool:
        """Tell whether a lead's workflow runs. This reads its record, not the index of workflows, which may be late."""
        return await _asked(self._runs(enrolment))

    async def namespace_id(self) -> str:
        """
        Return the id of the namespace: another one means that Temporal's database was made anew.

        "" where our key may not know it.
        """
        return await _asked(self._namespace_id())

    async def complete(self, enrolment: str, key: str, result: TouchResult) -> bool:
        """Hand a call's result to the activity that waits for it; return False when none does."""
        handle = self._client.get_async_activity_handle(
            workflow_id=names.lead_workflow_id(enrolment), run_id=None, activity_id=key
        )
        return await _asked(_found(handle.complete(result, rpc_timeout=PATIENCE)))

    async def start_campaign(self, campaign: CampaignInput) -> None:
        """Start a campaign's workflow, or wake it when it runs: leads were added, it was resumed or closed."""
        await _asked(self._start_campaign(campaign, start_signal="wake"))

    async def ensure_campaign(self, campaign: CampaignInput) -> bool:
        """Start a campaign's workflow unless it runs; return whether it was started."""
        return await _asked(self._start_campaign(campaign))

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
    """The bell for code that is not asynchronous: web handlers, activities, the CLI. Safe to use from many threads."""

    def __init__(self, temporal_client: TemporalClient, loop: asyncio.AbstractEventLoop) -> None:
        """Ring `bell` on its own loop, which must run in another thread than the caller's."""
        self._bell = temporal_client
        self._loop = loop

    @classmethod
    def hang(cls, connect: Callable[[], Awaitable[Client]]) -> Self:
        """Return a rope with a loop of its own, in a thread that ends with the process."""
        loop = asyncio.new_event_loop()
        threading.Thread(target=loop.run_forever, name="bell", daemon=True).start()

        async def made() -> TemporalClient:
            return TemporalClient(await connect())

        return cls(asyncio.run_coroutine_threadsafe(made(), loop).result(), loop)

    def start(self, lead: LeadInput) -> bool:
        """Start a lead's workflow; see `Bell.start`."""
        return self._pull(self._bell.start(lead))

    def wake(self, lead: LeadInput) -> bool:
        """Wake a lead's workflow; see `Bell.wake`."""
        return self._pull(self._bell.wake(lead))

    def rebuild(self, lead: LeadInput) -> bool:
        """Start a lead's workflow if it is missing; see `Bell.rebuild`."""
        return self._pull(self._bell.rebuild(lead))

    def runs(self, enrolment: str) -> bool:
        """Tell whether a lead's workflow runs; see `Bell.runs`."""
        return self._pull(self._bell.runs(enrolment))

    def namespace_id(self) -> str:
        """Return the id of the namespace; see `Bell.namespace_id`."""
        return self._pull(self._bell.namespace_id())

    def complete(self, enrolment: str, key: str, result: TouchResult) -> bool:
        """Complete a call's activity; see `Bell.complete`."""
        return self._pull(self._bell.complete(enrolment, key, result))

    def start_campaign(self, campaign: CampaignInput) -> None:
        """Start or wake a campaign's workflow; see `Bell.start_campaign`."""
        self._pull(self._bell.start_campaign(campaign))

    def ensure_campaign(self, campaign: CampaignInput) -> bool:
        """Start a campaign's workflow unless it runs; see `Bell.ensure_campaign`."""
        return self._pull(self._bell.ensure_campaign(campaign))

    def _pull(self, ringing: Coroutine[Any, Any, T]) -> T:
        if asyncio._get_running_loop() is self._loop:  # noqa: SLF001  the public one raises where there is none
            ringing.close()
            raise AssertionError("the rope was pulled on the bell's own loop, where it would wait for itself for ever")
        return asyncio.run_coroutine_threadsafe(ringing, self._loop).result()


def _delay(lead: LeadInput) -> timedelta | None:
    """Return how long nobody has to be troubled with this lead."""
    if not isinstance(lead.first, Attempt | Wait) or lead.first.at is None:
        return None
    delay = lead.clock.real_span(lead.first.at - lead.clock.now())
    return delay if delay > NOT_DUE else None


def _attributes(campaign: str) -> TypedSearchAttributes:
    key = SearchAttributeKey.for_keyword(names.CAMPAIGN_ATTRIBUTE)
    return TypedSearchAttributes([SearchAttributePair(key, campaign)])


async def _found(call: Awaitable[None]) -> bool:
    """Return False when Temporal knows no such activity."""
    try:
        await call
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            return False
        raise
    return True


async def _asked(call: Awaitable[T]) -> T:
    """Make Temporal's failures ours."""
    try:
        return await call
    except RPCError as error:
        raise UnavailableError(f"Temporal answers {error.status.name}. {KEPT}") from error
    except RuntimeError as error:  # what the SDK's core raises when nobody listens
        raise UnavailableError(f"Temporal does not answer. {KEPT}") from error
