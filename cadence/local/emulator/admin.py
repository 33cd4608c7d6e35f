"""What may a test or a demo ask of the emulator itself? Edge: `/_emulator`, for this machine only."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from cadence.local.emulator.calls import Calls
from cadence.local.emulator.faults import Fault
from cadence.local.emulator.lists import Document
from cadence.local.emulator.messages import InboundButton, Messages
from cadence.local.emulator.people_file import template_sid
from cadence.local.emulator.store import RECORDED
from cadence.local.emulator.world import EmulatorParts


class Admin:
    """Health, record, faults, templates, and words put into people's mouths."""

    def __init__(self, world: EmulatorParts, messages: Messages, calls: Calls) -> None:
        """Look into this world."""
        self._world, self._messages, self._calls = world, messages, calls

    def routes(self) -> list[Route]:
        """Return the addresses."""
        return [
            Route("/_emulator/health", self._health),
            Route("/_emulator/record", self._record),
            Route("/_emulator/faults", self._clear_faults, methods=["DELETE"]),
            posted("faults", lambda body: self._world.faults.order(Fault.ordered(body))),
            posted("templates", self._add_templates),
            posted("write", self._write),
            posted("call", self._call),
        ]

    async def _health(self, _: Request) -> Response:
        store, clock = self._world.store, self._world.config.clock
        return JSONResponse(
            {
                "ok": True,
                "now": self._world.stamp(),
                "speed": clock.speed,
                "carried": store.count("SELECT count(*) FROM carried"),
                "live_calls": len(self._calls),
                "still_to_happen": store.count("SELECT count(*) FROM agenda"),
                "faults": len(self._world.faults),
                "floors": {
                    floor.endpoint: {"agents": floor.agents, "talking": floor.talking, "busiest": floor.busiest}
                    for floor in self._world.floors.values()
                },
            }
        )

    async def _record(self, _: Request) -> Response:
        """Give everything, one JSON document a line; `table` says what it is."""

        async def lines() -> AsyncIterator[str]:
            for table in RECORDED:
                for page in self._world.store.pages(table):
                    yield "".join(json.dumps({"table": table, **dict(row)}) + "\n" for row in page)

        return StreamingResponse(lines(), media_type="application/x-ndjson")

    async def _clear_faults(self, _: Request) -> Response:
        self._world.faults.clear()
        return JSONResponse({"faults": 0})

    def _add_templates(self, body: Document) -> Document:
        """Take `{"name": "text with {{1}}"}` and return each one's id."""
        self._world.people_file.templates.update({name: str(text) for name, text in body.items()})
        return {name: template_sid(name) for name in body}

    def _write(self, body: Document) -> Document:
        """
        Let a person write to us now: `{"from": ..., "to": ..., "channel": "sms", "body": ...}`.

        On WhatsApp also with `"user": "ES.1349..."`; for a person who hides their number, `"from"` is that id. With
        `"payload"` they press the button with the text `"body"`, of the message `"replied"`, if that is given.
        """
        channel, user = body.get("channel", "sms"), body.get("user", "")
        written = body["body"]
        if "payload" in body:
            written = InboundButton(text=written, payload=body["payload"], message=body.get("replied", ""))
        return {"sid": self._messages.receive(body["from"], body["to"], channel, written, user)}

    def _call(self, body: Document) -> Document:
        """Let a person call us now, and perhaps press a key: `{"from": ..., "to": ..., "key": "9"}`."""
        if not self._world.config.incoming_url:
            raise ValueError("nobody answers: start the emulator with --public-url or --incoming-url")
        return {"sid": self._calls.receive(body["from"], body["to"], body.get("key", ""))}


async def json_object(request: Request) -> Document:
    """Return the JSON object that was sent. Raises ValueError."""
    body = await request.json()
    if not isinstance(body, dict):
        raise ValueError(f"found {type(body).__name__}; expected a JSON object")  # noqa: TRY004  answered with 400
    return body


def posted(
    path: str, serve: Callable[[Any], Document], read: Callable[[Request], Awaitable[object]] = json_object
) -> Route:
    """Return an address that serves what `read` returns, and answers 400 with the reason to what is not clear."""

    async def careful(request: Request) -> Response:
        try:
            return JSONResponse(serve(await read(request)), 201)
        except KeyError as error:
            return JSONResponse({"error": f"found no {error}; expected it in the JSON document"}, 400)
        except (ValueError, TypeError, AttributeError) as error:
            return JSONResponse({"error": str(error)}, 400)

    return Route(f"/_emulator/{path}", careful, methods=["POST"])
