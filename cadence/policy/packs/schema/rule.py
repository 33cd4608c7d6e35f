"""What are a pack's rules made of? Pure: the sources' words, read strictly into ours (`packs/source_words.py`)."""

from collections.abc import Iterable
from datetime import date, time
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from cadence.domain import Audience, Purpose
from cadence.domain.channels import ChannelForm
from cadence.policy.packs.source_words import CHANNELS, DAYS, EVENTS, GROUNDS, PURPOSES


class PackPart(BaseModel):
    """A frozen part of a pack; what is not known is an error (law 6)."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def _known(table: Iterable[str], word: object) -> str:
    """Return the word if the table has it."""
    if not isinstance(word, str) or word not in table:
        raise ValueError(f"{word!r} is not one of {', '.join(table)}")
    return word


def _listed(words: object) -> list[object]:
    """Return a word or a list of words as a list."""
    return words if isinstance(words, list) else [words]


def _forms(words: object) -> frozenset[ChannelForm]:
    """Return our forms for a word or list of words of the sources."""
    return frozenset().union(*(CHANNELS[_known(CHANNELS, word)] for word in _listed(words)))


def _purposes(words: object) -> frozenset[Purpose]:
    """Return our purposes for a word or list of words of the sources."""
    return frozenset().union(*(PURPOSES[_known(PURPOSES, word)] for word in _listed(words)))


def _grounds(words: object) -> frozenset[str]:
    """Return our grounds for a list of kinds of consent."""
    if not isinstance(words, list):
        raise TypeError("a list of kinds of consent was expected")
    return frozenset(GROUNDS[_known(GROUNDS, word)] for word in words)


def _events(words: object) -> frozenset[str]:
    """Return our words for a list of events."""
    if not isinstance(words, list) or not words:
        raise ValueError("a list of events was expected")
    return frozenset[str]().union(*(EVENTS[_known(EVENTS, word)] for word in words))


def _audiences(word: object) -> frozenset[Audience]:
    """Return the audiences a rule protects."""
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


def _tuple(value: object) -> object:
    """Accept YAML's lists where a tuple is kept."""
    return tuple(value) if isinstance(value, list) else value


def _address(text: str) -> str:
    """Return an https address, or nothing."""
    if text and (not text.startswith("https://") or text != "".join(text.split())):
        raise ValueError(f"{text!r}; expected an address that begins with https://")
    return text


Listed = BeforeValidator(_tuple)
Address = Annotated[str, AfterValidator(_address)]
Forms = Annotated[frozenset[ChannelForm], BeforeValidator(_forms)]
Purposes = Annotated[frozenset[Purpose], BeforeValidator(_purposes)]
Grounds = Annotated[frozenset[str], BeforeValidator(_grounds)]
Events = Annotated[frozenset[str], BeforeValidator(_events)]
Audiences = Annotated[frozenset[Audience], BeforeValidator(_audiences)]
Wall = Annotated[time, BeforeValidator(_clock)]
Days = Annotated[tuple[int, ...], BeforeValidator(_days)]
Words = Annotated[tuple[str, ...], Listed]

Confidence = Literal["V", "S", "C", "U"]
"""Operative words seen quoted; a secondary description read; sources conflict; unverified."""
UNVERIFIED: Confidence = "U"


class RuleSource(PackPart):
    """Where a rule comes from, and how sure we are."""

    law: str = Field(min_length=1)
    url: Address = ""  # where its text can be read; "" where no address was confirmed
    confidence: Confidence


class Effective(PackPart):
    """The days on which something is law; `to` is the first day on which it no longer is."""

    since: date = Field(alias="from")
    to: date | None = None


class Approval(PackPart):
    """Which counsel has approved this, and when."""

    by: str = Field(min_length=1)
    on: date


class RuleScope(PackPart):
    """Which touches a rule is about; a key that is left out narrows nothing."""

    purposes: Purposes = _purposes("any")
    channels: Forms = _forms("any")
    audience: Audiences = _audiences("any")


class RuleEntry(PackPart):
    """What every rule of a pack has."""

    id: str = Field(pattern=r"^[a-z0-9-]+(\.[a-z0-9_]+)+$")
    when: RuleScope = RuleScope()
    source: RuleSource
    effective: Effective | None = None  # narrower than the pack's
    approved: Approval | None = None  # None: counsel has not approved it
    note: str = ""
