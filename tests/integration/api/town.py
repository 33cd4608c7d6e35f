"""Whom do tests of the web server hear from? People in a ledger, touches under way, and the carrier's signed words."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from threading import Thread
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

import httpx
import uvicorn
from fastapi import FastAPI
from sqlalchemy import text
from twilio.request_validator import RequestValidator

from cadence.campaign import check_text
from cadence.campaign.store import to_json
from cadence.channels.provider import CarrierReport
from cadence.domain import Attempt, Cause, CauseKind, Channel, Enrolment, Outcome, Purpose, Touch, TouchState
from cadence.domain.clock import Clock
from cadence.ledger.campaigns import campaigns, enrolments
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.lists.importing import import_leads
from cadence.ledger.people import suppressions, texts
from cadence.ledger.touches import leases, touch_rows, touches
from cadence.ledger.touches.touch_rows import Stored
from tests.integration.ledger import states
from tests.integration.ledger.world import lead_row
from tests.integration.rolls import put_on_roster
from tests.waiting import PATIENCE

TOKEN = "the carrier's made-up token"
API_TOKEN = "made-up bearer token"
OURS = "+34910000001"
CAMPAIGN = """
campaign: harbour
purpose: marketing
language: es
country: ES
jurisdictions: none
from: {company: Tienda Sol, voice: "+34910000001", sms: "+34910000001", whatsapp: "+34910000001"}
windows: [{days: mon-sun, hours: "00:00-24:00"}]
limits: [{max: 9, per: campaign}]
floors: {sales: {agents: 500, endpoint: "client:sales", wrap_up: 2 minutes}}
stop_on: [refused, wrong_number]
promised: pay_on
cadence:
  - step: hello
    sms: "{{ company }}: hola. BAJA para no recibir mas"
    on: {undelivered: talk, failed: ask, otherwise: talk}
  - step: talk
    after: 1 hour
    call: {floor: sales, ring: 25 seconds, voicemail: "Hola, somos {{ company }}."}
    retry: {on: [busy, no_answer], after: 1 hour, times: 2}
    on: {answered: end, otherwise: end}
  - step: ask
    call: {floor: sales, say: "{{ company }}: pulse 1 si vendrá, 2 si no, 9 para darse de baja."}
    replies: {yes: [sí, "1"], no: [no, "2"]}
    on: {reply.yes: end, otherwise: end}
"""


class Town:
    """A ledger with one campaign; makes people, and touches as the door leaves them."""

    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self.ledger = ledger
        self.clock = clock
        self._lines, self._numbers = count(1), count(1)
        self.campaign = self.launch("harbour")
        with ledger.begin() as tx:
            campaigns.set_floors(tx, {"sales": 500}, at=clock.now())

    def launch(self, name: str) -> int:
        """Launch a campaign like the one of the town, without people."""
        campaign = check_text(CAMPAIGN.replace("harbour", name), f"{name}.yaml", ()).right()
        with self.ledger.begin() as tx:
            return campaigns.launch(tx, name, to_json(campaign), at=self.clock.now()).campaign

    def number(self) -> str:
        """A number that nobody has yet."""
        return f"+3460000{next(self._numbers):04d}"

    def enrol(self, *numbers: str, key: str = "", **fields: object) -> Enrolment:
        """A new person, enrolled; `fields` has more of their row in the list."""
        line = next(self._lines)
        key, numbers = key or f"K{line}", numbers or (self.number(),)
        import_leads(self.ledger, "list", [lead_row(line, *numbers, key=key, **fields)], at=self.clock.now())
        enrolment = Enrolment(id=str(uuid4()), campaign="harbour", version=1, at=self.clock.now())
        first = Attempt(
            at=self.clock.now() + timedelta(hours=1),
            channel=Channel.SMS,
            cause=Cause(kind=CauseKind.STEP, ref="hello"),
            step="hello",
        )
        lead = self.ledger.hasher.lead("list", key)
        with self.ledger.begin() as tx:
            put_on_roster(tx, self.campaign, "list", at=self.clock.now())
            entry = enrolments.NewEnrolment(enrolment=enrolment, lead=lead, move=first)
            assert enrolments.enrol_page(tx, self.campaign, [entry], at=self.clock.now())
        return enrolment

    def message(self, enrolment: Enrolment, *, number: int = 0, channel: Channel = Channel.SMS) -> Stored:
        """A message that the carrier has taken."""
        touch = self.reserve(enrolment, "hello", channel, number)
        with self.ledger.begin() as tx:
            heard = {"sid": f"SM{uuid4().hex}", "status": "queued", "carried_at": self.clock.now()}
            states.settle(tx, touch.id, Outcome.SENT, at=self.clock.now(), details=heard)
        return self.stored(touch.id)

    def call(self, enrolment: Enrolment, *, number: int = 0, known: bool = True) -> Stored:
        """A call with its place on the floor, which the carrier has taken; `known` when its answer was recorded."""
        touch = self.reserve(enrolment, "talk", Channel.CALL, number)
        with self.ledger.begin() as tx:
            texts.put(tx, touch.id, texts.RenderedText(body="Hola, somos Tienda Sol."))
            assert leases.take(tx, "sales", touch.id, now=self.clock.now(), lease=timedelta(hours=1))
            if known:
                carried = {"sid": f"CA{uuid4().hex}", "status": "queued", "carried_at": self.clock.now()}
                touches.change(tx, touch.id, carried | {"state": TouchState.CARRIED})
        return self.stored(touch.id)

    def asking(self, enrolment: Enrolment) -> Stored:
        """A call that asks a question, which the carrier has taken."""
        touch = self.reserve(enrolment, "ask", Channel.CALL)
        with self.ledger.begin() as tx:
            texts.put(tx, touch.id, texts.RenderedText(body="", variables={"say": "Pulse 1 si vendrá."}))
            assert leases.take(tx, "sales", touch.id, now=self.clock.now(), lease=timedelta(hours=1))
            carried = {"sid": f"CA{uuid4().hex}", "status": "queued", "carried_at": self.clock.now()}
            touches.change(tx, touch.id, carried | {"state": TouchState.CARRIED})
        return self.stored(touch.id)

    def answered(self, enrolment: Enrolment) -> Stored:
        """A call in which a person has talked with an agent, and which has ended."""
        call = self.call(enrolment)
        with self.ledger.begin() as tx:
            states.settle(tx, call.touch.id, Outcome.ANSWERED, at=self.clock.now())
        return self.stored(call.touch.id)

    def reserve(
        self, enrolment: Enrolment, step: str, channel: Channel, number: int = 0, cause: Cause | None = None
    ) -> Touch:
        """A touch that may leave at any moment: a visit to the step, unless it has another cause."""
        lead = self.lead_of(enrolment)
        touch = Touch(
            id=str(uuid4()),
            lead=lead,
            enrolment=enrolment.id,
            campaign="harbour",
            cause=cause or Cause(kind=CauseKind.STEP, ref=step),
            attempt=1,
            step=step,
            channel=channel,
            purpose=Purpose.MARKETING,
            state=TouchState.RESERVED,
            at=self.clock.now(),
            number=self.numbers(lead)[number],
            sender=OURS,
        )
        floor = "sales" if channel is Channel.CALL else ""
        with self.ledger.begin() as tx:
            return touches.reserve(tx, touch, version=1, floor=floor).stored.touch

    def stored(self, touch: str) -> Stored:
        """How a touch stands."""
        with self.ledger.begin() as tx:
            return touch_rows.get(tx, touch)

    def lead_of(self, enrolment: Enrolment) -> str:
        """Whose enrolment it is."""
        return str(self.ask("SELECT lead_id FROM enrolments WHERE id = :id", id=enrolment.id))

    def numbers(self, lead: str) -> list[int]:
        """The ids of a lead's numbers, in order."""
        statement = text("SELECT number_id FROM lead_numbers WHERE lead_id = :lead ORDER BY position")
        with self.ledger.begin() as tx:
            return list(tx.execute(statement, {"lead": lead}).scalars())

    def suppressed(self, enrolment: Enrolment) -> int:
        """How many of a person's numbers may not be contacted at all."""
        ids = self.numbers(self.lead_of(enrolment))
        with self.ledger.begin() as tx:
            rows = suppressions.suppress(tx, ids, suppressions.NewSuppression(source="command"), at=self.clock.now())
            tx.rollback()  # only asked: what stands already would not be written again
        return len(ids) - rows

    def news(self, enrolment: Enrolment) -> list[str]:
        """What was written for this enrolment's workflow, oldest first."""
        kinds = self.ask("SELECT string_agg(kind, ' ' ORDER BY id) FROM news WHERE enrolment_id = :id", id=enrolment.id)
        return (kinds or "").split()

    def move(self, enrolment: Enrolment) -> dict[str, Any]:
        """What this enrolment waits for."""
        move: dict[str, Any] = self.ask("SELECT move FROM enrolments WHERE id = :id", id=enrolment.id)
        return move

    def rows(self) -> dict[str, int]:
        """How many rows there are wherever a request could write."""
        tables = ("touches", "suppressions", "inbound", "news", "callbacks", "tasks", "commands", "numbers", "pauses")
        return {one: int(self.ask(f"SELECT count(*) FROM {one}")) for one in tables}  # noqa: S608  our own names

    def ask(self, statement: str, **values: Any) -> Any:
        """Ask the ledger one thing."""
        with self.ledger.begin() as tx:
            return tx.execute(text(statement), values).scalar()


@dataclass
class Carrier:
    """Who calls our webhooks: signs each request for the public address, as Twilio does."""

    client: httpx.Client
    public_url: str
    token: str = TOKEN

    def says(self, path: str, fields: Mapping[str, str], *, at: str = "", query: str = "") -> httpx.Response:
        """Post signed fields; `at` is the path at which they arrive when a proxy has changed it."""
        url = self.public_url + path + (f"?{query}" if query else "")
        headers = {"X-Twilio-Signature": self.signature(url, fields)}
        return self.post(at or path, fields, headers, query)

    def post(self, path: str, fields: Mapping[str, str], headers: Mapping[str, str], query: str = "") -> httpx.Response:
        """Post fields with these headers."""
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        target = path + (f"?{query}" if query else "")
        return self.client.post(target, content=urlencode(fields).encode(), headers={**form, **headers})

    def signature(self, url: str, fields: Mapping[str, str]) -> str:
        """Sign."""
        signature: str = RequestValidator(self.token).compute_signature(url, dict(fields))
        return signature

    def writes(self, person: str, body: str, *, ours: str = OURS, **more: str) -> httpx.Response:
        """A person has written to one of our numbers."""
        fields = {"MessageSid": f"SM{uuid4().hex}", "From": person, "To": ours, "Body": body, **more}
        return self.says("/twilio/inbound", fields)


@dataclass
class TakenBack:
    """A carrier that is only asked to take back. Everything else is a mistake here: nothing may leave from the web."""

    sids: list[str] = field(default_factory=list)

    def cancel(self, channel: Channel, sid: str) -> bool:
        """Take back."""
        assert channel is Channel.CALL
        self.sids.append(sid)
        return True

    def send(self, message: Any) -> Any:
        """Refuse."""
        raise AssertionError("only the door sends")

    dial = find = fetch = received = send


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """Serve an application as `cadence serve` does, on this machine; give its address."""
    config = uvicorn.Config(app, port=0, log_config=None, access_log=False, server_header=False, proxy_headers=False)
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the web server ended before it had started"
        time.sleep(0.005)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(PATIENCE)


def noon() -> Clock:
    """A clock that shows a Tuesday noon in Madrid when the test begins."""
    started = datetime.now(UTC)
    return Clock(origin=datetime(2027, 3, 9, 11, tzinfo=UTC), started=started)


def path_of(url: str) -> str:
    """The path of an address."""
    return urlsplit(url).path


def report(stored: Stored, status: str, outcome: Outcome | None = None) -> CarrierReport:
    """What a look-up would say."""
    return CarrierReport(sid=stored.sid or "", status=status, at=datetime.now(UTC), outcome=outcome)
