"""What does an opt-out mean, and by when must it be recorded? Pure: the opt-out primitive."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Literal, Self

from pydantic import Field

from cadence.domain.plurals import many
from cadence.domain.zones import zone
from cadence.languages.sentences import span_in_words
from cadence.policy.finding import Rule
from cadence.policy.hours.holiday_calendar import Calendar
from cadence.policy.pack_parts import MOST_TOUCHES, MOST_YEARS, DayCount, Listed, PackPart, SecondCount, Words
from cadence.policy.primitive import PackContext, Primitive, RuleEntry

ONE_DAY = timedelta(days=1)
SATURDAY = 5
EARLIEST = "Etc/GMT+12"
"""The zone in which a date begins last: used for a person without a known zone."""


class Deadline(PackPart):
    """By when the law requires an opt-out to be recorded; the engine records it at once."""

    business_days: DayCount = Field(description="How many business days after receipt.")
    calendar: str = Field(
        pattern=r"^[A-Z]{2}(-[A-Z0-9]+)?$", description="Whose holidays are no business days (ISO 3166), such as US-FL."
    )


class ConfirmationRule(PackPart):
    """How often, how soon and with what an opt-out may be confirmed."""

    max: int = Field(ge=0, le=MOST_TOUCHES, description="How many confirmations.")
    within_s: SecondCount = Field(description="How many seconds after receipt, at most.")
    no_marketing: bool = Field(default=True, description="Whether it may not advertise anything.")


class Reoptin(PackPart):
    """Which words ask to come back, and what that needs."""

    words: Words = Field(description="The words.")
    needs: Literal["fresh_consent_record"] = Field(
        default="fresh_consent_record", description="What must be there before the next touch."
    )


class OptoutEntry(RuleEntry):
    """What an opt-out means, how far it reaches and how long it is kept."""

    type: Literal["optout"]
    keyword_sets: Words = Field(default=(), description="Lists of words that are an opt-out.")
    scope: Literal["channel", "program", "all_marketing", "everything"] = Field(description="What it ends.")
    reach: Annotated[tuple[Literal["all_numbers_of_lead", "all_senders"], ...], Listed] = Field(
        default=("all_numbers_of_lead", "all_senders"), description="How far it reaches."
    )
    effective_at: Literal["receipt"] = Field(default="receipt", description="When it takes effect.")
    deadline: Deadline | None = Field(default=None, description="By when it must be recorded.")
    confirm: ConfirmationRule | None = Field(default=None, description="How it may be confirmed.")
    on_ambiguous: Literal["hold_marketing"] = Field(
        default="hold_marketing", description="What happens while a reply may be an opt-out."
    )
    keep_years: int | None = Field(default=None, gt=0, le=MOST_YEARS, description="For how many years it is kept.")
    reoptin: Reoptin | None = Field(default=None, description="How a person comes back.")

    def rules(self, context: PackContext) -> tuple[Rule, ...]:  # noqa: ARG002  one interface for all primitives
        """Return none: an opt-out becomes a suppression, which has a rule of its own."""
        return ()

    def looser_than(self, parent: Self) -> str:
        """Return that it is not the same, if so: which of two meanings is stricter is for people to decide."""
        return "" if self == parent else "not the same"

    def describe(self) -> str:
        """Return what an opt-out ends, and its deadlines."""
        parts = [f"a stop ends {self.scope.replace('_', ' ')} at once"]
        if self.deadline:
            days = many(self.deadline.business_days, "business day")
            parts.append(f"to be logged within {days} ({self.deadline.calendar})")
        if self.confirm:
            parts.append(f"{self.confirm.max} confirmation within {span_in_words(self.confirm.within_s, 'en')}")
        if self.keep_years:
            parts.append(f"kept {many(self.keep_years, 'year')}")
        return "; ".join(parts)


PRIMITIVE = Primitive(kind="optout", part=OptoutEntry)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogBy:
    """The last day on which an opt-out may be recorded. The engine records it at once; this is the legal deadline."""

    day: date
    rule: str
    law: str


def log_by(rules: Iterable[RuleEntry], zones: Iterable[str], at: datetime) -> LogBy | None:
    """Return the earliest deadline in these rules for an opt-out received at `at`, None when they set none."""
    received = min(at.astimezone(zone(name)).date() for name in tuple(zones) or (EARLIEST,))
    deadlines = [
        LogBy(
            day=business_day(received, rule.deadline.business_days, rule.deadline.calendar),
            rule=rule.id,
            law=rule.source.law,
        )
        for rule in rules
        if isinstance(rule, OptoutEntry) and rule.deadline is not None
    ]
    return min(deadlines, key=lambda deadline: (deadline.day, deadline.rule), default=None)


def business_day(received: date, count: int, calendar: str) -> date:
    """Return the `count`-th business day after a date; weekends and the calendar's holidays do not count."""
    country, _, region = calendar.partition("-")
    kept = Calendar(country, region, regional=bool(region))
    day = received
    while count:
        day += ONE_DAY
        if day.weekday() < SATURDAY and kept.name_of(day) is None:
            count -= 1
    return day
