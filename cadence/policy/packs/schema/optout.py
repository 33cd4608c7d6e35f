"""How does a pack say what becomes of a stop? Pure: the optout rule's and the retention's shape."""

from typing import Annotated, Literal

from pydantic import Field

from cadence.policy.packs.schema.rule import Listed, PackPart, RuleEntry, RuleSource, Words


class Deadline(PackPart):
    """By when the law wants it logged; the engine does it at once."""

    business_days: int = Field(gt=0)
    calendar: str = Field(pattern=r"^[A-Z]{2}(-[A-Z0-9]+)?$")  # whose holidays are no business days, ISO 3166


class ConfirmationRule(PackPart):
    """How often, how soon and with what a stop may be confirmed."""

    max: int = Field(ge=0)
    within_s: int = Field(gt=0)
    no_marketing: bool = True


class Rejoin(PackPart):
    """Which words ask to come back, and what that needs."""

    words: Words
    needs: Literal["fresh_consent_record"] = "fresh_consent_record"


class OptoutEntry(RuleEntry):
    """What a stop means, how far it reaches and how long it is kept."""

    type: Literal["optout"]
    keyword_sets: Words = ()
    scope: Literal["channel", "program", "all_marketing", "everything"]
    reach: Annotated[tuple[Literal["all_numbers_of_lead", "all_senders"], ...], Listed] = (
        "all_numbers_of_lead",
        "all_senders",
    )
    effective_at: Literal["receipt"] = "receipt"
    deadline: Deadline | None = None
    confirm: ConfirmationRule | None = None
    on_ambiguous: Literal["hold_marketing"] = "hold_marketing"
    keep_years: int | None = Field(default=None, gt=0)
    reoptin: Rejoin | None = None


class HumanDuty(PackPart):
    """What the law asks and no machine can see: people do it."""

    id: str = Field(pattern=r"^[a-z0-9-]+(\.[a-z0-9_]+)+$")
    text: str = Field(min_length=1)
    source: RuleSource


class Retention(PackPart):
    """How long a class of records is kept: at least (`floor`), or at most."""

    kept: str = Field(min_length=1)
    years: int = Field(gt=0)
    floor: bool = True
    source: RuleSource
