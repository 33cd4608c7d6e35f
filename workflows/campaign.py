"""
How does a campaign run from its launch to its end? Orchestration only: it enrols leads and asks for the progress.

Pauses, the stop and the open leads are in the ledger; this workflow reads them through activities, never from signals,
so it does not have to receive messages of all its leads.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from temporalio import workflow
from temporalio.exceptions import ActivityError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from cadence.domain import names
    from cadence.domain.payloads import (
        A_WHILE,
        BREATH,
        CampaignInput,
        CampaignProgress,
        CloseOrder,
        CloseResult,
        EnrolOrder,
    )
    from workflows.patience import patient

PAGE = timedelta(minutes=5)
"""Real time for one page of leads to be planned, recorded and started."""


@workflow.defn(name="campaign")
class CampaignWorkflow:
    """
    One campaign: enrol leads as there is room, until it is stopped, its end date passes or every lead is finished.

    When every lead is finished the workflow ends; launching the next list starts it again.
    """

    @workflow.init
    def __init__(self, campaign: CampaignInput) -> None:
        """Set the state before the first signal, which may come before `run`."""
        self._campaign = campaign
        self._stop = campaign.stop
        self._news = False
        self._progress = CampaignProgress()

    @workflow.run
    async def run(self, campaign: CampaignInput) -> str:  # noqa: ARG002  `__init__` keeps it
        """Enrol in pages while the campaign runs, then close it; return how it ended."""
        while not self._stop:
            self._continue_as_new_if_long()
            waits = self._progress.full and not self._news
            self._news = False  # before asking, never after
            progress = await self._enrol(waits=waits)
            if progress is None:
                continue  # there is news
            self._progress = progress
            workflow.set_current_details(_in_words(self._progress))
            if self._progress.done:
                return "completed"  # the campaign itself stays open: for another list, and for callbacks
            if self._progress.over:
                break
            if not self._progress.more and not self._progress.full:
                await self._wait_for_news()
        return await self._close()

    @workflow.signal
    def wake(self) -> None:
        """Read the ledger again: the campaign was paused, resumed or stopped, or leads were added."""
        self._news = True

    @workflow.signal
    def stop(self) -> None:
        """Stop the campaign for good, from Temporal's Web UI. `cadence stop` writes to the ledger itself."""
        self._stop = self._news = True

    @workflow.query
    def progress(self) -> CampaignProgress:
        """Return the progress of the campaign when it was last read."""
        return self._progress

    async def _enrol(self, *, waits: bool) -> CampaignProgress | None:
        """
        Enrol a page of leads, and return the progress.

        With `waits` nobody may enter at first, and the server tries the activity again and again, which adds nothing to
        the history; the result is None when news comes before there is room.
        """
        enrolling = workflow.start_activity(
            "enrol",
            EnrolOrder(campaign=self._campaign.campaign, now=self._now(), waits=waits),
            result_type=CampaignProgress,
            task_queue=names.WORKFLOWS,
            start_to_close_timeout=PAGE,
            retry_policy=patient(self._campaign.clock),
            summary="let the next leads in",
        )
        if waits:
            await workflow.wait_condition(lambda: self._news or enrolling.done())
            if not enrolling.done():
                enrolling.cancel()
        try:
            result: CampaignProgress = await enrolling
        except ActivityError as error:
            if waits and is_cancelled_exception(error):
                return None
            raise
        return result

    async def _close(self) -> str:
        """Close page by page: first the row that ends the campaign, then its leads."""
        order = CloseOrder(campaign=self._campaign.campaign, stopped=self._stop, now=self._now())
        while True:
            page: CloseResult = await workflow.execute_activity(
                "close",
                order,
                result_type=CloseResult,
                task_queue=names.WORKFLOWS,
                start_to_close_timeout=PAGE,
                retry_policy=patient(self._campaign.clock),
                summary="close the campaign",
            )
            if not page.more:
                workflow.set_current_details(f"{page.state}, {page.closed} leads closed with it")
                return page.state
            order = replace(order, now=self._now(), after=page.after, closed=page.closed)

    async def _wait_for_news(self) -> None:
        """Sleep until something happens, or until it is time to check whether there is room."""
        clock = self._campaign.clock
        look_at = self._progress.look_at
        left = A_WHILE if look_at is None else look_at - self._now()
        try:
            await workflow.wait_condition(lambda: self._news, timeout=max(clock.real_span(left), BREATH))
        except TimeoutError:
            return

    def _continue_as_new_if_long(self) -> None:
        """Continue as new when the history has become long: a campaign runs for weeks."""
        if workflow.info().is_continue_as_new_suggested():
            workflow.continue_as_new(replace(self._campaign, stop=self._stop))

    def _now(self) -> datetime:
        return self._campaign.clock.at(workflow.now())


def _in_words(progress: CampaignProgress) -> str:
    paused = ", paused" if progress.paused else ""
    return f"{progress.state}{paused}: {progress.open} open, {progress.waiting} waiting, {progress.finished} finished"
