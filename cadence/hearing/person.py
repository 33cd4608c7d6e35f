"""What may a lead.json say? Pure: strict, because a key that is misspelt could hide the touch that matters."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from difflib import get_close_matches
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from cadence.errors import InvalidInputError
from cadence.model import Audience, Disposition, NumberKind, Purpose, SuppressionScope

CHANNELS = {
    "sms": ("sms", ""),
    "whatsapp": ("whatsapp", ""),
    "call": ("call", ""),
    "voice": ("call", ""),
    "voice_live": ("call", "live"),
    "voice_prerec": ("call", "recorded"),
    "vm_drop": ("call", "voicemail"),
}
"""Our channels and the law's, as channel and delivery."""


def _aware(value: object) -> object:
    """Refuse an instant without a zone: which instant it is would be a guess."""
    if isinstance(value, str):
        try:
            found = datetime.fromisoformat(value)
        except ValueError:
            raise ValueError("expected an instant such as 2027-03-14T11:59:59Z") from None
        if found.tzinfo is None:
            raise ValueError("has no zone; expected an instant such as 2027-03-14T11:59:59Z")
        return found.astimezone(UTC)
    return value


def _channel(value: object) -> object:
    """Refuse a channel nobody knows."""
    if value not in CHANNELS:
        raise ValueError(f"expected one of {', '.join(CHANNELS)}")
    return value


def _day(value: object) -> object:
    """Read a date; of an instant, its date in UTC."""
    if isinstance(value, str) and len(value) > len("2027-03-14"):
        instant = _aware(value)
        return instant.date() if isinstance(instant, datetime) else value
    return value


def _place(value: object) -> object:
    """Read "US-FL" or "US" as an address."""
    if isinstance(value, str):
        country, _, subdivision = value.partition("-")
        return {"country": country, "subdivision": subdivision}
    return value


def _entries(value: object, key: str) -> object:
    """Read a mapping of names to entries as a list of entries, and a bare word as an entry."""
    if isinstance(value, Mapping):
        return [{key: name, **(one if isinstance(one, Mapping) else {"listed": one})} for name, one in value.items()]
    if isinstance(value, list):
        return [{key: one} if isinstance(one, str) else one for one in value]
    return value


def _zones(value: object) -> object:
    """Read one zone as a list of one."""
    return [value] if isinstance(value, str) else value


def _when(*names: str) -> Any:  # noqa: ANN401  pydantic's own type for a field
    return Field(default=None, validation_alias=AliasChoices(*names))


Instant = Annotated[datetime, BeforeValidator(_aware)]
Day = Annotated[date, BeforeValidator(_day)]
ChannelWord = Annotated[str, AfterValidator(_channel)]


class Part(BaseModel):
    """A frozen part of the file; what is not known is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Address(Part):
    """Where somebody lives: ISO 3166 codes or names, as in a lead list."""

    country: str = ""
    subdivision: str = Field(default="", validation_alias=AliasChoices("subdivision", "region"))
    postal: str = ""
    municipality: str = Field(default="", validation_alias=AliasChoices("municipality", "city"))


class Line(Part):
    """One number; `place` where it is known to be used, whatever its digits say."""

    e164: str = Field(validation_alias=AliasChoices("e164", "number", "phone"))
    place: Annotated[Address | None, BeforeValidator(_place)] = None
    kind: NumberKind | None = None
    closed: str | None = None


class Said(Part):
    """A word about consent; one that was revoked later is two words."""

    channel: Annotated[str, AfterValidator(lambda word: word if word == "any" else _channel(word))] = "any"
    given: bool = True
    kind: str = "express"
    purpose: Purpose | None = None
    number: str | None = None
    at: Instant
    expires: Instant | None = _when("expires", "expiry", "until")
    revoked_at: Instant | None = None
    source: str = ""
    wording: str = ""
    wording_hash: str = ""
    by: str = Field(default="", validation_alias=AliasChoices("by", "recorded_by"))


class Stop(Part):
    """A suppression of one number, or of all of them."""

    scope: SuppressionScope = SuppressionScope.EVERYTHING
    value: str = ""
    number: str | None = None
    since: Instant | None = _when("since", "at")
    source: str = ""


class Copy(Part):
    """A copy of an official list: its day, and whether the person's numbers stand on it (all, none, or these)."""

    name: str
    as_of: Day
    listed: bool | list[str] = False


class Past(Part):
    """One touch. What is left out is taken to be this campaign's, to the first number, by the same seller."""

    at: Instant
    channel: ChannelWord
    outcome: str | None = None  # None: still in the air
    disposition: Disposition | None = None
    number: str | None = None
    subject: str | None = None
    account: str | None = None
    campaign: str | None = None
    seller: str | None = None
    sender: str = ""
    portfolio: str = ""
    purpose: Purpose | None = None
    lead: str | None = None  # somebody else's touch, where a limit looks at more people than one
    replied_at: Instant | None = None


class Written(Part):
    """A message from the person."""

    at: Instant
    channel: ChannelWord = "whatsapp"
    number: str | None = None
    sender: str = ""  # our number it came to; "": the campaign's
    meaning: Literal["none", "revoke", "hold", "help", "rejoin", "callback", "restrict"] = "none"


class Declared(Part):
    """A date that a feed declared closed where the person lives."""

    feed: str
    day: date
    name: str = ""


class Person(Part):
    """A person and all that was ever said and done, as one file."""

    id: str = "lead"
    name: str = ""
    numbers: Annotated[tuple[Line, ...], BeforeValidator(lambda value: _entries(value, "e164"))] = Field(min_length=1)
    zone: Annotated[tuple[str, ...], BeforeValidator(_zones)] = Field(
        default=(), validation_alias=AliasChoices("zone", "zones", "timezone")
    )
    address: Annotated[Address, BeforeValidator(_place)] = Address()
    audience: Audience | None = None
    account: str = ""
    segment: str = ""
    attributes: dict[str, str] = Field(default_factory=dict)
    consents: tuple[Said, ...] = ()
    suppressions: Annotated[tuple[Stop, ...], BeforeValidator(lambda value: _entries(value, "scope"))] = ()
    registries: Annotated[tuple[Copy, ...], BeforeValidator(lambda value: _entries(value, "name"))] = ()
    touches: tuple[Past, ...] = ()
    inbound: tuple[Written, ...] = ()
    closed_days: tuple[Declared, ...] = ()


def read_person(text: str, file: str = "lead.json") -> Person:
    """Return the person a file describes. Raises InvalidInputError with every mistake, each with its place."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        found = f"{file}:{error.lineno}:{error.colno}: not JSON: {error.msg}"
        raise InvalidInputError(f"{found}; expected one object such as {EXAMPLE}") from None
    try:
        return Person.model_validate(data)
    except ValidationError as error:
        raise InvalidInputError("\n".join(_mistakes(error, file))) from None


EXAMPLE = '{"numbers": [{"e164": "+34600000001"}], "address": {"country": "ES"}}'
"""The least a file has."""


def _mistakes(error: ValidationError, file: str) -> Iterator[str]:
    """Yield each mistake with its place and what was expected; values are personal and are left out."""
    for one in error.errors():
        where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in one["loc"]).lstrip(".")
        if one["type"] == "extra_forbidden":
            key = str(one["loc"][-1])
            known = _keys_at(one["loc"][:-1])
            near = get_close_matches(key, known, n=1)
            hint = f'; did you mean "{near[0]}"?' if near else ""
            yield f"{file}: {where}: not a key; expected {', '.join(known)}{hint}"
        else:
            yield f"{file}: {where or 'the file'}: {one['msg'].removeprefix('Value error, ')}"


def _keys_at(loc: tuple[int | str, ...]) -> list[str]:
    """Return the keys of the part at a place."""
    parts: dict[str, type[Part]] = {
        "numbers": Line,
        "place": Address,
        "address": Address,
        "consents": Said,
        "suppressions": Stop,
        "registries": Copy,
        "touches": Past,
        "inbound": Written,
        "closed_days": Declared,
    }
    names = [part for part in loc if isinstance(part, str)]
    return list((parts.get(names[-1], Person) if names else Person).model_fields)
