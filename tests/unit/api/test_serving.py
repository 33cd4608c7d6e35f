"""Do both ports begin and end together, and is nothing served when one of them is taken?"""

import asyncio
import gc
import logging
import socket

import httpx
import pytest
from fastapi import FastAPI

from cadence.api.serving import Served, serve_together
from cadence.cli import run
from cadence.domain.errors import ConflictError
from cadence.local.stack.ports import free_port, listens
from tests.waiting import until

LOOPBACK = "127.0.0.1"


def served(answer: str, port: int, begun: asyncio.Event | None = None, goes_on: asyncio.Event | None = None) -> Served:
    """An application with one address; with events it says that a request has begun, and waits."""
    app = FastAPI()

    @app.get("/")
    async def answer_it() -> str:
        if begun is not None and goes_on is not None:
            begun.set()
            await goes_on.wait()
        return answer

    return Served(app=app, host=LOOPBACK, port=port)


def all_open(*ports: int) -> bool:
    """Tell whether all of these ports answer."""
    return all(map(listens, ports))


async def test_both_are_served_and_end_together_once_their_requests_have_ended() -> None:
    """A request in progress on one port is answered after the order to end; the other port is closed by then."""
    ports = free_port(), free_port()
    stopped, begun, goes_on = asyncio.Event(), asyncio.Event(), asyncio.Event()
    slow, quick = served("slow", ports[0], begun, goes_on), served("quick", ports[1])
    running = asyncio.create_task(serve_together([slow, quick], stopped))
    await asyncio.to_thread(until, lambda: all_open(*ports))
    async with httpx.AsyncClient() as client:
        assert (await client.get(f"http://{LOOPBACK}:{ports[1]}/")).json() == "quick"
        in_progress = asyncio.create_task(client.get(f"http://{LOOPBACK}:{ports[0]}/"))
        await begun.wait()

        stopped.set()
        await asyncio.to_thread(until, lambda: not listens(ports[1]))
        assert not running.done()
        goes_on.set()

        assert (await in_progress).json() == "slow"
    await running
    assert not any([await asyncio.to_thread(listens, port) for port in ports])


async def refusal(applications: list[Served]) -> str:
    """The words with which they are not served."""
    try:
        await serve_together(applications, asyncio.Event())
    except ConflictError as error:
        return str(error)
    raise AssertionError("they were served")


# Uvicorn ends the process here, and does not close the socket that it could not bind.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
async def test_with_one_port_taken_nothing_is_served(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that had only its webhooks, or only its API, would look as if it worked."""
    free = free_port()
    monkeypatch.setattr(logging.getLogger("uvicorn.error"), "disabled", True)  # its record would keep the socket
    with socket.create_server((LOOPBACK, 0)) as taken:
        other = taken.getsockname()[1]
        words = await refusal([served("first", free), served("second", other)])
        assert words.startswith(f"Port {other} of 127.0.0.1 cannot be opened")

    gc.collect()  # here, where the warning is expected
    assert not await asyncio.to_thread(listens, free)


def test_one_port_for_both_is_refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The carrier's network would reach the API again, and nobody would notice."""
    monkeypatch.setenv("CADENCE_HMAC_KEY", "00" * 32)
    monkeypatch.setenv("CADENCE_DATABASE_URL", "postgresql://127.0.0.1:1/cadence")
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "made-up")

    code = run(["serve", "--port", "9000", "--api-port", "9000"])

    assert code == 1
    assert "The webhooks and the API both have port 9000; expected two ports" in capsys.readouterr().err
