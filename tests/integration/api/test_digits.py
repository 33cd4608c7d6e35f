"""What does a digit do that a person presses in answer to the question of a call?"""

import httpx
import pytest

from cadence.domain import Outcome
from cadence.ledger.touches.touch_rows import Stored
from tests.integration.api.conftest import PUBLIC
from tests.integration.api.test_calls import heard
from tests.integration.api.town import Carrier, Town


def pressed(carrier: Carrier, call: Stored, digit: str, *, again: bool = False) -> httpx.Response:
    """Press a digit, or none, when the question was heard."""
    path = f"/twilio/answer/{call.touch.id}" + ("/again" if again else "")
    return carrier.says(path, {"CallSid": call.sid or "", "CallStatus": "in-progress", "Digits": digit})


def asked(town: Town, carrier: Carrier) -> Stored:
    """A person who hears the question."""
    call = town.asking(town.enrol())
    said = {"CallSid": call.sid or "", "CallStatus": "in-progress", "AnsweredBy": "human"}
    gather = heard(carrier.says(f"/twilio/voice/{call.touch.id}", said)).find("Gather")
    assert gather is not None
    assert (gather[0].text, gather.get("numDigits")) == ("Pulse 1 si vendrá.", "1")
    assert gather.get("action", "").partition("#")[0] == f"{PUBLIC}/twilio/answer/{call.touch.id}"
    assert town.stored(call.touch.id).touch.delivery == "recorded"
    return call


def test_a_digit_is_the_answer_and_ends_the_call(town: Town, carrier: Carrier) -> None:
    """It is on the touch, makes no task and is no reply; the place on the floor is free at the end of the call."""
    call = asked(town, carrier)

    document = heard(pressed(carrier, call, "1"))
    again = heard(pressed(carrier, call, "1"))  # the carrier repeats requests
    carrier.says(f"/twilio/call/{call.touch.id}", {"CallSid": call.sid or "", "CallStatus": "completed"})

    touch = town.stored(call.touch.id).touch
    assert [one.tag for one in document] == [one.tag for one in again] == ["Say", "Hangup"]
    assert (touch.answer, touch.outcome, touch.replied_at) == ("yes", Outcome.ANSWERED, None)
    assert touch.wrap_up_until == touch.ended_at
    assert town.ask("SELECT count(*) FROM inbound WHERE touch_id = :id", id=touch.id) == 1
    assert (
        town.ask(
            "SELECT count(*) FROM tasks JOIN inbound i ON i.id::text = tasks.ref WHERE touch_id = :id", id=touch.id
        )
        == 0
    )


def test_nine_stops_all_contact(town: Town, carrier: Carrier) -> None:
    """As in everything recorded."""
    enrolment = town.enrol(town.number(), town.number())
    call = town.asking(enrolment)

    document = heard(pressed(carrier, call, "9"))

    assert [one.tag for one in document] == ["Say", "Hangup"]
    assert town.suppressed(enrolment) == 2
    assert town.stored(call.touch.id).touch.answer == ""


@pytest.mark.parametrize("digit", ["", "5", "0", "#", "*", "12", "\u0661"])
def test_what_is_no_answer_is_asked_once_more_and_then_connected(town: Town, carrier: Carrier, digit: str) -> None:
    """A person who cannot or will not press speaks with an agent."""
    call = asked(town, carrier)

    once, twice = heard(pressed(carrier, call, digit)), heard(pressed(carrier, call, digit, again=True))

    gather = once.find("Gather")
    assert gather is not None
    assert gather.get("action", "").partition("#")[0] == f"{PUBLIC}/twilio/answer/{call.touch.id}/again"
    assert [one.tag for one in twice] == ["Dial"]
    touch = town.stored(call.touch.id).touch
    assert (touch.answer, touch.outcome) == ("", None)


def test_an_answer_that_no_branch_names_connects_too(town: Town, carrier: Carrier) -> None:
    """It is noted, and an agent hears the rest."""
    call = asked(town, carrier)

    document = heard(pressed(carrier, call, "2"))

    assert [one.tag for one in document] == ["Dial"]
    assert town.stored(call.touch.id).touch.answer == "no"
    assert town.ask("SELECT meaning FROM inbound WHERE touch_id = :id", id=call.touch.id) == "reply.no"
    leg = {"CallSid": call.sid or "", "DialCallStatus": "completed", "DialCallDuration": "60"}
    carrier.says(f"/twilio/dial/{call.touch.id}", leg)
    touch = town.stored(call.touch.id).touch
    assert (touch.outcome, touch.delivery) == (Outcome.ANSWERED, "recorded")


def test_a_digit_without_the_carriers_signature_is_refused(town: Town, carrier: Carrier) -> None:
    """Nobody else answers for a person."""
    call = asked(town, carrier)

    answer = carrier.post(f"/twilio/answer/{call.touch.id}", {"Digits": "1"}, {"X-Twilio-Signature": "wrong"})

    assert answer.status_code == 403
    assert town.stored(call.touch.id).touch.answer == ""
