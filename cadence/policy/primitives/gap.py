"""How long must there be between two touches to a person? Pure: the gap, over every channel and campaign."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cadence.languages import add_sentences
from cadence.policy.counted_touches import SAME
from cadence.policy.finding import Finding, Question, passing
from cadence.policy.primitive import Primitive

SHARED = timedelta(minutes=10)
"""The minimum between touches to one phone for different people, so that a family does not get a text twice at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """
    The minimum time since the last touch to this person or number, by any campaign (law 9: elapsed time).

    `shared` is the minimum since a touch to the same number for another person, if the file's gap is shorter. With
    `every_number`, a touch to any number of this person counts, and not only to the one that is judged.
    """

    span: timedelta
    shared: timedelta = timedelta(0)
    every_number: bool = False
    rule: str = "campaign.gap"

    @property
    def look_back(self) -> timedelta:
        """How old a touch to another lead may be and still count."""
        return max(self.span, self.shared)

    def check(self, question: Question, at: datetime) -> Finding:
        """Pass once the gap since the latest touch is over."""
        lead, near = question.facts.lead.id, SAME["person" if self.every_number else "number"]
        own: datetime | None = None  # the latest touches, to this person and to others
        other: datetime | None = None
        for touch in question.touches:
            if touch.lead == lead:
                own = touch.at if own is None or touch.at > own else own
            elif (other is None or touch.at > other) and near(question, touch):
                other = touch.at
        latest = ((own, self.span), (other, self.look_back))
        apart = [(instant + span, instant, span) for instant, span in latest if instant is not None and span]
        if not apart:
            return passing(self.rule)
        until, last, span = max(apart) if len(apart) > 1 else apart[0]
        evidence = {"gap": int(span.total_seconds()), "last": last.isoformat()}
        return Finding(self.rule, evidence, until if until > at else None)


PRIMITIVE = Primitive(kind="gap")

add_sentences(
    en="""
rule-campaign-gap = less than { $gap } since the last touch, which was at { $last }
""",
    es="""
rule-campaign-gap = menos de { $gap } desde el último contacto, que fue el { $last }
""",
    pt="""
rule-campaign-gap = menos de { $gap } desde o último contato, que foi em { $last }
""",
)
