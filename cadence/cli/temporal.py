"""How does a command reach Temporal? Edge: for orders, checks, and the story of a lead."""

import asyncio
from datetime import timedelta

from temporalio.client import Client

from cadence.app.settings import Settings
from cadence.app.temporal import connect
from cadence.cli.output import talk

PATIENCE = timedelta(seconds=5)
"""Real time in which Temporal has to answer a command; workers wait longer."""
SILENT = 0.5
"""Seconds after which the command shows what it is waiting for."""


async def temporal(settings: Settings) -> Client:
    """Return a client; show what it waits for, and give up after a few seconds. Raises UnavailableError."""
    connecting = asyncio.ensure_future(connect(settings, within=PATIENCE))
    done, _ = await asyncio.wait({connecting}, timeout=SILENT)
    if not done:
        talk(f"Waiting for Temporal at {settings.temporal_connection()['target_host']} ...")
    return await connecting
