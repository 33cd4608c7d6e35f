"""
What does a reply ask of us? Pure: stop, help, start, a call at a given time, or nothing a machine should act on.

A call is promised only when a reply asks for one and names one instant or span, or when it is nothing but a time, which
is how people answer "when may we call?". No word that could belong to a time may be left over, and the rest of the
reply must be plainly harmless. Everything else becomes work for a person.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from cadence.domain import SAVED
from cadence.domain.questions import ReplyQuestion, range_of
from cadence.replies import opt_out
from cadence.replies.answers import (
    REFUSED_MEANINGS,
    answer_of_button,
    answers_in,
    is_plain,
    may_answer,
    maybe_stop,
)
from cadence.replies.harmless import friendly, harmless_words, plainly_harmless
from cadence.replies.normalized import clauses
from cadence.replies.opt_out import STOP_SIGNS, Reply
from cadence.replies.quoted import own_words
from cadence.replies.time_words import FILLER, REFUSES, TIMEISH
from cadence.replies.times import UnderstoodTime, plain, spoken_time
from cadence.replies.values import date_in, number_in

STOPS = frozenset({"revoke", "restrict"})
JOINED = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])")
"""Where a word begins in a payload such as stopAll or stop2."""
REQUEST = re.compile(
    r"\b(?:"
    # Spanish
    r"(?:que )?(?:me|nos) (?:vuelv(?:es?|as?|en|an) a llamar|llamas?|llamen?|llames|llamais|marca[ns]?|marquen?)"
    r"|llam(?:a|e|en|ad|ar)(?:me|nos)|(?:me|nos) (?:puedes?|pueden|podria[sn]?|podeis) (?:volver a )?(?:llamar|marcar)"
    r"|vuelv(?:e|a|an)(?:me)? a llamar(?:me)?|marca(?:r|n)?me|marqu(?:e|en)me|devuelv(?:e|a|an)me la llamada"
    r"|(?:pueden?|puedes|podrian?|podrias) (?:volver a )?(?:llamarme|marcarme)"
    r"|(?:quiero|espero|necesito) (?:una|su|la) llamada|(?:me|nos) (?:llamais|llameis|das? una llamad\w+"
    r"|dan una llamad\w+|telefone(?:e|a|en|an))|(?:telefone|timbr)e[n]?me|llam(?:e|en|ad) a esa hora|"
    # English
    r"(?:please |pls |plz )(?:call|phone|ring)(?: me| us)?(?: back)?|(?:call|phone|ring)(?: me)? (?:then|please|pls)"
    r"|telephone me|(?:can|could) (?:someone|somebody|you|u) (?:ring|phone) (?:me|us)|gimme a (?:call|ring)"
    r"|(?:(?:can|could|would|will|may) (?:you|u|someone|somebody) )?(?:please )?(?:call|ring|phone) (?:me|us"
    r"|back)(?: back)?|(?:(?:can|could|would|will) (?:you|u) )?give (?:me|us) a (?:call|ring)|callback|call back|"
    # Portuguese
    r"(?:me|nos) telefon(?:e|em|a|ar)|telefon(?:e|em) me|(?:me )?liguem? nesse horario"
    r"|(?:pode[mr]? )?(?:me |nos )?ligue(?:m)?(?: (?:pra|para) mim| de volta)?"
    r"|(?:pode[mr]? |poderiam? )?(?:me|nos) (?:liga|ligar|ligam|chama|chame)"
    r"|(?:pode[mr]?|poderiam?) (?:me |nos )?(?:ligar|retornar)|(?:pode[mr]? )?(?:liga|ligar) (?:me|de volta"
    r"|(?:pra|para) mim)|retorn(?:a|e|em|ar) (?:a )?(?:minha )?ligacao)\b"
)
"""Asks for a call."""

ELSEWHERE = re.compile(r"\+?\d[\d .-]{6,}\d")
"""The digits of a phone number."""


def read_reply(  # noqa: PLR0913  the text, where and when, and what was asked
    text: str,
    zones: str | Iterable[str],
    now: datetime,
    *,
    spans: bool = False,
    question: ReplyQuestion | None = None,
    pressed: str = "",
) -> Reply:
    """
    Return what a reply means. What may be a stop is never read as anything else.

    `spans` means that the hour of a promised call is confirmed to the person: then "por la tarde" is enough. With a
    `question` the reply may be an answer to it. `pressed` is the payload of the button that was pressed instead of
    writing: its text and its payload are our own, and each of them that says stop is a stop.
    """
    where = (zones,) if isinstance(zones, str) else tuple(zones)
    reading = _meaning(text, where, now, spans=spans)
    named = answer_of_button(pressed, question.answers) if pressed and question is not None else frozenset()
    if pressed and reading.meaning not in STOPS:
        payload = JOINED.sub(" ", pressed)
        meant = opt_out.read(payload)
        if meant.meaning in STOPS or maybe_stop(meant) or not (named or is_plain(payload)):
            return meant
    if question is None:
        return reading
    if named and reading.meaning not in REFUSED_MEANINGS and not maybe_stop(reading) and STOP_SIGNS.isdisjoint(text):
        names = named | answers_in(text, question.answers)
        return _kept(reading, next(iter(names)), question) if len(names) == 1 else reading
    return _answered(reading, text, question, where, now)


def _answered(reading: Reply, text: str, question: ReplyQuestion, zones: tuple[str, ...], now: datetime) -> Reply:
    """Return a reply with the answer that it gives to a question, and with what is to be kept of it, if it is one."""
    if not may_answer(reading):
        return reading
    names = answers_in(text, question.answers)
    if len(names) == 1:
        return _kept(reading, next(iter(names)), question)
    value = "" if names else _value(text, question.kind, zones, now)
    return replace(reading, answer=SAVED, value=value) if value else reading


def _kept(reading: Reply, name: str, question: ReplyQuestion) -> Reply:
    """Return a reply that is one of the answers; the name is what is kept where the question is which."""
    kept = name if question.kind in {"yes/no", "replies"} else ""
    return replace(reading, answer=name, value=kept)


def _value(text: str, kind: str, zones: tuple[str, ...], now: datetime) -> str:
    """Return what a text says where a question is about a number, a date or a text; "" where it does not say it."""
    if kind == "text":
        return text.strip()
    if kind == "date":
        return date_in(text, zones, now)
    ends = range_of(kind)
    return "" if ends is None else number_in(text, *ends)


def _meaning(text: str, zones: tuple[str, ...], now: datetime, *, spans: bool) -> Reply:
    """Return what a reply means that answers no question."""
    reading = opt_out.read(text)
    known = reading.meaning != "none" and reading.rule != opt_out.UNCLEAR
    if known or len(text) > opt_out.LONGEST:
        return reading
    own = ELSEWHERE.sub(" ", own_words(opt_out.bounded(text)).text)
    spoken = spoken_time(own, zones, now, spans=spans)
    requested = REQUEST.search(plain(own)) is not None
    if spoken is not None and friendly(text) and _is_promise(spoken, requested=requested):
        rule = "time.exact" if spoken.until is None else "time.span"
        return replace(reading, meaning="callback", rule=rule, callback_at=spoken.at, callback_until=spoken.until)
    if reading.rule == opt_out.UNCLEAR and requested and friendly(text) and _only_asks(own):
        reading = replace(reading, meaning="none", rule="words.request")
    if reading.rule == "words.harmless" and requested and not plainly_harmless(own, wide=False):
        # another word may belong to the time of the call
        reading = replace(reading, meaning="hold", rule=opt_out.UNCLEAR)
    return replace(reading, asks_for_call=requested and reading.meaning == "none")


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeReading:
    """How a time in a reply was read, whether or not a call follows from it."""

    start: datetime | None  # None: no clear time
    end: datetime | None = None  # of a span
    used: tuple[str, ...] = ()  # the words that made the time
    left_over: tuple[str, ...] = ()  # the other words, without those that ask for a call or mean nothing
    in_doubt: tuple[str, ...] = ()  # those of the words left over that may belong to a time: a person is asked then


def time_reading(text: str, zones: str | Iterable[str], now: datetime) -> TimeReading | None:
    """Return how a time in a reply is read, spans included; None where no word could belong to one."""
    own = plain(ELSEWHERE.sub(" ", own_words(opt_out.bounded(text)).text))
    spoken = spoken_time(own, (zones,) if isinstance(zones, str) else tuple(zones), now, spans=True)
    rest = spoken.rest.split() if spoken else own.split()
    left = FILLER.sub(" ", REQUEST.sub(" ", " ".join(rest))).split()
    in_doubt = tuple(word for word in left if TIMEISH.search(word))
    if spoken is None and set(in_doubt) <= {"no"}:  # a no beside no time
        return None
    kept, used = list(rest), []
    for word in own.split():
        if kept and word == kept[0]:
            kept.pop(0)
        else:
            used.append(word)
    return TimeReading(
        start=spoken.at if spoken else None,
        end=spoken.until if spoken else None,
        used=tuple(used),
        left_over=tuple(left),
        in_doubt=in_doubt,
    )


def _is_promise(spoken: UnderstoodTime, *, requested: bool) -> bool:
    """Tell whether a time is asked for, with no word left over that could belong to it or that is not harmless."""
    rest = REQUEST.sub(" ", spoken.rest)
    if TIMEISH.search(FILLER.sub(" ", rest)):
        return False
    left = FILLER.sub(" ", rest).split()
    return not left or (requested and harmless_words(" ".join(rest.split())))


def _only_asks(own: str) -> bool:
    """Tell whether a reply asks for a call, at any time, and the rest is harmless."""
    words = REQUEST.sub(" ", " ".join(clauses(own)))
    left = FILLER.sub(" ", TIMEISH.sub(" ", words))
    return not REFUSES.search(words) and (not left.split() or harmless_words(" ".join(left.split())))
