"""The emulator as a process, and a stand-in for the engine's web server that checks every signature."""

import json
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from urllib3 import Timeout

from cadence.channels.twilio import twiml
from cadence.channels.twilio.addresses import DIAL, KEYPAD, Addresses
from cadence.channels.twilio.provider import TwilioAccount, TwilioCarrier
from cadence.channels.twilio.signature import Arrived, is_genuine, read_form
from cadence.channels.twilio.statuses import CALL_STATUSES, MESSAGE_STATUSES
from cadence.channels.twilio.webhooks import read_answered
from tests.waiting import PATIENCE, until

ROOT = Path(__file__).parents[3]
ACCOUNT = "AC" + "0" * 31 + "1"
TOKEN = "made-up-token"
SPEED = 60.0
OURS = "+34910000001"
FLOOR = "client:sales"
DESK_TOKEN = "desk"
STATUSES = {"message": ("MessageSid", "MessageStatus"), "call": ("CallSid", "CallStatus")}
LINES = {"message": MESSAGE_STATUSES, "call": CALL_STATUSES}
"""Under `/twilio/`, what is told of each kind of touch, and in which order."""


@dataclass(frozen=True)
class Heard:
    """One request that the emulator made."""

    path: str
    params: Mapping[str, Any]
    at: float


@dataclass
class Engine:
    """What the engine's web server would do, in short; it keeps all it heard."""

    heard: list[Heard] = field(default_factory=list)
    forged: list[str] = field(default_factory=list)
    answers: dict[str, int] = field(default_factory=dict)  # paths that answer with this status instead of 200
    voicemail: str = "Hola, le llamamos de Tienda Sol."
    twiml: dict[str, str] = field(default_factory=dict)  # by path: said instead of what is usual
    url: str = ""

    def paths(self, path: str) -> list[Mapping[str, Any]]:
        """What was said to one address, in order."""
        return [one.params for one in self.heard if one.path == path]

    def backwards(self) -> list[str]:
        """The touches that were told an earlier status after a later one, but for those a test disordered."""
        told: dict[tuple[str, str], list[int]] = {}
        for one in self.heard:
            kind = one.path.split("/")[2]
            if kind in STATUSES and "disorder" not in one.path:
                sid, status = STATUSES[kind]
                place = LINES[kind].index(one.params[status])
                told.setdefault((one.path, one.params[sid]), []).append(place)
        return [path for (path, _), places in told.items() if places != sorted(places)]

    def answer(self, path: str, params: Mapping[str, str]) -> str:
        """TwiML for the addresses that ask for it."""
        if path in self.twiml:
            return self.twiml[path]
        at, touch = Addresses(self.url), path.rpartition("/")[2]
        if path.startswith("/twilio/voice/"):
            answered = read_answered(params, datetime.now(UTC))
            if answered.machine:
                said = twiml.Recording(text=self.voicemail)
                return twiml.leave(said) if answered.after_tone else twiml.hang_up()
            return twiml.connect(FLOOR, action=at.of(DIAL, touch), ring=timedelta(seconds=10))
        if path.startswith("/twilio/dial/") and params["DialCallStatus"] != "completed":
            return twiml.apologise("Tienda Sol", language="es", keypad=at.of(KEYPAD, touch))
        if path.startswith("/twilio/keypad/"):
            return twiml.acknowledge("es")
        return twiml.hang_up() if path.startswith("/twilio/dial/") else ""


def serve(engine: Engine) -> ThreadingHTTPServer:
    """Start the stand-in on a free port, in a thread."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            address = urlsplit(self.path)
            if address.path == "/api/dispositions":
                params: Mapping[str, Any] = json.loads(body)
                genuine = self.headers["Authorization"] == f"Bearer {DESK_TOKEN}"
            else:
                params = read_form(body)
                arrived = Arrived(
                    raw_path=address.path.encode(), raw_query=address.query.encode(), headers=self.headers, body=body
                )
                genuine = is_genuine(arrived, [TOKEN], engine.url)
            if not genuine:
                engine.forged.append(self.path)
            engine.heard.append(Heard(address.path, params, time.monotonic()))
            text = engine.answer(address.path, params).encode()
            self.send_response(engine.answers.get(address.path, 200))
            self.send_header("Content-Type", "text/xml")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class's name for it
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    engine.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


@dataclass
class Emulator:
    """A running emulator."""

    url: str
    file: Path
    process: "subprocess.Popen[bytes]"

    def carrier(self, public_url: str, *, read: float = PATIENCE) -> TwilioCarrier:
        """The real client, pointed here by its base address alone."""
        account = TwilioAccount(sid=ACCOUNT, secret=TOKEN, base_url=self.url)
        return TwilioCarrier(account, public_url=public_url, timeout=Timeout(connect=PATIENCE, read=read))

    def fault(self, where: str, kind: str, **more: Any) -> None:
        """Order that something goes wrong."""
        self.post("/_emulator/faults", {"where": where, "kind": kind, **more})

    def post(self, path: str, document: Mapping[str, Any], method: str = "POST") -> Any:
        """Ask something of the emulator itself."""
        request = urllib.request.Request(self.url + path, json.dumps(document).encode(), method=method)  # noqa: S310
        with urllib.request.urlopen(request) as answer:  # noqa: S310  our own process
            return json.load(answer)

    def health(self) -> Mapping[str, Any]:
        """How it is."""
        with urllib.request.urlopen(self.url + "/_emulator/health") as answer:  # noqa: S310  our own process
            found: Mapping[str, Any] = json.load(answer)
        return found

    def rows(self, query: str, *values: str) -> list[dict[str, Any]]:
        """Read the file, as a proof does: beside the running process."""
        with closing(sqlite3.connect(f"file:{self.file}?mode=ro", uri=True)) as database:
            database.row_factory = sqlite3.Row
            return [dict(row) for row in database.execute(query, values)]


def start(folder: Path, port: int, *options: str) -> Emulator:
    """Start an emulator and wait until it answers."""
    file = folder / "emulator.db"
    command = [sys.executable, "-m", "cadence.local.emulator", "--port", str(port), "--file", str(file)]
    command += ["--auth", f"{ACCOUNT}:{TOKEN}", "--speed", str(SPEED), "--desk-token", DESK_TOKEN, *options]
    with (folder / "emulator.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
    emulator = Emulator(url=f"http://127.0.0.1:{port}", file=file, process=process)
    try:
        until(lambda: answers(emulator))
    except BaseException:
        process.kill()
        process.wait()
        raise
    return emulator


def answers(emulator: Emulator) -> bool:
    """Whether it answers."""
    if emulator.process.poll() is not None:
        raise AssertionError(emulator.file.with_name("emulator.log").read_text())
    try:
        return bool(emulator.health()["ok"])
    except OSError:
        return False
