"""One emulator and one stand-in for the engine serve all tests here; each test has numbers of its own."""

import itertools
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cadence.channels.twilio.provider import TwilioCarrier
from cadence.local.stack.ports import free_port
from cadence.local.stack.programs import reaching
from tests.integration.channels.stand_in import Emulator, Engine, serve, start
from tests.waiting import PATIENCE

PEOPLE = {
    # The beginning of each number's life is scripted by its last two digits.
    "01": {},  # takes messages, says nothing
    "02": {"script": ["busy", "no_answer", "answer"], "disposition": "converted"},
    "03": {"script": ["machine"]},
    "04": {"reply": "No me escriban más", "reply_after": 60},
    "05": {"reply": "STOP", "reply_after": 60},
    "06": {"line": "invalid"},
    "07": {"line": "landline"},
    "08": {"deliveries": ["undelivered:30003", "read"]},
    "09": {"script": ["answer"], "disposition": "callback", "call_back": "10:00", "zone": "Atlantic/Canary"},
    "10": {"script": ["hang_up"]},
    "11": {"script": ["answer"], "key": "9"},
    "12": {"script": ["failed"]},
    "13": {"script": ["full_mailbox"]},
    "14": {"script": ["unknown"], "disposition": "other"},
    "15": {"script": ["decline"]},
    "16": {"reply": "¿quién es?", "reply_after": 60},
}
STATUSES = ("pending", "received", "unsubmitted", "rejected", "paused", "disabled")
"""What WhatsApp says of a template that it has not approved, or not any more."""
TEMPLATES = {"cart_reminder": "Hola {{1}}, tiene algo en su cesta.", **dict.fromkeys(STATUSES, "Hola")}


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    """A stand-in for the engine's web server."""
    engine = Engine()
    server = serve(engine)
    yield engine
    server.shutdown()
    server.server_close()
    assert engine.forged == [], "a request was not signed as Twilio signs"
    assert engine.backwards() == [], "a touch was told an earlier status after a later one"


@pytest.fixture(scope="session")
def people_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everybody who is scripted: a hundred of each kind."""
    people = {
        f"+346000{batch:02}0{kind}": {"language": "es", **told} for kind, told in PEOPLE.items() for batch in range(100)
    }
    for told in people.values():
        told.setdefault("replies", [told["reply"]] if "reply" in told else [])  # silence, unless something is said
    approvals = {name: {"status": name} for name in STATUSES}
    file = tmp_path_factory.mktemp("people") / "people.json"
    parts = {"templates": TEMPLATES, "approvals": approvals, "floors": {"client:full": 0}}
    file.write_text(json.dumps({**people, **parts}))
    return file


@pytest.fixture(scope="session")
def emulator(engine: Engine, people_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    """An emulator whose Clock runs a minute a second."""
    folder = tmp_path_factory.mktemp("emulator")
    options = [
        "--people",
        str(people_file),
        *reaching(engine.url, engine.url),
        "--call-rate",
        "1000",
        "--message-rate",
        "1000",
    ]
    emulator = start(folder, free_port(), *options)
    yield emulator
    emulator.process.terminate()
    emulator.process.wait(PATIENCE)


@pytest.fixture(scope="session")
def carrier(emulator: Emulator, engine: Engine) -> TwilioCarrier:
    """The official client."""
    return emulator.carrier(engine.url)


@pytest.fixture
def since(emulator: Emulator) -> datetime:
    """An instant of the emulator's Clock before anything that the test does."""
    return datetime.fromisoformat(emulator.health()["now"]).astimezone(UTC) - timedelta(seconds=1)


BATCH = itertools.count()


@pytest.fixture
def somebody() -> Callable[[str], str]:
    """Numbers that no other test uses: `somebody("02")` lives as the script of 02 says."""
    batch = next(BATCH)
    return lambda kind: f"+346000{batch:02}0{kind}"


@pytest.fixture(autouse=True)
def nothing_goes_wrong(emulator: Emulator, engine: Engine) -> Iterator[None]:
    """Each test orders its own faults."""
    yield
    emulator.post("/_emulator/faults", {}, method="DELETE")
    engine.answers.clear()
    engine.twiml.clear()
