"""What are a pack's rules made of? Pure: the words of the sources, read strictly into ours (`source_words.py`)."""

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from cadence.campaign import Campaign
from cadence.documents.mistakes import WrongValueError, quoted
from cadence.domain import Audience, NumberKind, Purpose
from cadence.domain.channels import ChannelForm
from cadence.domain.nearest import nearest
from cadence.policy.source_words import CHANNELS, DAYS, EVENTS, GROUNDS, PURPOSES

_Ours = TypeVar("_Ours")


MOST_YEARS = 100
"""Nothing in a pack is longer: the sum of an instant and a span has to be an instant."""
MOST_DAYS = 366 * MOST_YEARS
MOST_SECONDS = 86_400 * MOST_DAYS
MOST_TOUCHES = 1_000_000_000
"""A count fits into a column of the ledger."""
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
"""Between these a law begins and ends."""


class PackPart(BaseModel):
    """A frozen part of a pack; what is not known is an error (law 6)."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def _ours(table: Mapping[str, frozenset[_Ours]], words: object) -> frozenset[_Ours]:
    """Return what a word or a list of words of the sources means to us."""
    if words == []:
        raise WrongValueError("an empty list, which names nothing", "one word or more, or no such key")
    listed = enumerate(words) if isinstance(words, list) else [(None, words)]
    return frozenset[_Ours]().union(*(table[_known(table, word, place)] for place, word in listed))


def _known(table: Iterable[str], word: object, place: int | None = None) -> str:
    """Return the word if the table has it; `place` is its place in a list."""
    if isinstance(word, str) and word in table:
        return word
    found = quoted(word) if isinstance(word, str) else "not a word"
    raise WrongValueError(
        found, f"one of {', '.join(table)}", nearest(str(word), table), () if place is None else (place,)
    )


def _forms(words: object) -> frozenset[ChannelForm]:
    """Return our forms for a word or list of words of the sources."""
    return _ours(CHANNELS, words)


def _purposes(words: object) -> frozenset[Purpose]:
    """Return our purposes for a word or list of words of the sources."""
    return _ours(PURPOSES, words)


def _grounds(words: object) -> frozenset[str]:
    """Return our grounds for a list of kinds of consent."""
    if not isinstance(words, list):
        raise WrongValueError("not a list", "a list of kinds of consent")
    return frozenset(GROUNDS[_known(GROUNDS, word, place)] for place, word in enumerate(words))


def _events(words: object) -> frozenset[str]:
    """Return our words for a list of events."""
    if not isinstance(words, list) or not words:
        raise WrongValueError("an empty list" if words == [] else "not a list", "a list of events")
    return _ours(EVENTS, words)


def _audiences(word: object) -> frozenset[Audience]:
    """Return the audiences a rule protects."""
    return frozenset(Audience) if word == "any" else frozenset({Audience(_known([*Audience, "any"], word))})


def _days(words: object) -> tuple[int, ...]:
    """Return the weekdays of "mon-fri" or "sat", Monday being 0."""
    first, _, last = str(words).partition("-")
    if first not in DAYS or (last and last not in DAYS):
        raise WrongValueError(quoted(str(words)), f"days such as mon-fri or sat, of {', '.join(DAYS)}")
    return tuple(range(DAYS.index(first), DAYS.index(last or first) + 1))


def _clock(text: object) -> time:
    """Return the wall time of "09:00"; "24:00" is the day's end."""
    try:
        return time() if text == "24:00" else time.fromisoformat(str(text))
    except ValueError:
        raise WrongValueError(quoted(str(text)), "a time of day such as 09:00, up to 24:00") from None


def _tuple(value: object) -> object:
    """Accept YAML's lists where a tuple is kept."""
    return tuple(value) if isinstance(value, list) else value


def _address(text: str) -> str:
    """Return an https address, or nothing."""
    if text and (not text.startswith("https://") or text != "".join(text.split())):
        raise WrongValueError(quoted(text), "an address that begins with https://")
    return text


def _day(day: date) -> date:
    """Return a day on which a law may begin or end. The far future would leave the calendar in some zones."""
    if not FIRST_DAY <= day <= LAST_DAY:
        hint = "leave `to` out where there is no end" if day > LAST_DAY else ""
        raise WrongValueError(str(day), f"a day from {FIRST_DAY} to {LAST_DAY}" + (f"; {hint}" if hint else ""))
    return day


Listed = BeforeValidator(_tuple)
Day = Annotated[date, AfterValidator(_day)]
Address = Annotated[str, AfterValidator(_address)]
Forms = Annotated[frozenset[ChannelForm], BeforeValidator(_forms)]
Purposes = Annotated[frozenset[Purpose], BeforeValidator(_purposes)]
Grounds = Annotated[frozenset[str], BeforeValidator(_grounds)]
Events = Annotated[frozenset[str], BeforeValidator(_events)]
Audiences = Annotated[frozenset[Audience], BeforeValidator(_audiences)]
Wall = Annotated[time, BeforeValidator(_clock)]
Days = Annotated[tuple[int, ...], BeforeValidator(_days)]
Words = Annotated[tuple[str, ...], Listed]
DayCount = Annotated[int, Field(gt=0, le=MOST_DAYS)]
SecondCount = Annotated[int, Field(gt=0, le=MOST_SECONDS)]
Delay = Annotated[float, Field(gt=0, le=MOST_SECONDS)]  # in seconds
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

    since: Day = Field(alias="from", description="The first day on which it is law.")
    to: Day | None = Field(default=None, description="The first day on which it is no longer law.")

    @model_validator(mode="after")
    def _in_order(self) -> "Effective":
        """Refuse an end before the beginning: it would never be law, without a word."""
        if self.to is not None and self.to <= self.since:
            raise WrongValueError(f"the end {self.to}, not after {self.since}", "a later day", below=("to",))
        return self


class Approval(PackPart):
    """Which counsel has approved this, and when."""

    by: str = Field(min_length=1, description="The counsel who has approved it.")
    on: date = Field(description="The day of the approval.")


class RuleScope(PackPart):
    """Which touches a rule is about; a key that is left out narrows nothing."""

    purposes: Purposes = Field(default=_purposes("any"), description="Purposes of campaigns.")
    channels: Forms = Field(default=_forms("any"), description="Channels, in the words of the sources.")
    audience: Audiences = Field(default=_audiences("any"), description="Private people (consumer), or people at work.")

    def binds(self, campaign: Campaign) -> bool:
        """Tell whether a campaign has one of these purposes and audiences."""
        return campaign.purpose in self.purposes and campaign.audience in self.audience


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
            found = "both countries and everyone: true" if self.everyone else "neither of the two"
            raise WrongValueError(found, "either countries, or everyone: true")
        if (self.subdivisions or self.unknown_subdivision) and len(self.countries) != 1:
            raise WrongValueError(f"subdivisions of {len(self.countries)} countries", "one country, which they divide")
        return self
