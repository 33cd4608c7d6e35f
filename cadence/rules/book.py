"""
What does a pack say? Pure: the shape of one jurisdiction's rules, as data (strict: what is not known is an error).

Five primitives are meant to cover every rule of contact: window, limit, require, ratio and optout. The first three are
read today, require for consent only. A pack that uses more than this engine understands is refused as a whole, because
a rule that is passed over in silence is worse than none (law 6).
"""

from datetime import date, time
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from cadence.model import Audience, Purpose
from cadence.rules.limits import Key
from cadence.rules.words import CHANNELS, DAYS, EVENTS, GROUNDS, PURPOSES, Form


class Entry(BaseModel):
    """A frozen part of a pack."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def _known(table: dict[str, object], word: object) -> str:
    """Return the word if the table has it."""
    if not isinstance(word, str) or word not in table:
        raise ValueError(f"{word!r} is not one of {', '.join(table)}")
    return word


def _forms(words: object) -> frozenset[Form]:
    """Return our forms for a word or list of words of the sources."""
    listed = words if isinstance(words, list) else [words]
    return frozenset().union(*(CHANNELS[_known(dict(CHANNELS), word)] for word in listed))


def _purposes(words: object) -> frozenset[Purpose]:
    """Return our purposes for a word or list of words of the sources."""
    listed = words if isinstance(words, list) else [words]
    return frozenset().union(*(PURPOSES[_known(dict(PURPOSES), word)] for word in listed))


def _grounds(words: object) -> frozenset[str]:
    """Return our grounds for a list of kinds of consent."""
    if not isinstance(words, list):
        raise TypeError("a list of kinds of consent was expected")
    return frozenset(GROUNDS[_known(dict(GROUNDS), word)] for word in words)


def _events(words: object) -> frozenset[str]:
    """Return our words for a list of events."""
    if not isinstance(words, list) or not words:
        raise ValueError("a list of events was expected")
    return frozenset[str]().union(*(EVENTS[_known(dict(EVENTS), word)] for word in words))


def _audiences(word: object) -> frozenset[Audience]:
    """Return whom a rule protects."""
    return frozenset(Audience) if word == "any" else frozenset({Audience(str(word))})


def _days(words: object) -> tuple[int, ...]:
    """Return the weekdays of "mon-fri" or "sat", Monday being 0."""
    first, _, last = str(words).partition("-")
    if first not in DAYS or (last and last not in DAYS):
        raise ValueError(f"{words!r} is not days such as mon-fri or sat")
    return tuple(range(DAYS.index(first), DAYS.index(last or first) + 1))


def _clock(text: object) -> time:
    """Return the wall time of "09:00"; "24:00" is the day's end."""
    return time() if text == "24:00" else time.fromisoformat(str(text))


Forms = Annotated[frozenset[Form], BeforeValidator(_forms)]
Purposes = Annotated[frozenset[Purpose], BeforeValidator(_purposes)]
Grounds = Annotated[frozenset[str], BeforeValidator(_grounds)]
Events = Annotated[frozenset[str], BeforeValidator(_events)]
Audiences = Annotated[frozenset[Audience], BeforeValidator(_audiences)]
Wall = Annotated[time, BeforeValidator(_clock)]
Days = Annotated[tuple[int, ...], BeforeValidator(_days)]


def _tuple(value: object) -> object:
    """Accept YAML's lists where a tuple is kept."""
    return tuple(value) if isinstance(value, list) else value


class When(Entry):
    """Which touches a rule is about; a key that is left out narrows nothing."""

    purposes: Purposes = _purposes("any")
    channels: Forms = _forms("any")
    audience: Audiences = _audiences("any")


class Source(Entry):
    """Where a rule comes from, and how sure we are."""

    law: str = Field(min_length=1)
    url: str = ""
    confidence: Literal["V", "S", "C", "U"]  # seen quoted, secondary, conflicting, unverified


class OpenHours(Entry):
    """Open on these days from `open` to `close`, local wall time, half-open."""

    days: Days
    open: Wall
    close: Wall


class Closed(Entry):
    """Which holidays close."""

    levels: Annotated[tuple[Literal["national", "regional"], ...], BeforeValidator(_tuple)]


class RuleEntry(Entry):
    """What every rule of a pack has."""

    id: str = Field(pattern=r"^[a-z]+(\.[a-z0-9_]+)+$")
    when: When = When()
    source: Source
    note: str = ""


class WindowEntry(RuleEntry):
    """Hours of contact."""

    type: Literal["window"]
    allow: Annotated[tuple[OpenHours, ...], BeforeValidator(_tuple)] = Field(min_length=1)
    closed: Closed | None = None


class RollingSpan(Entry):
    """Elapsed seconds."""

    kind: Literal["rolling"]
    seconds: int = Field(gt=0)


class CalendarDays(Entry):
    """Local dates, the first being the date of the touch."""

    kind: Literal["calendar_days"]
    n: int = Field(gt=0)


class Count(Entry):
    """What counts: touches of which one of these words can be said; every touch that left, without any."""

    events: Events


class LimitEntry(RuleEntry):
    """At most `threshold` touches in the window, among those that share all of the keys."""

    type: Literal["limit"]
    count: Count | None = None
    threshold: int = Field(gt=0)
    window: Annotated[RollingSpan | CalendarDays, Field(discriminator="kind")]
    key: Annotated[tuple[Key, ...], BeforeValidator(_tuple)] = Field(min_length=1)


class ConsentEntry(Entry):
    """The kinds of consent, and other grounds, that a rule accepts."""

    kinds: Grounds = Field(min_length=1)


class RequireEntry(RuleEntry):
    """Something that must be there before a touch."""

    type: Literal["require"]
    consent: ConsentEntry


PackRule = Annotated[WindowEntry | LimitEntry | RequireEntry, Field(discriminator="type")]


class Effective(Entry):
    """The days on which a pack is law; `to` is the first day on which it no longer is."""

    since: date = Field(alias="from")
    to: date | None = None


class Applies(Entry):
    """Whom a pack protects."""

    country: str = Field(pattern=r"^[A-Z]{2}$")
    subdivisions: Annotated[tuple[str, ...], BeforeValidator(_tuple)] = ()


def _unique(rules: tuple[PackRule, ...]) -> tuple[PackRule, ...]:
    """Refuse two rules of one id."""
    ids = [rule.id for rule in rules]
    if len(ids) != len(set(ids)):
        raise ValueError("two rules have the same id")
    return rules


class Pack(Entry):
    """The rules of one jurisdiction."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    version: str
    title: str
    effective: Effective
    status: Literal["draft", "counsel_approved"]
    complete: bool  # False: rules of this jurisdiction are known to be missing
    missing: Annotated[tuple[str, ...], BeforeValidator(_tuple)] = ()
    extends: Annotated[
        tuple[str, ...], BeforeValidator(_tuple)
    ] = ()  # a child can only tighten: all rules of both bind
    applies: Applies
    rules: Annotated[tuple[PackRule, ...], BeforeValidator(_tuple), AfterValidator(_unique)]
