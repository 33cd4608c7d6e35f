"""Is the emulator as strict as Twilio, so that what passes here passes there?"""

import base64
import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from cadence.channels.provider import Accepted, Rejected
from cadence.channels.twilio.provider import TwilioCarrier
from cadence.channels.twilio.webhooks import read_inbound
from cadence.domain import Outcome
from cadence.domain.clock import utc_now
from cadence.local.stack.ports import free_port
from cadence.local.stack.programs import reaching
from tests.integration.channels.conftest import TEMPLATES
from tests.integration.channels.stand_in import ACCOUNT, OURS, TOKEN, Emulator, Engine, start
from tests.integration.channels.test_messages import text
from tests.waiting import PATIENCE, until

API = f"/2010-04-01/Accounts/{ACCOUNT}"
PERSON = "+34600000001"
SMS = {"To": PERSON, "From": OURS, "Body": "hola"}
CHAT = {"To": f"whatsapp:{PERSON}", "From": f"whatsapp:{OURS}"}
CALL = {"To": PERSON, "From": OURS, "Url": "http://127.0.0.1:1/voice"}


def send(emulator: Emulator, path: str, form: Mapping[str, str] | bytes) -> tuple[int, dict[str, Any]]:
    """Post a form as a client would, and return the status and the document."""
    body = form if isinstance(form, bytes) else urlencode(form).encode()
    return answer(emulator, path, body)


def answer(emulator: Emulator, path: str, body: bytes | None = None) -> tuple[int, dict[str, Any]]:
    """Ask, whatever the answer."""
    credentials = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
    request = urllib.request.Request(emulator.url + path, body, {"Authorization": f"Basic {credentials}"})  # noqa: S310
    try:
        with urllib.request.urlopen(request) as got:  # noqa: S310  our own process
            return got.status, json.load(got)
    except urllib.error.HTTPError as refused:
        return refused.code, json.load(refused)


@pytest.mark.parametrize(
    ("path", "form", "code"),
    [
        ("Messages", SMS | {"SendAt": "2027-03-10T10:00:00Z", "ScheduleType": "fixed"}, 20001),  # it would go at once
        ("Messages", SMS | {"MediaUrl": "https://example.org/a.png"}, 20001),
        ("Messages", SMS | {"To": f"whatsapp:{PERSON}"}, 21910),  # one address of each channel
        ("Messages", SMS | {"From": f"whatsapp:{OURS}"}, 21910),
        ("Calls", CALL | {"MachineDetection": "Enable", "AsyncAmd": "true"}, 20001),  # it would be synchronous
        ("Calls", CALL | {"Record": "true"}, 20001),
        ("Messages", SMS | {"ValidityPeriod": "0"}, 20001),
        ("Calls", CALL | {"Timeout": "0"}, 20001),
        ("Messages", b"To=%2B34600000001&From=%2B34910000001&Body=caf\xe9", 20001),  # no UTF-8
        ("Calls", b"\xff\xfe", 20001),
        ("Messages", b"", 21604),
    ],
)
def test_what_is_not_rehearsed_is_refused_not_done_otherwise(
    emulator: Emulator, path: str, form: Mapping[str, str] | bytes, code: int
) -> None:
    """A rehearsal that leaves a parameter out proves something about another message."""
    status, document = send(emulator, f"{API}/{path}.json", form)

    assert (status, document["code"]) == (400, code)
    assert document["message"]


@pytest.mark.parametrize(
    ("value", "fits"),
    [
        ("Ana", True),
        ("Ana  María    de", True),  # four spaces
        ("Ana     María", False),  # five
        ("Ana\nMaría", False),
        ("Ana\r\nMaría", False),
        ("Ana\tMaría", False),
        ("", False),
        (None, False),
        (7, False),
    ],
)
def test_a_variable_of_a_template_holds_what_twilio_takes(emulator: Emulator, value: object, fits: bool) -> None:
    """Line breaks, tabs and long gaps are refused (21656), before anybody reads half a message."""
    _, known = answer(emulator, "/v1/Content")
    sid = next(one["sid"] for one in known["contents"] if one["friendly_name"] in TEMPLATES)

    status, document = send(
        emulator, f"{API}/Messages.json", CHAT | {"ContentSid": sid, "ContentVariables": json.dumps({"1": value})}
    )

    assert (status, document.get("code") if status != 201 else None) == ((201, None) if fits else (400, 21656))


def test_a_variable_that_is_left_out_is_delivered_as_sample_text(emulator: Emulator) -> None:
    """As at Twilio: nobody is told, so variables have to be checked before."""
    _, known = answer(emulator, "/v1/Content")
    sid = next(one["sid"] for one in known["contents"] if one["friendly_name"] in TEMPLATES)

    _, document = send(emulator, f"{API}/Messages.json", CHAT | {"ContentSid": sid, "ContentVariables": "{}"})

    assert "sample 1" in document["body"]


@pytest.mark.parametrize("query", ["Page=abc", "Page=-1", "Page=1.5", "Page=%00", "Page=²"])
@pytest.mark.parametrize("path", ["Messages", "Calls"])
def test_a_page_that_is_no_number_is_refused(emulator: Emulator, path: str, query: str) -> None:
    """Not a fault of the server."""
    query = query if query.isascii() else "Page=%C2%B2"

    assert answer(emulator, f"{API}/{path}.json?{query}")[0] == 400


@pytest.mark.parametrize("path", ["faults", "write", "call", "templates"])
@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"7", b"\xff", b'{"from": 7}', b"null"])
def test_the_emulators_own_addresses_say_what_they_expected(emulator: Emulator, path: str, body: bytes) -> None:
    """A mistyped test is told so."""
    status, document = answer(emulator, f"/_emulator/{path}", body)

    assert status in {400, 201} if path == "templates" else status == 400
    assert status == 201 or document["error"]


@pytest.fixture
def long_code(engine: Engine, people_file: Path, tmp_path: Path) -> Iterator[Emulator]:
    """An emulator whose numbers are long codes without a messaging service, and take one call in 100 seconds."""
    options = [
        "--people",
        str(people_file),
        *reaching(engine.url, engine.url),
        "--opt-out",
        "default",
        "--message-rate",
        "1000",
    ]
    emulator = start(tmp_path, free_port(), *options, "--call-rate", "0.01")
    yield emulator
    emulator.process.terminate()
    emulator.process.wait(PATIENCE)


def test_a_long_code_confirms_a_stop_itself_and_tells_nobody(
    long_code: Emulator, engine: Engine, somebody: Callable[[str], str]
) -> None:
    """Twilio's default: the pair is blocked, the webhook has no OptOutType, and our confirmation gets 21610."""
    person, carrier = somebody("05"), long_code.carrier(engine.url)
    assert isinstance(carrier.send(text(person, "t-long-code")), Accepted)
    until(lambda: any(one["From"] == person for one in engine.paths("/twilio/inbound")))

    (said,) = [one for one in engine.paths("/twilio/inbound") if one["From"] == person]
    received = read_inbound(said, utc_now())
    assert (received.body, received.confirmed) == ("STOP", False)
    assert "OptOutType" not in said
    assert len(long_code.rows("SELECT 1 FROM messages WHERE person = ? AND direction = 'outbound-reply'", person)) == 1
    refused = carrier.send(text(person, "t-long-code-confirmation"))
    assert isinstance(refused, Rejected)
    assert (refused.outcome, refused.code) == (Outcome.OPTED_OUT, "21610")


def test_calls_above_the_accounts_rate_wait_in_line(
    long_code: Emulator, engine: Engine, somebody: Callable[[str], str]
) -> None:
    """Twilio queues them for up to a day and says how long; it refuses none."""
    waits = []
    for number in range(15):
        form = {"To": somebody("01"), "From": OURS, "Url": f"{engine.url}/twilio/voice/{number}"}
        status, document = send(long_code, f"{API}/Calls.json", form)
        assert status == 201
        waits.append(int(document["queue_time"]))

    assert waits[0] == 0
    assert waits[-1] > 600_000
    assert waits == sorted(waits)


def test_the_engine_is_content_with_all_of_it(carrier: TwilioCarrier, somebody: Callable[[str], str]) -> None:
    """What our own client sends is none of what is refused."""
    assert isinstance(carrier.send(text(somebody("01"), "t-strict")), Accepted)
