"""Of what parts is a lead.json made? Pure: each is strict, and reads what can mean one thing only."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    model_validator,
)

from cadence.domain import Disposition, NumberKind, Purpose, SuppressionScope
from cadence.domain.channels import reader_of
from cadence.explain.judge import words
from cadence.explain.judge.words import CHANNELS


def read_place(value: object) -> object:
    """Read "US-FL", "US_FL" or "US" as an address. Raises ValueError for a text that names no country."""
    if not isinstance(value, str):
        return value
    country, _, subdivision = value.replace("_", "-").partition("-")
    try:
        return {"country": words.country(country), "subdivision": subdivision}
    except ValueError:
        raise ValueError("a place without its country; expected US, US-FL, or an address") from None


def _every(value: object) -> object:
    return value if isinstance(value, list | tuple) else [value]


def _purpose(value: object) -> object:
    """Read a purpose; any of them is no purpose in particular."""
    word = words.folded(value)
    return None if word in ("any", "all") else word


def _listed(value: object) -> object:
    """Read one number that stands on a list as a list of one; refuse what says of nobody whether they do."""
    if isinstance(value, str) and words.folded(value) in {"yes", "no", "true", "false"}:
        return words.folded(value)
    if not isinstance(value, bool | str | list | tuple):
        raise ValueError("does not say who; expected true, false or the numbers that stand on it")  # noqa: TRY004  pydantic hears ValueError
    return [value] if isinstance(value, str) and words.NUMBER_SIGNS.fullmatch(value.strip()) else value


def _which(value: object, info: ValidationInfo) -> object:
    """Refuse what is neither a number nor a place in `numbers`; those count from 0, as JSON does."""
    if isinstance(value, bool) or not isinstance(value, int):
        return words.phone(value)
    count = (info.context or {}).get("numbers")
    if count is not None and not 0 <= value < count:
        raise ValueError(f"not a place in numbers; expected 0 to {count - 1}, or the number in quotes")
    return value


def _also(*names: str, default: object = "") -> Any:  # noqa: ANN401  pydantic's own type for a field
    return Field(default=default, validation_alias=AliasChoices(*names))


Fold = BeforeValidator(words.folded)
Instant = Annotated[datetime, BeforeValidator(words.instant)]
Day = Annotated[date, BeforeValidator(words.day)]
ChannelWord = Annotated[str, BeforeValidator(words.channel)]
Which = Annotated[str | int, BeforeValidator(_which)]


class JudgePart(BaseModel):
    """A frozen part of the file; what is not known is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, coerce_numbers_to_str=True)

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, value: object) -> object:
        """Leave out what is null; but null is no word on whether somebody is listed."""
        if isinstance(value, Mapping):
            return {key: entry for key, entry in value.items() if entry is not None or key == "listed"}
        return value


class JudgeAddress(JudgePart):
    """Where somebody lives: ISO 3166 codes or names, as in a lead list."""

    country: Annotated[str, AfterValidator(words.country)] = ""
    subdivision: str = _also("subdivision", "region", "state", "province")
    postal: str = _also("postal", "postal_code", "postcode", "zip")
    municipality: str = _also("municipality", "city")

    @model_validator(mode="after")
    def _of_a_country(self) -> Self:
        """Read the country of "US-FL"; refuse a subdivision of nowhere, which nothing would look at."""
        if not self.subdivision:
            return self
        country, subdivision = self.country, self.subdivision.replace("_", "-")
        if not country:
            head, dash, subdivision = subdivision.partition("-")
            if not dash:
                raise ValueError("a subdivision without its country; expected both, such as US and FL, or US-FL")
            country = words.country(head)
        return self.model_copy(update={"country": country, "subdivision": words.subdivision(country, subdivision)})


class JudgeNumber(JudgePart):
    """One number; `place` where it is known to be used, whatever its digits say."""

    e164: Annotated[str, BeforeValidator(words.phone)] = Field(validation_alias=AliasChoices("e164", "number", "phone"))
    place: Annotated[JudgeAddress | None, BeforeValidator(read_place)] = None
    kind: Annotated[NumberKind | None, Fold] = None
    closed: str | None = None

    @model_validator(mode="after")
    def _of_a_country(self, info: ValidationInfo) -> Self:
        """Refuse a number without prefix where nothing names its country."""
        known = (info.context or {}).get("country", True) or (self.place and self.place.country)
        if not known and not words.PREFIXED.match(self.e164) and reader_of(self.e164) is None:
            raise ValueError(f"a number without its country; {words.NUMBER}, or an address with a country")
        return self


class ConsentStatement(JudgePart):
    """A word about consent; one that was revoked later is two words."""

    channel: Annotated[tuple[Annotated[str, BeforeValidator(words.channel_or_any)], ...], BeforeValidator(_every)] = (
        Field(default=("any",), min_length=1, validation_alias=AliasChoices("channel", "channels"))
    )
    given: bool = True
    kind: Annotated[str, BeforeValidator(words.ground)] = Field(
        default="express", validation_alias=AliasChoices("kind", "type")
    )
    purpose: Annotated[Purpose | None, BeforeValidator(_purpose)] = None
    number: Which | None = None
    at: Instant
    expires: Instant | None = _also("expires", "expires_at", "expiry", "until", default=None)
    revoked_at: Instant | None = None
    source: str = ""
    wording: str = ""
    wording_hash: str = ""
    by: str = _also("by", "recorded_by")


class JudgeSuppression(JudgePart):
    """A suppression of one number, or of all of them: of everything, or of one purpose, campaign or channel."""

    scope: Annotated[SuppressionScope | None, Fold] = None
    value: str = ""
    purpose: Annotated[Purpose | None, Fold] = None
    campaign: str = ""
    channel: ChannelWord | None = None
    number: Which | None = None
    since: Instant | None = _also("since", "at", default=None)
    source: str = ""

    @model_validator(mode="before")
    @classmethod
    def _in_one_word(cls, value: object) -> object:
        """Read a purpose or a channel in the place of the scope."""
        match value:
            case {"scope": str() as scope, **rest}:
                word = words.folded(scope)
                for kind, known in (("purpose", words.PURPOSES), ("channel", {*CHANNELS, *words.OTHER_CHANNELS})):
                    if word in known and "value" not in rest:
                        return rest | {"scope": kind, "value": word}
                return rest | {"scope": "everything" if word == "all" else scope}
        return value

    @model_validator(mode="after")
    def _closes_one_thing(self) -> Self:
        """Refuse a suppression that does not say of what: it would close nothing, or the wrong thing."""
        named = {name: given for name in ("purpose", "campaign", "channel") if (given := getattr(self, name))}
        scope = self.scope or (SuppressionScope(next(iter(named))) if len(named) == 1 else None)
        if scope is None and not named and not self.value:
            scope = SuppressionScope.EVERYTHING
        if scope is None or set(named) - {scope.value}:
            raise ValueError("does not say of what; expected one of purpose, campaign, channel, or scope: everything")
        value = str(named.get(scope.value) or self.value)
        if named and self.value not in {"", value}:
            raise ValueError(f"two values; expected one {scope.value}")
        return self.model_copy(update={"scope": scope, "value": _closed(scope, value)})


def _closed(scope: SuppressionScope, value: str) -> str:
    """Return what a suppression closes, in our word."""
    match scope:
        case SuppressionScope.EVERYTHING:
            if value:
                raise ValueError("everything, and yet a value; expected one or the other")
            return ""
        case _ if not value.strip():
            raise ValueError(f"does not say which {scope}; expected it as its value")
        case SuppressionScope.PURPOSE:
            return words.known(value, words.PURPOSES, {"all_marketing": "marketing"})
        case SuppressionScope.CHANNEL:
            return CHANNELS[words.channel(value)][0]
        case SuppressionScope.CAMPAIGN:
            return value.strip()


class Copy(JudgePart):
    """A copy of an official list: its day, and whether the person's numbers stand on it (all, none, or these)."""

    name: Annotated[str, Fold] = Field(validation_alias=AliasChoices("name", "registry"))
    as_of: Day = Field(validation_alias=AliasChoices("as_of", "date"))
    listed: Annotated[bool | tuple[Which, ...], BeforeValidator(_listed)] = False


class JudgeTouch(JudgePart):
    """One touch. What is left out is taken to be this campaign's, to the first number, by the same seller."""

    at: Instant
    channel: ChannelWord
    outcome: Annotated[str, BeforeValidator(words.outcome)] | None = None  # None: still in the air
    disposition: Annotated[Disposition | None, Fold] = None
    number: Which | None = None
    subject: str | None = None
    account: str | None = None
    campaign: str | None = None
    seller: str | None = None
    sender: str = ""
    portfolio: str = ""
    purpose: Annotated[Purpose | None, Fold] = None
    lead: str | None = None  # somebody else's touch, where a limit looks at more people than one
    replied_at: Instant | None = None
    answer: str = ""  # which answer of the campaign the person gave to it: yes, or reply.yes as in `on`
    confirmation: bool = False  # it was the confirmation of an opt-out

    @model_validator(mode="after")
    def _can_be(self) -> Self:
        """Refuse what cannot come of a touch on this channel: it would count as nothing."""
        spoken = self.outcome in words.DISPOSITIONS
        if CHANNELS[self.channel][0] != "call" and self.outcome in words.OF_CALLS:
            raise ValueError(f"an outcome of calls on a message; expected one of {', '.join(words.OF_MESSAGES)}")
        if CHANNELS[self.channel][0] == "call" and self.outcome in words.OF_MESSAGES:
            raise ValueError(f"an outcome of messages on a call; expected one of {', '.join(words.OF_CALLS)}")
        if spoken and self.disposition not in {None, self.outcome}:
            raise ValueError("two dispositions; expected one")
        if self.answer and CHANNELS[self.channel][0] == "call":
            raise ValueError("an answer to a call; expected it on a message")
        return self


class JudgeMessage(JudgePart):
    """A message from the person."""

    at: Instant
    channel: ChannelWord = "whatsapp"
    number: Which | None = None
    sender: str = ""  # our number it came to; "": the campaign's
    meaning: Annotated[Literal["none", "revoke", "hold", "help", "rejoin", "callback", "restrict"], Fold] = "none"
    confirmed_by_carrier: bool = False  # of a stop: the carrier has answered it


class Declared(JudgePart):
    """A date that a feed declared closed where the person lives."""

    feed: str
    day: Day
    name: str = ""
