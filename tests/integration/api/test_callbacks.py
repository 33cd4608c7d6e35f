"""Is a message's and a call's status heard from the carrier only, in any order, and never twice?"""

from collections.abc import Iterator
from itertools import permutations

import httpx
import pytest

from cadence.domain import Outcome, TouchState
from tests.integration.api.conftest import PUBLIC
from tests.integration.api.town import Carrier, Town


def test_a_status_moves_the_message_on(town: Town, carrier: Carrier) -> None:
    """The touch is known by the address, before anything else is read."""
    sent = town.message(town.enrol())

    heard = carrier.says(
        f"/twilio/message/{sent.touch.id}", {"MessageSid": sent.sid or "", "MessageStatus": "delivered"}
    )

    assert (heard.status_code, heard.content) == (204, b"")
    assert town.stored(sent.touch.id).touch.outcome is Outcome.DELIVERED


@pytest.mark.parametrize(
    "path",
    [
        "/twilio/message/{}",
        "/twilio/call/{}",
        "/twilio/voice/{}",
        "/twilio/dial/{}",
        "/twilio/keypad/{}",
        "/twilio/inbound",
    ],
)
def test_an_unsigned_request_is_403_and_writes_nothing(town: Town, carrier: Carrier, path: str) -> None:
    """Anyone can find the address; only the carrier can sign for it."""
    call = town.call(town.enrol())
    fields = {
        "CallSid": call.sid or "",
        "MessageSid": "SM1",
        "CallStatus": "completed",
        "MessageStatus": "delivered",
        "DialCallStatus": "completed",
        "Digits": "9",
        "From": "+34600000001",
        "To": "+34910000001",
        "Body": "BAJA",
    }
    path, before = path.format(call.touch.id), town.rows()
    stolen = Carrier(carrier.client, PUBLIC, token="somebody else's").signature(PUBLIC + path, fields)
    other = carrier.signature(PUBLIC + path, fields | {"Digits": "1"})

    unsigned = [carrier.post(path, fields, {}).status_code]
    unsigned += [
        carrier.post(path, fields, {"X-Twilio-Signature": one}).status_code for one in (stolen, other, "", "nonsense")
    ]

    assert unsigned == [403] * 5
    assert town.rows() == before
    assert town.stored(call.touch.id) == call


def test_the_same_callback_again_changes_nothing(town: Town, carrier: Carrier) -> None:
    """The carrier repeats what it is not sure of."""
    sent = town.message(town.enrol())
    said = {"MessageSid": sent.sid or "", "MessageStatus": "undelivered", "ErrorCode": "30003"}
    carrier.says(f"/twilio/message/{sent.touch.id}", said)
    once = (town.stored(sent.touch.id), town.rows())

    again = [carrier.says(f"/twilio/message/{sent.touch.id}", said).status_code for _ in range(3)]

    assert again == [204] * 3
    assert (town.stored(sent.touch.id), town.rows()) == once


@pytest.mark.parametrize("order", list(permutations(["sent", "delivered", "read"])))
def test_the_order_of_callbacks_does_not_matter(town: Town, carrier: Carrier, order: tuple[str, ...]) -> None:
    """They travel by different ways: a late `sent` must not undo `read`."""
    sent = town.message(town.enrol())
    for status in order:
        carrier.says(f"/twilio/message/{sent.touch.id}", {"MessageSid": sent.sid or "", "MessageStatus": status})

    assert town.stored(sent.touch.id).touch.outcome is Outcome.READ
    assert town.stored(sent.touch.id).status == "read"


@pytest.mark.parametrize("order", list(permutations(["ringing", "in-progress", "busy"])))
def test_a_call_ends_whatever_comes_first(town: Town, carrier: Carrier, order: tuple[str, ...]) -> None:
    """The end frees the place on the floor once, and a late `ringing` does not bring the call back."""
    call = town.call(town.enrol())
    for status in order:
        carrier.says(f"/twilio/call/{call.touch.id}", {"CallSid": call.sid or "", "CallStatus": status})

    after = town.stored(call.touch.id)
    assert (after.touch.state, after.touch.outcome) == (TouchState.SETTLED, Outcome.BUSY)
    assert town.ask("SELECT count(*) FROM permits WHERE touch_id = :touch", touch=call.touch.id) == 0
    assert town.ask("SELECT count(*) FROM news WHERE ref = :touch", touch=call.touch.id) == 1


def test_blank_fields_are_part_of_what_was_signed(town: Town, carrier: Carrier) -> None:
    """Twilio sends `ErrorMessage=`: whoever drops it finds every signature wrong."""
    sent = town.message(town.enrol())
    said = {"MessageSid": sent.sid or "", "MessageStatus": "delivered", "ErrorCode": "", "ErrorMessage": ""}

    assert carrier.says(f"/twilio/message/{sent.touch.id}", said).status_code == 204


def test_a_query_counts_byte_by_byte(town: Town, carrier: Carrier) -> None:
    """`%20` and `+` mean the same and are signed differently."""
    sent = town.message(town.enrol())
    said = {"MessageSid": sent.sid or "", "MessageStatus": "delivered"}
    path = f"/twilio/message/{sent.touch.id}"

    assert carrier.says(path, said, query="a=b%20c&d=").status_code == 204
    signed = carrier.signature(f"{PUBLIC}{path}?a=b%20c&d=", said)
    assert carrier.post(path, said, {"X-Twilio-Signature": signed}, query="a=b+c&d=").status_code == 403


@pytest.mark.parametrize("touch", ["00000000-0000-4000-8000-000000000000", "nobody", "%00", "x" * 500])
def test_a_touch_we_do_not_know_does_no_harm(town: Town, carrier: Carrier, touch: str) -> None:
    """A status is not found; a call that asks what to say is ended, or a person would listen to silence."""
    before = town.rows()
    fields = {"CallSid": "CA1", "MessageSid": "SM1", "CallStatus": "completed", "MessageStatus": "sent", "Digits": "9"}

    statuses = [carrier.says(f"/twilio/{kind}/{touch}", fields).status_code for kind in ("message", "call")]
    calls = [carrier.says(f"/twilio/{kind}/{touch}", fields) for kind in ("voice", "dial", "keypad")]

    assert statuses == [404, 404]
    assert [(one.status_code, "<Hangup" in one.text) for one in calls] == [(200, True)] * 3
    assert town.rows() == before


def test_a_body_without_end_is_not_read(town: Town, client: httpx.Client) -> None:
    """Whoever sends a gigabyte is not asked for the rest of it."""

    def endless() -> Iterator[bytes]:
        while True:
            yield b"x" * 10_000

    answer = client.post("/twilio/inbound", content=endless())

    assert answer.status_code == 413
    assert answer.json()["next"] == "Send less."


def test_what_only_looks_like_our_addresses_is_not_found(client: httpx.Client) -> None:
    """Nor does it say what was asked for."""
    assert client.get("/twilio/inbound").status_code == 405
    answer = client.post("/twilio/+34600000001")
    assert answer.status_code == 404
    assert "600000001" not in answer.text
