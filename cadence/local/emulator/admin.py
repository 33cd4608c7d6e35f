"""What may a test or a demo ask of the emulator itself? Edge: `/_emulator`, for this machine only."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from cadence.local.emulator.calls import Calls
from cadence.local.emulator.faults import Fault
from cadence.local.emulator.messages import Messages
from cadence.local.emulator.people_file import template_sid
from cadence.local.emulator.store import RECORDED
from cadence.local.emulator.world import EmulatorParts

Endpoint = Callable[[Request], Awaitable[Response]]


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
            Route("/_emulator/faults", _careful(self._order_fault), methods=["POST"]),
            Route("/_emulator/faults", self._clear_faults, methods=["DELETE"]),
            Route("/_emulator/templates", _careful(self._add_templates), methods=["POST"]),
            Route("/_emulator/write", _careful(self._write), methods=["POST"]),
            Route("/_emulator/call", _careful(self._call), methods=["POST"]),
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
                    for floor in self._world.floors.all()
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

    async def _order_fault(self, request: Request) -> Response:
        fault = Fault.ordered(await _told(request))
        self._world.faults.order(fault)
        return JSONResponse({"ordered": fault.kind, "times": fault.times}, 201)

    async def _clear_faults(self, _: Request) -> Response:
        self._world.faults.clear()
        return JSONResponse({"faults": 0})

    async def _add_templates(self, request: Request) -> Response:
        """Take `{"name": "text with {{1}}"}` and return each one's id."""
        body = await _told(request)
        self._world.people_file.templates.update({name: str(text) for name, text in body.items()})
        return JSONResponse({name: template_sid(name) for name in body}, 201)

    async def _write(self, request: Request) -> Response:
        """
        Let a person write to us now: `{"from": ..., "to": ..., "channel": "sms", "body": ...}`.

        On WhatsApp also with `"user": "ES.1349..."`; for a person who hides their number, `"from"` is that id.
        """
        body = await _told(request)
        channel, user = body.get("channel", "sms"), body.get("user", "")
        sid = self._messages.receive(body["from"], body["to"], channel, body["body"], user)
        return JSONResponse({"sid": sid}, 201)

    async def _call(self, request: Request) -> Response:
        """Let a person call us now, and perhaps press a key: `{"from": ..., "to": ..., "key": "9"}`."""
        body = await _told(request)
        if not self._world.config.incoming_url:
            raise ValueError("nobody answers: start the emulator with --public-url or --incoming-url")
        sid = self._calls.receive(body["from"], body["to"], body.get("key", ""))
        return JSONResponse({"sid": sid}, 201)


def _careful(serve: Endpoint) -> Endpoint:
    """Answer 400 with the reason to any request that cannot be understood."""

    async def careful(request: Request) -> Response:
        try:
            return await serve(request)
        except KeyError as error:
            return _refused(ValueError(f"found no {error}; expected it in the JSON document"))
        except (ValueError, TypeError, AttributeError) as error:
            return _refused(error)

    return careful


async def _told(request: Request) -> dict[str, Any]:
    """Return the JSON object that was sent. Raises ValueError."""
    document = await request.json()
    if not isinstance(document, dict):
        raise ValueError(f"found {type(document).__name__}; expected a JSON object")  # noqa: TRY004  answered with 400
    return document


def _refused(error: Exception) -> Response:
    return JSONResponse({"error": str(error)}, 400)
