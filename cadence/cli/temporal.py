"""How does a command reach Temporal? Edge: for orders, checks, and the story of a lead."""

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from cadence.app.settings import Settings
from cadence.cli.output import talk

if TYPE_CHECKING:
    from temporalio.client import Client

Connection = TypeVar("Connection")

PATIENCE = timedelta(seconds=5)
"""Real time in which Temporal has to answer a command; workers wait longer."""
SILENT = 0.5
"""Seconds after which the command shows what it is waiting for."""


async def temporal(settings: Settings) -> "Client":
    """Return a client; show what it waits for, and give up after a few seconds. Raises UnavailableError."""
    from cadence.app.temporal import connect  # noqa: PLC0415  all of the SDK; to read a history takes less

    return await shown_waiting(settings, connect(settings, within=PATIENCE))


async def shown_waiting(settings: Settings, connect: Coroutine[Any, Any, Connection]) -> Connection:
    """Return the connection; show what the command waits for when it takes long."""
    connecting = asyncio.ensure_future(connect)
    done, _ = await asyncio.wait({connecting}, timeout=SILENT)
    if not done:
        talk(f"Waiting for Temporal at {settings.temporal_connection()['target_host']} ...")
    return await connecting
