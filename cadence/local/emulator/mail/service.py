"""How is e-mail emulated? Edge: a relay, a mailbox, and addresses under `/_emulator/mail` for tests and rehearsals."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from cadence.local.emulator.faults import Fault
from cadence.local.emulator.mail.behaviour import MailPeople, MailReaction
from cadence.local.emulator.mail.imap import ImapServer
from cadence.local.emulator.mail.mails import Mails, parsed
from cadence.local.emulator.mail.relay import WHERE, MailFaultKind, RelayHandler
from cadence.local.emulator.world import EmulatorParts

HOST = "127.0.0.1"
SMTP_PORT, IMAP_PORT = "smtp", "imap"
"""Names of the ports that `--listen` gives."""

Endpoint = Callable[[Request], Awaitable[Response]]


class MailService:
    """The relay and the mailbox of an emulator."""

    def __init__(self, world: EmulatorParts) -> None:
        """Let people with e-mail addresses live in this world."""
        self._world, self._mails = world, Mails(world)
        self._people = MailPeople(world, self._mails)
        self._relay = RelayHandler(world, self._mails, self._people)
        self._imap = ImapServer(self._mails)
        self._server: asyncio.Server | None = None

    def routes(self) -> Sequence[Route]:
        """Return the addresses for tests and rehearsals."""
        return [
            Route("/_emulator/mail/messages", self._messages),
            Route("/_emulator/mail/react", _careful(self._react), methods=["POST"]),
            Route("/_emulator/mail/raw", _careful(self._raw), methods=["POST"]),
            Route("/_emulator/mail/faults", _careful(self._order_fault), methods=["POST"]),
        ]

    async def start(self) -> None:
        """Listen on the ports that are set."""
        ports = self._world.config.ports
        if SMTP_PORT in ports:
            loop = asyncio.get_running_loop()
            self._server = await loop.create_server(self._relay.protocol, HOST, ports[SMTP_PORT])
        if IMAP_PORT in ports:
            await self._imap.start(HOST, ports[IMAP_PORT])

    async def stop(self) -> None:
        """Stop at once."""
        if self._server is not None:
            self._server.close()
        await self._imap.stop()

    async def _messages(self, request: Request) -> Response:
        """Give the accepted e-mails, oldest first; `?to=` narrows them to one address."""
        query = "SELECT * FROM mails JOIN messages USING (sid) WHERE ? IN ('', person) ORDER BY messages.id"
        rows = self._mails.store.all(query, request.query_params.get("to", "").lower())
        return JSONResponse([_document(dict(row)) for row in rows])

    async def _react(self, request: Request) -> Response:
        """
        Let the receiver of the last e-mail to an address do something now.

        `{"to": "ana@example.com", "reaction": "answers", "words": "BAJA", "subject": "", "status": "5.1.1"}`
        """
        body = await request.json()
        row = self._mails.last_to(str(body["to"]))
        reaction = MailReaction(body.get("reaction", "answers"))
        texts = {name: str(body.get(name, "")) for name in ("status", "words", "subject")}
        self._people.react(row["sid"], reaction, **texts)
        return JSONResponse({"sid": row["sid"]}, 201)

    async def _raw(self, request: Request) -> Response:
        """Put the bytes of the request into our mailbox, as anybody can; `?ago=` seconds before now."""
        ago = timedelta(seconds=float(request.query_params.get("ago", "0")))
        return JSONResponse({"uid": self._mails.deliver(await request.body(), ago)}, 201)

    async def _order_fault(self, request: Request) -> Response:
        """Let something go wrong: `{"kind": "refuse", "code": 451, "times": 1, "match": {"to": ...}, "seconds": 9}`."""
        order: Mapping[str, Any] = await request.json()
        match = {str(name): str(value) for name, value in dict(order.get("match", {})).items()}
        fault = Fault(
            where=WHERE,
            kind=MailFaultKind(order["kind"]),
            times=int(order.get("times", 1)),
            match=match,
            seconds=float(order.get("seconds", 30)),
            code=int(order.get("code", 0)),
        )
        self._world.faults.order(fault)
        return JSONResponse({"ordered": fault.kind, "times": fault.times}, 201)


def _document(row: dict[str, Any]) -> dict[str, Any]:
    """Return an accepted e-mail with its headers."""
    content = bytes(row.pop("content"))
    headers = {name: str(value) for name, value in parsed(content).items()}
    return {**row, "headers": headers, "raw": content.decode("utf-8", "replace")}


def _careful(serve: Endpoint) -> Endpoint:
    """Answer 400 with the reason to any request that cannot be understood."""

    async def careful(request: Request) -> Response:
        try:
            return await serve(request)
        except KeyError as error:
            return JSONResponse({"error": f"found no {error}; expected it in the JSON document"}, 400)
        except (ValueError, TypeError, AttributeError, json.JSONDecodeError) as error:
            return JSONResponse({"error": str(error)}, 400)

    return careful
