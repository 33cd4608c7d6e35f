"""How does a worker run, and how is it told to end? Edge."""

import asyncio
import signal

from cadence.app.settings import Settings
from cadence.cli.app import VERSION, command
from cadence.cli.output import wait_for


@command("cadence worker", "CADENCE_CALL_SLOTS=50 cadence worker")
def worker() -> None:
    """
    Run one worker until it is told to end: it enrols, plans, touches and sweeps. Run as many as you like.

    Ctrl-C and SIGTERM let it finish what is under way. Killed at any point, another one goes on from the ledger.
    """
    from cadence.app import logs

    settings = Settings.from_env()
    logs.configure(settings.log_level)
    wait_for(until_told(settings))


async def until_told(settings: Settings) -> None:
    """Work until a signal comes."""
    from cadence.app.worker import work

    told = asyncio.Event()
    for order in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(order, told.set)
    await work(settings, told, version=VERSION)
