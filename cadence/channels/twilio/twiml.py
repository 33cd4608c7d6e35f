"""
What is played and done on an answered call? Pure: TwiML, built with the official classes.

A person is connected to the floor. A machine gets the voicemail message, if there is one. If no agent takes the call,
the person hears a short apology that names the company, and can press a key to stop all contact.
"""

from dataclasses import dataclass
from datetime import timedelta

from twilio.twiml.voice_response import Dial, Gather, VoiceResponse

OPT_OUT_KEY = "9"
"""The key that stops all contact, offered in every recording."""

KEY_WAIT_SECONDS = 4
"""How long a person has to press it."""

LANGUAGES = {"es": "es-ES", "en": "en-US", "pt": "pt-BR"}
"""Twilio's name for the voice of each campaign language."""

_APOLOGY = {
    "es": "Le llamamos de {company}. En este momento no podemos atenderle. Disculpe las molestias.",
    "en": "This is a call from {company}. We cannot take your call right now. We are sorry for the trouble.",
    "pt": "Esta é uma chamada de {company}. Neste momento não podemos atender. Pedimos desculpa pelo incómodo.",
}

_CALL_US = {
    "es": "Puede llamarnos al {number}.",
    "en": "You can call us at {number}.",
    "pt": "Pode ligar-nos para {number}.",
}

_KEY_OFFER = {
    "es": "Pulse {key} para no recibir más llamadas.",
    "en": "Press {key} to receive no more calls.",
    "pt": "Prima {key} para não receber mais chamadas.",
}

CALLBACK_KEY = "1"
"""The key with which a person who calls us asks for a callback."""

_WELCOME = {
    "es": "Gracias por llamar a {company}. En este número no atendemos llamadas.",
    "en": "Thank you for calling {company}. We do not answer calls on this number.",
    "pt": "Obrigado por ligar para {company}. Não atendemos chamadas neste número.",
}

_WELCOME_OF_NOBODY = {
    "es": "En este número no atendemos llamadas.",
    "en": "We do not answer calls on this number.",
    "pt": "Não atendemos chamadas neste número.",
}

_STOP_OFFER = {
    "es": "Pulse {key} si no quiere que volvamos a contactarle.",
    "en": "Press {key} if you do not want us to contact you again.",
    "pt": "Digite {key} se não quiser mais receber contatos nossos.",
}

_CALLBACK_OFFER = {
    "es": "Pulse {key} si quiere que le llamemos.",
    "en": "Press {key} if you want us to call you.",
    "pt": "Digite {key} se quiser que liguemos para você.",
}

_CALLBACK_THANKS = {
    "es": "De acuerdo. Le llamaremos en cuanto podamos. Hasta luego.",
    "en": "All right. We will call you as soon as we can. Goodbye.",
    "pt": "Muito bem. Ligaremos assim que possível. Até logo.",
}

_KEY_THANKS = {
    "es": "De acuerdo. No volveremos a contactarle.",
    "en": "All right. We will not contact you again.",
    "pt": "Muito bem. Não voltaremos a contactá-lo.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """Something to play: text to speak, or the address of a recording."""

    text: str = ""
    audio: str = ""
    language: str = "es"


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


def leave(recording: Recording) -> str:
    """Leave a message on a machine and hang up."""
    response = VoiceResponse()
    _speak(response, recording)
    response.hangup()
    return str(response)


def announce(recording: Recording, *, keypad: str) -> str:
    """Play a recording to a person, offer the key that stops all contact, and hang up."""
    response = VoiceResponse()
    gather = Gather(num_digits=1, action=keypad, timeout=KEY_WAIT_SECONDS, action_on_empty_result=False)
    _speak(gather, recording)
    _speak(gather, Recording(text=_KEY_OFFER[recording.language].format(key=OPT_OUT_KEY), language=recording.language))
    response.append(gather)
    response.hangup()
    return str(response)


def apologise(company: str, *, language: str, keypad: str, number: str = "") -> str:
    """
    Say who called, when no agent could take the call: it is abandoned, but not silent.

    Some laws also require the number at which the person can call us.
    """
    text = _APOLOGY[language].format(company=company)
    if number:
        text += " " + _CALL_US[language].format(number=_spoken(number))
    return announce(Recording(text=text, language=language), keypad=keypad)


def welcome(company: str, *, language: str, keypad: str, offers_callback: bool) -> str:
    """
    Answer a person who calls us: our name, a key to stop all contact, and perhaps a key to ask for a callback.

    Without `keypad` no key is offered: a caller with a hidden number can be neither suppressed nor called.
    """
    text = _WELCOME[language].format(company=company) if company else _WELCOME_OF_NOBODY[language]
    greeting = Recording(text=text, language=language)
    if not keypad:
        return leave(greeting)
    offers = [_STOP_OFFER[language].format(key=OPT_OUT_KEY)]
    offers += [_CALLBACK_OFFER[language].format(key=CALLBACK_KEY)] if offers_callback else []
    response = VoiceResponse()
    gather = Gather(num_digits=1, action=keypad, timeout=KEY_WAIT_SECONDS, action_on_empty_result=False)
    for text in (greeting.text, *offers):
        _speak(gather, Recording(text=text, language=language))
    response.append(gather)
    response.hangup()
    return str(response)


def promise_call(language: str) -> str:
    """Say that we will call, and hang up."""
    return leave(Recording(text=_CALLBACK_THANKS[language], language=language))


def acknowledge(language: str) -> str:
    """Confirm the key that stops all contact, and hang up."""
    return leave(Recording(text=_KEY_THANKS[language], language=language))


def hang_up() -> str:
    """End the call."""
    response = VoiceResponse()
    response.hangup()
    return str(response)


def _spoken(number: str) -> str:
    """Separate the digits: a voice would read them as one huge number."""
    return " ".join(number.removeprefix("+"))


def _speak(into: VoiceResponse | Gather, recording: Recording) -> None:
    if recording.audio:
        into.play(recording.audio)
    else:
        into.say(recording.text, language=LANGUAGES[recording.language])
