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


@pytest.mark.parametrize("phase", ["question", "question again", "apology", "after an answer", "after the end"])
def test_nine_stops_everybody_who_may_have_pressed_it(town: Town, carrier: Carrier, phase: str) -> None:
    """Whoever was called, on all of their numbers, also where somebody else with the phone was called since."""
    shared = town.number()
    called, other = town.enrol(shared, town.number()), town.enrol(shared, town.number())
    call = town.asking(called)
    town.call(other)
    sid = {"CallSid": call.sid or ""}
    if phase == "after an answer":
        pressed(carrier, call, "1")
    elif phase == "after the end":
        carrier.says(f"/twilio/call/{call.touch.id}", sid | {"CallStatus": "completed"})
    path = {"question again": "answer/{}/again", "apology": "keypad/{}"}.get(phase, "answer/{}")

    document = heard(carrier.says(f"/twilio/{path.format(call.touch.id)}", sid | {"Digits": "9"}))

    assert [element.tag for element in document] == ["Say", "Hangup"]
    assert town.suppressed(called) == 2
    assert town.suppressed(other) == 1


@pytest.mark.parametrize("digits", ["99", "9#", "19", "91", "*9"])
def test_several_keys_with_a_nine_among_them_stop(town: Town, carrier: Carrier, digits: str) -> None:
    """What may be a stop is never read as anything else."""
    enrolment = town.enrol()
    call = town.asking(enrolment)

    assert [element.tag for element in heard(pressed(carrier, call, digits))] == ["Say", "Hangup"]
    assert town.suppressed(enrolment) == 1
    assert town.stored(call.touch.id).touch.answer == ""


@pytest.mark.parametrize("order", ["19", "91"])
def test_a_stop_and_an_answer_in_any_order_are_a_stop(town: Town, carrier: Carrier, order: str) -> None:
    """Requests overtake each other: the stop counts."""
    enrolment = town.enrol(town.number(), town.number())
    call = town.asking(enrolment)

    for digit in order:
        pressed(carrier, call, digit)

    assert town.suppressed(enrolment) == 2


def test_the_first_digit_of_a_call_counts(town: Town, carrier: Carrier) -> None:
    """Another one in a repeated request changes nothing."""
    call = asked(town, carrier)

    for digit in ("2", "1", "2", "1"):
        pressed(carrier, call, digit)

    assert town.stored(call.touch.id).touch.answer == "no"
    assert town.ask("SELECT count(*) FROM inbound WHERE touch_id = :id", id=call.touch.id) == 1


def test_a_digit_of_one_call_answers_no_other(town: Town, carrier: Carrier) -> None:
    """A signature holds for one address: replayed for the call of another person it is refused."""
    call, other = asked(town, carrier), asked(town, carrier)
    fields = {"CallSid": call.sid or "", "Digits": "1"}
    signed = {"X-Twilio-Signature": carrier.signature(f"{PUBLIC}/twilio/answer/{call.touch.id}", fields)}

    assert carrier.post(f"/twilio/answer/{other.touch.id}", fields, signed).status_code == 403
    assert carrier.post(f"/twilio/answer/{call.touch.id}/again", fields, signed).status_code == 403
    assert carrier.post(f"/twilio/answer/{call.touch.id}", fields, signed).status_code == 200
    assert town.stored(other.touch.id).touch.answer == ""


@pytest.mark.parametrize("path", ["answer", "keypad", "voice", "dial"])
@pytest.mark.parametrize("digits", ["", "1", "9", "x" * 5000])
def test_a_request_about_no_call_of_ours_ends_the_call(town: Town, carrier: Carrier, path: str, digits: str) -> None:
    """Nobody hears silence, and nothing is written."""
    before = town.rows()

    answer = carrier.says(f"/twilio/{path}/00000000-0000-4000-8000-000000000000", {"Digits": digits})

    assert [element.tag for element in heard(answer)] == ["Hangup"]
    assert town.rows() == before


def test_a_person_who_shares_the_phone_answers_for_the_call(town: Town, carrier: Carrier) -> None:
    """The answer is that of the call, not that of the latest message to the number."""
    shared = town.number()
    called, other = town.enrol(shared), town.enrol(shared)
    call = town.asking(called)
    message = town.message(other)

    pressed(carrier, call, "1")

    assert town.stored(call.touch.id).touch.answer == "yes"
    assert town.stored(message.touch.id).touch.answer == ""


def test_an_answer_that_comes_when_the_cadence_has_gone_on_is_work_for_a_person(town: Town, carrier: Carrier) -> None:
    """Somebody pressed and hung up at once: the end of the call came first. It is noted, and not lost in silence."""
    enrolment = town.enrol()
    call = town.asking(enrolment)
    town.message(enrolment)  # the next step has left

    pressed(carrier, call, "1")
    pressed(carrier, call, "1")

    assert town.stored(call.touch.id).touch.answer == "yes"
    title = "SELECT title FROM tasks WHERE lead_id = :lead"
    assert "the cadence has gone on" in str(town.ask(title, lead=town.lead_of(enrolment)))
    assert town.ask("SELECT count(*) FROM tasks WHERE lead_id = :lead", lead=town.lead_of(enrolment)) == 1
    assert town.ask("SELECT meaning FROM inbound WHERE touch_id = :id", id=call.touch.id) == "reply.yes"


def test_an_answer_that_leads_nowhere_is_no_work_however_late(town: Town, carrier: Carrier) -> None:
    """It is on the touch; the file says that nothing follows from it."""
    enrolment = town.enrol()
    call = town.asking(enrolment)
    town.message(enrolment)

    pressed(carrier, call, "2")

    assert town.stored(call.touch.id).touch.answer == "no"
    assert town.ask("SELECT count(*) FROM tasks WHERE lead_id = :lead", lead=town.lead_of(enrolment)) == 0


def test_nine_in_a_call_with_a_floor_gives_the_place_back_at_once(town: Town, carrier: Carrier) -> None:
    """No agent was rung: the call was answered, and nobody writes it up."""
    call = asked(town, carrier)

    pressed(carrier, call, "9")
    carrier.says(f"/twilio/call/{call.touch.id}", {"CallSid": call.sid or "", "CallStatus": "completed"})

    touch = town.stored(call.touch.id).touch
    assert (touch.outcome, touch.wrap_up_until) == (Outcome.ANSWERED, touch.ended_at)


def test_a_machine_hears_no_question_and_its_tones_answer_nothing(town: Town, carrier: Carrier) -> None:
    """A voicemail system may play tones: it is asked nothing, so there is nothing that they could answer."""
    call = town.asking(town.enrol())
    for kind in ("machine_start", "machine_end_beep", "fax"):
        fields = {"CallSid": call.sid or "", "CallStatus": "in-progress", "AnsweredBy": kind}
        answer = carrier.says(f"/twilio/voice/{call.touch.id}", fields)
        assert heard(answer).find("Gather") is None
    assert town.stored(call.touch.id).touch.answer == ""
