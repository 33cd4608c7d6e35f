"""
How many touches are too many? Pure: the limit primitive, for campaign files and packs.

A limit says what counts, among which touches, and for how long (`hours/periods.py`). Touches in progress count as
well, so that two workers cannot both take the last allowed touch.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from cadence.documents import WrongValueError
from cadence.domain import OPEN_STATES, REPLIED, Channel, HoldName, Touch
from cadence.domain.plurals import many
from cadence.languages import add_sentences
from cadence.policy.counted_touches import ACCOUNT, SAME, Key, Shared
from cadence.policy.finding import Finding, Question
from cadence.policy.hours.periods import LocalDates, Period, RollingSpan, local_dates, looser_period
from cadence.policy.pack_parts import MOST_TOUCHES, Events, Forms, Listed, PackPart
from cadence.policy.primitive import COUNTS_NOTHING, PackContext, Primitive, RuleEntry
from cadence.policy.source_words import events_in_words, forms_in_words

Distinct = Literal["channel", "lead"]
"""What a limit with `distinct` counts: different channels or different leads."""

VALUES: dict[Distinct, tuple[Callable[[Question], str], Callable[[Touch], str]]] = {
    "channel": (lambda question: question.candidate.channel, lambda touch: touch.channel),
    "lead": (lambda question: question.facts.lead.id, lambda touch: touch.lead),
}
"""How to read that value: from the judged touch, and from another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """
    At most `most` touches per period on these channels, in each of the groups.

    A group is the touches that share all of its keys with the judged touch. With `events`, only touches with one of
    these outcomes count, and touches in progress, which may still get one. With `distinct`, at most `most` different
    values are allowed, including the judged touch's own: the same channel again passes, another one may not. With
    `by_account`, all touches to the people of the lead's account are one more group. All groups must allow (law 7).
    """

    rule: str
    most: int
    period: Period
    groups: tuple[tuple[Shared, ...], ...] = (("lead",), ("number",))
    channels: frozenset[Channel] = frozenset(Channel)
    events: frozenset[str] | None = None
    distinct: Distinct | None = None
    by_account: bool = False
    basis: dict[str, Any] = field(default_factory=dict)
    _look_back: timedelta = field(init=False, compare=False, repr=False)
    _unused: Finding | None = field(init=False, default=None, compare=False, repr=False)
    """The finding while no touch counts, which is most often so; None: not even then does it pass."""

    def __post_init__(self) -> None:
        """Work out what all touches share."""
        object.__setattr__(self, "_look_back", self.period.look_back)
        if self.most > 0:
            counted = {"+".join(group): 0 for group in self.groups} | ({ACCOUNT: 0} if self.by_account else {})
            object.__setattr__(self, "_unused", Finding(self.rule, self._evidence(counted)))

    @property
    def look_back(self) -> timedelta:
        """How old a touch to another lead may be and still count; all touches to the lead itself are always read."""
        return COUNTS_NOTHING if all("lead" in group for group in self.groups) else self.period.look_back

    def check(self, question: Question, at: datetime) -> Finding:
        """Pass while fewer than `most` count, else say when enough of them have aged."""
        counting = at - self._look_back  # what is older has aged in every zone
        touches = [touch for touch in question.touches if touch.at > counting and touch.channel in self.channels]
        others = [touch for touch in question.colleagues if touch.at > counting and touch.channel in self.channels]
        if not touches and self._unused is not None and not (self.by_account and others):
            return self._unused
        counted, until = dict[str, int](), at
        if self.events is not None:
            touches = [touch for touch in touches if _happened(touch, self.events)]
        free_at, zones = self.period.free_at, question.zones
        aged = [(touch, free_at(touch.at, zones)) for touch in touches]
        for group in self.groups:
            still = [free for free in self._frees(group, question, aged) if free > at] if aged else []
            counted["+".join(group)] = len(still)
            if len(still) >= self.most > 0:
                until = max(until, sorted(still)[-self.most])
        evidence = self._evidence(counted)
        if self.by_account:
            own = (free for touch, free in aged if touch.lead == question.facts.lead.id)
            still = [free for free in (*own, *(free_at(touch.at, zones) for touch in others)) if free > at]
            counted[ACCOUNT] = len(still)
            if len(still) >= self.most > 0:
                evidence |= {"why": ACCOUNT} if until == at else {}
                until = max(until, sorted(still)[-self.most])
        if self.most < 1:  # only a changed limit ends that
            return Finding(rule=self.rule, evidence=evidence, hold=HoldName.OPENING, key=self.rule)
        return Finding(self.rule, evidence, until if until > at else None)

    def _evidence(self, counted: dict[str, int]) -> dict[str, Any]:
        """Return what is allowed, and how many touches of each group count."""
        return self.basis | {"max": self.most, "per": str(self.period), "counted": counted}

    def _frees(
        self, group: tuple[Shared, ...], question: Question, aged: Iterable[tuple[Touch, datetime]]
    ) -> Iterable[datetime]:
        """Return when each touch that shares the keys of a group, or each other value of them, stops counting."""
        for key in group:
            same = SAME[key]
            aged = [(touch, free) for touch, free in aged if same(question, touch)]
        if self.distinct is None:
            return [free for _, free in aged]
        own, value_of = VALUES[self.distinct]
        last: dict[str, datetime] = {}
        for touch, free in aged:
            value = value_of(touch)
            last[value] = max(free, last.get(value, free))
        last.pop(own(question), None)
        return last.values()


def _happened(touch: Touch, events: frozenset[str]) -> bool:
    """Tell whether a touch had one of the events, or may still have it."""
    if touch.state in OPEN_STATES:
        return True
    outcomes = {touch.outcome, REPLIED if touch.replied_at else None, touch.disposition}
    return not events.isdisjoint(outcomes)


class Count(PackPart):
    """What counts, if not every touch that the rule is about."""

    events: Events | None = Field(default=None, description="Only touches with one of these outcomes.")
    channels: Forms | None = Field(default=None, description="Touches on these channels.")
    distinct: Distinct | None = Field(
        default=None, description="Different values count instead of touches: of the channel, or of the lead."
    )


class LimitEntry(RuleEntry):
    """At most so many touches in the period, among those that share all of the keys."""

    type: Literal["limit"]
    count: Count | None = Field(default=None, description="What counts; left out: each touch that the rule is about.")
    threshold: int = Field(
        gt=0, le=MOST_TOUCHES, description="The highest number; with `distinct`, the judged touch's value included."
    )
    window: Period = Field(discriminator="kind", description="The period.")
    key: Annotated[tuple[Key, ...], Listed] = Field(
        min_length=1, description="What touches must have in common to count together."
    )
    min_separation: LocalDates | None = Field(default=None, description="How far apart two touches must be.")

    @model_validator(mode="after")
    def _countable(self) -> Self:
        """Refuse a limit by portfolio that the ledger cannot count: it counts people in elapsed seconds only."""
        people = self.count is not None and self.count.distinct == "lead" and self.count.events is None
        countable = self.key == ("portfolio",) and people and isinstance(self.window, RollingSpan)
        if "portfolio" in self.key and not countable:
            expected = "one that counts distinct leads in a rolling window, and has no other key"
            raise WrongValueError("a limit by portfolio that nobody can count", expected)
        return self

    def rules(self, context: PackContext) -> Iterator[Limit]:
        """Yield the limit, and a second one for `min_separation`."""
        return self._limits(context.rule, context.basis)

    def _limits(self, rule: str, basis: dict[str, Any]) -> Iterator[Limit]:
        """Yield the limits of this rule."""
        count = self.count or Count()
        limit = Limit(
            rule=rule,
            most=self.threshold,
            period=self.window,
            groups=(self.key,),
            channels=frozenset(form.channel for form in count.channels or self.when.channels),
            events=count.events,
            distinct=count.distinct,
            basis=basis,
        )
        yield limit
        if self.min_separation is not None:
            days = self.min_separation.n
            yield replace(limit, most=1, period=local_dates(days), distinct=None, basis=basis | {"apart": days})

    def looser_than(self, parent: Self) -> str:
        """Return in what the limit is looser: more touches, a shorter period, or other touches counted."""
        if self.threshold > parent.threshold:
            return "more touches"
        if looser := looser_period(self.window, parent.window):
            return looser
        if self.count != parent.count or not set(self.key) <= set(parent.key):
            return "fewer touches counted"
        apart, needed = self.min_separation, parent.min_separation
        return "touches closer together" if needed and (apart is None or apart.n < needed.n) else ""

    def look_back(self) -> timedelta:
        """Return the longest that one of its limits looks back."""
        return max(limit.look_back for limit in self._limits(self.id, {}))

    def describe(self) -> str:
        """Return what is limited, to how many, per which period."""
        count = self.count or Count()
        what = events_in_words(count.events) if count.events else "touches"
        if count.channels:
            what = f"{what} by {forms_in_words(count.channels)}"
        if count.distinct:
            what = f"different {count.distinct}s with {what}"
        gap = f", {many(self.min_separation.n, 'date')} apart" if self.min_separation else ""
        return f"at most {self.threshold} {what} per {self.window.describe()}, by {' and '.join(self.key)}{gap}"


PRIMITIVE = Primitive(
    kind="limit", part=LimitEntry, marks=frozenset({"counted"}), variants=("apart", "dates"), timed=True
)

add_sentences(
    en="""
rule-campaign-limits = limit reached: { $count } of at most { $max ->
        [one] { $max } touch
       *[other] { $max } touches
    } per { $per }
rule-limit = the law's limit is reached: { $count } of at most { $max ->
        [one] { $max } touch
       *[other] { $max } touches
    } per { $per }
rule-limit-apart = the law requires touches to be at least { $apart ->
        [one] { $apart } calendar day
       *[other] { $apart } calendar days
    } apart
rule-wa-limit-portfolio = { $count ->
        [one] { $count } other person has
       *[other] { $count } other people have
    } received WhatsApp messages from us within { $per }; the portfolio's limit is { $max }
rule-per-local-days = { $days ->
        [one] day
       *[other] { $days } days
    }
rule-per-campaign = campaign
rule-per-local-week = local week
rule-per-local-month = local month
""",
    es="""
rule-campaign-limits = límite alcanzado: { $count ->
        [one] { $count } contacto
       *[other] { $count } contactos
    }; como máximo se { $max ->
        [one] permite { $max }
       *[other] permiten { $max }
    } por { $per }
rule-limit = límite legal alcanzado: { $count ->
        [one] { $count } contacto
       *[other] { $count } contactos
    }; como máximo se { $max ->
        [one] permite { $max }
       *[other] permiten { $max }
    } por { $per }
rule-limit-apart = la ley exige al menos { $apart ->
        [one] { $apart } día natural
       *[other] { $apart } días naturales
    } de diferencia entre contactos
rule-wa-limit-portfolio = { $count ->
        [one] { $count } persona más ha
       *[other] { $count } personas más han
    } recibido mensajes nuestros de WhatsApp en { $per }; el límite del portfolio comercial es { $max }
rule-per-local-days = { $days ->
        [one] día
       *[other] { $days } días
    }
rule-per-campaign = campaña
rule-per-local-week = semana local
rule-per-local-month = mes local
""",
    pt="""
rule-campaign-limits = limite atingido: { $count ->
        [one] { $count } contato
       *[other] { $count } contatos
    } de no máximo { $max } por { $per }
rule-limit = limite legal atingido: { $count ->
        [one] { $count } contato
       *[other] { $count } contatos
    } de no máximo { $max } por { $per }
rule-limit-apart = a lei exige pelo menos { $apart ->
        [one] { $apart } dia corrido
       *[other] { $apart } dias corridos
    } entre um contato e outro
rule-wa-limit-portfolio = { $count ->
        [one] { $count } outra pessoa recebeu
       *[other] { $count } outras pessoas receberam
    } mensagens nossas de WhatsApp em { $per }; o limite do portfólio empresarial é { $max }
rule-per-local-days = { $days ->
        [one] dia
       *[other] { $days } dias
    }
rule-per-campaign = campanha
rule-per-local-week = semana local
rule-per-local-month = mês local
""",
)
