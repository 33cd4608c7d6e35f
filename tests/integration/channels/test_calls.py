"""The official client places calls by the emulator; the engine's TwiML decides what is heard."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cadence.channels.provider import Accepted, CarrierReport, Dial, Rejected
from cadence.channels.twilio import twiml
from cadence.channels.twilio.provider import TwilioCarrier
from cadence.channels.twilio.webhooks import read_call_status, read_dial
from cadence.domain import Channel, Outcome
from tests.integration.channels.stand_in import FLOOR, OURS, Emulator, Engine
from tests.waiting import until

RING = timedelta(seconds=30)


def dial(to: str, touch: str, *, ring: timedelta = RING, detect: bool = True, voicemail: bool = True) -> Dial:
    """A call as the door hands it over."""
    return Dial(
        touch=touch,
        to=to,
        sender=OURS,
        ring=ring,
        talk=timedelta(minutes=30),
        detect_machines=detect,
        leaves_voicemail=voicemail,
    )


def taken(answer: object) -> Accepted:
    """The answer, which must be that it was taken."""
    assert isinstance(answer, Accepted)
    return answer


def over(engine: Engine, touch: str) -> Callable[[], bool]:
    """Whether the call of a touch was reported as over."""
    path = f"/twilio/call/{touch}"
    return lambda: any("CallDuration" in params for params in engine.paths(path))


def carried_to_the_end(carrier: TwilioCarrier, engine: Engine, call: Dial) -> tuple[Accepted, list[Mapping[str, Any]]]:
    """Place a call and wait for its end; return the answer and what was reported."""
    answer = taken(carrier.dial(call))
    until(over(engine, call.touch))
    return answer, engine.paths(f"/twilio/call/{call.touch}")


def fetched(carrier: TwilioCarrier, sid: str) -> CarrierReport:
    """What the carrier says of a call."""
    report = carrier.fetch(Channel.CALL, sid)
    assert report is not None
    return report


@pytest.mark.parametrize(
    ("kind", "touch", "status", "outcome"),
    [
        ("02", "c-busy", "busy", Outcome.BUSY),  # on another call
        ("15", "c-decline", "busy", Outcome.BUSY),  # refused on the handset
        ("12", "c-failed", "failed", Outcome.INVALID_NUMBER),  # no such number: the network's 404
    ],
)
def test_a_call_that_nobody_takes_ends_with_the_networks_word(
    carrier: TwilioCarrier,
    engine: Engine,
    somebody: Callable[[str], str],
    since: datetime,
    kind: str,
    touch: str,
    status: str,
    outcome: Outcome,
) -> None:
    """The end is reported once; no TwiML is asked for."""
    answer, reports = carried_to_the_end(carrier, engine, dial(somebody(kind), touch))

    assert [one["CallStatus"] for one in reports] == [status]
    assert read_call_status(reports[-1], since).outcome is outcome
    assert not engine.paths(f"/twilio/voice/{touch}")
    assert fetched(carrier, answer.sid).status == status


def test_the_same_person_takes_the_next_call_differently(
    carrier: TwilioCarrier, engine: Engine, emulator: Emulator, somebody: Callable[[str], str], since: datetime
) -> None:
    """Busy, then nobody there, then an answer: a cadence has something to retry. The agent reports a disposition."""
    person, outcomes = somebody("02"), []
    for number in range(3):
        answer, _ = carried_to_the_end(carrier, engine, dial(person, f"c-retry-{number}"))
        outcomes.append(fetched(carrier, answer.sid).outcome)

    assert outcomes == [Outcome.BUSY, Outcome.NO_ANSWER, Outcome.ANSWERED]
    until(lambda: any(one["call_sid"] == answer.sid for one in engine.paths("/api/dispositions")))
    until(lambda: emulator.rows("SELECT * FROM dispositions WHERE call_sid = ? AND accepted_at NOTNULL", answer.sid))
    (said,) = [one for one in engine.paths("/api/dispositions") if one["call_sid"] == answer.sid]
    assert said == {"call_sid": answer.sid, "disposition": "converted"}
    found = carrier.find(Channel.CALL, person, OURS, since)
    assert [one.outcome for one in found] == outcomes


def test_an_answered_call_reaches_an_agent(
    carrier: TwilioCarrier, engine: Engine, emulator: Emulator, somebody: Callable[[str], str], since: datetime
) -> None:
    """Callbacks, look-up and record agree on who answered, when, and when the agent joined."""
    person = somebody("09")
    answer, reports = carried_to_the_end(carrier, engine, dial(person, "c-answered"))

    assert [one["CallStatus"] for one in reports] == ["in-progress", "completed"]
    (asked,) = engine.paths("/twilio/voice/c-answered")
    assert asked["AnsweredBy"] == "human"
    (told,) = engine.paths("/twilio/dial/c-answered")
    by_callback, by_look_up = read_dial(told, since), fetched(carrier, answer.sid)
    assert by_callback.outcome is by_look_up.outcome is Outcome.ANSWERED
    assert read_call_status(reports[-1], since).outcome is None
    (row,) = emulator.rows("SELECT * FROM calls WHERE sid = ?", answer.sid)
    assert row["rang_at"] < row["answered_at"] < row["agent_at"] < row["ended_at"]
    assert (row["endpoint"], row["zone"]) == (FLOOR, "Atlantic/Canary")
    assert by_look_up.agent_at is not None
    assert abs(by_look_up.agent_at - datetime.fromisoformat(row["agent_at"])) < timedelta(seconds=2)
    assert by_look_up.answered_at is not None
    assert abs(by_look_up.answered_at - datetime.fromisoformat(row["answered_at"])) < timedelta(seconds=2)


def test_an_agent_passes_on_the_wish_to_be_called_back(
    carrier: TwilioCarrier, engine: Engine, emulator: Emulator, somebody: Callable[[str], str]
) -> None:
    """Tomorrow at ten where the person really lives."""
    answer, _ = carried_to_the_end(carrier, engine, dial(somebody("09"), "c-callback"))
    until(lambda: any(one["call_sid"] == answer.sid for one in engine.paths("/api/dispositions")))

    (said,) = [one for one in engine.paths("/api/dispositions") if one["call_sid"] == answer.sid]
    assert said["disposition"] == "callback"
    there = datetime.fromisoformat(said["callback_at"]).astimezone(ZoneInfo("Atlantic/Canary"))
    (row,) = emulator.rows("SELECT * FROM calls WHERE sid = ?", answer.sid)
    called = datetime.fromisoformat(row["agent_at"]).astimezone(ZoneInfo("Atlantic/Canary"))
    assert (there.hour, there.minute, (there.date() - called.date()).days) == (10, 0, 1)


def test_a_machine_keeps_the_voicemail(
    carrier: TwilioCarrier, engine: Engine, emulator: Emulator, somebody: Callable[[str], str], since: datetime
) -> None:
    """It is left after the tone and stays in the record."""
    answer, reports = carried_to_the_end(carrier, engine, dial(somebody("03"), "c-voicemail"))

    assert read_call_status(reports[-1], since).outcome is Outcome.VOICEMAIL_LEFT
    assert fetched(carrier, answer.sid).outcome is Outcome.VOICEMAIL_LEFT
    heard = emulator.rows("SELECT audience, text FROM heard WHERE call_sid = ?", answer.sid)
    assert heard == [{"audience": "machine", "text": engine.voicemail}]


def test_a_machine_is_left_alone_where_the_step_has_no_voicemail(
    carrier: TwilioCarrier, engine: Engine, emulator: Emulator, somebody: Callable[[str], str], since: datetime
) -> None:
    """We are told at once, and hang up."""
    answer, reports = carried_to_the_end(carrier, engine, dial(somebody("03"), "c-machine", voicemail=False))

    assert read_call_status(reports[-1], since).outcome is Outcome.MACHINE
    assert emulator.rows("SELECT * FROM heard WHERE call_sid = ?", answer.sid) == []


def test_a_mailbox_that_hangs_up_hears_nothing(
    carrier: TwilioCarrier, engine: Engine, emulator: Emulator, somebody: Callable[[str], str]
) -> None:
    """No message was left, and none is claimed."""
    answer, _ = carried_to_the_end(carrier, engine, dial(somebody("13"), "c-full"))

    assert fetched(carrier, answer.sid).outcome is not Outcome.VOICEMAIL_LEFT
    assert emulator.rows("SELECT * FROM heard WHERE call_sid = ?", answer.sid) == []


def test_a_short_ring_never_reaches_the_mailbox(
    carrier: TwilioCarrier, engine: Engine, somebody: Callable[[str], str]
) -> None:
    """Twenty seconds of ringing and more are what mailboxes wait for."""
    answer, reports = carried_to_the_end(carrier, engine, dial(somebody("03"), "c-short", ring=timedelta(seconds=16)))

    assert reports[-1]["CallStatus"] == "no-answer"
    assert fetched(carrier, answer.sid).outcome is Outcome.NO_ANSWER


def test_in_doubt_a_person_is_connected(carrier: TwilioCarrier, engine: Engine, somebody: Callable[[str], str]) -> None:
    """Detection is not sure; silence would be worse than an agent who hears a machine."""
    answer, _ = carried_to_the_end(carrier, engine, dial(somebody("14"), "c-unknown"))

    assert engine.paths("/twilio/voice/c-unknown")[0]["AnsweredBy"] == "unknown"
    assert fetched(carrier, answer.sid).outcome is Outcome.ANSWERED


def test_without_detection_nobody_is_judged(
    carrier: TwilioCarrier, engine: Engine, somebody: Callable[[str], str]
) -> None:
    """TwiML is asked for at once, without AnsweredBy."""
    answer, _ = carried_to_the_end(carrier, engine, dial(somebody("14"), "c-undetected", detect=False))

    assert "AnsweredBy" not in engine.paths("/twilio/voice/c-undetected")[0]
    assert fetched(carrier, answer.sid).outcome is Outcome.ANSWERED


def test_a_person_whom_no_agent_takes_hears_the_apology(
    carrier: TwilioCarrier, engine: Engine, emulator: Emulator, somebody: Callable[[str], str], since: datetime
) -> None:
    """The call is abandoned, and the record shows that it was not silent."""
    at = f"{engine.url}/twilio/dial/c-abandoned"
    engine.twiml["/twilio/voice/c-abandoned"] = twiml.connect("client:full", action=at, ring=timedelta(seconds=5))
    answer, _ = carried_to_the_end(carrier, engine, dial(somebody("09"), "c-abandoned"))

    (told,) = engine.paths("/twilio/dial/c-abandoned")
    assert read_dial(told, since).outcome is Outcome.ABANDONED
    assert fetched(carrier, answer.sid).outcome is Outcome.ABANDONED
    heard = emulator.rows("SELECT text FROM heard WHERE call_sid = ? AND audience = 'person'", answer.sid)
    assert "Tienda Sol" in heard[0]["text"]
    assert emulator.rows("SELECT * FROM dispositions WHERE call_sid = ?", answer.sid) == []


def test_a_person_who_hangs_up_before_an_agent_comes_was_abandoned(
    carrier: TwilioCarrier, engine: Engine, somebody: Callable[[str], str], since: datetime
) -> None:
    """The end of the leg is reported even though nobody hears what follows."""
    at = f"{engine.url}/twilio/dial/c-gone"
    engine.twiml["/twilio/voice/c-gone"] = twiml.connect("client:full", action=at, ring=timedelta(seconds=20))
    answer, _ = carried_to_the_end(carrier, engine, dial(somebody("10"), "c-gone", detect=False))

    (told,) = engine.paths("/twilio/dial/c-gone")
    assert read_dial(told, since).outcome is Outcome.ABANDONED
    assert fetched(carrier, answer.sid).outcome is Outcome.ABANDONED


def test_a_key_pressed_in_something_recorded_is_an_opt_out(
    carrier: TwilioCarrier, engine: Engine, emulator: Emulator, somebody: Callable[[str], str]
) -> None:
    """It reaches us, is thanked for, and stands in the record with the instant at which we took note."""
    at = f"{engine.url}/twilio/dial/c-key"
    engine.twiml["/twilio/voice/c-key"] = twiml.connect("client:full", action=at, ring=timedelta(seconds=2))
    person = somebody("11")
    answer, _ = carried_to_the_end(carrier, engine, dial(person, "c-key"))

    assert [one["Digits"] for one in engine.paths("/twilio/keypad/c-key")] == ["9"]
    (row,) = emulator.rows("SELECT * FROM opt_outs WHERE person = ?", person)
    assert row["channel"] == "call"
    assert row["acknowledged_at"] >= row["at"]
    heard = [one["text"] for one in emulator.rows("SELECT text FROM heard WHERE call_sid = ?", answer.sid)]
    assert heard[-1] == "De acuerdo. No volveremos a contactarle."


def test_a_ringing_call_can_be_taken_back(
    carrier: TwilioCarrier, engine: Engine, emulator: Emulator, somebody: Callable[[str], str], since: datetime
) -> None:
    """A stop cancels what has not been answered; afterwards there is nothing to take back."""
    person = somebody("03")
    answer = taken(carrier.dial(dial(person, "c-cancel", ring=timedelta(seconds=600))))
    until(lambda: emulator.rows("SELECT * FROM calls WHERE sid = ? AND status = 'ringing'", answer.sid))

    assert carrier.cancel(Channel.CALL, answer.sid)
    until(over(engine, "c-cancel"))
    assert fetched(carrier, answer.sid).outcome is Outcome.CANCELED
    assert read_call_status(engine.paths("/twilio/call/c-cancel")[-1], since).outcome is Outcome.CANCELED
    assert not carrier.cancel(Channel.CALL, answer.sid)
    assert emulator.rows("SELECT answered_at FROM calls WHERE sid = ?", answer.sid) == [{"answered_at": None}]


def test_a_conversation_is_not_cut_off_by_a_stop(
    carrier: TwilioCarrier, engine: Engine, emulator: Emulator, somebody: Callable[[str], str]
) -> None:
    """What has begun runs to its end, and its result stands (protocol §2.3)."""
    answer = taken(carrier.dial(dial(somebody("09"), "c-begun")))
    until(lambda: emulator.rows("SELECT * FROM calls WHERE sid = ? AND agent_at NOTNULL", answer.sid))

    assert not carrier.cancel(Channel.CALL, answer.sid)
    assert fetched(carrier, answer.sid).outcome is None
    until(over(engine, "c-begun"))
    assert fetched(carrier, answer.sid).outcome is Outcome.ANSWERED


def test_when_our_web_server_has_no_answer_the_person_was_abandoned(
    carrier: TwilioCarrier, engine: Engine, emulator: Emulator, somebody: Callable[[str], str]
) -> None:
    """Somebody answered and nobody spoke: the look-up says so although no leg ever reported."""
    engine.answers["/twilio/voice/c-down"] = 503
    answer, _ = carried_to_the_end(carrier, engine, dial(somebody("09"), "c-down"))

    assert fetched(carrier, answer.sid).outcome is Outcome.ABANDONED
    assert emulator.rows("SELECT error_code FROM calls WHERE sid = ?", answer.sid) == [{"error_code": 11200}]


def test_twiml_that_cannot_be_read_ends_the_call(
    carrier: TwilioCarrier, engine: Engine, emulator: Emulator, somebody: Callable[[str], str]
) -> None:
    """With the error in the record, as in Twilio's console."""
    engine.twiml["/twilio/voice/c-garbled"] = "<Response><Sing>la la</Sing></Response>"
    answer, _ = carried_to_the_end(carrier, engine, dial(somebody("09"), "c-garbled"))

    assert emulator.rows("SELECT error_code FROM calls WHERE sid = ?", answer.sid) == [{"error_code": 12100}]


@pytest.mark.parametrize(
    ("to", "sender", "code"),
    [
        ("+15005550001", OURS, "21217"),  # Twilio's own test numbers
        ("+15005550002", OURS, "21214"),
        ("+15005550003", OURS, "21215"),
        ("+15005550004", OURS, "21216"),
        ("+34600000001", "+15005550001", "21212"),
        ("+34600000001", "", "21213"),
        ("", OURS, "21201"),
    ],
)
def test_what_twilio_refuses_is_refused(carrier: TwilioCarrier, to: str, sender: str, code: str) -> None:
    """A refusal is a value with the carrier's code."""
    answer = carrier.dial(
        Dial(
            touch="c-refused",
            to=to,
            sender=sender,
            ring=RING,
            talk=RING,
            detect_machines=False,
            leaves_voicemail=False,
        )
    )

    assert isinstance(answer, Rejected)
    assert answer.code == code


def test_never_more_conversations_than_agents(
    carrier: TwilioCarrier, engine: Engine, emulator: Emulator, somebody: Callable[[str], str]
) -> None:
    """The floor has five agents; eight calls at once keep three people waiting, whatever the engine does."""
    for number in range(8):
        taken(carrier.dial(dial(somebody("14"), f"c-floor-{number}", detect=False)))
    until(lambda: all(over(engine, f"c-floor-{number}")() for number in range(8)), seconds=30)

    assert emulator.health()["floors"][FLOOR]["busiest"] <= 5
    talks = emulator.rows(
        "SELECT agent, agent_at, ended_at FROM calls WHERE touch LIKE 'c-floor-%' AND agent_at NOTNULL"
    )
    for one in talks:
        for other in talks:
            if one is not other and one["agent"] == other["agent"]:
                assert one["ended_at"] <= other["agent_at"] or other["ended_at"] <= one["agent_at"]
