"""What do we ask Twilio for, word by word? The official client speaks; its transport only listens."""

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from twilio.http.response import Response

from cadence.channels.provider import Accepted, Dial, Message, NotSent, Rejected, Uncertain
from cadence.channels.twilio.provider import TwilioAccount, TwilioCarrier
from cadence.domain import Channel, Outcome

FIELDS = json.loads((Path(__file__).parents[2] / "integration" / "channels" / "twilio_fields.json").read_text())
PUBLIC = "https://hooks.example.org/cadence/"
ACCOUNT = TwilioAccount(sid="AC" + "1" * 32, secret="made-up")


class Listening:
    """A transport that keeps what it is given, and answers as told."""

    def __init__(self, status: int = 201, text: str = '{"sid": "XX1", "status": "queued"}') -> None:
        self.status, self.text = status, text
        self.asked: list[tuple[str, str, Mapping[str, Any]]] = []

    def request(self, method: str, uri: str, *, data: Mapping[str, Any] | None = None, **_: object) -> Response:
        """Keep it."""
        self.asked.append((method, uri, dict(data or {})))
        return Response(self.status, self.text)


def listening(account: TwilioAccount = ACCOUNT, **answer: Any) -> tuple[TwilioCarrier, Listening]:
    """A carrier, and what hears it."""
    carrier, deps = TwilioCarrier(account, public_url=PUBLIC), Listening(**answer)
    carrier._client.http_client = deps
    return carrier, deps


def message(**more: Any) -> Message:
    """A message as the door hands it over."""
    settings = {"touch": "t1", "channel": Channel.SMS, "to": "+34600000001", "sender": "+34910000001", "body": "Hola"}
    return Message(**(settings | more))


def dial(**more: Any) -> Dial:
    """A call as the door hands it over."""
    span = timedelta(seconds=25)
    settings = {
        "touch": "t1",
        "to": "+34600000001",
        "sender": "+34910000001",
        "ring": span,
        "talk": timedelta(minutes=30),
    }
    return Dial(**({"detect_machines": True, "leaves_voicemail": True} | settings | more))


def test_a_text_message_is_asked_for_in_twilios_words() -> None:
    """The touch's id stands in the callback's address, below the public URL with its own path; 503 is tried again."""
    carrier, deps = listening()

    assert carrier.send(message(validity=timedelta(hours=2))) == Accepted(sid="XX1", status="queued")
    ((method, uri, data),) = deps.asked
    assert (method, urlsplit(uri).path) == ("POST", f"/2010-04-01/Accounts/{ACCOUNT.sid}/Messages.json")
    assert data == {
        "To": "+34600000001",
        "From": "+34910000001",
        "Body": "Hola",
        "StatusCallback": "https://hooks.example.org/cadence/twilio/message/t1#rc=3&rp=ct,rt,5xx",
        "ValidityPeriod": 7200,
    }


@pytest.mark.parametrize(
    ("validity", "given"),
    [
        (timedelta(seconds=-5), 1),  # the window has all but closed
        (timedelta(seconds=0.4), 1),
        (timedelta(hours=30), 36_000),  # Twilio's own most
        (timedelta(seconds=90), 90),
    ],
)
def test_validity_stays_within_what_twilio_takes(validity: timedelta, given: int) -> None:
    """A number outside would be refused."""
    carrier, deps = listening()
    carrier.send(message(validity=validity))

    assert deps.asked[0][2]["ValidityPeriod"] == given


def test_a_template_replaces_the_body_and_both_addresses_carry_the_channel() -> None:
    """Body templates fail with 63016 outside a session."""
    carrier, deps = listening()
    template = "HX" + "a" * 32
    carrier.send(message(channel=Channel.WHATSAPP, template=template, variables={"1": "Ñandú"}))

    data = deps.asked[0][2]
    assert (data["To"], data["From"]) == ("whatsapp:+34600000001", "whatsapp:+34910000001")
    assert (data["ContentSid"], json.loads(data["ContentVariables"])) == (template, {"1": "Ñandú"})
    assert "Body" not in data


def test_a_messaging_service_is_no_number() -> None:
    """A pool of senders is named by its id."""
    carrier, deps = listening()
    service = "MG" + "b" * 32
    carrier.send(message(sender=service))

    assert deps.asked[0][2]["MessagingServiceSid"] == service
    assert "From" not in deps.asked[0][2]


@pytest.mark.parametrize(
    ("detect", "voicemail", "given"),
    [
        (True, True, "DetectMessageEnd"),  # wait for the tone
        (True, False, "Enable"),  # tell us at once
        (False, False, None),  # let everybody be a person
    ],
)
def test_a_call_is_asked_for_in_twilios_words(detect: bool, voicemail: bool, given: str | None) -> None:
    """The answer and the end are wanted; ring, talk and detection come from the step."""
    carrier, deps = listening()
    carrier.dial(dial(detect_machines=detect, leaves_voicemail=voicemail))

    expected = {
        "To": "+34600000001",
        "From": "+34910000001",
        "Url": "https://hooks.example.org/cadence/twilio/voice/t1#rc=3&rp=ct,rt,5xx",
        "StatusCallback": "https://hooks.example.org/cadence/twilio/call/t1#rc=3&rp=ct,rt,5xx",
        "StatusCallbackEvent": ["answered", "completed"],
        "Timeout": 25,
        "TimeLimit": 1800,
    }
    assert deps.asked[0][2] == expected | ({"MachineDetection": given} if given else {})


def test_only_names_that_twilio_knows_are_used() -> None:
    """Held against its published description; what it requires is there."""
    carrier, deps = listening()
    carrier.send(message(validity=timedelta(hours=1)))
    carrier.send(message(channel=Channel.WHATSAPP, template="HX" + "a" * 32, variables={"1": "x"}))
    carrier.send(message(sender="MG" + "b" * 32))
    carrier.dial(dial())

    for (_, _, data), form in zip(deps.asked, ["create_message"] * 3 + ["create_call"], strict=True):
        assert set(data) <= set(FIELDS[form]["names"])
        assert set(data) >= set(FIELDS[form]["required"])


def test_a_region_of_the_machine_does_not_bend_the_emulators_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client reads TWILIO_REGION by itself, and would rewrite 127.0.0.1 as if it were a host of Twilio's."""
    monkeypatch.setenv("TWILIO_REGION", "ie1")
    monkeypatch.setenv("TWILIO_EDGE", "dublin")
    local = TwilioAccount(sid=ACCOUNT.sid, secret="made-up", base_url="http://127.0.0.1:8099/")
    carrier, deps = listening(local)
    carrier.send(message())

    assert deps.asked[0][1].startswith("http://127.0.0.1:8099/2010-04-01/")
    assert carrier.address == "http://127.0.0.1:8099"


def test_a_region_that_was_chosen_is_used() -> None:
    """By our own setting."""
    carrier, deps = listening(TwilioAccount(sid=ACCOUNT.sid, secret="made-up", region="ie1", edge="dublin"))
    carrier.send(message())

    assert deps.asked[0][1].startswith("https://api.dublin.ie1.twilio.com/")


@pytest.mark.parametrize(
    ("status", "text"),
    [
        (201, "<html>a proxy's idea of success</html>"),  # not what Twilio says
        (302, "{}"),  # somebody stands between us and Twilio
        (201, "{}"),  # no id
        (201, "[]"),  # not even an object
    ],
)
def test_an_answer_that_cannot_be_read_is_uncertain(status: int, text: str) -> None:
    """It may have been carried; only a look-up tells."""
    carrier, _ = listening(status=status, text=text)

    assert isinstance(carrier.send(message()), Uncertain)


def test_the_secret_is_never_shown() -> None:
    """Accounts end up in error reports."""
    assert "made-up" not in repr(ACCOUNT)


CONTENTS = json.dumps(
    {
        "contents": [
            {"sid": "HX" + "1" * 32, "friendly_name": "cart", "date_updated": "2026-01-02T00:00:00Z"},
            {"sid": "HX" + "2" * 32, "friendly_name": "cart", "date_updated": "2026-03-02T00:00:00Z"},
            {"sid": "HX" + "3" * 32, "friendly_name": "cart", "date_updated": "2026-02-02T00:00:00Z"},
        ],
        "meta": {"key": "contents", "next_page_url": None},
    }
)


def test_a_template_is_looked_up_once_and_the_one_changed_last_is_meant() -> None:
    """Names need not be unique at Twilio; and a list of a million people must not ask a million times."""
    carrier, deps = listening(status=200, text=CONTENTS)

    assert [carrier._templates.sid("cart") for _ in range(3)] == ["HX" + "2" * 32] * 3
    assert carrier._templates.sid("unknown") == ""
    assert [(method, urlsplit(uri).path) for method, uri, _ in deps.asked] == [("GET", "/v1/Content")]


def test_an_unknown_template_is_refused_without_asking_twilio_to_send_anything() -> None:
    """The step is at fault, not the person."""
    carrier, deps = listening(status=200, text=CONTENTS)

    answer = carrier.send(message(channel=Channel.WHATSAPP, template="nobody_wrote_this"))

    assert answer == Rejected(outcome=Outcome.NOT_TAKEN, code="21655")
    assert {method for method, _, _ in deps.asked} == {"GET"}


def test_a_wrong_token_shows_in_a_template_look_up_too() -> None:
    """Our sender is at fault: it is paused, as if the message itself had been refused."""
    carrier, _ = listening(status=401, text='{"code": 20003, "status": 401, "message": "Authenticate"}')

    answer = carrier.send(message(channel=Channel.WHATSAPP, template="cart"))

    assert answer == Rejected(outcome=Outcome.NOT_TAKEN, code="20003")


def test_a_template_look_up_that_fails_has_sent_nothing() -> None:
    """Twilio's list of templates is down: the message may go later."""
    carrier, _ = listening(status=404, text="{}")

    assert isinstance(carrier.send(message(channel=Channel.WHATSAPP, template="cart")), NotSent)
