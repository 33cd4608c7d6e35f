"""Does the carrier delete what was said, once it is over, and nothing else? Real requests of the official client."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from cadence.channels.provider import Accepted, Dial, Message
from cadence.channels.twilio.provider import TwilioCarrier
from cadence.domain import Channel
from cadence.domain.errors import UnavailableError
from cadence.local.stack.ports import free_port
from tests.integration.channels.stand_in import OURS, Emulator
from tests.waiting import until

Somebody = Callable[[str], str]


def bodies(emulator: Emulator, person: str) -> dict[str, str]:
    """What the carrier has of a person's messages, by status."""
    rows = emulator.rows("SELECT status, body FROM messages WHERE person = ?", person)
    return {row["status"]: row["body"] for row in rows}


def test_the_text_of_a_message_goes_once_it_is_delivered(
    emulator: Emulator, carrier: TwilioCarrier, somebody: Somebody
) -> None:
    """The rest of its record stays: status, price and number. Asking twice does no harm."""
    ana, luis = somebody("01"), somebody("16")
    emulator.fault("messages", "stall", seconds=120, match={"to": ana})
    sids = []
    for touch, person in (("e-1", ana), ("e-2", luis)):
        answer = carrier.send(Message(touch=touch, channel=Channel.SMS, to=person, sender=OURS, body="Hola"))
        assert isinstance(answer, Accepted)
        sids.append(answer.sid)
    early = carrier.erase(Channel.SMS, sids[0])
    before = bodies(emulator, ana)
    until(lambda: "delivered" in bodies(emulator, ana) and "received" in bodies(emulator, luis))
    erased = [carrier.erase(Channel.SMS, sids[0]) for _ in range(2)]
    written = emulator.rows("SELECT sid FROM messages WHERE person = ? AND direction = 'inbound'", luis)[0]["sid"]
    emulator.post("/_emulator/media", {"message": written})
    emulator.post("/_emulator/media", {"message": sids[1]})

    assert (early, before) == ("20009", {"queued": "Hola"})
    assert erased == ["", ""]
    assert bodies(emulator, ana) == {"delivered": ""}
    assert carrier.erase(Channel.SMS, written) == ""
    assert bodies(emulator, luis) == {"delivered": "Hola", "received": ""}
    assert [row["message_sid"] for row in emulator.rows("SELECT message_sid FROM media")] == [sids[1]]


def test_recordings_and_transcripts_of_a_call_and_its_legs_go_once_it_is_over(
    emulator: Emulator, carrier: TwilioCarrier, somebody: Somebody
) -> None:
    """A recording that is not complete is asked for again, and holds up no other. Those of other calls stay."""
    span = timedelta(seconds=30)
    sids = []
    for touch, person in (("e-3", somebody("09")), ("e-4", somebody("11"))):
        dial = Dial(
            touch=touch, to=person, sender=OURS, ring=span, talk=span, detect_machines=False, leaves_voicemail=False
        )
        answer = carrier.dial(dial)
        assert isinstance(answer, Accepted)
        sids.append(answer.sid)
    early = carrier.erase(Channel.CALL, sids[0])
    unended = "SELECT sid FROM calls WHERE (sid IN (?, ?) OR parent_sid IN (?, ?)) AND ended_at IS NULL"
    until(lambda: not emulator.rows(unended, *sids, *sids))
    (leg,) = emulator.rows("SELECT sid FROM calls WHERE parent_sid = ?", sids[0])
    for call in (sids[0], leg["sid"], *sids):
        emulator.post("/_emulator/recordings", {"call": call, "said": "Me llamo Ana."})
    emulator.post("/_emulator/recordings", {"call": sids[0], "status": "processing"})
    late = carrier.erase(Channel.CALL, sids[0])
    left = emulator.rows("SELECT call_sid, status FROM recordings ORDER BY id")
    kept = emulator.rows("SELECT r.call_sid FROM transcripts t LEFT JOIN recordings r ON r.sid = t.recording_sid")

    assert early in {"queued", "initiated", "ringing", "in-progress"}
    assert late == "recording processing"
    assert [(row["call_sid"], row["status"]) for row in left] == [(sids[1], "completed"), (sids[0], "processing")]
    assert [row["call_sid"] for row in kept] == [sids[1]]
    assert carrier.erase(Channel.CALL, sids[1]) == ""
    assert carrier.erase(Channel.CALL, sids[1]) == ""


def test_what_the_carrier_does_not_know_is_deleted(carrier: TwilioCarrier) -> None:
    """Somebody has deleted the whole record."""
    assert carrier.erase(Channel.WHATSAPP, f"SM{'0' * 32}") == ""
    assert carrier.erase(Channel.CALL, f"CA{'0' * 32}") == ""


@pytest.mark.parametrize("channel", [Channel.SMS, Channel.CALL])
def test_nothing_is_said_to_be_deleted_while_the_carrier_is_down(emulator: Emulator, channel: Channel) -> None:
    """It is asked again."""
    down = Emulator(url=f"http://127.0.0.1:{free_port()}", file=emulator.file, process=emulator.process)

    with pytest.raises(UnavailableError, match="does not answer"):
        down.carrier("https://cadence.example.com").erase(channel, f"SM{'0' * 32}")
