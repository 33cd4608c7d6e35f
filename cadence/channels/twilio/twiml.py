"""
What is played and done on an answered call? Pure: TwiML, built with the official classes.

A person is connected to the floor, or asked a question that a digit answers. A machine gets the voicemail message, if
there is one. If no agent takes the call, the person hears a short apology that names the company, and can press a key
to stop all contact.
"""

from dataclasses import dataclass
from datetime import timedelta

from twilio.twiml.voice_response import Dial, Gather, VoiceResponse

from cadence.languages import Language, say

OPT_OUT_KEY = "9"
"""The key that stops all contact, offered in every recording."""

KEY_WAIT_SECONDS = 4
"""How long a person has to press it."""

ANSWER_WAIT_SECONDS = 6
"""How long a person has to press a digit after a question."""

CALLBACK_KEY = "1"
"""The key with which a person who calls us asks for a callback."""

VOICES: dict[Language, str] = {"es": "es-ES", "en": "en-US", "pt": "pt-BR"}
"""Twilio's name for the voice of each campaign language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """Something to play: text to speak, or the address of a recording."""

    text: str = ""
    audio: str = ""
    language: Language = "es"


def connect(endpoint: str, *, action: str, ring: timedelta, caller: str = "") -> str:
    """Connect the person to the floor: `sip:`, `client:` or a number. Then the carrier requests `action`."""
    response = VoiceResponse()
    dial = Dial(action=action, timeout=max(1, int(ring.total_seconds())), caller_id=caller or None)
    scheme, _, name = endpoint.partition(":")
    if scheme in {"sip", "sips"}:
        dial.sip(endpoint)
    elif scheme == "client":
        dial.client(name)
    else:
        dial.number(endpoint)
    response.append(dial)
    return str(response)


def ask(question: Recording, *, action: str) -> str:
    """Ask a question. Then the carrier requests `action`, with the digit that was pressed or without one."""
    response = VoiceResponse()
    gather = Gather(num_digits=1, action=action, timeout=ANSWER_WAIT_SECONDS, action_on_empty_result=True)
    _speak(gather, question)
    response.append(gather)
    response.hangup()
    return str(response)


def thank(language: Language, *, answered: bool) -> str:
    """Thank a person for the answer, or for listening, and hang up."""
    return leave(_worded(language, "call-answer-thanks" if answered else "call-no-answer-thanks"))


def leave(recording: Recording) -> str:
    """Leave a message on a machine and hang up."""
    response = VoiceResponse()
    _speak(response, recording)
    response.hangup()
    return str(response)


def apologise(company: str, *, language: Language, keypad: str, number: str = "") -> str:
    """
    Say who called, when no agent could take the call: it is abandoned, but not silent.

    Some laws also require the number at which the person can call us.
    """
    text = say(language, "call-apology", company=company)
    if number:
        # the digits apart: a voice would read them as one huge number
        text += " " + say(language, "call-number", number=" ".join(number.removeprefix("+")))
    offer = _worded(language, "call-key-offer", key=OPT_OUT_KEY)
    return _offering(keypad, Recording(text=text, language=language), offer)


def welcome(company: str, *, language: Language, keypad: str, offers_callback: bool) -> str:
    """
    Answer a person who calls us: our name, a key to stop all contact, and perhaps a key to ask for a callback.

    Without `keypad` no key is offered: a caller with a hidden number can be neither suppressed nor called.
    """
    greeting = _worded(language, "incoming-welcome" if company else "incoming-welcome-unnamed", company=company)
    if not keypad:
        return leave(greeting)
    offers = [_worded(language, "incoming-stop-offer", key=OPT_OUT_KEY)]
    offers += [_worded(language, "incoming-callback-offer", key=CALLBACK_KEY)] if offers_callback else []
    return _offering(keypad, greeting, *offers)


def promise_call(language: Language) -> str:
    """Say that we will call, and hang up."""
    return leave(_worded(language, "incoming-callback-thanks"))


def acknowledge(language: Language) -> str:
    """Confirm the key that stops all contact, and hang up."""
    return leave(_worded(language, "call-key-thanks"))


def hang_up() -> str:
    """End the call."""
    response = VoiceResponse()
    response.hangup()
    return str(response)


def _offering(keypad: str, *recordings: Recording) -> str:
    """Play recordings, during which a key can be pressed, and hang up. A pressed key is reported to `keypad`."""
    response = VoiceResponse()
    gather = Gather(num_digits=1, action=keypad, timeout=KEY_WAIT_SECONDS, action_on_empty_result=False)
    for recording in recordings:
        _speak(gather, recording)
    response.append(gather)
    response.hangup()
    return str(response)


def _worded(language: Language, sentence: str, **values: str) -> Recording:
    """Return a sentence to speak."""
    return Recording(text=say(language, sentence, **values), language=language)


def _speak(into: VoiceResponse | Gather, recording: Recording) -> None:
    if recording.audio:
        into.play(recording.audio)
    else:
        into.say(recording.text, language=VOICES[recording.language])
