"""
How does a campaign run from its launch to its end? Orchestration only: it lets leads in and asks how things stand.

Pauses, the stop and who is open stand in the ledger; this workflow learns them by asking, never from signals, so it is
not the sink of its leads' messages.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from cadence.domain import names
    from cadence.domain.payloads import CampaignInput, CampaignProgress, CloseOrder, CloseResult, EnrolOrder
    from workflows.patience import patient

A_WHILE = timedelta(minutes=5)
"""How soon to look again when leads wait for room, in the campaign's time ..."""
BREATH = timedelta(seconds=1)
"""... and at least this in real time."""
PAGE = timedelta(minutes=5)
"""Real time for one page of leads to be planned, written down and started."""


@workflow.defn(name="campaign")
class CampaignWorkflow:
    """
    One campaign: let leads in as there is room, until it is stopped, its end date passes or everybody is done.

    A campaign whose leads are all done is launched again with the next list, and this begins anew.
    """

    @workflow.init
    def __init__(self, campaign: CampaignInput) -> None:
        """Know the state before the first signal: it may come ahead of `run`."""
        self._campaign = campaign
        self._stop = campaign.stop
        self._news = False
        self._progress = CampaignProgress()

    @workflow.run
    async def run(self, campaign: CampaignInput) -> str:  # noqa: ARG002  `__init__` keeps it
        """Enrol in pages while the campaign runs, then close it; return how it ended."""
        while not self._stop:
            self._begin_a_new_page()
            self._news = False  # before asking, never after
            self._progress = await self._enrol()
            workflow.set_current_details(_in_words(self._progress))
            if self._progress.done:
                return "completed"  # the campaign itself stays open: for another list, and for callbacks
            if self._progress.over:
                break
            if not self._progress.more:
                await self._news_or_a_while()
        return await self._close()

    @workflow.signal
    def wake(self) -> None:
        """Look into the ledger: it was paused, resumed, stopped, or leads were added."""
        self._news = True

    @workflow.signal
    def stop(self) -> None:
        """Stop the campaign for good, from Temporal's own pages. `cadence stop` writes the ledger itself."""
        self._stop = self._news = True

    @workflow.query
    def progress(self) -> CampaignProgress:
        """Return how the campaign stood when it last looked."""
        return self._progress

    async def _enrol(self) -> CampaignProgress:
        result: CampaignProgress = await workflow.execute_activity(
            "enrol",
            EnrolOrder(campaign=self._campaign.campaign, now=self._now()),
            result_type=CampaignProgress,
            task_queue=names.WORKFLOWS,
            start_to_close_timeout=PAGE,
            retry_policy=patient(self._campaign.clock),
            summary="let the next leads in",
        )
        return result

    async def _close(self) -> str:
        """Close page after page: the row that ends the campaign first, then its leads."""
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

    async def _news_or_a_while(self) -> None:
        """Sleep until something happened, or it is time to see whether there is room."""
        clock = self._campaign.clock
        look_at = self._progress.look_at
        left = A_WHILE if look_at is None else look_at - self._now()
        try:
            await workflow.wait_condition(lambda: self._news, timeout=max(clock.real_span(left), BREATH))
        except TimeoutError:
            return

    def _begin_a_new_page(self) -> None:
        """Continue as new when the history has grown long: a campaign looks at its leads for weeks."""
        if workflow.info().is_continue_as_new_suggested():
            workflow.continue_as_new(replace(self._campaign, stop=self._stop))

    def _now(self) -> datetime:
        return self._campaign.clock.at(workflow.now())


def _in_words(progress: CampaignProgress) -> str:
    paused = ", paused" if progress.paused else ""
    return f"{progress.state}{paused}: {progress.open} open, {progress.waiting} waiting, {progress.finished} finished"
