"""
What does a pack say? Pure: the shape of one jurisdiction's rules, as data (strict: what is not known is an error).

Its rules are the policy primitives (`primitives/`). A pack that says more than this engine understands is refused as a
whole, because a rule that is passed over in silence is worse than none (law 6). What no machine can see stands beside
the rules as a duty.
"""

from collections.abc import Iterable
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import AfterValidator, Field, create_model, model_validator

from cadence.documents.mistakes import WrongValueError, quoted
from cadence.domain.plurals import many
from cadence.policy.finding import Rule
from cadence.policy.pack_parts import MOST_YEARS, Applies, Effective, Listed, PackPart, RuleSource, Words
from cadence.policy.primitive import PackContext, Requirement, RuleEntry
from cadence.policy.primitives import REQUIREMENTS, RULE_TYPES


class RequireEntry(RuleEntry):
    """Something that must be there before a touch: exactly one requirement, under the key that names it."""

    type: Literal["require"]

    @property
    def kind(self) -> str:
        """The primitive that it uses, as `Primitive.kind` names it."""
        return next(iter(self._stated()))

    @property
    def needs(self) -> Requirement:
        """The one thing it requires."""
        return self._stated()[self.kind]

    def _stated(self) -> dict[str, Requirement]:
        """Return what it requires, by its key."""
        return {key: part for key in REQUIREMENTS if (part := getattr(self, key, None)) is not None}

    @model_validator(mode="after")
    def _one(self) -> Self:
        """Refuse a rule that requires nothing or two things: each has its own id in a decision."""
        if len(self._stated()) != 1:
            found = many(len(self._stated()), "requirement")
            raise WrongValueError(found, f"exactly one of {', '.join(REQUIREMENTS)}")
        return self

    def rules(self, context: PackContext) -> Iterable[Rule]:
        """Return the rules that check what it requires."""
        return self.needs.rules(context)

    def looser_than(self, parent: Self) -> str:
        """Return in what the requirement is looser."""
        return self.needs.looser_than(parent.needs) if self.kind == parent.kind else "another requirement"

    def look_back(self) -> timedelta | None:
        """Return how old a touch to another lead may be and still count."""
        return self.needs.look_back()

    def describe(self) -> str:
        """Return what it requires."""
        return self.needs.describe()


def _summary(part: type[PackPart]) -> str:
    """Return the first line of a docstring."""
    return (part.__doc__ or "").strip().partition("\n")[0]


if not TYPE_CHECKING:  # the same class with a key for each requirement of the registry
    RequireEntry = create_model(
        "RequireEntry",
        __base__=RequireEntry,
        __doc__=RequireEntry.__doc__,
        __module__=__name__,
        **{key: (part | None, Field(default=None, description=_summary(part))) for key, part in REQUIREMENTS.items()},
    )

RULE_ENTRIES: dict[str, type[RuleEntry]] = {**RULE_TYPES, "require": RequireEntry}
"""What a rule of a pack may be, by its `type`."""

if TYPE_CHECKING:
    PackRule = RuleEntry
else:
    PackRule = Annotated[reduce(or_, RULE_ENTRIES.values()), Field(discriminator="type")]


class HumanDuty(PackPart):
    """What the law requires and no machine can see: people do it."""

    id: str = Field(pattern=r"^[a-z0-9-]+(\.[a-z0-9_]+)+$", description="The name of the duty.")
    text: str = Field(min_length=1, description="What people have to do.")
    source: RuleSource = Field(description="Where it comes from, and how sure we are.")


class Retention(PackPart):
    """How long a class of records is kept: at least (`floor`), or at most."""

    kept: str = Field(min_length=1, description="The records.")
    years: int = Field(gt=0, le=MOST_YEARS, description="For how many years.")
    floor: bool = Field(default=True, description="At least so long; false: at most.")
    source: RuleSource = Field(description="Where it comes from, and how sure we are.")


def _unique(rules: tuple[RuleEntry, ...]) -> tuple[RuleEntry, ...]:
    """Refuse two rules of one id."""
    ids = [rule.id for rule in rules]
    for place, id_ in enumerate(ids):
        if id_ in ids[:place]:
            raise WrongValueError(f"two rules have the same id {quoted(id_)}", "an id of its own", below=(place, "id"))
    return rules


class Pack(PackPart):
    """The rules of one jurisdiction."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$", description="The name of the pack, and of its file.")
    version: str = Field(description="The version, which goes into every decision.")
    title: str = Field(description="What it is about, for people.")
    effective: Effective = Field(description="The days on which it is law.")
    status: Literal["draft", "counsel_approved"] = Field(description="Whether counsel has approved it.")
    complete: bool = Field(description="False: rules of this jurisdiction are known to be missing.")
    missing: Words = Field(default=(), description="What is known to be missing.")
    extends: Words = Field(default=(), description="Parent packs: all rules of both bind, and a child only tightens.")
    binds: Literal["place", "named"] = Field(
        default="place", description="By where the person may be, or only where a campaign names it."
    )
    replaces: Words = Field(
        default=(),
        description="Rules of the packs it extends that it restates in a laxer reading, for campaigns that name it.",
    )
    layer: bool = Field(
        default=False,
        description="It lies under each country's own pack, and does not stand in for one that is missing.",
    )
    applies: Applies = Field(description="The people it protects.")
    rules: Annotated[tuple[PackRule, ...], Listed, AfterValidator(_unique)] = Field(description="The rules.")
    duties: Annotated[tuple[HumanDuty, ...], Listed] = Field(default=(), description="What is left to people.")
    retention: Annotated[tuple[Retention, ...], Listed] = Field(default=(), description="How long records are kept.")
