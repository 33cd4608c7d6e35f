"""What a call says is what the law and a person would want to hear."""

from datetime import timedelta
from xml.etree.ElementTree import Element, fromstring

import pytest

from cadence.channels.twilio import twiml
from cadence.channels.twilio.twiml import OPT_OUT_KEY, VOICES, Recording
from cadence.languages import LANGUAGES, Language

KEYPAD = "https://example.org/twilio/keypad/t1"
ACTION = "https://example.org/twilio/dial/t1?a=1&b=2"


def verbs(document: str) -> list[Element]:
    """The verbs of a document, in order."""
    return list(fromstring(document))  # noqa: S314  our own document


@pytest.mark.parametrize(
    ("endpoint", "noun", "text"),
    [
        ("sip:sales@example.org", "Sip", "sip:sales@example.org"),
        ("client:sales", "Client", "sales"),
        ("+34910000009", "Number", "+34910000009"),
    ],
)
def test_a_person_is_connected_to_the_floor_whatever_its_address(endpoint: str, noun: str, text: str) -> None:
    """And we are asked what follows when the agent's leg has ended."""
    (dial,) = verbs(twiml.connect(endpoint, action=ACTION, ring=timedelta(seconds=15), caller="+34910000001"))

    assert dial.tag == "Dial"
    assert dial.attrib == {"action": ACTION, "timeout": "15", "callerId": "+34910000001"}
    assert [(element.tag, element.text) for element in dial] == [(noun, text)]


def test_a_caller_that_is_not_named_is_left_to_the_carrier() -> None:
    """An empty callerId would be an error."""
    (dial,) = verbs(twiml.connect("client:sales", action=ACTION, ring=timedelta(seconds=15)))

    assert "callerId" not in dial.attrib


def test_a_machine_hears_the_voicemail_and_nothing_more() -> None:
    """No key is offered: nobody is there to press it."""
    say, hangup = verbs(twiml.leave(Recording(text="Hola, le llamamos de Tienda Sol & Cía.")))

    assert (say.tag, say.text, hangup.tag) == ("Say", "Hola, le llamamos de Tienda Sol & Cía.", "Hangup")
    assert say.attrib["language"] == "es-ES"


def test_a_recording_is_played_when_there_is_one() -> None:
    """Its address replaces the text."""
    play, _ = verbs(twiml.leave(Recording(text="not spoken", audio="https://example.org/hello.mp3")))

    assert (play.tag, play.text) == ("Play", "https://example.org/hello.mp3")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_abandoned_person_hears_who_called_and_how_to_stop_it(language: Language) -> None:
    """A silent call frightens; law asks for the name, some for the number, and a way out."""
    gather, hangup = verbs(twiml.apologise("Tienda Sol", language=language, keypad=KEYPAD, number="+34910000001"))
    spoken = " ".join(element.text or "" for element in gather)

    assert gather.tag == "Gather"
    assert gather.attrib["numDigits"] == "1"
    assert gather.attrib["action"] == KEYPAD
    assert hangup.tag == "Hangup"
    assert "Tienda Sol" in spoken
    assert "3 4 9 1 0" in spoken
    assert OPT_OUT_KEY in spoken


def test_the_key_is_thanked_for_in_every_language() -> None:
    """The person hears that it worked."""
    for language in LANGUAGES:
        say, hangup = verbs(twiml.acknowledge(language))
        assert say.text
        assert hangup.tag == "Hangup"


def test_every_language_has_a_voice() -> None:
    """A sentence read out by a voice of another language is not understood."""
    assert set(VOICES) == set(LANGUAGES)
