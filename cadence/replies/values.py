"""
Which value does a person give in answer to a question: a number of a range, or a date? Pure.

As with times, a value is understood to the last word or not at all. What does not fit is left for a person to read.
"""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from cadence.domain.zones import zone
from cadence.replies.answers import ASKS, impolite, normal
from cadence.replies.harmless import friendly, harmless_words
from cadence.replies.quoted import own_words
from cadence.replies.time_words import FILLER, REFUSES, TIMEISH
from cadence.replies.times import spoken_date

NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            "cero zero",
            "uno un una one um uma",
            "dos two dois duas",
            "tres three",
            "cuatro four quatro",
            "cinco five",
            "seis six",
            "siete seven sete",
            "ocho eight oito",
            "nueve nine nove",
            "diez ten dez",
        )
    )
    for word in words.split()
}
"""Numbers as people write them in words."""
AROUND = re.compile(
    r"\b(?:(?:les?|os|te|vos) (?:doy|pongo)|yo diria|diria|mi nota es|una?|uma?|el|la|puntos?|sobre|de|"
    r"i (?:would say|give you|d say)|id say|its|a|an|points?|out of|stars?|estrellas?|"
    r"(?:eu )?dou|nota|pontos?|estrelas?|minha nota e)\b"
)
"""Words around a mark that change nothing: "un 9 sobre 10"."""
NO_MARK = re.compile(
    r"\d\s*[.,'`\u00b4\u00b7\u2018\u2019]\s*\d|[-\u2010-\u2015\u2212+<>~\u2248\u2264\u2265\u00b1]\s*\d|\d\s*\+"
    r"|[%$\u20ac\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u209f]"
)
"""What no mark has: fractions (8,5 and 7'5), signs (-1), limits (>8), powers, sums of money."""
OUT_OF = re.compile(r"\d\s*(?:/|de|sobre|out of|em)\s*(\d{1,3})\b", re.IGNORECASE)
"""A mark with the best that could be given: 9/10, 9 de 10."""
PAYS = re.compile(
    r"\b(?:(?:lo|la|los|las|os|les?|te|yo|ya) )*(?:pago|pagare|pagamos|pagaremos|voy a pagar|puedo pagar|hago el pago"
    r"|ingreso|transfiero)\b|\b(?:i )?(?:ll|will|can|am going to) pay(?: it)?\b|\bpay\b"
    r"|\b(?:eu )?(?:vou pagar|pagarei|posso pagar)\b"
)
"""Says of a date what is done on it."""


A_YEAR, JUST_OVER = timedelta(days=365), timedelta(days=60)
"""A date without a year that was not longer ago than this may be the past one: it is not that of the next year."""


def number_in(text: str, least: int, most: int) -> str:
    """Return the one whole number from `least` to `most` that a text gives, as digits; "" for none."""
    own = own_words(text)
    if own.reaction or own.marked or ASKS.search(text) or not friendly(own.text, words=True):
        return ""
    if NO_MARK.search(own.text):
        return ""
    best = OUT_OF.search(own.text)
    if best is not None and int(best[1]) != most:
        return ""
    mark = own.text if best is None else own.text[: best.start(1)] + own.text[best.end(1) :]
    mark_words = impolite(AROUND.sub(" ", impolite(normal(mark))))
    numbers = [_number(word) for word in (mark_words or normal(mark)).split()]
    if len(numbers) != 1 or numbers[0] is None or not least <= numbers[0] <= most:
        return ""
    return str(numbers[0])


def _number(word: str) -> int | None:
    return int(word) if re.fullmatch(r"\d{1,3}", word, re.ASCII) else NUMBERS.get(word)


def date_in(text: str, zones: Iterable[str], now: datetime) -> str:
    """Return the one date, today or later, that a text names and says nothing else of, in ISO 8601; "" for none."""
    own = own_words(text)
    if own.reaction or own.marked or ASKS.search(text) or not friendly(own.text, words=True):
        return ""
    zones = tuple(zones)
    spoken = spoken_date(own.text, zones, now)
    if spoken is None:
        return ""
    meant, rest = spoken
    left = impolite(FILLER.sub(" ", PAYS.sub(" ", rest)))
    if REFUSES.search(rest) or TIMEISH.search(left) or (left and not harmless_words(left)):
        return ""
    earliest = min(now.astimezone(zone(name)).date() for name in zones)
    if meant >= earliest + A_YEAR - JUST_OVER and str(meant.year) not in own.text:
        return ""  # "1 de marzo", written on the 2nd
    return meant.isoformat()
