"""
How many webhooks does a CPU second carry? Posts signed webhooks to a bare route and to ours, on the same server.

    python bench/webhooks.py                   # half a minute
    python bench/webhooks.py --touches 500 --rounds 5

The bare route checks the carrier's signature with the carrier's own library, and stores nothing. Ours are the
status of a message and a message from a person: checked, committed to a ledger, and then answered. Each runs in a
process of its own, with uvicorn as `cadence serve` sets it up; a client in this process has at most so many requests
under way. What is compared is the CPU time of the server's process; PostgreSQL's is counted beside it. Nobody listens
for the news: a workflow is woken by a stand-in that answers at once.
"""  # noqa: INP001  a script, not a package

import argparse
import asyncio
import base64
import hashlib
import hmac
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from processes import cpu_seconds

NAME = "webhooks-bench"
CAMPAIGN = f"""
campaign: {NAME}
purpose: service
jurisdictions: none
country: ES
from: {{company: Tienda Sol, sms: "+34910000001"}}
windows: [{{days: mon-sun, hours: "00:00-24:00"}}]
limits: [{{max: 9, per: campaign}}]
spread: 1 second
consent: {{sms: {{basis: contract, reason: a bench}}}}
cadence:
  - step: hello
    sms: "Hola, soy de {{{{ company }}}}."
    on: {{undelivered: again, otherwise: again}}
  - step: again
    after: 1 day
    sms: "Hola, soy de {{{{ company }}}}."
"""
TOKEN = "the carrier's made-up token"  # noqa: S105  of a bench
PUBLIC = "https://hooks.example.org"
OURS = "+34910000001"
STATUSES = ("sent", "delivered")
"""What Twilio says of a message that arrives, after its answer `queued`."""
CONNECTIONS = 20
"""Of the web server to the ledger, as in `cadence serve`."""
UNDER_WAY = 32
"""Requests under way at once."""
MONDAY = datetime(2027, 3, 8, 10, tzinfo=UTC)
ALL_DUE = timedelta(minutes=1)
"""By then everybody is due."""
SERVER = "--serve"
"""The first word of this script's command line when it is a server."""


@dataclass(frozen=True)
class RouteCost:
    """What one route took."""

    webhooks: int
    cpu: float  # seconds of the server's process
    postgres: float  # seconds of PostgreSQL
    statements: int

    @property
    def rate(self) -> float:
        """Webhooks for each CPU second of the server."""
        return self.webhooks / self.cpu


@dataclass(frozen=True)
class WebhookCosts:
    """What each route took in each round, in the same order."""

    bare: list[RouteCost] = field(default_factory=list)
    status: list[RouteCost] = field(default_factory=list)
    inbound: list[RouteCost] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """Reports on messages for each CPU second, relative to the bare route: the median of the rounds."""
        return statistics.median(ours.rate / bare.rate for ours, bare in zip(self.status, self.bare, strict=True))


@dataclass(frozen=True)
class Webhook:
    """One request, signed."""

    path: str
    body: bytes
    signature: str


def webhook(path: str, fields: dict[str, str]) -> Webhook:
    """Return a signed request."""
    signed = PUBLIC + path + "".join(name + fields[name] for name in sorted(fields))
    digest = hmac.new(TOKEN.encode(), signed.encode(), hashlib.sha1).digest()
    return Webhook(path, urlencode(fields).encode(), base64.b64encode(digest).decode())


def status_webhooks(touch: str, number: str) -> list[Webhook]:
    """Return what the carrier says of one message, with the fields that Twilio sends."""
    sid = f"SM{touch.replace('-', '')}"
    fields = {"AccountSid": "AC" + "0" * 32, "ApiVersion": "2010-04-01", "From": OURS, "To": number}
    fields |= {"MessageSid": sid, "SmsSid": sid}
    return [
        webhook(f"/twilio/message/{touch}", fields | {"MessageStatus": status, "SmsStatus": status})
        for status in STATUSES
    ]


def inbound_webhook(number: str) -> Webhook:
    """Return a message from a person."""
    sid = f"SM{uuid4().hex}"
    fields = {"AccountSid": "AC" + "0" * 32, "ApiVersion": "2010-04-01", "From": number, "To": OURS}
    fields |= {"MessageSid": sid, "SmsSid": sid, "NumMedia": "0", "NumSegments": "1", "Body": "Vale, gracias."}
    return webhook("/twilio/inbound", fields)


# The servers


def serve(what: str, database: str) -> None:
    """Be one of the two servers, and answer on standard input how many statements were asked."""
    import threading  # noqa: PLC0415  the parent needs none of these

    import uvicorn  # noqa: PLC0415

    from cadence.api.limits import BoundedProtocol  # noqa: PLC0415

    statements = [0]
    app = bare_app() if what == "bare" else our_app(database, statements)
    config = uvicorn.Config(
        app,
        port=0,
        http=BoundedProtocol,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
    )
    server = uvicorn.Server(config)

    def talk() -> None:
        while not server.started:
            threading.Event().wait(0.01)
        print(server.servers[0].sockets[0].getsockname()[1], flush=True)  # noqa: T201
        for _ in sys.stdin:
            print(statements[0], flush=True)  # noqa: T201
        server.should_exit = True

    threading.Thread(target=talk, daemon=True).start()
    server.run()


def bare_app() -> Any:  # noqa: ANN401  imported late
    """Return an application with the least that a webhook needs."""
    from urllib.parse import parse_qsl  # noqa: PLC0415

    from fastapi import FastAPI, HTTPException, Request, Response  # noqa: PLC0415
    from twilio.request_validator import RequestValidator  # noqa: PLC0415

    app, validator = FastAPI(), RequestValidator(TOKEN)

    @app.post("/{path:path}")
    async def hear(request: Request, path: str) -> Response:
        form = dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))
        if not validator.validate(f"{PUBLIC}/{path}", form, request.headers.get("X-Twilio-Signature", "")):
            raise HTTPException(403)
        return Response(status_code=204)

    return app


def our_app(database: str, statements: list[int]) -> Any:  # noqa: ANN401  imported late
    """Return our application on a ledger. Workflows are woken at once, by nobody."""
    from sqlalchemy import event  # noqa: PLC0415

    from cadence.api.app import webhooks_app  # noqa: PLC0415
    from cadence.api.dependencies import Dependencies  # noqa: PLC0415
    from cadence.domain.clock import Clock, utc_now  # noqa: PLC0415
    from cadence.ledger.db.ledger import Ledger  # noqa: PLC0415

    class Nobody:
        """In place of Temporal and of the carrier: every workflow was woken, and no call rings."""

        def wake(self, _lead: Any) -> bool:  # noqa: ANN401
            return True

    def count(*_: object) -> None:
        statements[0] += 1

    ledger = Ledger(database, b"k" * 32, connections=CONNECTIONS)
    event.listen(ledger.engine, "before_cursor_execute", count)
    nobody: Any = Nobody()
    clock = Clock(origin=MONDAY + 2 * ALL_DUE, started=utc_now())
    return webhooks_app(
        Dependencies(
            ledger=ledger, temporal_client=nobody, carrier=nobody, clock=clock, public_url=PUBLIC, secrets=[TOKEN]
        )
    )


@dataclass
class Served:
    """A server in a process of its own."""

    process: "subprocess.Popen[str]"
    port: int

    def cpu(self) -> float:
        """Return its CPU seconds."""
        return cpu_seconds(self.process.pid)

    def statements(self) -> int:
        """Return how many statements it has asked."""
        assert self.process.stdin  # noqa: S101  a pipe
        assert self.process.stdout  # noqa: S101  a pipe
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())


@contextmanager
def server(what: str, database: str) -> Iterator[Served]:
    """Start a server, and stop it at the end."""
    command = [sys.executable, __file__, SERVER, what, database]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stdin  # noqa: S101  a pipe
        assert process.stdout  # noqa: S101  a pipe
        try:
            yield Served(process, int(process.stdout.readline()))
        finally:
            process.stdin.close()
            process.wait(30)


# The client


async def post_all(port: int, groups: Sequence[Sequence[Webhook]]) -> None:
    """Post every group's webhooks in their order, several groups at a time. Raises SystemExit for another answer."""
    waiting = iter(groups)

    async def connection() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for group in waiting:
            for one in group:
                head = f"POST {one.path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(one.body)}\r\n"
                head += f"X-Twilio-Signature: {one.signature}\r\nUser-Agent: TwilioProxy/1.1\r\n"
                head += f"I-Twilio-Idempotency-Token: {uuid4()}\r\nAccept: */*\r\n"
                head += "Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\n\r\n"
                writer.write(head.encode() + one.body)
                answer = await reader.readuntil(b"\r\n\r\n")
                if b" 204 " not in answer.splitlines()[0]:
                    raise SystemExit(f"a webhook was answered with {answer.splitlines()[0].decode()}")
        writer.close()

    await asyncio.gather(*(connection() for _ in range(UNDER_WAY)))


def cost(server: Served, postgres: int, groups: Sequence[Sequence[Webhook]]) -> RouteCost:
    """Post these webhooks and return what they took."""
    cpu, database, statements = server.cpu(), cpu_seconds(postgres), server.statements()
    asyncio.run(post_all(server.port, groups))
    return RouteCost(
        webhooks=sum(map(len, groups)),
        cpu=server.cpu() - cpu,
        postgres=cpu_seconds(postgres) - database,
        statements=server.statements() - statements,
    )


# The ledger


def fill(database: str, folder: Path, touches: int) -> list[tuple[str, str]]:
    """Make a ledger in which so many people were sent a message; return each touch with the person's number."""
    from cadence.campaign.reader import check_text  # noqa: PLC0415  heavy, and the servers need other things first
    from cadence.channels.provider import Accepted  # noqa: PLC0415
    from cadence.domain import Attempt  # noqa: PLC0415
    from cadence.domain.clock import Clock, utc_now  # noqa: PLC0415
    from cadence.engine.dispatch.answers import ReservedTouch, SenderRates  # noqa: PLC0415
    from cadence.engine.dispatch.record import record  # noqa: PLC0415
    from cadence.engine.dispatch.reserve import reserve  # noqa: PLC0415
    from cadence.engine.launch.launch import LaunchOrder, launch  # noqa: PLC0415
    from cadence.engine.outcomes.planner import Planner  # noqa: PLC0415
    from cadence.ledger.campaigns import enrolment_queue, enrolments  # noqa: PLC0415
    from cadence.ledger.db import locks  # noqa: PLC0415
    from cadence.ledger.db.ledger import Ledger  # noqa: PLC0415
    from cadence.ledger.reading import facts  # noqa: PLC0415

    ledger = Ledger(database, b"k" * 32, connections=2)
    ledger.migrate()
    ledger.check_keys()
    planner = Planner(ledger, Clock(origin=MONDAY, started=utc_now()))
    people = folder / "people.csv"
    people.write_text("\n".join(["id,phone", *(f"L-{i},+346{i:08}" for i in range(touches))]))
    launch(
        ledger, LaunchOrder(reading=check_text(CAMPAIGN), leads=people, list_name="people", mapping={}), planner.now()
    )
    with planner.begin() as unit:
        campaign = locks.share_campaign(unit.tx, NAME)
        ids = {str(uuid4()): lead for lead in enrolment_queue.waiting(unit.tx, campaign, limit=touches)}
        known = facts.gather_new(unit.tx, NAME, 1, ids, at=unit.now)
        entries = [
            enrolments.NewEnrolment(
                enrolment=lead.enrolment,
                lead=lead.lead.id,
                move=planner.next(planner.case_of(unit.tx, lead), unit.now),
            )
            for lead in known
        ]
        enrolments.enrol_page(unit.tx, campaign, entries, at=unit.now)
    planner = Planner(ledger, Clock(origin=MONDAY + ALL_DUE, started=utc_now()))
    rates, sent = SenderRates(per_sender={"": 1_000_000.0}), []
    for entry in entries:
        assert isinstance(entry.move, Attempt), entry.move  # noqa: S101  it is always open
        with planner.begin() as unit:
            reserved = reserve(unit, entry.enrolment.id, entry.move, rates)
        assert isinstance(reserved, ReservedTouch), reserved  # noqa: S101  no rule forbids it
        stored = reserved.stored
        record(planner, stored, Accepted(sid=f"SM{stored.touch.id.replace('-', '')}", status="queued"))
        sent.append(stored.touch.id)
    with ledger.begin() as tx:
        numbers = {touch: number_of(tx, touch) for touch in sent}
    ledger.close()
    return list(numbers.items())


def number_of(tx: Any, touch: str) -> str:  # noqa: ANN401  a connection, imported late
    """Return the number that a touch went to."""
    from cadence.ledger.people import numbers  # noqa: PLC0415
    from cadence.ledger.touches import touch_rows  # noqa: PLC0415

    number = touch_rows.get(tx, touch).touch.number
    assert number is not None  # noqa: S101  it was sent to one
    return str(numbers.e164(tx, number))


def measure(touches: int = 300, rounds: int = 3) -> WebhookCosts:
    """Measure every route in every round, one after the other. Raises SystemExit when an answer is no 204."""
    from cadence.local.stack.postgres import Postgres  # noqa: PLC0415

    costs = WebhookCosts()
    with tempfile.TemporaryDirectory(prefix="cadence-webhooks-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # PostgreSQL runs as another user when we are root
        with Postgres(folder / "postgres", folder / "postgres.log", durable=False) as postgres:
            sent = fill(postgres.url(), folder, (touches + UNDER_WAY) * rounds)
            pid = postgres.pid
            assert pid is not None  # noqa: S101  it runs
            with server("bare", "") as bare, server("ours", postgres.url()) as ours:
                for _ in range(rounds):
                    some, sent = sent[: touches + UNDER_WAY], sent[touches + UNDER_WAY :]
                    statuses = [status_webhooks(*one) for one in some]
                    writing = [[inbound_webhook(number)] for _, number in some]
                    for routes, at, groups in (
                        (costs.bare, bare, statuses),
                        (costs.status, ours, statuses),
                        (costs.inbound, ours, writing),
                    ):
                        asyncio.run(post_all(at.port, groups[:UNDER_WAY]))  # connections and caches, not measured
                        routes.append(cost(at, pid, groups[UNDER_WAY:]))
    return costs


def table(costs: WebhookCosts) -> Iterator[str]:
    """Yield the lines of the comparison."""
    rows: dict[str, Callable[[RouteCost], float]] = {
        "webhooks per CPU second of the server": lambda route: route.rate,
        "CPU ms of the server per webhook": lambda route: 1000 * route.cpu / route.webhooks,
        "CPU ms of PostgreSQL per webhook": lambda route: 1000 * route.postgres / route.webhooks,
        "statements per webhook": lambda route: route.statements / route.webhooks,
    }
    yield f"{'':40}{'bare':>10}{'status':>10}{'inbound':>10}"
    for label, figure in rows.items():
        values = [statistics.median(map(figure, route)) for route in (costs.bare, costs.status, costs.inbound)]
        yield f"{label:40}" + "".join(f"{value:10.2f}" for value in values)
    yield f"reports on messages relative to the bare route, per CPU second: {costs.ratio:.2f}"


def main() -> None:
    """Measure and print a table."""
    if sys.argv[1:2] == [SERVER]:
        serve(*sys.argv[2:])
        return
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[1])
    options.add_argument("--touches", type=int, default=300, help="messages in each round, e.g. --touches 500")
    options.add_argument("--rounds", type=int, default=3, help="the median of so many rounds is printed")
    options.add_argument("--json", action="store_true", help="print the ratio alone, as JSON")
    chosen = options.parse_args()
    costs = measure(chosen.touches, chosen.rounds)
    if chosen.json:
        print(json.dumps({"ratio": costs.ratio}))  # noqa: T201
    else:
        print("\n".join(table(costs)))  # noqa: T201


if __name__ == "__main__":
    main()
