"""Does `cadence serve`, as the process that it is, hold its own with the carrier's emulator?"""

import json
import os
import select
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from cadence.channels.provider import Accepted, Dial, Message
from cadence.channels.twilio.provider import TwilioAccount, TwilioCarrier
from cadence.domain import Channel, Disposition, Enrolment, Outcome
from cadence.domain.clock import Clock
from cadence.ledger.db import clock as ledger_clock
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.people import numbers
from cadence.local.stack import EmulatorProcess, Web
from cadence.local.stack.ports import free_port
from tests.integration.api.town import API_TOKEN, OURS, Town
from tests.integration.ledger.conftest import KEY
from tests.waiting import PATIENCE, until

ROOT = Path(__file__).parents[3]
ACCOUNT = {"TWILIO_ACCOUNT_SID": "AC00112233445566778899aabbccddeeff", "TWILIO_AUTH_TOKEN": "emulated-token"}
SPEED = 60.0
STOPS, ANSWERS, PRESSES, MACHINE, LOGGED = (f"+3460000900{nth}" for nth in range(1, 6))
WORDS = "No me escriban más, pesados"
PEOPLE = {
    STOPS: {"replies": [WORDS], "reply_after": 30},
    ANSWERS: {"script": ["answer"], "disposition": "interested", "replies": []},
    PRESSES: {"script": ["answer"], "key": "9", "replies": []},
    MACHINE: {"script": ["machine"], "replies": []},
    LOGGED: {"script": ["machine"], "replies": [WORDS], "reply_after": 30},
    "floors": {"client:sales": 1},
    "temper": {"talk": [600, 600]},  # ten real seconds: the agent talks until somebody else has been answered
}


@dataclass(frozen=True, kw_only=True)
class House:
    """A ledger, our web server and the emulator, each a process, and the real client between them."""

    town: Town
    web: Web
    url: str
    emulator: EmulatorProcess
    carrier: TwilioCarrier
    environment: Mapping[str, str]

    def send(self, enrolment: Enrolment) -> str:
        """Hand a reserved message to the carrier as the door does."""
        touch = self.town.reserve(enrolment, "hello", Channel.SMS)
        message = Message(touch=touch.id, channel=Channel.SMS, to=self._number(touch.number), sender=OURS, body="Hola")
        assert isinstance(self.carrier.send(message), Accepted)
        return touch.id

    def dial(self, enrolment: Enrolment) -> str:
        """Have a reserved call placed as the door does."""
        touch = self.town.call(enrolment, known=False).touch
        span = timedelta(seconds=25)
        dial = Dial(
            touch=touch.id,
            to=self._number(touch.number),
            sender=OURS,
            ring=span,
            talk=timedelta(minutes=10),
            detect_machines=True,
            leaves_voicemail=True,
        )
        assert isinstance(self.carrier.dial(dial), Accepted)
        return touch.id

    def outcome(self, touch: str) -> Outcome | None:
        """What came of it, in our ledger."""
        return self.town.stored(touch).touch.outcome

    def record(self, question: str, *values: str) -> list[dict[str, Any]]:
        """Ask the emulator's own record."""
        with closing(sqlite3.connect(f"file:{self.emulator.record}?mode=ro", uri=True)) as database:
            database.row_factory = sqlite3.Row
            return [dict(row) for row in database.execute(question, values)]

    def _number(self, number: int | None) -> str:
        with self.town.ledger.begin() as tx:
            return numbers.e164(tx, number or 0)


@pytest.fixture(scope="module")
def house(ledger: Ledger, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """All of it, with Temporal down and a minute a second."""
    folder = tmp_path_factory.mktemp("house")
    clock = Clock(origin=datetime(2027, 3, 9, 11, tzinfo=UTC), started=datetime.now(UTC), speed=SPEED)
    with ledger.begin() as tx:
        ledger_clock.set_clock(tx, clock)
    people = folder / "people.json"
    people.write_text(json.dumps(PEOPLE))
    url, api_port = f"http://127.0.0.1:{free_port()}", free_port()
    environment = {
        **ACCOUNT,
        "CADENCE_API_TOKEN": API_TOKEN,
        "CADENCE_DATABASE_URL": ledger.engine.url.render_as_string(hide_password=False),
        "CADENCE_HMAC_KEY": KEY.hex(),
        "CADENCE_PUBLIC_URL": url,
        "CADENCE_WEB_PORT": url.rpartition(":")[2],
        "CADENCE_API_PORT": str(api_port),
        "CADENCE_STATE_DIR": str(folder),
        "TEMPORAL_ADDRESS": "127.0.0.1:1",
        "PYTHONPATH": str(ROOT),
    }
    options = ["--people", str(people), "--public-url", url, "--call-rate", "1000", "--message-rate", "1000"]
    options += ["--desk-url", f"http://127.0.0.1:{api_port}"]
    emulator = EmulatorProcess(
        folder / "emulator.log", folder / "emulator.db", environment, clock=clock, options=options
    )
    with emulator, Web(folder / "web.log", {**environment, "CADENCE_TWILIO_URL": emulator.url}) as web:
        account = TwilioAccount(
            sid=ACCOUNT["TWILIO_ACCOUNT_SID"], secret=ACCOUNT["TWILIO_AUTH_TOKEN"], base_url=emulator.url
        )
        yield House(
            town=Town(ledger, clock),
            web=web,
            url=url,
            emulator=emulator,
            carrier=TwilioCarrier(account, public_url=url),
            environment={**environment, "CADENCE_TWILIO_URL": emulator.url},
        )


def test_a_message_is_delivered_answered_and_its_stop_acknowledged(house: House) -> None:
    """The emulator counts a stop from our 2xx on: by then every number of the person is suppressed."""
    enrolment = house.town.enrol(STOPS, house.town.number())

    touch = house.send(enrolment)

    until(lambda: house.record("SELECT 1 FROM opt_outs WHERE person = ? AND acknowledged_at IS NOT NULL", STOPS) != [])
    assert house.town.suppressed(enrolment) == 2
    until(lambda: house.outcome(touch) in {Outcome.DELIVERED, Outcome.READ})
    assert house.town.ask("SELECT meaning FROM inbound WHERE touch_id = :id", id=touch) == "revoke"


def test_a_call_is_answered_connected_and_reported_by_its_agent(house: House) -> None:
    """Ringing, TwiML, the leg to the agent, the end of the call, and the agent's word through the API."""
    until(lambda: house.record("SELECT 1 FROM calls WHERE agent_at IS NOT NULL AND ended_at IS NULL") == [])
    touch = house.dial(house.town.enrol(ANSWERS))

    until(lambda: house.town.stored(touch).touch.disposition is Disposition.INTERESTED)

    after = house.town.stored(touch)
    assert (after.touch.outcome, after.touch.delivery, after.status) == (Outcome.ANSWERED, "live", "completed")
    assert after.touch.agent_at is not None
    assert house.record("SELECT endpoint FROM calls WHERE sid = ?", after.sid or "") == [{"endpoint": "client:sales"}]


def test_a_machine_hears_the_voicemail(house: House) -> None:
    """The words of our ledger, after the tone."""
    touch = house.dial(house.town.enrol(MACHINE))

    until(lambda: house.outcome(touch) is Outcome.VOICEMAIL_LEFT)

    sid = house.town.stored(touch).sid or ""
    heard = house.record("SELECT audience, text FROM heard WHERE call_sid = ?", sid)
    assert heard == [{"audience": "machine", "text": "Hola, somos Tienda Sol."}]


def test_whoever_presses_the_key_is_left_alone(house: House) -> None:
    """No agent is free, so an apology with a key is heard; the key is acknowledged before the call ends."""
    enrolment = house.town.enrol(PRESSES)
    busy = house.dial(house.town.enrol(ANSWERS))
    until(lambda: house.record("SELECT 1 FROM calls WHERE touch = ? AND agent_at IS NOT NULL", busy) != [])

    touch = house.dial(enrolment)

    until(
        lambda: house.record("SELECT 1 FROM opt_outs WHERE person = ? AND acknowledged_at IS NOT NULL", PRESSES) != [],
    )
    assert house.town.suppressed(enrolment) == 1
    assert house.outcome(touch) is Outcome.ABANDONED


def test_the_carrier_s_requests_were_all_answered(house: House) -> None:
    """Not one of them was refused or had to be tried again: those of this message, and of the tests before."""
    house.send(house.town.enrol(house.town.number()))

    answers = until(lambda: house.record("SELECT DISTINCT answer / 100 AS kind, tries FROM webhooks"))

    assert answers == [{"kind": 2, "tries": 1}]


def test_the_log_tells_nothing_about_anybody(house: House) -> None:
    """One JSON object a line; no number, no word that anyone wrote or heard, no secret."""
    enrolment = house.town.enrol(LOGGED)
    call = house.dial(enrolment)
    until(lambda: house.outcome(call) is Outcome.VOICEMAIL_LEFT)
    house.send(enrolment)
    until(lambda: house.record("SELECT 1 FROM opt_outs WHERE person = ? AND acknowledged_at IS NOT NULL", LOGGED) != [])
    httpx.post(f"{house.url}/twilio/message/{ANSWERS}", data={"Body": WORDS, "From": ANSWERS}, timeout=PATIENCE)
    until(lambda: all(action in house.web.log.read_text() for action in ("unsigned_request", "bell_unreachable")))
    log = house.web.log.read_text()

    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    assert {"unsigned_request", "bell_unreachable"} <= {line["action"] for line in lines}
    secrets = [API_TOKEN, KEY.hex(), ACCOUNT["TWILIO_AUTH_TOKEN"]]
    told = [one for one in (*PEOPLE, WORDS, "Tienda Sol", *secrets) if one in log or one.removeprefix("+34") in log]
    assert told == []


def test_a_slow_head_of_a_request_is_hung_up_on(house: House) -> None:
    """Whoever sends nothing, or one byte now and then, must not keep a connection for ever; others are served."""
    port = int(house.url.rpartition(":")[2])
    head = b"GET /health HTTP/1.1\r\nHost: hooks.example.org\r\n"
    silent, drips, twice = (socket.create_connection(("127.0.0.1", port)) for _ in range(3))
    with silent, drips, twice:
        twice.sendall(head + b"\r\n")
        first = twice.recv(4096)
        while b'"up"' not in first:  # head and body may come apart
            first += twice.recv(4096)
        assert first.startswith(b"HTTP/1.1 200")
        twice.sendall(head)  # a second request on the same connection
        drips.sendall(head)
        for one in (silent, drips, twice):
            one.settimeout(PATIENCE)
        began = time.monotonic()
        ended: dict[str, bytes] = {}
        while len(ended) < 3:
            assert time.monotonic() - began < PATIENCE, f"only {set(ended)} were hung up on"
            if "drips" not in ended:
                with suppress(OSError):
                    drips.sendall(b"X")
            readable, _, _ = select.select([silent, drips, twice], [], [], 0.5)
            for name, one in (("silent", silent), ("drips", drips), ("twice", twice)):
                if one in readable and name not in ended:
                    with suppress(ConnectionResetError):
                        ended[name] = one.recv(4096)
                    ended.setdefault(name, b"")
            if not ended:
                assert httpx.get(f"{house.url}/health", timeout=PATIENCE).status_code == 200
        took = time.monotonic() - began

    assert took > 8, "a slow one has its time"
    assert all(answer.startswith(b"HTTP/1.1 408") for answer in ended.values()), ended


def test_an_order_to_end_lets_requests_end(house: House) -> None:
    """SIGTERM is how a deployment says goodbye: it ends by itself, in order."""
    ports = {name: str(free_port()) for name in ("CADENCE_WEB_PORT", "CADENCE_API_PORT")}
    web = Web(house.web.log.with_name("second.log"), {**house.environment, **ports})
    web.start()
    child = web._child
    assert child is not None
    ready = [httpx.get(f"http://127.0.0.1:{port}/ready", timeout=PATIENCE).status_code for port in ports.values()]
    assert ready == [200, 200]

    web.stop()

    assert child.returncode == 0


def test_it_refuses_to_start_when_it_could_not_check_a_signature(house: House) -> None:
    """With an API key and without the token every callback would be refused in silence."""
    environment = {
        **os.environ,
        **house.environment,
        "TWILIO_AUTH_TOKEN": "",
        "TWILIO_API_KEY": "SK" + "1" * 32,
        "TWILIO_API_SECRET": "made-up",
    }
    command = [sys.executable, "-m", "cadence", "serve", "--port", str(free_port()), "--api-port", str(free_port())]

    ended = subprocess.run(
        command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True, timeout=PATIENCE
    )

    assert ended.returncode == 1
    assert "TWILIO_AUTH_TOKEN" in ended.stderr
