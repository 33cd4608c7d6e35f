"""
What does a row say about consent? Pure.

A yes is for the number it was given for: the first of the lead's numbers that can use the channel; `all` is a yes for
all of them. A no comes from the person, so it applies to every number that can use the channel. An empty cell means
nothing.

A date without a zone is read in each of the lead's zones and in UTC. A yes counts from the earliest reading, and from
the start of a day without a time; a no counts from the latest, and from the end of the day, or from the import if that
is still to come. So if a yes and a no are close together, the no wins (law 6).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cadence.domain import Channel, Purpose
from cadence.domain.channels import CONTACT_CHANNELS, descriptor_of
from cadence.domain.dates import DateOrder, read_instant, read_wall
from cadence.domain.list_rows import ConsentRow, NumberRow
from cadence.leads.lists.date_columns import PLAIN, ReadAs
from cadence.leads.lists.words import fold
from cadence.policy.hours.local_days import ANYWHERE

CHANNELS = {descriptor_of(channel).consent_column: channel for channel in CONTACT_CHANNELS}
"""The consent column of each channel."""

KINDS = {
    "express": ("", "expreso", "expresa", "explicito", "verbal", "oral"),
    "express_written": (
        *("written", "escrito", "por_escrito", "expreso_escrito", "expreso_por_escrito", "firmado", "signed"),
    ),
}
"""The kinds of consent that rules know, and what else lists call them, folded."""
PURPOSES = {
    Purpose.MARKETING: ("publicidad", "comercial"),
    Purpose.COLLECTIONS: ("cobranza", "cobros", "recobro"),
    Purpose.SERVICE: ("servicio",),
    Purpose.SURVEY: ("encuesta", "encuestas"),
}
"""What else lists call a purpose, folded."""
KIND_OF = {word: kind for kind, words in KINDS.items() for word in (kind, *words)}
PURPOSE_OF = {word: purpose for purpose, words in PURPOSES.items() for word in (purpose.value, *words)}


class ConsentWord(StrEnum):
    """What a consent cell says."""

    YES = "yes"  # for the number it was given for
    ALL = "all"  # for every number of the row that takes the channel
    NO = "no"  # for all of them


SPELLINGS = {
    ConsentWord.YES: (
        *("yes", "y", "si", "s", "sim", "true", "t", "verdadero", "verdadeiro", "v", "1", "x"),
        *("accepted", "granted", "opted_in", "opt_in", "optin", "subscribed", "acepta", "acepto", "aceptado"),
        *("autoriza", "autorizado", "suscrito", "aceita", "aceito", "inscrito"),
    ),
    ConsentWord.ALL: ("all", "todos", "todas", "ambos"),
    ConsentWord.NO: (
        *("no", "n", "nao", "false", "f", "falso", "0", "none", "never", "nunca", "ninguno", "nenhum"),
        *("denied", "declined", "refused", "revoked", "withdrawn", "opted_out", "opt_out", "optout", "unsubscribed"),
        *("unsubscribe", "stop", "baja", "de_baja", "dado_de_baja", "rechaza", "rechazado", "denegado", "negado"),
        *("revocado", "retirado", "no_acepta", "no_acepto", "no_autoriza", "no_autorizado", "recusado", "revogado"),
        *("nao_aceita", "nao_aceito", "nao_autoriza", "descadastrado"),
    ),
}
WORDS = {spelling: word for word, spellings in SPELLINGS.items() for spelling in spellings}
CROSS = "x"
CODES = frozenset({"0", "1"})
UNCLEAR = "unclear: with the other words in this column it may mean yes or no; write yes or no"
LONGEST_SOURCE = 60
"""A source is a short word that is kept forever; a longer one is probably free text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentDate:
    """The readings of one date: a yes counts from the first, a no from the last."""

    yes: datetime
    no: datetime | None  # None: still to come, so the no counts from the import


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentWords:
    """What one row says about how consent was obtained."""

    when: ConsentDate | None = None
    source: str = ""
    evidence: str = ""
    kind: str = "express"
    purpose: Purpose | None = None
    expires: datetime | None = None
    wording: str = ""


def read_kind(text: str) -> str:
    """Return the kind of a consent. Raises ValueError for one that no rule knows."""
    if kind := KIND_OF.get(fold(text)):
        return kind
    raise ValueError("expected express or express_written (also escrito, por escrito, firmado, signed)")


def read_purpose(text: str) -> Purpose | None:
    """Return the purpose a consent is for, None for any. Raises ValueError for no purpose of ours."""
    if not text.strip():
        return None
    if purpose := PURPOSE_OF.get(fold(text)):
        return purpose
    raise ValueError(f"expected {', '.join(Purpose)}, or nothing for any purpose")


def read_expiry(text: str, zones: Sequence[str], read: ReadAs = PLAIN) -> datetime | None:
    """Return when a consent ends, by whichever reading comes first; None for never. Raises ValueError."""
    return min(_readings(text, zones, read.orders)) if text.strip() else None


def _readings(text: str, zones: Sequence[str], orders: Sequence[DateOrder]) -> list[datetime]:
    """
    Return every instant that a date may mean. The first order must fit; another counts where it does.

    Raises ValueError for what is no date.
    """
    readings = [read_instant(text, [zone], orders[0]) for zone in (*zones, "UTC")]
    for order in orders[1:]:
        with suppress(ValueError):
            readings += [read_instant(text, [zone], order) for zone in (*zones, "UTC")]
    return readings


NOTHING = frozenset({"null", "nil", "na", "n_a"})
"""What databases write for an empty cell, folded."""


SIGNS = dict.fromkeys("✓✔✅☑", ConsentWord.YES) | dict.fromkeys("✗✘❌✕☒", ConsentWord.NO)
"""Ticks and crosses: signs, so that folding would leave nothing of them."""


def word_of(text: str) -> ConsentWord | None:
    """Return what the cell says, None for an empty one and for any other word."""
    return WORDS.get(fold(text)) or SIGNS.get(text.strip().rstrip("\ufe0f"))


def is_blank(text: str) -> bool:
    """Tell whether a cell says nothing."""
    return not text.strip() or fold(text) in NOTHING


def read_word(text: str) -> ConsentWord | None:
    """Return what the cell says, None for an empty one. Raises ValueError for any other word."""
    if is_blank(text):
        return None
    if word := word_of(text):
        return word
    raise ValueError(
        "expected yes (for the first number that takes this), all (for every such number), no, or nothing; "
        "also sí, todos, true, false, 1, 0, x"
    )


def read_when(text: str, zones: Sequence[str], now: datetime, read: ReadAs = PLAIN) -> ConsentDate | None:
    """Return the readings of a date, None without one. Raises ValueError for what is no past date."""
    if not text.strip():
        return None
    readings = _readings(text, zones, read.orders[:1])
    if min(readings) > now:
        raise ValueError("this date is in the future; expected the date of the consent")
    latest = max(_readings(text, zones, read.orders))
    if not read_wall(text, read.order).timed:
        latest += timedelta(days=1)
    return ConsentDate(yes=min(readings), no=latest if latest <= now else None)


def read_source(text: str) -> str:
    """Return the source as one short word. Raises ValueError for what may be personal data: it is kept forever."""
    source = " ".join(text.split())
    if len(source) > LONGEST_SOURCE or "@" in source or sum(char.isdigit() for char in source) > len("20270309"):
        raise ValueError(
            f"expected a short word for where consent came from, such as web form ({LONGEST_SOURCE} at most)"
        )
    return source


def read_no(
    at: str, purpose: str, source: str, now: datetime, read: ReadAs
) -> tuple[datetime | None, Purpose | None, str]:
    """
    Return when a no was said, its purpose and its source, each from its cell; nothing for what cannot be read.

    The no counts all the same: without a readable date from now on, without a readable purpose for every purpose.
    """
    when, limited_to, short_source = None, None, ""
    with suppress(ValueError):
        when = read_when(at, ANYWHERE, now, read)
    with suppress(ValueError):
        limited_to = read_purpose(purpose)
    with suppress(ValueError):
        short_source = read_source(source)
    return when.no if when else None, limited_to, short_source


def unclear_words(values: Mapping[str, Counter[str]]) -> dict[str, frozenset[str]]:
    """
    Return the words, folded, that are not clear in each consent column; `values` are those of our columns.

    In a column of crosses and blanks, x is a yes; in one that also has ticks or other words for yes, it may be a no. In
    a column of 0 and 1, 1 is a yes; if there is a 2 as well, it may be either.
    """
    unclear_by_column = {}
    for name in CHANNELS:
        words = {fold(text) or text.strip() for text in values.get(name, Counter()) if not is_blank(text)}
        yes = {word for word in words if word_of(word) not in (None, ConsentWord.NO)}
        unclear = set[str]()
        if CROSS in words and (yes - {CROSS} or any(word_of(word) is None for word in words)):
            unclear.add(CROSS)
        if CODES & words and any(word.isdigit() and word not in CODES for word in words):
            unclear |= CODES & words
        if unclear:
            unclear_by_column[name] = frozenset(unclear)
    return unclear_by_column


def records_of(
    channel: Channel, word: ConsentWord, numbers: Sequence[NumberRow], circumstances: ConsentWords
) -> tuple[ConsentRow, ...]:
    """Return the records that a word makes; none for a yes when no number takes the channel."""
    given, kinds = word is not ConsentWord.NO, descriptor_of(channel).number_kinds
    fit = [number.e164 for number in numbers if number.kind in kinds]
    about = fit[:1] if word is ConsentWord.YES else fit if given else fit or [""]
    at = None if circumstances.when is None else circumstances.when.yes if given else circumstances.when.no
    return tuple(
        ConsentRow(
            channel=channel,
            given=given,
            e164=e164,
            at=at,
            purpose=circumstances.purpose,
            kind=circumstances.kind if given else "express",
            source=circumstances.source,
            expires=circumstances.expires if given else None,
            wording=circumstances.wording if given else "",
            evidence=circumstances.evidence,
        )
        for e164 in about
    )
