"""How may the words of a lead.json be written? Pure: in any case, with hyphens or blanks; each means one thing."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial

from cadence.documents import WrongValueError
from cadence.domain import Disposition, Outcome, Purpose
from cadence.domain.channels import CONTACT_CHANNELS, descriptor_of, reader_of
from cadence.domain.geography import country_code, nearest_country, nearest_region
from cadence.domain.nearest import nearest
from cadence.domain.regions import TABLES
from cadence.leads.lists.address import read_address
from cadence.leads.phone.places import find_zone, nearest_zone
from cadence.policy.source_words import GROUNDS

CHANNELS = {
    word: (str(descriptor.channel), forms[0].delivery if len(forms) == 1 else "")
    for descriptor in map(descriptor_of, CONTACT_CHANNELS)
    for word, forms in ((str(descriptor.channel), descriptor.forms), *descriptor.law_words.items())
}
"""Our channels and the law's, as channel and delivery."""
PURPOSES = tuple(purpose.value for purpose in Purpose)
OTHER_CHANNELS = {"phone": "call", "phone_call": "call", "text": "sms"}
OUTCOMES = {
    "answered_live": Outcome.ANSWERED,
    "conversation": Outcome.ANSWERED,
    "replied": Outcome.DELIVERED,
    "optout": Outcome.DELIVERED,  # of a message; said in a call, it is what the agent notes
}
"""The law's words for what came of a touch, beside our own."""
DISPOSITIONS = frozenset(Disposition) - {Disposition.OTHER}
"""What an agent says came of a conversation says, too, that there was one."""
OF_MESSAGES = ("sent", "delivered", "read", "undelivered", "expired", "replied")
OF_CALLS = ("answered", "answered_live", "conversation", "machine", "voicemail_left", "busy", "no_answer", "abandoned")
OTHER_OUTCOMES = {"cancelled": "canceled", "opt_out": "optout"}
KINDS = {ground: kind for kind, ground in GROUNDS.items()} | {"written": "express_written", "pewc": "express_written"}
"""A campaign's words for the kinds of consent, and the trade's."""
INSTANT = "expected an instant such as 2027-03-14T11:59:59Z"
NUMBER = "expected a number such as +34910000001"
_BEFORE = r"((?i:tel|sms|rcs|whatsapp):)?"
_SIGNS = r"[\d\s().\-/·\u2010-\u2015\u2212\u200e\u202a-\u202c]"
NUMBER_SIGNS = re.compile(rf"{_BEFORE}'?[+＋]?(?:{_SIGNS}|0[xX]{{2}})+")  # noqa: RUF001  as people paste them
PREFIXED = re.compile(rf"\s*{_BEFORE}\s*'?\s*([+＋]|00)")  # noqa: RUF001  a wide plus, as in Asia
NOT_KNOWN = frozenset({"zz", "xx", "unknown"})
"""Codes and a word for a subdivision of which nobody knows which one it is."""
SHORTEST = 3
"""A text with fewer digits is no number at all; one with three is a short number, which a list refuses."""


def folded(value: object) -> object:
    """Return a word as it is compared: "No-answer" is no_answer."""
    return re.sub(r"[\s\-_]+", "_", value.strip().casefold()) if isinstance(value, str) else value


def known(value: object, words: Iterable[str], other: dict[str, str] | None = None) -> str:
    """Return the word that is meant. Raises ValueError with all there are, and the nearest."""
    word, right = folded(value), list(words)
    if isinstance(word, str):
        word = (other or {}).get(word, word)
        if word in right:
            return word
        raise WrongValueError("a word that is not known", f"one of {', '.join(right)}", nearest(word, right))
    raise ValueError(f"not a word; expected one of {', '.join(right)}")


channel = partial(known, words=CHANNELS, other=OTHER_CHANNELS)
channel_or_any = partial(known, words=(*CHANNELS, "any"), other=OTHER_CHANNELS | {"all": "any"})
outcome = partial(known, words=dict.fromkeys([*Outcome, *OUTCOMES, *sorted(DISPOSITIONS)]), other=OTHER_OUTCOMES)
ground = partial(known, words=GROUNDS, other=KINDS)
"""What is meant by a channel, what came of a touch, and the kind of a consent."""


def instant(value: object) -> object:
    """Refuse an instant without a zone, or a bare count of seconds: which instant it is would be a guess."""
    if isinstance(value, str):
        try:
            moment = datetime.fromisoformat(value.strip())
        except ValueError:
            raise ValueError(f"not an instant; {INSTANT}") from None
        if moment.tzinfo is None:
            raise ValueError(f"has no zone; {INSTANT}")
        try:
            return moment.astimezone(UTC)
        except OverflowError:
            raise ValueError(f"out of all calendars; {INSTANT}") from None
    if not isinstance(value, datetime):
        raise ValueError(f"not an instant; {INSTANT}")  # noqa: TRY004  pydantic hears ValueError
    return value


def day(value: object) -> object:
    """Read a date; of an instant, its date in UTC."""
    if isinstance(value, str) and len(value.strip()) > len("2027-03-14"):
        moment = instant(value)
        return moment.date() if isinstance(moment, datetime) else value
    if isinstance(value, int | float):
        raise ValueError("not a date; expected one such as 2027-03-01")  # noqa: TRY004  pydantic hears ValueError
    return value


def phone(value: object) -> object:
    """Refuse what no number can be. One without quotes is refused, too: it may be a place in `numbers`."""
    if (
        isinstance(value, str)
        and reader_of(value) is None
        and (not NUMBER_SIGNS.fullmatch(value.strip()) or sum(sign.isdigit() for sign in value) < SHORTEST)
    ):
        raise ValueError(f"not a phone number; {NUMBER}")
    if not isinstance(value, str):
        raise ValueError(f"not a text; {NUMBER}, in quotes")  # noqa: TRY004  pydantic hears ValueError
    return value


def country(value: str) -> str:
    """Return the code of a country, "" when none is named."""
    code = country_code(value) if value else ""
    if code is None:
        near = nearest_country(value)
        raise ValueError(f"no such country; expected a code such as ES{f'; nearest: {near}' if near else ''}")
    return code


def subdivision(country: str, value: str) -> str:
    """
    Return a subdivision as it stands, "" for a code that says nobody knows.

    One that our table of its country lacks would hide the law of where it is.
    """
    if value.strip().casefold() in NOT_KNOWN:
        return ""
    if value and country in TABLES and not read_address(country, value).region:
        near = nearest_region(country, value)
        hint = f"; nearest: {near}" if near else ""
        raise ValueError(f"no subdivision of {country} that we know; expected its code or name, or none{hint}")
    return value


def zone(value: str) -> str:
    """Return the name of a place's time zone."""
    name = find_zone(value)
    if name is None:
        near = nearest_zone(value)
        wanted = "the name of a place's time zone such as Europe/Madrid"
        raise ValueError(f"no such zone; expected {wanted}{f'; nearest: {near}' if near else ''}")
    return name
