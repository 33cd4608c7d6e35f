"""What are a pack's rules made of? Pure: the words of the sources, read strictly into ours (`source_words.py`)."""

from collections.abc import Iterable
from datetime import date, time
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from cadence.domain import Audience, NumberKind, Purpose
from cadence.domain.channels import ChannelForm
from cadence.policy.source_words import CHANNELS, DAYS, EVENTS, GROUNDS, PURPOSES


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
Kinds = Annotated[tuple[Annotated[NumberKind, Field(strict=False)], ...], Listed]

Confidence = Literal["V", "S", "C", "U"]
"""Operative words seen quoted; a secondary description read; sources conflict; unverified."""
UNVERIFIED: Confidence = "U"


class RuleSource(PackPart):
    """Where a rule comes from, and how sure we are."""

    law: str = Field(min_length=1, description="The law and the article, as a lawyer cites them.")
    url: Address = Field(default="", description="Where its text can be read; left out where none was confirmed.")
    confidence: Confidence = Field(
        description="V: its words seen quoted; S: read in a secondary description; C: sources conflict; U: unverified."
    )


class Effective(PackPart):
    """The days on which something is law; `to` is the first day on which it no longer is."""

    since: date = Field(alias="from", description="The first day on which it is law.")
    to: date | None = Field(default=None, description="The first day on which it is no longer law.")


class Approval(PackPart):
    """Which counsel has approved this, and when."""

    by: str = Field(min_length=1, description="The counsel who has approved it.")
    on: date = Field(description="The day of the approval.")


class RuleScope(PackPart):
    """Which touches a rule is about; a key that is left out narrows nothing."""

    purposes: Purposes = Field(default=_purposes("any"), description="Purposes of campaigns.")
    channels: Forms = Field(default=_forms("any"), description="Channels, in the words of the sources.")
    audience: Audiences = Field(default=_audiences("any"), description="Private people (consumer), or people at work.")


class Applies(PackPart):
    """The people a pack protects, by where they may be: address and number both count."""

    countries: Annotated[tuple[str, ...], Listed] = Field(
        default=(), description="Countries whose people it protects (ISO 3166-1 alpha-2)."
    )
    subdivisions: Words = Field(
        default=(), description="Only in these regions of the one country (ISO 3166-2 without the country)."
    )
    unknown_subdivision: bool = Field(
        default=False, description="The pack for people of this country whose region is unknown."
    )
    everyone: bool = Field(default=False, description="People everywhere: for platforms, whose rules know no borders.")

    @model_validator(mode="after")
    def _somebody(self) -> "Applies":
        """Refuse a pack with neither countries nor `everyone`, or with both."""
        if self.everyone == bool(self.countries):
            raise ValueError("expected countries, or everyone: true")
        if (self.subdivisions or self.unknown_subdivision) and len(self.countries) != 1:
            raise ValueError("subdivisions belong to one country")
        return self
