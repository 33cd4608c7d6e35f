"""Every entry point from outside takes out, or refuses, what PostgreSQL cannot keep."""

from types import SimpleNamespace
from uuid import uuid4

import httpx
import pytest

from cadence.channels.provider import Received
from cadence.channels.twilio import lookups
from cadence.engine.outcomes.inbound import record_inbound
from cadence.engine.outcomes.planner import Planner
from tests.integration.api.town import OURS, Carrier, Town

NUL, HALF = "BA\0JA", "baja \ud83d"
"""A stop with a NUL in it, and one with half an emoji behind it."""


def polled(body: str, sender: str, town: Town) -> Received:
    """A message as the official client gives it."""
    at = town.clock.now()
    message = SimpleNamespace(
        sid=f"SM{uuid4().hex}", from_=sender, to=OURS, body=body, date_sent=at, messaging_service_sid=None
    )
    found = lookups.received(message)
    assert isinstance(found, Received)
    return found


@pytest.mark.parametrize("body", [NUL, HALF])
def test_a_polled_stop_counts_whatever_stands_in_it(town: Town, body: str) -> None:
    """The look for missed messages goes on behind it, and the stop is a stop."""
    person = town.number()
    enrolment = town.enrol(person)
    town.message(enrolment)

    record_inbound(Planner(town.ledger, town.clock), polled(body, person, town))

    assert town.suppressed(enrolment) == 1


def test_a_webhook_takes_in_a_stop_with_a_nul(town: Town, carrier: Carrier) -> None:
    """In the words, in the number we are written to, or in a field that nobody reads."""
    person = town.number()
    enrolment = town.enrol(person)
    town.message(enrolment)

    assert carrier.writes(person, NUL, ProfileName="A\0na", City="\0").status_code == 204

    assert town.suppressed(enrolment) == 1
    assert town.ask("SELECT count(*) FROM inbound_texts WHERE body = 'BAJA'") >= 1


@pytest.mark.parametrize("field", ["CallStatus", "MessageStatus", "ErrorCode", "AnsweredBy", "Timestamp", "Digits"])
@pytest.mark.parametrize("path", ["message", "call", "voice", "dial", "keypad"])
def test_no_callback_fails_for_what_stands_in_a_field(town: Town, carrier: Carrier, path: str, field: str) -> None:
    """An answer of 5xx would be repeated and then lost."""
    stored = town.call(town.enrol())

    answer = carrier.says(f"/twilio/{path}/{stored.touch.id}", {"CallSid": stored.sid or "", field: "x\0y"})

    assert answer.status_code < 500


@pytest.mark.parametrize("words", ["a\\u0000b", "a\\ud800b"])
@pytest.mark.parametrize("field", ["why", "by", "lead", "list", "value", "number"])
def test_the_api_takes_or_refuses_it(office: httpx.Client, words: str, field: str) -> None:
    """A mistake of the caller is a 4xx with words, never a fault of ours."""
    body = f'{{"number": "+34600000099", "{field}": "{words}"}}'

    answer = office.post("/api/suppressions", content=body, headers={"Content-Type": "application/json"})

    assert answer.status_code in {200, 422}, answer.text
