"""What may we conclude when something goes wrong between the carrier and us? (law 2)"""

import socket
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from urllib3 import Timeout

from cadence.channels.provider import Accepted, Answer, Dial, Message, NotSent, Uncertain
from cadence.channels.twilio.provider import TwilioAccount, TwilioCarrier
from cadence.channels.twilio.statuses import later
from cadence.channels.twilio.webhooks import read_message_status
from cadence.domain import Channel, Outcome
from cadence.domain.errors import UnavailableError
from cadence.domain.outcomes import ORDER
from cadence.local.stack.ports import free_port
from tests.integration.channels.stand_in import ACCOUNT, OURS, TOKEN, Emulator, Engine, start
from tests.waiting import PATIENCE, until


def text(to: str, touch: str, body: str = "Hola") -> Message:
    """A message as the door hands it over."""
    return Message(touch=touch, channel=Channel.SMS, to=to, sender=OURS, body=body)


Somebody = Callable[[str], str]


def call(to: str, touch: str) -> Dial:
    """A call as the door hands it over."""
    span = timedelta(seconds=20)
    return Dial(touch=touch, to=to, sender=OURS, ring=span, talk=span, detect_machines=False, leaves_voicemail=False)


@pytest.mark.parametrize("kind", ["accept_then_500", "accept_then_hang", "accept_then_cut"])
def test_a_lost_answer_to_a_message_is_uncertain_and_a_look_up_finds_the_message(
    emulator: Emulator,
    carrier: TwilioCarrier,
    engine: Engine,
    somebody: Callable[[str], str],
    since: datetime,
    kind: str,
) -> None:
    """It was carried once, and is never sent again: the look-up and the callback tell what became of it."""
    impatient, person = emulator.carrier(engine.url, read=0.3), somebody("01")
    emulator.fault("messages", kind, seconds=1)

    assert isinstance(impatient.send(text(person, f"f-{kind}")), Uncertain)
    until(lambda: emulator.rows("SELECT * FROM carried WHERE person = ?", person))
    (found,) = carrier.find(Channel.SMS, person, OURS, since, body="Hola")
    assert found.outcome in {Outcome.SENT, Outcome.DELIVERED}
    until(lambda: engine.paths(f"/twilio/message/f-{kind}"))
    assert engine.paths(f"/twilio/message/f-{kind}")[0]["MessageSid"] == found.sid
    assert len(emulator.rows("SELECT * FROM carried WHERE person = ?", person)) == 1


@pytest.mark.parametrize("kind", ["accept_then_500", "accept_then_hang", "accept_then_cut"])
def test_a_lost_answer_to_a_call_is_uncertain_and_a_look_up_finds_the_call(
    emulator: Emulator,
    carrier: TwilioCarrier,
    engine: Engine,
    somebody: Callable[[str], str],
    since: datetime,
    kind: str,
) -> None:
    """The first callback brings the carrier's id to the touch, even before anybody looks."""
    impatient, person = emulator.carrier(engine.url, read=0.3), somebody("12")
    emulator.fault("calls", kind, seconds=1, match={"to": person})

    assert isinstance(impatient.dial(call(person, f"f-call-{kind}")), Uncertain)
    until(lambda: emulator.rows("SELECT * FROM carried WHERE person = ?", person))
    (found,) = carrier.find(Channel.CALL, person, OURS, since)
    until(lambda: engine.paths(f"/twilio/call/f-call-{kind}"))
    assert engine.paths(f"/twilio/call/f-call-{kind}")[0]["CallSid"] == found.sid
    assert len(emulator.rows("SELECT * FROM carried WHERE person = ?", person)) == 1


def test_an_error_over_what_was_never_taken_is_uncertain_as_well(
    emulator: Emulator, carrier: TwilioCarrier, somebody: Callable[[str], str], since: datetime
) -> None:
    """From outside a 500 looks the same in both cases: here the look-up finds nothing."""
    person = somebody("01")
    emulator.fault("messages", "refuse_500")

    assert isinstance(carrier.send(text(person, "f-never")), Uncertain)
    assert carrier.find(Channel.SMS, person, OURS, since) == []


def test_too_many_requests_were_never_sent(
    emulator: Emulator, carrier: TwilioCarrier, somebody: Callable[[str], str]
) -> None:
    """Twilio promises that a 429 is never processed; how long to wait stands in the answer."""
    person = somebody("01")
    emulator.fault("messages", "429", seconds=7)
    emulator.fault("calls", "429", seconds=3)

    answers: list[Answer] = [carrier.send(text(person, "f-429")), carrier.dial(call(person, "f-429-call"))]
    assert [one.retry_after for one in answers if isinstance(one, NotSent)] == [
        timedelta(seconds=7),
        timedelta(seconds=3),
    ]
    assert emulator.rows("SELECT * FROM carried WHERE person = ?", person) == []


def test_a_full_queue_at_the_carrier_is_no_fault_of_the_person(
    emulator: Emulator, carrier: TwilioCarrier, somebody: Callable[[str], str]
) -> None:
    """21611 comes as a refusal; nothing left, so it may go again."""
    emulator.fault("messages", "refuse", code=21611)

    assert carrier.send(text(somebody("01"), "f-full")) == NotSent(
        reason="carrier code 21611", retry_after=timedelta(seconds=60)
    )


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:{free}",  # refused
        "http://carrier.invalid",  # no such host
        "https://127.0.0.1:{emulator}",  # no TLS there: uncertain, because it broke in the middle
    ],
)
def test_a_carrier_that_cannot_be_reached_has_sent_nothing(
    emulator: Emulator, engine: Engine, somebody: Callable[[str], str], address: str
) -> None:
    """Nothing left when there was no connection. What broke in the middle of one stays in doubt."""
    url = address.format(free=free_port(), emulator=emulator.url.rpartition(":")[2])
    account = TwilioAccount(sid=ACCOUNT, secret=TOKEN, base_url=url)
    away = TwilioCarrier(account, public_url=engine.url, timeout=Timeout(connect=0.5, read=0.5))

    answer = away.send(text(somebody("01"), "f-away"))

    assert isinstance(answer, Uncertain if url.startswith("https") else NotSent)
    with pytest.raises(UnavailableError):
        away.check()
    with pytest.raises(UnavailableError):
        away.find(Channel.SMS, somebody("01"), OURS, datetime.now().astimezone())
    with pytest.raises(UnavailableError):
        list(away.received(datetime.now().astimezone()))


def test_a_connection_that_nobody_answers_has_sent_nothing(engine: Engine, somebody: Callable[[str], str]) -> None:
    """A full backlog never completes the handshake: that is a connect timeout, not a read timeout."""
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        fillers = [socket.socket() for _ in range(4)]
        for filler in fillers:
            filler.settimeout(0)
            filler.connect_ex(deaf.getsockname())
        account = TwilioAccount(sid=ACCOUNT, secret=TOKEN, base_url=f"http://127.0.0.1:{deaf.getsockname()[1]}")
        carrier = TwilioCarrier(account, public_url=engine.url, timeout=Timeout(connect=0.3, read=PATIENCE))
        began = time.monotonic()

        answer = carrier.send(text(somebody("01"), "f-deaf"))

        for filler in fillers:
            filler.close()
    assert isinstance(answer, NotSent)
    assert time.monotonic() - began < PATIENCE / 2


def test_a_carrier_that_hangs_is_given_up_in_time(
    emulator: Emulator, engine: Engine, somebody: Callable[[str], str]
) -> None:
    """The client's own default would wait for ever."""
    hangs = 20
    emulator.fault("messages", "accept_then_hang", seconds=hangs)
    began = time.monotonic()

    assert isinstance(emulator.carrier(engine.url, read=0.3).send(text(somebody("01"), "f-hang")), Uncertain)
    assert time.monotonic() - began < hangs


def test_reasons_never_hold_a_number(
    emulator: Emulator, carrier: TwilioCarrier, somebody: Callable[[str], str]
) -> None:
    """Reasons travel into logs and histories, where no person's number may stand."""
    person, reasons = somebody("01"), []
    for kind in ("accept_then_500", "refuse_500", "429", "accept_then_cut"):
        emulator.fault("messages", kind, seconds=0)
        reasons.append(repr(carrier.send(text(person, "f-reason"))))

    assert len(reasons) == 4
    assert not any(person[3:] in reason for reason in reasons)


def test_a_callback_that_never_comes_is_made_up_for_by_a_look_up(
    emulator: Emulator, carrier: TwilioCarrier, engine: Engine, somebody: Callable[[str], str]
) -> None:
    """The reconciler asks for what is overdue."""
    emulator.fault("messages", "drop_callbacks", times=10, match={"To": somebody("01")})
    answer = carrier.send(text(somebody("01"), "f-dropped"))
    assert isinstance(answer, Accepted)

    until(lambda: carrier.fetch(Channel.SMS, answer.sid).outcome is Outcome.DELIVERED)  # type: ignore[union-attr]
    assert engine.paths("/twilio/message/f-dropped") == []


def test_doubled_and_disordered_callbacks_end_in_the_same_outcome(
    emulator: Emulator, carrier: TwilioCarrier, engine: Engine, somebody: Callable[[str], str], since: datetime
) -> None:
    """`sent` comes after `delivered`, and something comes twice; what is known at the end is the same."""
    emulator.fault("messages", "reorder_callbacks", match={"MessageStatus": "sent", "To": somebody("01")})
    emulator.fault("messages", "duplicate_callbacks", match={"MessageStatus": "delivered", "To": somebody("01")})
    carrier.send(text(somebody("01"), "f-disorder"))
    until(lambda: len(engine.paths("/twilio/message/f-disorder")) == 3)

    said, status, backwards = [], "", 0
    for params in engine.paths("/twilio/message/f-disorder"):
        report = read_message_status(params, since)
        said.append(report.outcome)
        backwards += not later(Channel.SMS, status, report.status)
        status = report.status if later(Channel.SMS, status, report.status) else status
    assert [one["MessageStatus"] for one in engine.paths("/twilio/message/f-disorder")][-1] == "sent"
    assert (max(filter(None, said), key=ORDER.index), status, backwards) == (Outcome.DELIVERED, "delivered", 2)


def test_a_request_that_finds_nobody_is_tried_as_often_as_we_asked(
    emulator: Emulator, carrier: TwilioCarrier, somebody: Callable[[str], str]
) -> None:
    """As at Twilio, which is told so in the address; and the record says that it was in vain."""
    nowhere = emulator.carrier(f"http://127.0.0.1:{free_port()}")
    answer = nowhere.send(text(somebody("01"), "f-nowhere"))
    assert isinstance(answer, Accepted)
    until(lambda: len(emulator.rows("SELECT * FROM webhooks WHERE sid = ?", answer.sid)) == 2)

    rows = emulator.rows("SELECT tries, answer FROM webhooks WHERE sid = ?", answer.sid)
    assert rows == [{"tries": 4, "answer": 0}] * 2


def test_senders_and_accounts_have_their_rates(tmp_path: Path, engine: Engine) -> None:
    """
    Segments per sender, calls per account, both in the Clock's time; what is too fast is 429 and not carried.

    The Clock takes a hundred seconds for one, so that a slow machine is too fast as well.
    """
    options = ["--speed", "0.01", "--message-rate", "2", "--call-rate", "1", "--call-queue", "2"]
    slow = start(tmp_path, free_port(), *options)
    try:
        carrier = slow.carrier(engine.url)
        messages = [carrier.send(text(f"+3460000000{number}", "f-rate")) for number in range(4)]
        long = carrier.send(
            Message(touch="f-long", channel=Channel.SMS, to="+34600000009", sender="+34910000005", body="x" * 400)
        )
        calls = [carrier.dial(call(f"+3460000000{number}", "f-cps")) for number in range(6)]
    finally:
        slow.process.terminate()
        slow.process.wait(PATIENCE)

    assert [type(one) for one in messages] == [Accepted, Accepted, NotSent, NotSent]
    assert isinstance(messages[-1], NotSent)
    assert timedelta(0) < messages[-1].retry_after <= timedelta(seconds=50)  # real ones: half a second of the Clock
    assert isinstance(long, Accepted)  # three segments: another sender's whole budget, and more
    assert [type(one) for one in calls] == [Accepted, Accepted, Accepted, NotSent, NotSent, NotSent]
    waits = [row["queue_ms"] for row in slow.rows("SELECT queue_ms FROM calls ORDER BY id")]
    assert waits[0] == 0
    assert 800 < waits[1] <= 1000
    assert 1700 < waits[2] <= 2000


def test_an_emulator_that_was_killed_goes_on_where_it_stopped(
    tmp_path: Path, engine: Engine, people_file: Path
) -> None:
    """Messages are still delivered and answered; a call that was live has broken off, and that is reported."""
    options, port = ["--people", str(people_file), "--public-url", engine.url, "--speed", "20"], free_port()
    first = start(tmp_path, port, *options)
    carrier = first.carrier(engine.url)
    message, ringing = (
        carrier.send(text("+34600099016", "f-killed")),
        carrier.dial(call("+34600099003", "f-killed-call")),
    )
    assert isinstance(message, Accepted)
    assert isinstance(ringing, Accepted)
    until(lambda: first.rows("SELECT * FROM calls WHERE status = 'ringing'"))
    first.process.kill()
    first.process.wait()

    second = start(tmp_path, port, *options)
    try:
        until(lambda: any(one["From"] == "+34600099016" for one in engine.paths("/twilio/inbound")))
        until(lambda: engine.paths("/twilio/call/f-killed-call"))
        assert engine.paths("/twilio/call/f-killed-call")[-1]["CallStatus"] == "failed"
        fetched = carrier.fetch(Channel.SMS, message.sid)
        assert fetched is not None
        assert fetched.outcome is Outcome.DELIVERED
        assert len(second.rows("SELECT * FROM carried")) == 2
    finally:
        second.process.terminate()
        second.process.wait(PATIENCE)


@pytest.mark.parametrize(
    ("order", "found"),
    [
        ({"where": "moon", "kind": "429"}, "moon"),
        ({"where": "calls", "kind": "explode"}, "explode"),
        ({"kind": "429"}, "None"),
    ],
)
def test_an_order_for_a_fault_that_does_not_exist_is_refused(
    emulator: Emulator, order: dict[str, str], found: str
) -> None:
    """A test that ordered nothing would prove nothing."""
    with pytest.raises(OSError, match="400") as refused:
        emulator.post("/_emulator/faults", order)

    assert found in refused.value.read().decode()  # type: ignore[attr-defined]
