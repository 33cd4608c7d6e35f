"""How does a worker run, and how does it end? Edge."""

import asyncio
import signal

from cadence.app import logs
from cadence.app.settings import Settings
from cadence.app.worker import work
from cadence.cli.app import VERSION, command
from cadence.cli.output import wait_for


@command("cadence worker", "CADENCE_CALL_SLOTS=50 cadence worker")
def worker() -> None:
    """
    Run one worker until it is stopped: it enrols leads, plans, sends, and runs the background jobs.

    Run as many as you need.

    Ctrl-C and SIGTERM let it finish its current work. If it is killed, another worker continues from the ledger.
    """
    settings = Settings.from_env()
    logs.configure(settings.log_level)
    wait_for(until_signal(settings))


async def until_signal(settings: Settings) -> None:
    """Work until SIGINT or SIGTERM."""
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    await work(settings, stopped, version=VERSION)
