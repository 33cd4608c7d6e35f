"""How does the emulator answer? Edge: Twilio's addresses, and its own under `/_emulator`."""

import asyncio
import base64
import json
import math
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from cadence.local.emulator.admin import Admin
from cadence.local.emulator.agents import Floors
from cadence.local.emulator.calls import Calls
from cadence.local.emulator.calls_api import CallsApi
from cadence.local.emulator.config import Config
from cadence.local.emulator.conversation import AgentReports
from cadence.local.emulator.faults import AT_REQUEST, FaultKind, Faults
from cadence.local.emulator.lists import Document, TwilioRequest
from cadence.local.emulator.mail.service import MailService
from cadence.local.emulator.messages import Messages
from cadence.local.emulator.messages_api import MessagesApi
from cadence.local.emulator.people_file import read_people_file
from cadence.local.emulator.provision_api import ProvisionApi
from cadence.local.emulator.rates import EmulatedRates
from cadence.local.emulator.recordings_api import RecordingsApi
from cadence.local.emulator.refusals import TwilioRefusalError
from cadence.local.emulator.resources import VERSION
from cadence.local.emulator.schedule import Schedule
from cadence.local.emulator.store import Store
from cadence.local.emulator.webhooks import WebhookSender
from cadence.local.emulator.world import EmulatorParts, new_sid

ACCOUNT = f"/{VERSION}/Accounts/{{account}}"
LONGEST_HANG = 120.0

Answer = Document | Response
Handler = Callable[[TwilioRequest], Answer | Awaitable[Answer]]


def parts(config: Config) -> EmulatorParts:
    """Put an emulator together. It begins to live with the server."""
    store, faults = Store(config.file), Faults()
    people_file = read_people_file(config.people, config.seed)
    return EmulatorParts(
        config=config,
        store=store,
        schedule=Schedule(store, config.clock),
        webhooks=WebhookSender(config, store, faults),
        faults=faults,
        floors=Floors(config.clock, config.agents, people_file.floors),
        rates=EmulatedRates(config.message_rate, config.call_rate, config.call_queue),
        people_file=people_file,
    )


class Emulator:
    """The addresses, and who answers at each."""

    def __init__(self, world: EmulatorParts) -> None:
        """Let messages, calls and agents live in this world."""
        self._world, self._calls = world, Calls(world)
        AgentReports(world)
        messages = Messages(world)
        self._messages_api, self._calls_api = MessagesApi(world, messages), CallsApi(world, self._calls)
        self._admin = Admin(world, messages, self._calls)
        # Made before the server starts, so that their events are known to the schedule.
        self._services = [MailService(world)]

    def app(self) -> Starlette:
        """Return the application."""
        messages, calls, provision = self._messages_api, self._calls_api, ProvisionApi(self._world)
        recordings = RecordingsApi(self._world)
        twilio: list[tuple[str, str, Handler]] = [
            (ACCOUNT + ".json", "GET", provision.account),
            (ACCOUNT + "/Messages.json", "POST", self._creating(messages)),
            (ACCOUNT + "/Messages.json", "GET", messages.list),
            (ACCOUNT + "/Messages/{sid}.json", "GET", messages.fetch),
            (ACCOUNT + "/Messages/{sid}.json", "POST", messages.change),
            (ACCOUNT + "/Messages/{message}/Media.json", "GET", recordings.media),
            (ACCOUNT + "/Messages/{message}/Media/{sid}.json", "DELETE", recordings.delete_media),
            (ACCOUNT + "/Recordings.json", "GET", recordings.list),
            (ACCOUNT + "/Recordings/{sid}.json", "DELETE", recordings.delete),
            (ACCOUNT + "/Recordings/{recording}/Transcriptions.json", "GET", recordings.transcripts),
            (ACCOUNT + "/Recordings/{recording}/Transcriptions/{sid}.json", "DELETE", recordings.delete_transcript),
            (ACCOUNT + "/Calls.json", "POST", self._creating(calls)),
            (ACCOUNT + "/Calls.json", "GET", calls.list),
            (ACCOUNT + "/Calls/{sid}.json", "GET", calls.fetch),
            (ACCOUNT + "/Calls/{sid}.json", "POST", calls.change),
            (ACCOUNT + "/IncomingPhoneNumbers.json", "GET", provision.numbers),
            (ACCOUNT + "/SMS/ShortCodes.json", "GET", provision.short_codes),
            ("/v1/Content", "GET", provision.templates),
            ("/v1/ContentAndApprovals", "GET", provision.approvals),
            ("/v1/Services/{service}", "GET", provision.service),
            ("/v1/Services/{service}/{pool}", "GET", provision.pool),
            ("/v2/Channels/Senders", "GET", provision.whatsapp_senders),
        ]
        routes = [Route(path, self._guarded(handler), methods=[method]) for path, method, handler in twilio]
        beside = recordings.routes()
        beside += [route for service in self._services for route in service.routes()]
        return Starlette(routes=[*routes, *self._admin.routes(), *beside], lifespan=self._lifespan)

    @asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        await self._world.webhooks.start()
        self._calls.break_off_leftovers()
        for service in self._services:
            await service.start()
        following = asyncio.create_task(self._world.schedule.follow())
        try:
            yield
        finally:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)
            for service in self._services:
                await service.stop()
            await self._calls.stop()
            await self._world.webhooks.stop()
            self._world.store.close()

    def _guarded(self, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
        """Ask who is there, and write down refusals as Twilio does."""

        async def guarded(request: Request) -> Response:
            try:
                self._let_in(request)
                answer = handler(await _read(request))
                if isinstance(answer, Awaitable):
                    answer = await answer
                return answer if isinstance(answer, Response) else JSONResponse(answer)
            except TwilioRefusalError as refused:
                return _refusal(refused, self._world.config.clock.rehearsal)

        return guarded

    def _let_in(self, request: Request) -> None:
        config = self._world.config
        kind, _, credentials = request.headers.get("Authorization", "").partition(" ")
        if kind != "Basic" or not _same(credentials, f"{config.account}:{config.token}"):
            # A Standard API key may do everything but read the account.
            own = request.url.path.endswith(f"/Accounts/{config.account}.json")
            if own or not config.api_key or not _same(credentials, config.api_key):
                raise TwilioRefusalError(20003, 401)
        if request.path_params.get("account", config.account) != config.account:
            raise TwilioRefusalError(20404, 404)

    def _creating(self, api: MessagesApi | CallsApi) -> Handler:
        """Create a touch, with the faults ordered before or after it."""

        async def created(request: TwilioRequest) -> Response:
            facts = {name.lower(): request.fields.get(name, "") for name in ("To", "From", "Body")}
            fault = self._world.faults.take(api.table, AT_REQUEST, facts)
            seconds = min(fault.seconds, LONGEST_HANG) if fault else 0
            match fault.kind if fault else None:
                case FaultKind.REFUSE_500:
                    raise TwilioRefusalError(20500, 500)
                case FaultKind.TOO_MANY:
                    raise TwilioRefusalError(20429, 429, retry_after=seconds)
                case FaultKind.REFUSE:
                    raise TwilioRefusalError(fault.code if fault else 0)
                case FaultKind.DELAY:
                    await asyncio.sleep(seconds)
            document = api.create(request, fault)
            match fault.kind if fault else None:
                case FaultKind.ACCEPT_THEN_500:
                    raise TwilioRefusalError(20500, 500)
                case FaultKind.ACCEPT_THEN_HANG:
                    await asyncio.sleep(seconds)
                case FaultKind.ACCEPT_THEN_CUT:
                    return StreamingResponse(_cut(document), 201, {"Content-Length": "100000"}, "application/json")
            return JSONResponse(document, 201, {"Twilio-Request-Id": new_sid("RQ")})

        return created


def _same(credentials: str, expected: str) -> bool:
    return secrets.compare_digest(credentials, base64.b64encode(expected.encode()).decode())


async def _read(request: Request) -> TwilioRequest:
    """Return what a client asks for. Raises TwilioRefusalError for bytes that are no text."""
    try:
        text = request.url.query if request.method != "POST" else (await request.body()).decode()
    except UnicodeDecodeError:
        raise TwilioRefusalError(20001) from None
    pairs = parse_qsl(text, keep_blank_values=True)
    events = frozenset(value for name, value in pairs if name == "StatusCallbackEvent" and value)
    return TwilioRequest(path=request.url.path, parts=request.path_params, fields=dict(pairs), events=events)


async def _cut(document: Mapping[str, Any]) -> AsyncIterator[bytes]:
    yield json.dumps(document).encode()[:20]
    raise ConnectionAbortedError


def _refusal(refused: TwilioRefusalError, rehearsal: bool) -> Response:  # noqa: FBT001  one switch
    headers = {"Twilio-Request-Id": new_sid("RQ")}
    if refused.retry_after is not None:
        # Whole seconds, as HTTP has it, but not where a second is an hour.
        wait = refused.retry_after if rehearsal else math.ceil(refused.retry_after)
        headers["Retry-After"] = f"{wait:g}"
    return JSONResponse(refused.document(), refused.status, headers)
