"""
What is on the stage when leads live through a cadence? A real ledger, Temporal, web server, client and emulator.

Everything runs in this process but the servers and the emulator, so that a test can look anywhere. Time runs fast.
"""

import asyncio
import json
import sqlite3
import time
import urllib.request
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import uvicorn
from fastapi import FastAPI
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import Client, WorkflowExecutionStatus
from urllib3 import Timeout

from cadence.api.app import api_app, webhooks_app
from cadence.api.dependencies import Dependencies
from cadence.app.mail import mail_carrier
from cadence.app.routes import unsubscribe_router
from cadence.app.settings import Settings
from cadence.app.temporal import CONVERTER
from cadence.app.worker import Concurrency, WorkerProcess
from cadence.campaign import Campaign, check_text
from cadence.campaign.store import to_json
from cadence.channels.carriers import BoundCarrier, Carriers
from cadence.channels.provider import Answer, Carrier, Message
from cadence.channels.twilio.provider import TwilioAccount, TwilioCarrier
from cadence.domain import Channel, NumberKind, ZoneEvidence, ZoneSource, names
from cadence.domain.channels import DESCRIPTORS
from cadence.domain.clock import Clock
from cadence.domain.list_rows import ConsentRow, LeadRow, NumberRow
from cadence.domain.payloads import CampaignInput
from cadence.engine.dispatch.answers import SenderRates
from cadence.engine.dispatch.attempt import Dispatcher
from cadence.engine.outcomes.planner import Planner
from cadence.engine.temporal_client import TemporalClient
from cadence.ledger.campaigns import campaigns, enrolment_rows
from cadence.ledger.campaigns.enrolment_rows import StoredEnrolment
from cadence.ledger.db import clock
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.lists.importing import import_leads
from cadence.ledger.operations import objectives
from cadence.local.stack import EmulatorProcess
from cadence.local.stack.ports import free_port
from tests.integration.facts_and_events import differences
from tests.integration.ledger.conftest import KEY
from tests.integration.rolls import put_on_roster
from tests.waiting import PATIENCE

ORIGIN = datetime(2027, 3, 9, 9, tzinfo=UTC)
"""A Tuesday, ten in the morning in Madrid."""
SPEED = 600.0
"""Ten minutes of the cadence in a second of ours."""
API_TOKEN = "made-up bearer token"
ACCOUNT = {"TWILIO_ACCOUNT_SID": "AC00112233445566778899aabbccddeeff", "TWILIO_AUTH_TOKEN": "emulated-token"}
PHONES = frozenset(channel for channel, one in DESCRIPTORS.items() if one.by_phone)
MADRID = ZoneEvidence(zone="Europe/Madrid", source=ZoneSource.STATED)
HEAD = """
campaign: {name}
purpose: service
language: es
country: ES
jurisdictions: none
holidays: open
from: {{company: Tienda Sol, voice: "+34910000001", sms: "+34910000001", whatsapp: "+34910000001",
  email: hola@example.com, postal_address: "Calle Mayor 1, 28013 Madrid"}}
windows: [{{days: mon-sun, hours: "{hours}"}}]
consent:
  sms: {{basis: contract, reason: they are customers}}
  whatsapp: {{basis: contract, reason: they are customers}}
  call: {{basis: contract, reason: they are customers}}
  email: {{basis: contract, reason: they are customers}}
limits: [{{max: 20, per: campaign}}]
spread: 0 minutes
stop_on: [converted, refused]
floors: {{{floor}: {{agents: {agents}, endpoint: "client:{floor}", wrap_up: 2 minutes}}}}
cadence:
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """A campaign to be played. Its name is its own, so are its queues: Temporal is shared by all tests."""

    name: str
    steps: str
    agents: int = 2
    hours: str = "00:00-24:00"

    @property
    def floor(self) -> str:
        """The floor of its calls."""
        return f"floor-{self.name}"

    @property
    def campaign(self) -> Campaign:
        """The campaign."""
        head = HEAD.format(name=self.name, floor=self.floor, agents=self.agents, hours=self.hours)
        return check_text(head + self.steps.replace("FLOOR", self.floor), f"{self.name}.yaml").right()


@dataclass(kw_only=True)
class Scene:
    """The stage. `planner` looks into the ledger, `record` into what the emulator carried."""

    ledger: Ledger
    clock: Clock
    client: Client
    emulator: EmulatorProcess
    carrier: TwilioCarrier
    carriers: Carriers  # the same, and e-mail
    temporal_client: TemporalClient
    deps: Dependencies  # of the web server
    play: Play
    environment: Mapping[str, str]  # for worker processes
    planner: Planner = field(init=False)

    def __post_init__(self) -> None:
        """Look with what the engine looks with."""
        self.planner = Planner(self.ledger, self.clock)

    def enrol(self, *numbers: str, told: bool = True, name: str = "Ana Prueba", **named: tuple[str, ...]) -> None:
        """Launch the play with one lead for each number and with leads of several; Temporal is `told`."""
        campaign = self.play.campaign
        now = self.clock.now()
        leads = {number: (number,) for number in numbers} | named
        rows = [
            replace(row(line, key, *theirs), name=name) for line, (key, theirs) in enumerate(leads.items(), start=1)
        ]
        import_leads(self.ledger, self.play.name, rows, at=now)
        with self.ledger.begin() as tx:
            launched = campaigns.launch(tx, campaign.campaign, to_json(campaign), at=now)
            campaigns.set_floors(tx, {self.play.floor: self.play.agents}, at=now)
            put_on_roster(tx, launched.campaign, self.play.name, at=now)
        if told:
            self.temporal_client.start_campaign(CampaignInput(campaign=campaign.campaign, clock=self.clock))

    def worker(
        self, *, carrier: Carrier | None = None, lost_after: timedelta | None = None, **more: Any
    ) -> WorkerProcess:
        """Return a worker, to be run on this loop."""
        patience = {} if lost_after is None else {"lost_after": lost_after}
        return WorkerProcess(
            client=self.client,
            ledger=self.ledger,
            carrier=carrier or self.carrier,
            clock=self.clock,
            concurrency=Concurrency(workflows=20, messages=4, calls=8),
            **{
                "dispatcher": lambda planner, through, rates: Dispatcher(planner, through, rates, **patience),
                "rates": SenderRates(per_sender={"": 1.0}),
                **more,
            },
        )

    @asynccontextmanager
    async def working(self, **how: Any) -> AsyncIterator[WorkerProcess]:
        """Run a worker inside the block."""
        stop = asyncio.Event()
        worker = self.worker(**how)
        running = asyncio.create_task(worker.run(stop))
        try:
            yield worker
        finally:
            stop.set()
            await running

    async def until(self, true: Callable[[], Any]) -> Any:
        """Wait until something holds, and return it."""
        give_up = time.monotonic() + PATIENCE
        while True:
            found = await asyncio.to_thread(true)
            if found:
                return found
            assert time.monotonic() < give_up, f"not within {PATIENCE:.0f} s: {self.lead_states()}"
            await asyncio.sleep(0.1)

    async def until_async(self, ask: Callable[[], Awaitable[Any]], true: Callable[[Any], Any]) -> None:
        """Wait until what is answered fits."""
        async with asyncio.timeout(PATIENCE):
            while not true(await ask()):  # noqa: ASYNC110  only the server knows
                await asyncio.sleep(0.1)

    async def later(self, span: timedelta) -> None:
        """Let so much time of the cadence pass."""
        await asyncio.sleep(self.clock.real_span(span).total_seconds())

    @asynccontextmanager
    async def planning_only(self) -> AsyncIterator[None]:
        """Run a worker that enrols and plans leads but makes no touches."""
        worker = self.worker()
        worker.begin_planning()
        try:
            yield
        finally:
            await worker.end()

    async def finished(self, count: int = 1) -> list[StoredEnrolment]:
        """Wait until so many leads have finished, in the ledger and then in Temporal."""
        found: list[StoredEnrolment] = await self.until(lambda: self.leads(finished=True, least=count))
        for lead in found:
            handle = self.client.get_workflow_handle(names.lead_workflow_id(lead.enrolment.id))
            await asyncio.wait_for(handle.result(), PATIENCE)
        return found

    def leads(self, *, finished: bool | None = None, least: int = 0) -> list[StoredEnrolment]:
        """Return the enrolments, the first lead first; none if there are not at least so many."""
        with self.ledger.begin() as tx:
            rows = tx.exec_driver_sql("SELECT id FROM enrolments ORDER BY at, recorded_at").scalars().all()
            found = [enrolment_rows.get(tx, str(one)) for one in rows]
        chosen = [one for one in found if finished is None or (one.enrolment.finished is not None) == finished]
        return chosen if len(chosen) >= least else []

    def lead_states(self) -> list[str]:
        """How everybody stands: for the message of a test that failed."""
        return [f"{one.enrolment.finished or one.move} errors={one.errors}" for one in self.leads()] + self.touches()

    def touches(self) -> list[str]:
        """Return every touch as step, try, state and outcome, in order."""
        with self.ledger.begin() as tx:
            rows = tx.exec_driver_sql(
                "SELECT concat_ws(' ', cause_ref, attempt, state, outcome) FROM touches ORDER BY at, recorded_at"
            )
            return [str(one) for one in rows.scalars()]

    def asked(self, question: str, *values: Any) -> list[dict[str, Any]]:
        """Ask the emulator's own record."""
        with sqlite3.connect(f"file:{self.emulator.record}?mode=ro", uri=True) as database:
            database.row_factory = sqlite3.Row
            return [dict(one) for one in database.execute(question, values)]

    def carried(self, kind: str = "%") -> list[dict[str, Any]]:
        """Return what was carried, by the emulator's own record."""
        return self.asked("SELECT * FROM carried WHERE kind LIKE ? ORDER BY at", kind)

    def fault(self, where: str, kind: str, **more: Any) -> None:
        """Order that something goes wrong at the carrier."""
        self.post("/_emulator/faults", {"where": where, "kind": kind, **more})

    def mend(self) -> None:
        """Nothing that was ordered goes wrong any more."""
        request = urllib.request.Request(f"{self.emulator.url}/_emulator/faults", method="DELETE")  # noqa: S310
        urllib.request.urlopen(request).close()  # noqa: S310  our own process

    def writes(self, person: str, body: str) -> None:
        """A person writes to us now."""
        self.post("/_emulator/write", {"from": person, "to": "+34910000001", "channel": "sms", "body": body})

    def calls(self, person: str, *, key: str = "") -> None:
        """A person calls us now, and presses a key when they hear that they can."""
        self.post("/_emulator/call", {"from": person, "to": "+34910000001", "key": key})

    def post(self, path: str, document: Mapping[str, Any]) -> None:
        """Ask something of the emulator itself."""
        request = urllib.request.Request(self.emulator.url + path, json.dumps(document).encode(), method="POST")  # noqa: S310
        urllib.request.urlopen(request).close()  # noqa: S310  our own process

    async def story(self, enrolment: str) -> list[str]:
        """Return the events of a lead's history, without the prefix."""
        history = await self.client.get_workflow_handle(names.lead_workflow_id(enrolment)).fetch_history()
        return [str(event.WhichOneof("attributes")).removesuffix("_event_attributes") for event in history.events]

    async def activities(self, enrolment: str) -> list[str]:
        """Return the names of the activities in a lead's history, local ones included, but for plans made at once."""
        history = await self.client.get_workflow_handle(names.lead_workflow_id(enrolment)).fetch_history()
        return [name for event in history.events if (name := activity_of(event))]

    async def compare_events(self) -> None:
        """Whatever was played: each fact has its event. They can be read once no earlier transaction runs any more."""
        give_up = time.monotonic() + PATIENCE
        while wrong := await asyncio.to_thread(self._wrong_events):
            assert time.monotonic() < give_up, wrong
            await asyncio.sleep(0.1)

    def no_touch_after_a_stop(self) -> None:
        """Whatever was played: the objective that `doctor` and the alerts watch agrees that no stop was passed over."""
        with self.ledger.begin() as tx:
            good, whole = objectives.stops(tx, ORIGIN - timedelta(days=1))
        assert good == whole, f"{whole - good} of {whole} touches left after a stop"

    def _wrong_events(self) -> list[str]:
        with self.ledger.begin() as tx:
            return differences(tx)

    async def close(self) -> None:
        """End what still runs in Temporal: the next test's workers must not find it."""
        ids = [names.lead_workflow_id(one.enrolment.id) for one in self.leads()]
        for workflow in [*ids, names.campaign_workflow_id(self.play.name)]:
            handle = self.client.get_workflow_handle(workflow)
            try:
                if (await handle.describe()).status is WorkflowExecutionStatus.RUNNING:
                    await handle.terminate()
            except Exception:  # noqa: BLE001, S112  it was never started
                continue


def activity_of(event: HistoryEvent) -> str:
    """Return the name of the activity that an event of a history begins, or of the touch that was decided at once."""
    if data := event.marker_recorded_event_attributes.details.get("data"):
        name = str(json.loads(data.payloads[0].data)["activity_type"])
        return name if name != "plan" else ""
    return event.activity_task_scheduled_event_attributes.activity_type.name


class OnceTaken:
    """The real carrier. Something happens when it has taken the first message, before the engine has its answer."""

    def __init__(self, real: Any, then: Callable[[], None]) -> None:
        self._real, self._then = real, [then]

    def send(self, message: Message) -> Answer:
        """Send it, and let that happen."""
        answer: Answer = self._real.send(message)
        while self._then:
            self._then.pop()()
        return answer

    def __getattr__(self, name: str) -> Any:
        """Let everything else through."""
        return getattr(self._real, name)


def row(line: int, key: str, *numbers: str) -> LeadRow:
    """Return one line of a list."""
    kinds = [NumberKind.FIXED if number.startswith("+349") else NumberKind.MOBILE for number in numbers]
    mine = tuple(
        NumberRow(e164=number, kind=NumberKind.EMAIL)
        if "@" in number
        else NumberRow(e164=number, kind=kind, country="ES", zones=(MADRID,))
        for number, kind in zip(numbers, kinds, strict=True)
    )
    agreed = ConsentRow(channel=Channel.WHATSAPP, given=True, at=ORIGIN - timedelta(days=30), source="web form")
    return LeadRow(line=line, key=key, numbers=mine, country="ES", zones=(MADRID,), consents=(agreed,))


@contextmanager
def scene(
    *,
    url: str,
    address: str,
    client: Client,
    folder: Path,
    play: Play,
    people: Mapping[str, Any],
    speed: float,
    patience: float = PATIENCE,
) -> Iterator[Scene]:
    """Set the stage: what the emulator's people do is in `people`; `patience` is the client's with the carrier."""
    time_ = Clock(origin=ORIGIN, started=datetime.now(UTC), speed=speed)
    ledger = Ledger(url, KEY, connections=30)
    ledger.check_keys()
    with ledger.begin() as tx:
        clock.set_clock(tx, time_)
    people_file = folder / "people.json"
    # Whoever is scripted in nothing has a good line and is silent; without that the seed would decide.
    reached = [name for name in people if name.startswith("+") or "@" in name]
    told = {name: {"replies": [None], **people[name]} for name in reached}
    others = {name: value for name, value in people.items() if name not in told}  # such as the account's templates
    people_file.write_text(json.dumps({**told, **others, "floors": {f"client:{play.floor}": play.agents}}))
    public, desk = f"http://127.0.0.1:{free_port()}", f"http://127.0.0.1:{free_port()}"
    options = ["--people", str(people_file), "--public-url", public, "--call-rate", "1000", "--message-rate", "1000"]
    options += ["--desk-url", desk]
    smtp, imap = free_port(), free_port()
    options += ["--listen", f"smtp={smtp}", "--listen", f"imap={imap}"]
    environment = {
        **ACCOUNT,
        "CADENCE_API_TOKEN": API_TOKEN,
        "CADENCE_HMAC_KEY": KEY.hex(),
        "CADENCE_PUBLIC_URL": public,
        "CADENCE_SMTP_URL": f"smtp://127.0.0.1:{smtp}?tls=none",
        "CADENCE_IMAP_URL": f"imap://cadence:emulated@127.0.0.1:{imap}/INBOX?tls=none",
        "CADENCE_RETURN_PATH": "return@bounce.example.com",
    }
    settings = Settings.from_env(environment)
    emulator = EmulatorProcess(
        folder / "emulator.log", folder / "emulator.db", environment, clock=time_, options=options
    )
    temporal_client = TemporalClient.in_thread(lambda: Client.connect(address, data_converter=CONVERTER))
    with emulator:
        account = TwilioAccount(
            sid=ACCOUNT["TWILIO_ACCOUNT_SID"], secret=ACCOUNT["TWILIO_AUTH_TOKEN"], base_url=emulator.url
        )
        carrier = TwilioCarrier(account, public_url=public, timeout=Timeout(connect=PATIENCE, read=patience))
        deps = Dependencies(
            ledger=ledger,
            temporal_client=temporal_client,
            carrier=carrier,
            clock=time_,
            public_url=public,
            secrets=[ACCOUNT["TWILIO_AUTH_TOKEN"]],
            api_token=API_TOKEN,
        )
        twilio = BoundCarrier(carrier=carrier, channels=PHONES, owns=lambda sid: ":" not in sid)
        router = unsubscribe_router(settings, deps)
        assert router is not None
        with _served(webhooks_app(deps, routers=[router]), public), _served(api_app(deps), desk):
            yield Scene(
                ledger=ledger,
                clock=time_,
                client=client,
                emulator=emulator,
                carrier=carrier,
                carriers=Carriers([twilio, *mail_carrier(settings)]),
                temporal_client=temporal_client,
                deps=deps,
                play=play,
                environment={
                    **environment,
                    "CADENCE_DATABASE_URL": url,
                    "CADENCE_TWILIO_URL": emulator.url,
                    "TEMPORAL_ADDRESS": address,
                    "PYTHONPATH": str(Path(__file__).parents[3]),
                },
            )
        deps.close()
    ledger.close()


@contextmanager
def _served(app: FastAPI, address: str) -> Iterator[None]:
    """Serve an application in a thread."""
    port = int(address.rpartition(":")[2])
    config = uvicorn.Config(app, port=port, log_config=None, access_log=False, proxy_headers=False)
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the web server ended before it had started"
        time.sleep(0.005)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(PATIENCE)
