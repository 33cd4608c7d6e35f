"""What does an answered call hear? From what is known of it to TwiML."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest

from cadence.api.twiml import Script, after_agent, after_key, when_answered
from cadence.campaign import Campaign, check_text
from cadence.channels.twilio.addresses import Addresses
from cadence.channels.twilio.webhooks import Answered, read_answered
from cadence.domain import Cause, CauseKind, Channel, Outcome, Purpose, Touch, TouchState
from cadence.ledger.touches.touch_rows import Stored

NOW = datetime(2027, 3, 9, 12, tzinfo=UTC)
AT = Addresses("https://hooks.example.org/cadence")
FILE = """
campaign: harbour
purpose: service
language: LANGUAGE
country: ES
jurisdictions: none
from: {company: Tienda Sol, voice: "+34910000001"}
windows: [{days: mon-sun, hours: "00:00-24:00"}]
limits: [{max: 9, per: campaign}]
floors: {sales: {agents: 3, endpoint: "sip:sales@example.com"}}
callback:
  call: {floor: sales}
cadence:
  - step: spoken
    call: {floor: sales, voicemail: "Hola"}
  - step: played
    call: {floor: sales, voicemail_audio: "https://example.org/hola.mp3"}
"""


def campaign(language: str = "es") -> Campaign:
    """A campaign with a voicemail that is spoken and one that is played."""
    return check_text(FILE.replace("LANGUAGE", language), "harbour.yaml").right()


def script(step: str = "spoken", *, kind: CauseKind = CauseKind.STEP, language: str = "es", **other: Any) -> Script:
    """A call of this step."""
    touch = Touch(
        id="t1",
        lead="l",
        enrolment="e",
        campaign="harbour",
        cause=Cause(kind=kind, ref=step),
        attempt=1,
        step=step,
        channel=Channel.CALL,
        purpose=Purpose.SERVICE,
        state=TouchState.CARRIED,
        at=NOW,
        sender="+34910000001",
    )
    stored = Stored(touch=touch, version=1, floor=other.pop("floor", "sales"))
    return Script(stored=stored, campaign=campaign(language), voicemail=other.pop("voicemail", "Hola, Ana."))


def answered(by: str) -> Answered:
    """A call that was answered by this."""
    return read_answered({"CallSid": "CA1", "AnsweredBy": by}, NOW)


def tags(document: str) -> list[str]:
    """The verbs of a document."""
    return [element.tag for element in fromstring(document)]  # noqa: S314  our own


def test_a_person_is_connected_wherever_the_call_comes_from() -> None:
    """A step, a promise, an operator's order: the floor stands with the touch."""
    for kind in (CauseKind.STEP, CauseKind.CALLBACK, CauseKind.COMMAND):
        document = fromstring(when_answered(script(kind=kind), answered("human"), AT))  # noqa: S314  our own

        assert [(element.tag, element[0].text) for element in document] == [("Dial", "sip:sales@example.com")]
        assert document[0].get("action", "").startswith("https://hooks.example.org/cadence/twilio/dial/t1")


def test_a_person_whose_floor_is_gone_is_not_left_in_silence() -> None:
    """The apology names who called."""
    document = when_answered(script(floor="closed"), answered("human"), AT)

    assert tags(document) == ["Gather", "Hangup"]
    assert "Tienda Sol" in document


@pytest.mark.parametrize(
    ("one", "verbs"),
    [
        (script("spoken"), ["Say", "Hangup"]),
        (script("spoken", voicemail=""), ["Hangup"]),  # erased meanwhile
        (script("played", voicemail=""), ["Play", "Hangup"]),  # a recording has no words of its own
        (script("p1", kind=CauseKind.CALLBACK, voicemail=""), ["Hangup"]),  # a promise without voicemail
        (script("c1", kind=CauseKind.COMMAND, voicemail=""), ["Hangup"]),
    ],
)
def test_a_machine_hears_the_voicemail_of_its_step(one: Script, verbs: list[str]) -> None:
    """After the tone; without one nothing is said at all."""
    assert tags(when_answered(one, answered("machine_end_silence"), AT)) == verbs
    assert tags(when_answered(one, answered("machine_start"), AT)) == ["Hangup"]


@pytest.mark.parametrize(
    ("outcome", "verbs"),
    [(Outcome.ANSWERED, ["Hangup"]), (Outcome.ABANDONED, ["Gather", "Hangup"])],
)
def test_an_apology_follows_only_where_nobody_came(outcome: Outcome, verbs: list[str]) -> None:
    """After a conversation the call is over."""
    assert tags(after_agent(script(), outcome, AT)) == verbs


@pytest.mark.parametrize(
    ("language", "words"), [("es", "No volveremos"), ("en", "We will not"), ("pt", "Não entraremos mais")]
)
def test_the_key_is_acknowledged_in_the_campaign_s_language(language: str, words: str) -> None:
    """And no other key is."""
    assert words in after_key(script(language=language), "9")
    assert tags(after_key(script(language=language), "8")) == ["Hangup"]


def test_what_is_said_has_no_surprises() -> None:
    """Words of a list end up in the document as words, never as verbs."""
    hostile = replace(script(), voicemail="Hola </Say><Dial>+34600000009</Dial> & co")

    document = when_answered(hostile, answered("machine_end_beep"), AT)

    assert tags(document) == ["Say", "Hangup"]
    assert fromstring(document)[0].text == "Hola </Say><Dial>+34600000009</Dial> & co"  # noqa: S314  our own
