"""The emulator's smaller parts do what Twilio does."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import HMAC_SHA256, RequestValidator

from cadence.channels.twilio import twiml
from cadence.channels.twilio.twiml import Recording
from cadence.local.emulator.app import _refusal
from cadence.local.emulator.config import SHA1
from cadence.local.emulator.faults import AT_CALLBACK, AT_REQUEST, Fault, FaultKind, Faults
from cadence.local.emulator.rates import EmulatedRates
from cadence.local.emulator.refusals import TwilioRefusalError
from cadence.local.emulator.resources import segments
from cadence.local.emulator.script import Connect, End, Gather, Redirect, Say, UnreadableError, read
from cadence.local.emulator.webhooks import signature

NOW = datetime(2026, 3, 2, 11, tzinfo=UTC)
BASE = "https://hooks.example.org/twilio/voice/t1"


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("Hola", 1),
        ("x" * 160, 1),
        ("x" * 161, 2),  # each part loses seven to its header
        ("x" * 306, 2),
        ("x" * 307, 3),
        ("€" * 80, 1),  # takes two places each
        ("€" * 81, 2),
        ("á" * 70, 1),  # not in the alphabet of GSM
        ("á" * 71, 2),
        ("👍" * 35, 1),  # two units each
        ("👍" * 36, 2),
    ],
)
def test_segments_are_counted_as_networks_do(body: str, count: int) -> None:
    """Rates and prices go by segment."""
    assert segments(body) == count


def test_the_engines_documents_can_be_followed() -> None:
    """What `cadence.channels.twilio.twiml` writes, in order."""
    connect = twiml.connect("sip:sales@example.org", action="/twilio/dial/t1", ring=timedelta(seconds=9))
    apology = twiml.apologise("Tienda Sol", language="es", keypad="../keypad/t1")

    (dial,) = read(connect, BASE)
    gather, end = read(apology, BASE)
    say, _ = read(twiml.leave(Recording(text="x" * 150)), BASE)
    assert isinstance(dial, Connect)
    assert (dial.endpoint, dial.waits) == ("sip:sales@example.org", timedelta(seconds=9))
    assert dial.action == "https://hooks.example.org/twilio/dial/t1"
    assert isinstance(gather, Gather)
    assert (gather.action, gather.digits, len(gather.speech)) == ("https://hooks.example.org/twilio/keypad/t1", 1, 2)
    assert isinstance(end, End)
    assert isinstance(say, Say)
    assert say.lasts == timedelta(seconds=10)


def test_a_redirect_is_relative_to_its_document() -> None:
    """As every address in TwiML."""
    assert read("<Response><Redirect>t2</Redirect></Response>", BASE) == (
        Redirect(url="https://hooks.example.org/twilio/voice/t2"),
    )


@pytest.mark.parametrize(
    "document",
    [
        "hello",  # not XML
        "<Answer/>",  # not TwiML
        "<Response><Sing/></Response>",  # a verb nobody knows
        "<Response><Dial><Queue>x</Queue></Dial></Response>",  # a noun we do not ring
        '<!DOCTYPE x [<!ENTITY a "b">]><Response><Say>&a;</Say></Response>',  # a bomb
    ],
)
def test_what_cannot_be_read_is_refused(document: str) -> None:
    """The call ends with an error in the record, and the emulator lives on."""
    with pytest.raises(UnreadableError):
        read(document, BASE)


@given(sizes=st.lists(st.integers(1, 5), min_size=1, max_size=60), rate=st.floats(0.5, 50))
def test_a_sender_never_exceeds_its_rate(sizes: list[int], rate: float) -> None:
    """Over any stretch it sends no more segments than the rate allows, one burst and one message aside."""
    rates, now, taken = EmulatedRates(rate, 1, 10), NOW, 0
    for size in sizes:
        wait = rates.message("+34910000001", size, now)
        if wait:
            now += wait
            assert rates.message("+34910000001", size, now + timedelta(microseconds=1)) == timedelta(0)
        taken += size

    assert taken <= (now - NOW).total_seconds() * rate + rate + max(sizes) + 1e-3


def test_senders_do_not_share_a_budget() -> None:
    """Twilio counts each number by itself."""
    rates = EmulatedRates(1, 1, 10)

    assert rates.message("+34910000001", 1, NOW) == timedelta(0)
    assert rates.message("+34910000001", 1, NOW) == timedelta(seconds=1)
    assert rates.message("+34910000002", 1, NOW) == timedelta(0)


def test_calls_wait_for_their_turn_up_to_a_limit() -> None:
    """One a second; the queue holds what fits, and says when it will have room."""
    rates = EmulatedRates(1, 2, 1)

    turns = [rates.call(NOW) for _ in range(5)]
    assert turns[:3] == [timedelta(0), timedelta(seconds=0.5), timedelta(seconds=1)]
    assert turns[3:] == [None, None]
    assert rates.call_wait(NOW) == timedelta(seconds=0.5)
    assert rates.call(NOW + timedelta(seconds=0.5)) == timedelta(seconds=1)


@pytest.mark.parametrize("algorithm", [SHA1, HMAC_SHA256])
def test_signatures_are_twilios(algorithm: str) -> None:
    """Made by our own few lines, held against the official validator."""
    params = {"To": "+34600000001", "Body": "¿quién es?", "Blank": ""}

    assert signature("token", BASE, params, algorithm) == RequestValidator("token").compute_signature(
        BASE, params, algorithm
    )


def test_a_signature_is_the_known_one() -> None:
    """The scheme as Twilio describes it: address, then names and values in order, under the token."""
    by_hand = hmac.new(b"token", (BASE + "CallSidCA1To+34600000001").encode(), hashlib.sha1)
    signed = signature("token", BASE, {"To": "+34600000001", "CallSid": "CA1"})

    assert base64.b64decode(signed) == by_hand.digest()


def test_a_fault_is_used_up_where_it_fits_and_nowhere_else() -> None:
    """First ordered, first used; what does not match waits."""
    faults = Faults()
    faults.order(Fault.ordered({"where": "messages", "kind": "429", "times": 2, "match": {"to": "+34600000001"}}))
    faults.order(Fault.ordered({"where": "messages", "kind": "drop_callbacks"}))

    def next_kind(where: str, to: str) -> FaultKind | None:
        fault = faults.take(where, AT_REQUEST, {"to": to})
        return fault.kind if fault else None

    assert next_kind("calls", "+34600000001") is None
    assert next_kind("messages", "+34600000002") is None
    assert [next_kind("messages", "+34600000001") for _ in range(3)] == [FaultKind.TOO_MANY, FaultKind.TOO_MANY, None]
    assert len(faults) == 1
    assert not AT_REQUEST & AT_CALLBACK
    assert set(FaultKind) == AT_REQUEST | AT_CALLBACK


@pytest.mark.parametrize(("rehearsal", "header"), [(False, "1"), (True, "0.4")])
def test_a_wait_is_told_in_whole_seconds_unless_a_second_is_a_minute(rehearsal: bool, header: str) -> None:
    """HTTP knows whole seconds only; a rehearsal cannot wait that long."""
    refused = TwilioRefusalError(20429, 429, retry_after=0.4)

    assert _refusal(refused, rehearsal=rehearsal).headers["Retry-After"] == header
