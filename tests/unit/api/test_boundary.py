"""What of a request comes in? The boundary is asked as a server would ask it, message by message."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest
from starlette.types import Message, Receive, Scope, Send

from cadence.api import limits
from cadence.api.limits import LONGEST_BODY, RequestLimits


class Inside:
    """An application that reads its request whole, and keeps what it saw."""

    def __init__(self) -> None:
        self.seen: list[tuple[Scope, bytes]] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read and answer."""
        message = await receive()
        self.seen.append((scope, message["body"]))
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body"})


async def ask(
    inside: Inside, *parts: bytes, prefix: str = "", path: str = "/twilio/inbound", gone: bool = False
) -> int:
    """Send a body in parts; return the answer's status, 0 when there was none."""
    messages: list[Message] = [{"type": "http.request", "body": part, "more_body": True} for part in parts]
    messages.append({"type": "http.disconnect"} if gone else {"type": "http.request", "body": b""})
    answers: list[Message] = []

    async def receive() -> Message:
        if not messages:
            await asyncio.Event().wait()  # nothing more will ever come
        return messages.pop(0)

    async def send(message: Message) -> None:
        answers.append(message)

    scope = {"type": "http", "method": "POST", "path": path, "raw_path": path.encode(), "headers": []}
    await RequestLimits(inside, prefix)(scope, receive, send)
    return answers[0]["status"] if answers else 0


@pytest.mark.parametrize(
    "parts",
    [
        (),  # none at all
        (b"Body=hola",),
        (b"Bo", b"dy=", b"ho", b"la"),  # as the network cuts it
        (b"x" * LONGEST_BODY,),  # just as much as is taken
    ],
)
async def test_a_body_comes_in_whole_and_as_it_was(parts: Sequence[bytes]) -> None:
    """Byte by byte: it was signed so."""
    inside = Inside()

    assert await ask(inside, *parts) == 204
    assert [body for _, body in inside.seen] == [b"".join(parts)]


@pytest.mark.parametrize("parts", [(b"x" * (LONGEST_BODY + 1),), (b"x" * LONGEST_BODY, b"x")])
async def test_a_body_that_is_too_long_is_turned_away_unread(parts: Sequence[bytes]) -> None:
    """In one piece or in many: memory stays bounded, and nobody inside hears of it."""
    inside = Inside()

    assert await ask(inside, *parts) == 413
    assert inside.seen == []


async def test_a_body_that_never_ends_is_waited_for_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand such senders must not keep the carrier out."""
    monkeypatch.setattr(limits, "PATIENCE", timedelta(seconds=0.05))
    inside, answers = Inside(), list[Message]()

    async def receive() -> Message:
        await asyncio.sleep(0.02)
        return {"type": "http.request", "body": b"x", "more_body": True}

    async def send(message: Message) -> None:
        answers.append(message)

    await RequestLimits(inside)({"type": "http", "path": "/", "headers": []}, receive, send)

    assert answers[0]["status"] == 408
    assert inside.seen == []


async def test_whoever_hangs_up_in_the_middle_is_not_answered() -> None:
    """Half a request is none."""
    inside = Inside()

    assert await ask(inside, b"Body=BA", gone=True) == 0
    assert inside.seen == []


@pytest.mark.parametrize(
    ("prefix", "path", "root"),
    [
        ("/cadence", "/cadence/twilio/inbound", "/cadence"),  # the proxy has left it there
        ("/cadence", "/twilio/inbound", ""),  # the proxy has taken it away
        ("/cadence/", "/cadence/twilio/inbound", "/cadence"),  # a slash too many in the settings
        ("/cadence", "/cadences/twilio/inbound", ""),  # another word
        ("", "/twilio/inbound", ""),  # no proxy
    ],
)
async def test_the_proxy_s_part_of_the_path_is_told_apart(prefix: str, path: str, root: str) -> None:
    """For finding the handler; the path as it came stays, for the signature."""
    inside = Inside()
    await ask(inside, prefix=prefix, path=path)

    ((scope, _),) = inside.seen
    assert (scope.get("root_path", ""), scope["raw_path"]) == (root, path.encode())
