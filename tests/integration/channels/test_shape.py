"""Emulator and carrier are held against the names in Twilio's published description of its API."""

import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest
import urllib3

from cadence.channels.provider import Accepted, Dial, Message
from cadence.channels.twilio.provider import TwilioCarrier
from cadence.channels.twilio.statuses import CALL_STATUSES, MESSAGE_STATUSES
from cadence.domain import Channel
from tests.integration.channels.stand_in import ACCOUNT, OURS, TOKEN, Emulator, Engine
from tests.waiting import until

FIELDS: Mapping[str, Any] = json.loads(Path(__file__).with_name("twilio_fields.json").read_text())
API = f"/2010-04-01/Accounts/{ACCOUNT}"

KINDS: Mapping[str, Callable[[Any], bool]] = {
    "date-time-rfc-2822": lambda value: isinstance(value, str) and parsedate_to_datetime(value) is not None,
    "integer": lambda value: isinstance(value, int),
    "uri-map": lambda value: isinstance(value, dict),
}


def raw(emulator: Emulator, path: str, auth: str = f"{ACCOUNT}:{TOKEN}") -> tuple[int, Any]:
    """What stands on the wire."""
    answer = urllib3.request("GET", emulator.url + path, headers=urllib3.make_headers(basic_auth=auth))
    return answer.status, answer.json()


def differs(document: Mapping[str, Any], fields: Mapping[str, str]) -> list[str]:
    """Names that are missing or too many, and values of the wrong kind."""
    names = [name for name in {*document, *fields} if (name in document) is not (name in fields)]
    wrong = [
        f"{name}: {document[name]!r} is no {kind}"
        for name, kind in fields.items()
        if document.get(name) is not None and not KINDS.get(kind, lambda value: isinstance(value, str))(document[name])
    ]
    return names + wrong


def test_messages_look_like_twilios(
    emulator: Emulator, carrier: TwilioCarrier, engine: Engine, somebody: Callable[[str], str]
) -> None:
    """Created, delivered, inbound: the same names and kinds."""
    answer = carrier.send(Message(touch="s-1", channel=Channel.SMS, to=somebody("08"), sender=OURS, body="Hola"))
    assert isinstance(answer, Accepted)
    emulator.post("/_emulator/write", {"from": somebody("08"), "to": OURS, "body": "Hola"})
    until(lambda: len(engine.paths("/twilio/message/s-1")) == 2)

    _, page = raw(emulator, f"{API}/Messages.json?PageSize=20")
    _, one = raw(emulator, f"{API}/Messages/{answer.sid}.json")
    assert set(page) == {*FIELDS["page"], "messages"}
    assert one["error_code"] == 30003
    for document in [*page["messages"], one]:
        assert differs(document, FIELDS["message"]) == []
        assert document["status"] in FIELDS["message_statuses"]
        assert document["direction"] in FIELDS["message_directions"]


def test_calls_look_like_twilios(
    emulator: Emulator, carrier: TwilioCarrier, engine: Engine, somebody: Callable[[str], str]
) -> None:
    """While they ring and when they are over, legs to agents too."""
    span = timedelta(seconds=30)
    call = Dial(
        touch="s-2", to=somebody("09"), sender=OURS, ring=span, talk=span, detect_machines=True, leaves_voicemail=True
    )
    answer = carrier.dial(call)
    assert isinstance(answer, Accepted)
    _, young = raw(emulator, f"{API}/Calls/{answer.sid}.json")
    until(lambda: len(engine.paths("/twilio/call/s-2")) == 2)

    _, page = raw(emulator, f"{API}/Calls.json?PageSize=20")
    assert set(page) == {*FIELDS["page"], "calls"}
    assert {one["direction"] for one in page["calls"]} == {"outbound-api", "outbound-dial"}
    for document in [*page["calls"], young]:
        assert differs(document, FIELDS["call"]) == []
        assert document["status"] in {*FIELDS["call_statuses"], "initiated"}


def test_we_know_every_status_that_twilio_knows() -> None:
    """A status without a place in the line would never count as news."""
    inbound_only = {"receiving", "received"}

    assert set(FIELDS["message_statuses"]) - inbound_only == set(MESSAGE_STATUSES)
    assert set(FIELDS["call_statuses"]) == set(CALL_STATUSES) - {"initiated"}  # known to callbacks only


@pytest.mark.parametrize(
    ("path", "auth", "status", "code"),
    [
        (f"{API}/Messages/SM{'0' * 32}.json", f"{ACCOUNT}:{TOKEN}", 404, 20404),
        (f"{API}.json", f"{ACCOUNT}:wrong", 401, 20003),
        (f"/2010-04-01/Accounts/AC{'f' * 32}.json", f"{ACCOUNT}:{TOKEN}", 404, 20404),
    ],
)
def test_errors_look_like_twilios(emulator: Emulator, path: str, auth: str, status: int, code: int) -> None:
    """Code, message, more_info and status: what the official client reads."""
    found, document = raw(emulator, path, auth)

    assert found == document["status"] == status
    assert document["code"] == code
    assert document["more_info"].endswith(f"/{code}")
    assert document["message"]
