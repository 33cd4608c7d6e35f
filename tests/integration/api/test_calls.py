"""What does an answered call hear, and what does its end leave in the ledger?"""

from datetime import timedelta
from xml.etree.ElementTree import Element, fromstring

import httpx
import pytest

from cadence.domain import Channel, Outcome, TouchState
from tests.integration.api.conftest import PUBLIC
from tests.integration.api.town import OURS, Carrier, TakenBack, Town
from tests.waiting import until


def heard(answer: httpx.Response) -> Element:
    """Read the TwiML that a call gets."""
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/xml")
    return fromstring(answer.text)  # noqa: S314  our own


@pytest.mark.parametrize("answered_by", ["human", "unknown", ""])  # in doubt it is a person
def test_a_person_is_connected_to_the_floor(town: Town, carrier: Carrier, answered_by: str) -> None:
    """At once, showing our own number to the agent's side; then we are asked what follows."""
    call = town.call(town.enrol())
    said = {"CallSid": call.sid or "", "CallStatus": "in-progress"} | (
        {"AnsweredBy": answered_by} if answered_by else {}
    )

    dial = heard(carrier.says(f"/twilio/voice/{call.touch.id}", said)).find("Dial")

    assert dial is not None
    assert dial.get("action", "").partition("#")[0] == f"{PUBLIC}/twilio/dial/{call.touch.id}"
    assert dial.get("callerId") == OURS
    assert [(one.tag, one.text) for one in dial] == [("Client", "sales")]
    touch = town.stored(call.touch.id).touch
    assert (touch.state, touch.delivery) == (TouchState.CARRIED, "live")
    assert (touch.greeting_end_at is not None) is (answered_by == "human")


def test_a_machine_hears_the_voicemail_after_its_tone(town: Town, carrier: Carrier) -> None:
    """In the words that were rendered when the call was reserved, not in those of today's version."""
    call = town.call(town.enrol())
    said = {"CallSid": call.sid or "", "AnsweredBy": "machine_end_beep"}

    document = heard(carrier.says(f"/twilio/voice/{call.touch.id}", said))

    assert [one.tag for one in document] == ["Say", "Hangup"]
    assert document[0].text == "Hola, somos Tienda Sol."
    assert town.stored(call.touch.id).touch.delivery == "voicemail"


@pytest.mark.parametrize("answered_by", ["machine_start", "fax"])  # the greeting is still playing; nobody listens
def test_a_machine_without_a_tone_hears_nothing(town: Town, carrier: Carrier, answered_by: str) -> None:
    """Half a message is worse than none."""
    call = town.call(town.enrol())
    said = {"CallSid": call.sid or "", "AnsweredBy": answered_by}

    assert [one.tag for one in heard(carrier.says(f"/twilio/voice/{call.touch.id}", said))] == ["Hangup"]


@pytest.mark.parametrize(
    ("answered_by", "asked", "outcome"),
    [
        ("", False, Outcome.HUNG_UP),  # over before detection had answered: no agent could have been there
        ("unknown", False, Outcome.HUNG_UP),
        ("human", False, None),  # detection had answered: somebody waited, and the leg to the agent will tell
        ("", True, None),  # it asked us what to say: the leg to the agent will tell
        ("machine_start", False, Outcome.MACHINE),
    ],
)
def test_who_hangs_up_before_detection_has_answered_was_not_abandoned(
    town: Town, carrier: Carrier, answered_by: str, asked: bool, outcome: Outcome | None
) -> None:
    """It is an outcome of its own, and counts in no ratio."""
    call = town.call(town.enrol())
    if asked:
        heard(carrier.says(f"/twilio/voice/{call.touch.id}", {"CallSid": call.sid or ""}))
    said = {"CallSid": call.sid or "", "CallStatus": "completed", "CallDuration": "1"}

    carrier.says(f"/twilio/call/{call.touch.id}", said | ({"AnsweredBy": answered_by} if answered_by else {}))

    assert town.stored(call.touch.id).touch.outcome is outcome


def test_the_greeting_ended_before_the_carrier_told_of_it(town: Town, carrier: Carrier) -> None:
    """Detection listens into the silence first: the two seconds of the law have begun by then."""
    call = town.call(town.enrol())
    before = town.clock.now()

    heard(carrier.says(f"/twilio/voice/{call.touch.id}", {"CallSid": call.sid or "", "AnsweredBy": "human"}))

    ended = town.stored(call.touch.id).touch.greeting_end_at
    assert ended is not None
    assert timedelta(seconds=1) < town.clock.now() - ended < town.clock.now() - before + timedelta(seconds=1.3)


def test_a_conversation_ends_the_call_and_waits_for_its_disposition(town: Town, carrier: Carrier) -> None:
    """The leg to the agent tells that there was one. The agent's place is free once the conversation is written up."""
    call = town.call(town.enrol())
    leg = {"CallSid": call.sid or "", "DialCallStatus": "completed", "DialCallDuration": "60"}

    document = heard(carrier.says(f"/twilio/dial/{call.touch.id}", leg))
    carrier.says(f"/twilio/call/{call.touch.id}", {"CallSid": call.sid or "", "CallStatus": "completed"})

    touch = town.stored(call.touch.id).touch
    assert [one.tag for one in document] == ["Hangup"]
    assert (touch.state, touch.outcome, touch.delivery) == (TouchState.SETTLED, Outcome.ANSWERED, "live")
    assert touch.ended_at is not None
    assert touch.wrap_up_until is not None
    assert touch.agent_at is not None
    assert touch.wrap_up_until - touch.ended_at == timedelta(minutes=2)
    assert town.ask("SELECT free_at FROM permits WHERE touch_id = :touch", touch=call.touch.id) == touch.wrap_up_until


@pytest.mark.parametrize("leg", ["no-answer", "busy", "failed", "canceled"])  # no agent took it
def test_a_person_whom_no_agent_takes_hears_who_called(town: Town, carrier: Carrier, leg: str) -> None:
    """Never silence: who called, how to call back, and a key that stops all contact."""
    call = town.call(town.enrol())

    document = heard(carrier.says(f"/twilio/dial/{call.touch.id}", {"CallSid": call.sid or "", "DialCallStatus": leg}))

    gather = document.find("Gather")
    assert gather is not None
    assert "Tienda Sol" in (gather[0].text or "")
    assert gather.get("action", "").partition("#")[0] == f"{PUBLIC}/twilio/keypad/{call.touch.id}"
    touch = town.stored(call.touch.id).touch
    assert (touch.outcome, touch.delivery) == (Outcome.ABANDONED, "recorded")


def test_the_key_stops_all_contact_with_the_person(town: Town, carrier: Carrier) -> None:
    """Every number of theirs, every channel, at once; it is said so on the call, and no message follows."""
    enrolment = town.enrol(town.number(), town.number())
    call = town.call(enrolment)

    document = heard(carrier.says(f"/twilio/keypad/{call.touch.id}", {"CallSid": call.sid or "", "Digits": "9"}))

    assert [one.tag for one in document] == ["Say", "Hangup"]
    assert town.suppressed(enrolment) == 2
    assert town.ask("SELECT confirmed_by_carrier FROM inbound WHERE touch_id = :id", id=call.touch.id) is True
    assert town.news(enrolment) == ["opt_out"]


def test_the_key_pressed_twice_is_one_stop(town: Town, carrier: Carrier) -> None:
    """The carrier repeats requests."""
    call = town.call(town.enrol())
    pressed = {"CallSid": call.sid or "", "Digits": "9"}
    carrier.says(f"/twilio/keypad/{call.touch.id}", pressed)
    once = town.rows()

    carrier.says(f"/twilio/keypad/{call.touch.id}", pressed)

    assert town.rows() == once


@pytest.mark.parametrize("digit", ["1", "", "12"])
def test_no_other_key_means_anything(town: Town, carrier: Carrier, digit: str) -> None:
    """A slip of the thumb stops nobody."""
    enrolment = town.enrol()
    call = town.call(enrolment)

    carrier.says(f"/twilio/keypad/{call.touch.id}", {"CallSid": call.sid or "", "Digits": digit})

    assert town.suppressed(enrolment) == 0


def test_the_key_counts_for_somebody_whose_number_was_just_erased(town: Town, carrier: Carrier) -> None:
    """We have promised it on the phone; the carrier still knows the number."""
    person = town.number()
    enrolment = town.enrol(person)
    call = town.call(enrolment)
    town.ask("UPDATE numbers SET e164 = NULL WHERE id = :id RETURNING id", id=call.touch.number)

    carrier.says(f"/twilio/keypad/{call.touch.id}", {"CallSid": call.sid or "", "Digits": "9", "To": person})

    assert town.suppressed(enrolment) == 1


def test_another_leg_does_not_speak_for_the_call(town: Town, carrier: Carrier) -> None:
    """Reports bind by the address, but a call keeps the id it has."""
    call = town.call(town.enrol())

    carrier.says(f"/twilio/call/{call.touch.id}", {"CallSid": "CA" + "0" * 32, "CallStatus": "busy"})

    assert town.stored(call.touch.id) == call


def test_a_report_may_come_before_the_carrier_s_answer_to_our_own_request(town: Town, carrier: Carrier) -> None:
    """The touch's id stands in the address, so it is found before the carrier's id is known (protocol §2.4)."""
    enrolment = town.enrol()
    reserved = town.reserve(enrolment, "talk", Channel.CALL)

    carrier.says(f"/twilio/call/{reserved.id}", {"CallSid": "CA" + "7" * 32, "CallStatus": "ringing"})

    after = town.stored(reserved.id)
    assert (after.touch.state, after.sid, after.status) == (TouchState.CARRIED, "CA" + "7" * 32, "ringing")


def test_a_stop_takes_back_what_still_rings(town: Town, carrier: Carrier, taken_back: TakenBack) -> None:
    """They write BAJA while their phone begins to ring (protocol §1.4)."""
    person = town.number()
    call = town.call(town.enrol(person))

    assert carrier.writes(person, "BAJA").status_code == 204

    until(lambda: call.sid in taken_back.sids)
