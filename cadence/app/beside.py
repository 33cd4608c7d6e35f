"""How does something run in a thread beside a worker's queues, and end with them? Edge."""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Callable


@contextlib.asynccontextmanager
async def in_a_thread(run: Callable[[threading.Event], None]) -> AsyncIterator[None]:
    """Run a function in a thread inside the block, and stop it at the end."""
    stop = threading.Event()
    running = asyncio.create_task(asyncio.to_thread(run, stop))
    try:
        yield
    finally:
        stop.set()
        await running
