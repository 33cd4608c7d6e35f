"""How does the emulator answer? Edge: Twilio's addresses, and its own under `/_emulator`."""

import asyncio
import base64
import json
import math
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs, parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from cadence.local.emulator import provision_api, resources
from cadence.local.emulator.admin import Admin
from cadence.local.emulator.agents import Floors
from cadence.local.emulator.calls import Calls
from cadence.local.emulator.calls_api import CallsApi
from cadence.local.emulator.config import Config
from cadence.local.emulator.faults import AT_REQUEST, Fault, FaultKind, Faults
from cadence.local.emulator.floors import AgentFloors
from cadence.local.emulator.messages import Messages
from cadence.local.emulator.messages_api import MessagesApi
from cadence.local.emulator.people_file import read_people_file
from cadence.local.emulator.rates import EmulatedRates
from cadence.local.emulator.refusals import TwilioRefusalError
from cadence.local.emulator.schedule import Schedule
from cadence.local.emulator.services import services
from cadence.local.emulator.store import Store
from cadence.local.emulator.webhooks import WebhookSender
from cadence.local.emulator.world import EmulatorParts, new_sid

ACCOUNT = f"/{resources.VERSION}/Accounts/{{account}}"
LONGEST_HANG = 120.0

Endpoint = Callable[[Request], Awaitable[Response]]


def build(config: Config) -> Starlette:
    """Put an emulator together. It begins to live with the server."""
    world = _world(config)
    return Emulator(world).app()


def _world(config: Config) -> EmulatorParts:
    store, faults = Store(config.file), Faults()
    people_file = read_people_file(config.people, config.seed)
    return EmulatorParts(
        config=config,
        store=store,
        schedule=Schedule(store, config.clock),
        mail=WebhookSender(config, store, faults),
        faults=faults,
        floors=Floors(config.clock, config.agents, people_file.floors),
        rates=EmulatedRates(config.message_rate, config.call_rate, config.call_queue),
        people_file=people_file,
    )


class Emulator:
    """The addresses, and the handler of each."""

    def __init__(self, world: EmulatorParts) -> None:
        """Let messages, calls and agents live in this world."""
        self._world = world
        self._messages, self._calls = Messages(world), Calls(world)
        self._desk = AgentFloors(world)
        self._message_api, self._call_api = MessagesApi(world, self._messages), CallsApi(world, self._calls)
        self._admin = Admin(world, self._messages, self._calls)
        self._services = services(world)

    def app(self) -> Starlette:
        """Return the application."""
        message, many = "/Messages/{sid}.json", "/Messages.json"
        twilio = [
            (ACCOUNT + ".json", ["GET"], self._account),
            (ACCOUNT + many, ["POST"], self._create_message),
            (ACCOUNT + many, ["GET"], self._list_messages),
            (ACCOUNT + message, ["GET"], self._fetch_message),
            (ACCOUNT + message, ["POST"], self._change_message),
            (ACCOUNT + "/Calls.json", ["POST"], self._create_call),
            (ACCOUNT + "/Calls.json", ["GET"], self._list_calls),
            (ACCOUNT + "/Calls/{sid}.json", ["GET"], self._fetch_call),
            (ACCOUNT + "/Calls/{sid}.json", ["POST"], self._change_call),
            ("/v1/Content", ["GET"], self._templates),
            ("/v1/ContentAndApprovals", ["GET"], self._approvals),
            (ACCOUNT + "/IncomingPhoneNumbers.json", ["GET"], self._numbers),
            (ACCOUNT + "/SMS/ShortCodes.json", ["GET"], self._short_codes),
            ("/v1/Services/{service}", ["GET"], self._service),
            ("/v1/Services/{service}/{pool}", ["GET"], self._pool),
            ("/v2/Channels/Senders", ["GET"], self._whatsapp_senders),
        ]
        routes = [Route(path, self._guarded(serve), methods=methods) for path, methods, serve in twilio]
        beside = [route for service in self._services for route in service.routes()]
        return Starlette(routes=[*routes, *self._admin.routes(), *beside], lifespan=self._lifespan)

    @asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        await self._world.mail.start()
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
            await self._world.mail.stop()
            self._world.store.close()

    def _guarded(self, serve: Endpoint) -> Endpoint:
        """Ask who is there, and write down refusals as Twilio does."""

        async def guarded(request: Request) -> Response:
            try:
                self._let_in(request)
                return await serve(request)
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

    async def _account(self, _: Request) -> Response:
        return JSONResponse(resources.account(self._world.config.account))

    async def _create_message(self, request: Request) -> Response:
        form = await _form(request)
        fault = self._fault("messages", form)
        return await self._faulty(fault, lambda: self._message_api.create(form, fault))

    async def _list_messages(self, request: Request) -> Response:
        return JSONResponse(self._message_api.list(dict(request.query_params), request.url.path))

    async def _fetch_message(self, request: Request) -> Response:
        return JSONResponse(self._message_api.fetch(request.path_params["sid"]))

    async def _change_message(self, request: Request) -> Response:
        return JSONResponse(self._message_api.change(request.path_params["sid"], await _form(request)))

    async def _create_call(self, request: Request) -> Response:
        form = await _form(request)
        events = parse_qs(await _body(request)).get("StatusCallbackEvent", [])
        return await self._faulty(self._fault("calls", form), lambda: self._call_api.create(form, events))

    async def _list_calls(self, request: Request) -> Response:
        return JSONResponse(self._call_api.list(dict(request.query_params), request.url.path))

    async def _fetch_call(self, request: Request) -> Response:
        return JSONResponse(self._call_api.fetch(request.path_params["sid"]))

    async def _change_call(self, request: Request) -> Response:
        return JSONResponse(await self._call_api.change(request.path_params["sid"], await _form(request)))

    async def _templates(self, _: Request) -> Response:
        return JSONResponse(self._message_api.templates())

    async def _approvals(self, _: Request) -> Response:
        config, templates = self._world.config, self._world.people_file.templates
        return JSONResponse(provision_api.approvals(templates, config.account, self._world.now()))

    async def _numbers(self, request: Request) -> Response:
        return JSONResponse(provision_api.numbers(dict(request.query_params), request.url.path))

    async def _short_codes(self, request: Request) -> Response:
        query, people_file = dict(request.query_params), self._world.people_file
        return JSONResponse(provision_api.short_codes(people_file, query, request.url.path))

    async def _service(self, request: Request) -> Response:
        return JSONResponse(provision_api.service(self._world.people_file, request.path_params["service"]))

    async def _pool(self, request: Request) -> Response:
        service, pool = request.path_params["service"], request.path_params["pool"]
        return JSONResponse(provision_api.pool(self._world.people_file, service, pool))

    async def _whatsapp_senders(self, _: Request) -> Response:
        return JSONResponse(provision_api.whatsapp_senders(self._world.people_file))

    def _fault(self, where: str, form: Mapping[str, str]) -> Fault | None:
        facts = {"to": form.get("To", ""), "from": form.get("From", ""), "body": form.get("Body", "")}
        return self._world.faults.take(where, AT_REQUEST, facts)

    async def _faulty(self, fault: Fault | None, create: Callable[[], dict[str, Any]]) -> Response:
        """Create a touch, with the faults ordered before or after it."""
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
        document = create()
        match fault.kind if fault else None:
            case FaultKind.ACCEPT_THEN_500:
                raise TwilioRefusalError(20500, 500)
            case FaultKind.ACCEPT_THEN_HANG:
                await asyncio.sleep(seconds)
            case FaultKind.ACCEPT_THEN_CUT:
                return StreamingResponse(_cut(document), 201, {"Content-Length": "100000"}, "application/json")
        return JSONResponse(document, 201, {"Twilio-Request-Id": new_sid("RQ")})


def _same(credentials: str, expected: str) -> bool:
    return secrets.compare_digest(credentials, base64.b64encode(expected.encode()).decode())


async def _form(request: Request) -> dict[str, str]:
    return dict(parse_qsl(await _body(request), keep_blank_values=True))


async def _body(request: Request) -> str:
    """Return a form as it was sent. Raises RefusedError for bytes that are no text."""
    try:
        return (await request.body()).decode()
    except UnicodeDecodeError:
        raise TwilioRefusalError(20001) from None


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
