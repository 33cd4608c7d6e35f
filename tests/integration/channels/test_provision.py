"""Does the carrier say before a launch what would fail after it? By the emulator, and by answers like Twilio's."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from twilio.http.response import Response

from cadence.campaign import check_text
from cadence.channels.twilio.provider import TwilioAccount, TwilioCarrier
from cadence.channels.twilio.provision import Provision
from cadence.cli.launching.provisioned import faults
from cadence.domain import Channel
from cadence.domain.errors import UnavailableError
from tests.integration.channels.stand_in import OURS, Emulator

CAMPAIGN = """
campaign: spring
purpose: service
language: es
country: ES
jurisdictions: none
from: {company: Tienda Sol, voice: "+34910000001", sms: "+34910000002", whatsapp: "+34910000003"}
windows: [{days: mon-sun, hours: "09:00-21:00"}]
limits: [{max: 9, per: campaign}]
floors: {sales: {agents: 5, endpoint: "client:sales"}}
cadence:
  - step: hello
    whatsapp: {template: saludo, variables: {"1": "{{ name }}"}}
  - step: text
    from: "+34910000009"
    sms: "{{ company }}: hola"
  - step: ring
    call: sales
"""


class Answers:
    """A transport that answers by path, as Twilio would."""

    def __init__(self, answers: Mapping[str, Any], status: Mapping[str, int] = {}) -> None:
        self._answers, self._status = answers, status

    def request(self, method: str, uri: str, *, params: Mapping[str, Any] | None = None, **_: object) -> Response:
        """Answer."""
        path = urlsplit(uri).path.rpartition("/")[2].removesuffix(".json")
        number = str((params or {}).get("PhoneNumber", ""))
        found = self._answers.get(f"{path} {number}".strip(), self._answers.get(path, {}))
        return Response(self._status.get(path, 200), json.dumps(found))


def provision(answers: Mapping[str, Any], **status: int) -> Provision:
    """Ask a carrier that answers so."""
    carrier = TwilioCarrier(
        TwilioAccount(sid="AC" + "1" * 32, secret="made-up"), public_url="https://hooks.example.org"
    )
    carrier._client.http_client = Answers(answers, status)
    return carrier.provision()


def template(status: str = "approved", body: str = "Hola {{1}}", variables: Mapping[str, str] = {}) -> dict[str, Any]:
    """A list of one template."""
    one = {
        "sid": "HX" + "1" * 32,
        "friendly_name": "saludo",
        "date_updated": "2026-11-01T00:00:00Z",
        "variables": dict(variables),
        "types": {"twilio/text": {"body": body}},
        "approval_requests": {"status": status},
    }
    return {"contents": [one], "meta": {"key": "contents", "next_page_url": None}}


@pytest.mark.parametrize(
    ("found", "variables", "says"),
    [
        (template(), {"1"}, ""),
        (template("paused"), {"1"}, "WhatsApp has not approved this template: it is paused"),
        (template("rejected"), {"1"}, "WhatsApp has not approved this template: it is rejected"),
        (template(), set(), "the template wants a value for 1: WhatsApp would show its sample text"),
        (
            template(variables={"1": "Ana", "2": "x"}),
            {"1"},
            "the template wants a value for 2: WhatsApp would show its sample text",
        ),
        (template(), {"1", "7"}, "the template has no variable 7"),
        ({"contents": [], "meta": {"key": "contents"}}, {"1"}, "there is no template of this name at the carrier"),
    ],
)
def test_a_template_is_there_approved_and_takes_these_variables(
    found: dict[str, Any], variables: set[str], says: str
) -> None:
    """Each would have failed at the first touch, or shown sample text to people."""
    assert provision({"ContentAndApprovals": found}).template(Channel.WHATSAPP, "saludo", variables) == says


def test_what_may_not_be_seen_is_no_fault_and_an_outage_is_told() -> None:
    """A restricted key may not list templates; a carrier that is down has said nothing."""
    assert provision({}, ContentAndApprovals=403).template(Channel.WHATSAPP, "saludo", {"1"}) is None
    with pytest.raises(UnavailableError):
        provision({}, ContentAndApprovals=400).template(Channel.WHATSAPP, "saludo", {"1"})


def page(key: str, *items: Mapping[str, Any]) -> dict[str, Any]:
    """A list of the older API."""
    return {key: list(items), "next_page_uri": None, "page": 0, "page_size": 50}


def test_each_fault_stands_at_its_place_in_the_file() -> None:
    """Line and column of the sender or the template, so that an editor can jump to it."""
    number = {"sid": "PN" + "1" * 32, "phone_number": OURS, "capabilities": {"voice": False, "sms": True}}
    answers = {
        "ContentAndApprovals": template("paused"),
        "Senders": {
            "senders": [{"sid": "XE" + "1" * 32, "sender_id": "whatsapp:+34910000003", "status": "OFFLINE"}],
            "meta": {"key": "senders", "next_page_url": None},
        },
        "IncomingPhoneNumbers +34910000001": page("incoming_phone_numbers", number),
        "IncomingPhoneNumbers": page("incoming_phone_numbers"),
        "OutgoingCallerIds": page("outgoing_caller_ids"),
    }
    found = [str(one) for one in faults(check_text(CAMPAIGN, "spring.yaml"), provision(answers))]

    assert [one.partition("; ")[0] for one in found] == [
        "spring.yaml:7:83: +34910000003 on whatsapp: this WhatsApp sender is offline, not online",
        'spring.yaml:13:26: template "saludo": WhatsApp has not approved this template: it is paused',
        "spring.yaml:15:11: +34910000009 on sms: this number is not in our account at the carrier",
        "spring.yaml:7:36: +34910000001 on call: this number of ours cannot be used for voice",
    ]


def test_the_templates_that_announce_a_promised_call_are_asked_for() -> None:
    """They leave like the others, and a missing one would break a promise in silence."""
    words = 'whatsapp: {template: aviso, variables: {"1": "{{ callback_at }}"}}'
    text = f"{CAMPAIGN}callback:\n  call: {{floor: sales}}\n  moved:\n    {words}\n"
    asked = provision({"ContentAndApprovals": template("approved")}, Senders=404, IncomingPhoneNumbers=404)
    found = [str(one) for one in faults(check_text(text, "spring.yaml"), asked)]

    assert [one.partition("; ")[0] for one in found if "aviso" in one] == [
        'spring.yaml:22:26: template "aviso": there is no template of this name at the carrier'
    ]


def test_the_emulator_is_asked_as_twilio_is(emulator: Emulator, engine: Any, tmp_path: Path) -> None:
    """Its templates are approved, its numbers are ours; a template that it does not have is missing."""
    asked = emulator.carrier(engine.url).provision()

    assert asked.sender(Channel.SMS, OURS) == ""
    assert asked.sender(Channel.CALL, OURS) == ""
    assert asked.sender(Channel.WHATSAPP, OURS) is None
    assert (
        asked.template(Channel.WHATSAPP, "nobody_wrote_this", set())
        == "there is no template of this name at the carrier"
    )
