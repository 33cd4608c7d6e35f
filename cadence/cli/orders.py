"""How do the workflows and calls hear of an order that was given at a terminal? Edge: Temporal and the carrier."""

import asyncio
from collections.abc import Callable, Sequence

from cadence.app.carriers import carrier_of
from cadence.cli.connection import LedgerSession
from cadence.cli.output import talk, wait_for
from cadence.cli.temporal import temporal
from cadence.domain import HoldName
from cadence.domain.errors import CadenceError, UnavailableError
from cadence.domain.payloads import CampaignInput
from cadence.domain.plurals import many
from cadence.engine.dispatch.takeback import take_back
from cadence.engine.outbox import OutboxRelay
from cadence.engine.outcomes.writing import EventResult
from cadence.engine.temporal_client import TemporalClient
from cadence.ledger.campaigns.enrolment_rows import StoredEnrolment


def follow(session: LedgerSession, result: EventResult) -> None:
    """Cancel calls that still ring for leads that stopped, and notify the workflows of what was recorded."""
    if result.stopped:
        _cancel_calls(session, result.stopped)
    if result.news:
        deliver(session, result.news)


def _cancel_calls(session: LedgerSession, leads: Sequence[str]) -> None:
    try:
        cancelled = take_back(session.planner, carrier_of(session.settings), leads)
    except CadenceError as error:
        talk(f"{error} A call that is ringing now is not cancelled; nothing else is sent.")
    else:
        if cancelled:
            talk(f"{many(cancelled, 'ringing call was', 'ringing calls were')} cancelled.")


def deliver(session: LedgerSession, news: Sequence[int]) -> bool:
    """Notify the workflows; False if Temporal did not accept all news, which the worker then delivers later."""
    delivered = _with_outbox(session, lambda outbox: outbox.deliver(news))
    if delivered < len(news):
        talk(
            "Temporal does not answer. The change is recorded, and the worker notifies the workflows when Temporal "
            "is available again."
        )
    return delivered == len(news)


def wake_held(session: LedgerSession, hold: HoldName, key: str) -> int:
    """Wake all leads that wait for one thing, page by page; return how many were reached."""
    return _with_outbox(session, lambda outbox: outbox.wake_all(hold, key))


def _with_outbox(session: LedgerSession, work: Callable[[OutboxRelay], int]) -> int:
    """Return how many workflows the outbox reached; 0 if Temporal does not answer."""

    async def send() -> int:
        temporal_client = TemporalClient(await temporal(session.settings), asyncio.get_running_loop())
        return await asyncio.to_thread(work, OutboxRelay(session.ledger, temporal_client, session.clock))

    try:
        return wait_for(send())
    except UnavailableError:
        return 0


def start(session: LedgerSession, enrolment: StoredEnrolment) -> bool:
    """Start the workflow of one enrolment; False if Temporal does not answer: the worker starts it later."""
    return _with_outbox(session, lambda outbox: outbox.start([enrolment])) == 1


def wake_campaign(session: LedgerSession, campaign: str) -> bool:
    """Have the campaign's workflow read the ledger; False if Temporal does not answer."""

    async def wake() -> None:
        temporal_client = TemporalClient(await temporal(session.settings), asyncio.get_running_loop())
        order = CampaignInput(campaign=campaign, clock=session.clock)
        await asyncio.to_thread(temporal_client.start_campaign, order)

    try:
        wait_for(wake())
    except UnavailableError as error:
        talk(str(error))
        return False
    return True
