"""How does a pack say what must be there before a touch? Pure: the require rule's shape."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from cadence.domain import NumberKind
from cadence.policy.packs.schema.rule import Grounds, Listed, PackPart, RuleEntry, RuleSource, Words

Kinds = Annotated[tuple[Annotated[NumberKind, Field(strict=False)], ...], Listed]
"""Kinds of number, by their words."""


class ConsentEntry(PackPart):
    """The kinds of consent, and other grounds, that a rule accepts."""

    kinds: Grounds = Field(min_length=1)
    max_age_days: int | None = Field(default=None, gt=0)  # a consent older than this has to be renewed
    customer_lapse_days: int | None = Field(default=None, gt=0)  # a customer is one so long after the last dealing
    proof: bool = False  # a consent without a source is none


class Unless(PackPart):
    """Who is exempt from a requirement, with a source: an exception that is not verified does not apply."""

    consent: Grounds = Field(min_length=1)
    source: RuleSource


class RegistryEntry(PackPart):
    """A list of numbers that must not be touched; without a copy that is young enough nothing goes (law 6)."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    max_age_days: int | None = Field(default=None, gt=0)
    unless: Unless | None = None


class SenderEntry(PackPart):
    """What our own number, as the person sees it, must or must not be."""

    cli_type_not: Kinds = ()
    cli_prefix: Words = ()  # national digits it must begin with, one of these
    shown: bool = False  # it must be a whole number one can call back


class DialerEntry(PackPart):
    """How a call must be made."""

    min_ring_s: int | None = Field(default=None, gt=0)
    connect_s: float | None = Field(default=None, gt=0)  # to an agent, after the greeting; measured, not judged
    abandoned_message: Words = ()  # what a person hears when no agent takes the call


Content = Literal["optout_instruction", "company_name", "no_link"]
"""What wording must have or leave out."""


class ContentEntry(PackPart):
    """What the wording of a touch must have."""

    must_have: Annotated[tuple[Content, ...], Listed] = Field(min_length=1)


class SessionEntry(PackPart):
    """Free text only so long after the person's last message; else an approved template."""

    free_form_within_s: int = Field(gt=0)
    otherwise: Literal["approved_template"] = Field(alias="else", default="approved_template")


class DestinationEntry(PackPart):
    """Where a touch may not go at all."""

    countries_not: Words = ()
    number_kinds_not: Kinds = ()
    templates_only: bool = False  # free text inside a WhatsApp session may go there


class RequireEntry(RuleEntry):
    """Something that must be there before a touch: exactly one of the kinds."""

    type: Literal["require"]
    consent: ConsentEntry | None = None
    registry: RegistryEntry | None = None
    sender: SenderEntry | None = None
    dialer: DialerEntry | None = None
    content: ContentEntry | None = None
    session: SessionEntry | None = None
    destination: DestinationEntry | None = None

    @property
    def needs(self) -> PackPart:
        """The one thing it requires."""
        return next(kind for kind in self._kinds() if kind is not None)

    def _kinds(self) -> tuple[PackPart | None, ...]:
        return (
            self.consent,
            self.registry,
            self.sender,
            self.dialer,
            self.content,
            self.session,
            self.destination,
        )

    @model_validator(mode="after")
    def _one(self) -> "RequireEntry":
        """Refuse a rule that requires nothing or two things: each has its own id in a decision."""
        if sum(kind is not None for kind in self._kinds()) != 1:
            kinds = "consent, registry, sender, dialer, content, session, destination"
            raise ValueError(f"expected exactly one of {kinds}")
        return self
