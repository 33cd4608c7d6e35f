"""
On which dates does a limit bind? Pure: a limit of a campaign file that has dates, beside the ones that always bind.

A day is the person's own (law 9). Where they may be in several zones, the limit binds while the date is one of its
dates in any of them (law 7). What counts is what the limit counts, on whatever date it was.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cadence.campaign.day_sets import DaySet, written
from cadence.languages import add_sentences
from cadence.policy.finding import Finding, Question
from cadence.policy.hours.opening_hours import closed_on
from cadence.policy.primitive import Primitive
from cadence.policy.primitives.limit import Limit
from cadence.policy.primitives.window import Window


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedLimit:
    """A limit that binds on these dates only."""

    limit: Limit
    dates: DaySet
    _other_dates: Window = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Work out when it does not bind: on all other dates."""
        other = Window(rule=self.rule, hours=closed_on(self.dates), guard=timedelta(0))
        object.__setattr__(self, "_other_dates", other)

    @property
    def rule(self) -> str:
        """The id used in every decision."""
        return self.limit.rule

    @property
    def look_back(self) -> timedelta:
        """How old a touch to another lead may be and still count."""
        return self.limit.look_back

    def check(self, question: Question, at: datetime) -> Finding:
        """Pass on other dates, and while the limit is not reached."""
        finding = self.limit.check(question, at)
        if finding.until is None:
            return finding
        evidence = finding.evidence | {"dates": written(self.dates)}
        free = self._other_dates.check(question, at)
        if free.passes and question.zones:
            closes = free.closes if free.closes is not None and free.closes < finding.until else None
            return Finding(self.rule, evidence, closes=closes)
        until = finding.until if free.until is None else min(free.until, finding.until)
        return finding._replace(evidence=evidence, until=until)


PRIMITIVE = Primitive(kind="dated_limit")

add_sentences(
    en="""
rule-campaign-limits-dates = limit of certain dates ({ $dates }) reached: { $count } of at most { $max ->
        [one] { $max } touch
       *[other] { $max } touches
    } per { $per }
""",
    es="""
rule-campaign-limits-dates = límite de ciertas fechas ({ $dates }) alcanzado: { $count ->
        [one] { $count } contacto
       *[other] { $count } contactos
    }; como máximo se { $max ->
        [one] permite { $max }
       *[other] permiten { $max }
    } por { $per }
""",
    pt="""
rule-campaign-limits-dates = limite de certas datas ({ $dates }) atingido: { $count ->
        [one] { $count } contato
       *[other] { $count } contatos
    } de no máximo { $max } por { $per }
""",
)
