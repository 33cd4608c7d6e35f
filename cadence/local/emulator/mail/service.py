"""How is e-mail emulated? Edge: a relay, a mailbox, and addresses under `/_emulator/mail` for tests and rehearsals."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from cadence.local.emulator.admin import posted
from cadence.local.emulator.faults import Fault
from cadence.local.emulator.lists import Document
from cadence.local.emulator.mail.behaviour import MailPeople, MailReaction
from cadence.local.emulator.mail.imap import ImapServer
from cadence.local.emulator.mail.mails import Mails, parsed
from cadence.local.emulator.mail.relay import WHERE, MailFaultKind, RelayHandler
from cadence.local.emulator.world import EmulatorParts

HOST = "127.0.0.1"
SMTP_PORT, IMAP_PORT = "smtp", "imap"
"""Names of the ports that `--listen` gives."""


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
            posted("mail/raw", lambda mail: {"uid": self._mails.deliver(*mail)}, _raw),
            posted("mail/react", self._react),
            # `{"kind": "refuse", "code": 451, "times": 1, "match": {"to": ...}, "seconds": 9}`
            posted("mail/faults", lambda body: self._world.faults.order(Fault.ordered(body, [WHERE], MailFaultKind))),
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
        rows = self._world.store.all(query, request.query_params.get("to", "").lower())
        return JSONResponse([_document(dict(row)) for row in rows])

    def _react(self, body: Document) -> Document:
        """
        Let the receiver of the last e-mail to an address do something now.

        `{"to": "ana@example.com", "reaction": "answers", "words": "BAJA", "subject": "", "status": "5.1.1"}`
        """
        row = self._mails.last_to(str(body["to"]))
        reaction = MailReaction(body.get("reaction", "answers"))
        texts = {name: str(body.get(name, "")) for name in ("status", "words", "subject")}
        self._people.react(row["sid"], reaction, **texts)
        return {"sid": row["sid"]}


async def _raw(request: Request) -> tuple[bytes, timedelta]:
    """Return the bytes that anybody puts into our mailbox, and how long ago: `?ago=` seconds before now."""
    return await request.body(), timedelta(seconds=float(request.query_params.get("ago", "0")))


def _document(row: Document) -> Document:
    """Return an accepted e-mail with its headers."""
    content = bytes(row.pop("content"))
    headers = {name: str(value) for name, value in parsed(content).items()}
    return {**row, "headers": headers, "raw": content.decode("utf-8", "replace")}
