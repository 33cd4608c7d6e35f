"""
What does a reply ask of us? Pure: stop, help, start, a call at a given time, or nothing a machine should act on.

A call is promised only when a reply asks for one and names one instant, or when it is nothing but a time, which is how
people answer "when may we call?". Everything else becomes work for a person.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from cadence.rules import optout
from cadence.rules.stop_scope import Part
from cadence.rules.times import plain, spoken_time

Meaning = Literal["revoke", "restrict", "hold", "help", "rejoin", "callback", "none"]

REQUEST = re.compile(
    r"\b(?:"
    # Spanish
    r"llam(?:a|e|en|ad|ar)(?:me|nos)|(?:me|nos) (?:llamas?|llamen?|llames|llamais)|"
    r"(?:me|nos) (?:puedes?|pueden|podria[sn]?) llamar|vuelv(?:e|a|an) a llamar(?:me)?|"
    r"marc(?:a|ar)me|marqu(?:e|en)me|devuelv(?:e|a|an)me la llamada|"
    # English
    r"(?:call|ring|phone) (?:me|us|back)|give (?:me|us) a (?:call|ring)|callback|"
    # Portuguese
    r"ligue|liguem|(?:me|nos) (?:liga|ligar|ligam|chama|chame)|(?:liga|ligar) (?:me|de volta|(?:pra|para) mim)|"
    r"retorn(?:a|e|em|ar) (?:a )?(?:minha )?ligacao"
    r")\b"
)
"""Asks for a call."""

FILLER = re.compile(
    r"\b(?:el|la|los|las|a|al|at|on|the|de|del|do|da|no|na|em|en|in|by|o|os|as|mejor|better|melhor|ok|okay|vale|bien|"
    r"si|yes|sim|perfecto|perfect|perfeito|por favor|porfa|please|gracias|thanks|obrigad[oa]|hola|hello|hi|ola|oi|"
    r"sobre|puede ser|claro|sure)\b"
)
"""Words around a time that ask for nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a reply means, what of it a stop closes, and the instant at which a call was asked for."""

    meaning: Meaning
    callback_at: datetime | None = None
    scope: tuple[Part, ...] = ()  # of a revoke; () is everything
    names: tuple[str, ...] = ()  # the place or time a restriction names


def read_reply(text: str, zones: str | Iterable[str], now: datetime) -> Reply:
    """Return what a reply means. What may be a stop is never read as anything else."""
    reading = optout.read(text)
    if reading.meaning != "none":
        return Reply(meaning=reading.meaning, scope=reading.scope, names=reading.names)
    at = callback_time(text, (zones,) if isinstance(zones, str) else tuple(zones), now)
    return Reply(meaning="callback" if at else "none", callback_at=at)


def callback_time(text: str, zones: Iterable[str], now: datetime) -> datetime | None:
    """Return the instant at which a reply asks to be called, None when it does not."""
    spoken = spoken_time(text, zones, now)
    if spoken is None:
        return None
    asked = REQUEST.search(plain(text)) is not None
    only_a_time = not FILLER.sub(" ", spoken.rest).split()
    return spoken.at if asked or only_a_time else None
