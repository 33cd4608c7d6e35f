"""The official client sends messages by the emulator and does not notice the difference."""

from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.error import HTTPError

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from cadence.channels.provider import Accepted, Message, Rejected
from cadence.channels.twilio.codes import meaning
from cadence.channels.twilio.provider import TwilioCarrier
from cadence.channels.twilio.webhooks import read_inbound, read_message_status
from cadence.domain import Channel, Outcome
from cadence.domain.error_subject import ErrorSubject
from tests.integration.channels.stand_in import ACCOUNT, OURS, TOKEN, Emulator, Engine
from tests.waiting import until


def text(to: str, touch: str, body: str = "Hola, soy de Tienda Sol. Responda BAJA para no recibir más.") -> Message:
    """A message as the door hands it over."""
    return Message(touch=touch, channel=Channel.SMS, to=to, sender=OURS, body=body, validity=timedelta(hours=3))


def taken(answer: object) -> Accepted:
    """The answer, which must be that it was taken."""
    assert isinstance(answer, Accepted)
    return answer


def test_a_message_is_taken_sent_and_delivered(
    carrier: TwilioCarrier, engine: Engine, emulator: Emulator, somebody: Callable[[str], str], since: datetime
) -> None:
    """Its statuses come to the address that carries the touch's id, in order; the record has the touch as well."""
    answer = taken(carrier.send(text(somebody("01"), "t-delivered")))
    until(lambda: len(engine.paths("/twilio/message/t-delivered")) == 2)

    reports = [read_message_status(params, since) for params in engine.paths("/twilio/message/t-delivered")]
    assert [report.status for report in reports] == ["sent", "delivered"]
    assert {report.sid for report in reports} == {answer.sid}
    assert carrier.fetch(Channel.SMS, answer.sid).outcome is Outcome.DELIVERED  # type: ignore[union-attr]
    (carried,) = emulator.rows("SELECT * FROM carried WHERE sid = ?", answer.sid)
    assert (carried["touch"], carried["person"], carried["ours"]) == ("t-delivered", somebody("01"), OURS)
    assert carried["at"] >= since.isoformat()


def test_a_message_that_is_not_delivered_says_why(
    carrier: TwilioCarrier, engine: Engine, somebody: Callable[[str], str], since: datetime
) -> None:
    """The code comes with the last callback and stays with the message."""
    answer = taken(carrier.send(text(somebody("08"), "t-unreachable")))
    until(lambda: len(engine.paths("/twilio/message/t-unreachable")) == 2)

    report = read_message_status(engine.paths("/twilio/message/t-unreachable")[-1], since)
    assert (report.outcome, report.code) == (Outcome.UNDELIVERED, "30003")
    fetched = carrier.fetch(Channel.SMS, answer.sid)
    assert fetched is not None
    assert (fetched.outcome, fetched.code) == (Outcome.UNDELIVERED, "30003")


def test_a_landline_takes_no_text(carrier: TwilioCarrier, engine: Engine, somebody: Callable[[str], str]) -> None:
    """The network says so afterwards; the number stays good for calls."""
    taken(carrier.send(text(somebody("07"), "t-landline")))
    until(lambda: len(engine.paths("/twilio/message/t-landline")) == 2)

    assert engine.paths("/twilio/message/t-landline")[-1]["ErrorCode"] == "30006"


@pytest.mark.parametrize(
    ("to", "sender", "code", "outcome"),
    [
        ("+15005550001", OURS, "21211", Outcome.INVALID_NUMBER),  # Twilio's own test numbers
        ("+15005550002", OURS, "21612", Outcome.INVALID_NUMBER),
        ("+15005550003", OURS, "21408", Outcome.NOT_TAKEN),
        ("+15005550004", OURS, "21610", Outcome.OPTED_OUT),
        ("+15005550009", OURS, "21614", Outcome.INVALID_NUMBER),
        ("+34600000001", "+15005550001", "21212", Outcome.NOT_TAKEN),
        ("+34600000001", "+15005550007", "21606", Outcome.NOT_TAKEN),
        ("no number", OURS, "21211", Outcome.INVALID_NUMBER),
        ("+34600000001", "", "21603", Outcome.NOT_TAKEN),
        (OURS, OURS, "21266", Outcome.INVALID_NUMBER),  # our own number stands in the list
    ],
)
def test_what_twilio_refuses_is_refused(
    carrier: TwilioCarrier, emulator: Emulator, to: str, sender: str, code: str, outcome: Outcome
) -> None:
    """A refusal is a value with the carrier's code, and nothing is recorded as carried."""
    before = emulator.health()["carried"]
    answer = carrier.send(Message(touch="t-refused", channel=Channel.SMS, to=to, sender=sender, body="Hola"))

    assert isinstance(answer, Rejected)
    assert (answer.code, answer.outcome) == (code, outcome)
    assert emulator.health()["carried"] == before


def test_a_number_that_does_not_exist_is_closed(carrier: TwilioCarrier, somebody: Callable[[str], str]) -> None:
    """No campaign should try it again."""
    answer = carrier.send(text(somebody("06"), "t-invalid"))

    assert isinstance(answer, Rejected)
    assert (answer.code, meaning(answer.code).about) == ("21211", ErrorSubject.NUMBER)


def test_a_refusal_never_shows_a_number(emulator: Emulator, engine: Engine) -> None:
    """What the carrier says of a number stays with the carrier: reasons end up in logs and histories."""
    stranger = emulator.carrier(engine.url)
    stranger._client.password = "wrong"
    stranger._client.auth = (ACCOUNT, "wrong")

    answer = stranger.send(text("+34600000001", "t-auth"))

    assert answer == Rejected(outcome=Outcome.NOT_TAKEN, code="20003")
    assert "600000001" not in repr(answer)


def test_free_whatsapp_text_needs_a_session(
    carrier: TwilioCarrier, engine: Engine, emulator: Emulator, somebody: Callable[[str], str]
) -> None:
    """It is taken and fails with 63016, until the person has written: then it goes, for 24 hours."""
    person = somebody("01")
    free = Message(touch="t-free", channel=Channel.WHATSAPP, to=person, sender=OURS, body="Hola")
    taken(carrier.send(free))
    until(lambda: engine.paths("/twilio/message/t-free"))
    assert engine.paths("/twilio/message/t-free")[0]["ErrorCode"] == "63016"

    emulator.post("/_emulator/write", {"from": person, "to": OURS, "channel": "whatsapp", "body": "¿quién es?"})
    again = taken(
        carrier.send(Message(touch="t-free-2", channel=Channel.WHATSAPP, to=person, sender=OURS, body="Hola"))
    )
    until(lambda: "delivered" in {one["MessageStatus"] for one in engine.paths("/twilio/message/t-free-2")})
    assert carrier.fetch(Channel.WHATSAPP, again.sid)


@pytest.mark.parametrize(
    ("template", "code", "in_session"),
    [
        ("pending", "63016", ""),
        ("received", "63016", ""),
        ("unsubmitted", "63016", ""),
        ("rejected", "63040", ""),
        ("paused", "63041", "63041"),
        ("disabled", "63042", "63042"),
        ("cart_reminder", "", ""),
    ],
)
def test_whatsapp_carries_approved_templates_only(
    carrier: TwilioCarrier,
    engine: Engine,
    emulator: Emulator,
    somebody: Callable[[str], str],
    since: datetime,
    template: str,
    code: str,
    in_session: str,
) -> None:
    """Twilio takes the message and reports the failure later. In a session a template needs no approval."""
    person = somebody("01")
    variables = {"1": "Ana"} if template == "cart_reminder" else {}
    for touch, expected in ((f"t-{template}", code), (f"t-{template}-session", in_session)):
        message = Message(
            touch=touch,
            channel=Channel.WHATSAPP,
            to=person,
            sender=OURS,
            body="is not sent",
            template=template,
            variables=variables,
        )
        answer, path = taken(carrier.send(message)), f"/twilio/message/{touch}"
        wanted = {"failed"} if expected else {"delivered", "read"}
        until(lambda path=path, wanted=wanted: wanted & {params["MessageStatus"] for params in engine.paths(path)})

        report = read_message_status(engine.paths(path)[-1], since)
        fetched = carrier.fetch(Channel.WHATSAPP, answer.sid)
        assert fetched is not None
        assert (report.code, fetched.code) == (expected, expected)
        assert not expected or report.outcome is fetched.outcome is Outcome.NOT_TAKEN
        emulator.post("/_emulator/write", {"from": person, "to": OURS, "channel": "whatsapp", "body": "¿quién es?"})


def test_a_template_goes_at_any_time_by_the_name_people_gave_it(
    carrier: TwilioCarrier, emulator: Emulator, somebody: Callable[[str], str]
) -> None:
    """Its id is looked up; the text that the person sees is in the record."""
    message = Message(
        touch="t-template",
        channel=Channel.WHATSAPP,
        to=somebody("01"),
        sender=OURS,
        body="is not sent",
        template="cart_reminder",
        variables={"1": "Ana"},
    )
    answer = taken(carrier.send(message))

    (carried,) = emulator.rows("SELECT * FROM messages WHERE sid = ?", answer.sid)
    assert (carried["template"], carried["body"]) == ("cart_reminder", "Hola Ana, tiene algo en su cesta.")


def _from(engine: Engine, person: str) -> list[dict[str, str]]:
    """What this person's messages on WhatsApp brought."""
    return [dict(params) for params in engine.paths("/twilio/inbound") if params["From"] == f"whatsapp:{person}"]


def test_a_pressed_button_comes_as_the_carrier_sends_it(
    carrier: TwilioCarrier, engine: Engine, emulator: Emulator, somebody: Callable[[str], str], since: datetime
) -> None:
    """With its text as the body, its payload, and the message that it stands on."""
    person = somebody("01")
    pressed = {"from": person, "to": OURS, "channel": "whatsapp", "body": "Confirmar", "payload": "yes"}
    emulator.post("/_emulator/write", pressed | {"replied": "SM1"})
    until(lambda: _from(engine, person))
    (params,) = _from(engine, person)
    received = read_inbound(params, since)

    assert (params["MessageType"], params["Body"], params["ButtonText"]) == ("button", "Confirmar", "Confirmar")
    assert (received.body, received.pressed, received.answers) == ("Confirmar", "yes", "SM1")
    assert received.sender == person


def test_a_button_that_says_stop_is_an_opt_out_of_the_record(
    emulator: Emulator, engine: Engine, somebody: Callable[[str], str]
) -> None:
    """By its payload alone, too: the proof counts what leaves after it."""
    person = somebody("01")
    pressed = {"from": person, "to": OURS, "channel": "whatsapp", "body": "No, gracias", "payload": "STOP"}
    emulator.post("/_emulator/write", pressed)
    until(lambda: _from(engine, person))

    assert emulator.rows("SELECT words FROM opt_outs WHERE person = ?", person)


def test_a_text_message_has_no_button(emulator: Emulator, somebody: Callable[[str], str]) -> None:
    """The emulator says so, and carries nothing."""
    person = somebody("01")
    with pytest.raises(HTTPError) as refused:
        emulator.post("/_emulator/write", {"from": person, "to": OURS, "body": "Confirmar", "payload": "yes"})

    assert b"found a button on sms; expected whatsapp" in refused.value.read()
    assert not emulator.rows("SELECT 1 FROM messages WHERE person = ?", person)


@pytest.mark.parametrize(
    ("template", "variables", "code"),
    [
        ("nobody_wrote_this", {}, "21655"),  # not in the account
        ("HX" + "0" * 32, {}, "21655"),  # an id of another account
        ("cart_reminder", {"1": ""}, "21656"),  # an empty variable
    ],
)
def test_a_template_that_cannot_be_filled_is_refused(
    carrier: TwilioCarrier, somebody: Callable[[str], str], template: str, variables: dict[str, str], code: str
) -> None:
    """Before anything leaves."""
    message = Message(
        touch="t-bad-template",
        channel=Channel.WHATSAPP,
        to=somebody("01"),
        sender=OURS,
        template=template,
        variables=variables,
    )
    answer = carrier.send(message)

    assert isinstance(answer, Rejected)
    assert answer.code == code


def test_a_message_that_waits_beyond_its_validity_is_dropped(
    carrier: TwilioCarrier, engine: Engine, emulator: Emulator, somebody: Callable[[str], str], since: datetime
) -> None:
    """A queue at the carrier must not deliver after hours: 30036, in the Clock's time."""
    emulator.fault("messages", "stall", seconds=30)
    short = Message(
        touch="t-expired",
        channel=Channel.SMS,
        to=somebody("01"),
        sender=OURS,
        body="Hola",
        validity=timedelta(seconds=10),
    )
    taken(carrier.send(short))
    until(lambda: engine.paths("/twilio/message/t-expired"))

    (only,) = engine.paths("/twilio/message/t-expired")
    assert read_message_status(only, since).outcome is Outcome.EXPIRED


def test_stop_in_the_persons_own_words_is_for_us_to_act_on(
    carrier: TwilioCarrier, engine: Engine, emulator: Emulator, somebody: Callable[[str], str], since: datetime
) -> None:
    """The carrier knows English words only. The record says when our web server took note: from then on it counts."""
    person = somebody("04")
    taken(carrier.send(text(person, "t-stop")))
    until(lambda: emulator.rows("SELECT * FROM opt_outs WHERE person = ? AND acknowledged_at NOTNULL", person))

    (said,) = [one for one in engine.paths("/twilio/inbound") if one["From"] == person]
    received = read_inbound(said, since)
    assert (received.channel, received.body, received.confirmed) == (Channel.SMS, "No me escriban más", False)
    (row,) = emulator.rows("SELECT * FROM opt_outs WHERE person = ?", person)
    assert row["at"] <= row["acknowledged_at"]
    taken(carrier.send(text(person, "t-confirmation")))  # the one confirmation can leave
    assert [one.sid for one in carrier.received(since, [(Channel.SMS, OURS)]) if one.sender == person] == [received.sid]


def test_stop_in_english_is_confirmed_and_enforced_by_the_carrier(
    carrier: TwilioCarrier, engine: Engine, emulator: Emulator, somebody: Callable[[str], str], since: datetime
) -> None:
    """It says so (OptOutType), sends its own confirmation, and refuses what comes later (21610)."""
    person = somebody("05")
    taken(carrier.send(text(person, "t-stop-en")))
    until(lambda: any(one["From"] == person for one in engine.paths("/twilio/inbound")))

    (said,) = [one for one in engine.paths("/twilio/inbound") if one["From"] == person]
    assert read_inbound(said, since).confirmed
    sent = emulator.rows("SELECT * FROM messages WHERE person = ? AND direction = 'outbound-reply'", person)
    assert len(sent) == 1
    refused = carrier.send(text(person, "t-after-stop"))
    assert isinstance(refused, Rejected)
    assert refused.outcome is Outcome.OPTED_OUT


def test_an_opt_out_that_we_could_not_take_note_of_does_not_count_yet(
    engine: Engine, emulator: Emulator, somebody: Callable[[str], str]
) -> None:
    """A webhook that cannot commit answers 503; the message can still be listed."""
    engine.answers["/twilio/inbound"] = 503
    person = somebody("04")
    emulator.post("/_emulator/write", {"from": person, "to": OURS, "body": "BAJA"})
    until(lambda: any(one["From"] == person for one in engine.paths("/twilio/inbound")))

    assert emulator.rows("SELECT acknowledged_at FROM opt_outs WHERE person = ?", person) == [{"acknowledged_at": None}]


def test_a_message_that_we_could_not_take_note_of_is_brought_again_as_often_as_a_status(
    engine: Engine, emulator: Emulator, somebody: Callable[[str], str]
) -> None:
    """The address of our numbers asks for it as those of the touches do: by itself the carrier gives up after a 503."""
    engine.answers["/twilio/inbound"] = 503
    person = somebody("04")
    emulator.post("/_emulator/write", {"from": person, "to": OURS, "body": "BAJA"})
    until(lambda: any(one["From"] == person for one in engine.paths("/twilio/inbound")))
    engine.answers.clear()

    until(lambda: emulator.rows("SELECT * FROM opt_outs WHERE person = ? AND acknowledged_at NOTNULL", person))
    (row,) = emulator.rows("SELECT tries, answer FROM webhooks WHERE sid = ?", person)
    assert row["answer"] == 200
    assert 1 < row["tries"] <= 4


def test_received_messages_are_listed_oldest_first_with_and_without_our_numbers(
    carrier: TwilioCarrier, emulator: Emulator, somebody: Callable[[str], str], since: datetime
) -> None:
    """The reconciler reads them after an outage: none may be missing, whatever was sent in between."""
    person, ours = somebody("01"), "+34910000077"
    sids = [
        emulator.post("/_emulator/write", {"from": person, "to": ours, "channel": channel, "body": body})["sid"]
        for channel, body in [("sms", "uno"), ("whatsapp", "dos"), ("sms", "tres")]
    ]

    everything = [one.sid for one in carrier.received(since) if one.to == ours]
    named = list(carrier.received(since, [(Channel.SMS, ours), (Channel.WHATSAPP, ours)]))
    assert sorted(everything) == sorted(sids)
    assert {one.sid: (one.channel, one.body) for one in named} == {
        sids[0]: (Channel.SMS, "uno"),
        sids[1]: (Channel.WHATSAPP, "dos"),
        sids[2]: (Channel.SMS, "tres"),
    }
    assert [one.at for one in named] == sorted(one.at for one in named)


def test_a_look_up_finds_what_was_sent_to_a_number_page_by_page(
    emulator: Emulator, carrier: TwilioCarrier, somebody: Callable[[str], str], since: datetime
) -> None:
    """Oldest first, by text when asked; and the official client's own paging reads the same."""
    person = somebody("01")
    for number in range(7):
        taken(carrier.send(text(person, f"t-page-{number}", body=f"número {number}")))

    found = carrier.find(Channel.SMS, person, OURS, since)
    assert len(found) == 7
    assert [one.sid for one in carrier.find(Channel.SMS, person, OURS, since, body=" número 3")] == [found[3].sid]
    assert carrier.find(Channel.SMS, person, "+34910000002", since) == []
    assert carrier.find(Channel.SMS, person, OURS, since + timedelta(days=1)) == []
    client = Client(ACCOUNT, TOKEN)
    client.api.base_url = emulator.url
    assert [one.sid for one in reversed(client.messages.list(to=person, page_size=3))] == [one.sid for one in found]


def test_dates_filter_as_at_twilio(
    emulator: Emulator, carrier: TwilioCarrier, engine: Engine, somebody: Callable[[str], str], since: datetime
) -> None:
    """What is still queued has no date and is found by no filter on dates: the trap that `find` avoids."""
    emulator.fault("messages", "stall", seconds=3600)
    person = somebody("01")
    queued = taken(carrier.send(text(person, "t-queued")))
    sent = taken(carrier.send(text(person, "t-sent")))
    until(lambda: len(engine.paths("/twilio/message/t-sent")) == 2)
    client = Client(ACCOUNT, TOKEN)
    client.api.base_url = emulator.url

    def listed(**dates: datetime) -> list[str]:
        return [one.sid for one in client.messages.list(to=person, **dates)]

    assert listed(date_sent_after=since) == [sent.sid]
    assert listed(date_sent_before=since - timedelta(days=1)) == []
    assert listed(date_sent=since.date()) in ([sent.sid], [])  # the day may change meanwhile
    assert [one.sid for one in carrier.find(Channel.SMS, person, OURS, since)] == [queued.sid, sent.sid]


def test_messages_cannot_be_canceled(
    carrier: TwilioCarrier, emulator: Emulator, somebody: Callable[[str], str]
) -> None:
    """Twilio cancels only what is scheduled, and we schedule nothing there."""
    answer = taken(carrier.send(text(somebody("01"), "t-cancel")))
    client = Client(ACCOUNT, TOKEN)
    client.api.base_url = emulator.url

    assert not carrier.cancel(Channel.SMS, answer.sid)
    with pytest.raises(TwilioRestException) as refused:
        client.messages(answer.sid).update(status="canceled")
    assert refused.value.code == 30409


def test_what_the_carrier_does_not_know_is_none(carrier: TwilioCarrier) -> None:
    """Not an error: it is an answer."""
    assert carrier.fetch(Channel.SMS, "SM" + "0" * 32) is None
    assert carrier.fetch(Channel.CALL, "CA" + "0" * 32) is None
    assert not carrier.cancel(Channel.CALL, "CA" + "0" * 32)
