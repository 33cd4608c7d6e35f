"""
What does a pack say? Pure: the shape of one jurisdiction's rules, as data (strict: what is not known is an error).

Five primitives cover every rule of contact: window, limit, ratio, require and optout. A pack that says more than this
engine understands is refused as a whole, because a rule that is passed over in silence is worse than none (law 6).
What no machine can see stands beside the rules as a duty.
"""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from cadence.policy.packs.schema.limit import (
    CalendarDays,
    CalendarMonth,
    CalendarWeek,
    CampaignPeriods,
    LimitEntry,
    Period,
    RatioEntry,
    RollingSpan,
)
from cadence.policy.packs.schema.optout import HumanDuty, OptoutEntry, Retention
from cadence.policy.packs.schema.require import (
    ConsentEntry,
    ContentEntry,
    DestinationEntry,
    DialerEntry,
    RegistryEntry,
    RequireEntry,
    SenderEntry,
    SessionEntry,
)
from cadence.policy.packs.schema.rule import (
    Approval,
    Effective,
    Listed,
    PackPart,
    RuleEntry,
    RuleScope,
    RuleSource,
    Words,
)
from cadence.policy.packs.schema.window import OpenHours, WallClock, WindowEntry

__all__ = [
    "Applies",
    "Approval",
    "CalendarDays",
    "CalendarMonth",
    "CalendarWeek",
    "CampaignPeriods",
    "ConsentEntry",
    "ContentEntry",
    "DestinationEntry",
    "DialerEntry",
    "Effective",
    "HumanDuty",
    "LimitEntry",
    "OpenHours",
    "OptoutEntry",
    "Pack",
    "PackPart",
    "PackRule",
    "Period",
    "RatioEntry",
    "RegistryEntry",
    "RequireEntry",
    "Retention",
    "RollingSpan",
    "RuleEntry",
    "RuleScope",
    "RuleSource",
    "SenderEntry",
    "SessionEntry",
    "WallClock",
    "WindowEntry",
]

PackRule = Annotated[
    WindowEntry | LimitEntry | RatioEntry | RequireEntry | OptoutEntry,
    Field(discriminator="type"),
]


class Applies(PackPart):
    """
    The people a pack protects, by where they may be: address and number both count.

    `subdivisions` narrow it (ISO 3166-2 without the country); `unknown_subdivision` is the pack for people of this
    country whose region is unknown. `everyone` is for platforms, whose rules know no borders.
    """

    countries: Annotated[tuple[str, ...], Listed] = ()  # ISO 3166-1 alpha-2
    subdivisions: Words = ()
    unknown_subdivision: bool = False
    everyone: bool = False

    @model_validator(mode="after")
    def _somebody(self) -> "Applies":
        """Refuse a pack with neither countries nor `everyone`, or with both."""
        if self.everyone == bool(self.countries):
            raise ValueError("expected countries, or everyone: true")
        if (self.subdivisions or self.unknown_subdivision) and len(self.countries) != 1:
            raise ValueError("subdivisions belong to one country")
        return self


def _unique(rules: tuple[PackRule, ...]) -> tuple[PackRule, ...]:
    """Refuse two rules of one id."""
    ids = [rule.id for rule in rules]
    if len(ids) != len(set(ids)):
        raise ValueError("two rules have the same id")
    return rules


class Pack(PackPart):
    """The rules of one jurisdiction."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    version: str
    title: str
    effective: Effective
    status: Literal["draft", "counsel_approved"]
    complete: bool  # False: rules of this jurisdiction are known to be missing
    missing: Words = ()
    extends: Words = ()  # a child can only tighten: all rules of both bind
    binds: Literal["place", "named"] = "place"  # by where the person may be, or only where a campaign names it
    replaces: Words = ()  # rules of the packs it extends that it restates in a laxer reading, for who names it
    layer: bool = False  # lies under each country's own pack, and does not stand in for one that is missing
    applies: Applies
    rules: Annotated[tuple[PackRule, ...], Listed, AfterValidator(_unique)]
    duties: Annotated[tuple[HumanDuty, ...], Listed] = ()
    retention: Annotated[tuple[Retention, ...], Listed] = ()
