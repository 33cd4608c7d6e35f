"""Which rules does today's law make? Pure: each rule of the packs that protect this person, on the days it is law."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cadence.domain.channels import ChannelForm, descriptor_of
from cadence.policy.built_in.known_place import CountriesCovered
from cadence.policy.evaluation.case import Case
from cadence.policy.finding import Finding, Question, Rule
from cadence.policy.hours.local_days import ANYWHERE
from cadence.policy.packs.law import LawDays, law_on, protecting
from cadence.policy.packs.schema import Pack
from cadence.policy.places.jurisdiction import places_of
from cadence.policy.primitive import PackContext, RuleEntry
from cadence.policy.primitives import BY_KIND
from cadence.policy.touch_texts import call_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A rule of a pack, in force only on the days of that pack; today's law counts, never a pinned one (law 8)."""

    law: Rule
    days: LawDays
    kind: str = ""  # the primitive it is made from
    for_good: datetime = field(init=False, compare=False, repr=False)
    """From then on the days need not be asked."""

    def __post_init__(self) -> None:
        """Work out from when on the days need not be asked."""
        object.__setattr__(self, "for_good", self.days.for_good)

    def check(self, question: Question, at: datetime) -> Finding:
        """Pass before the law takes effect and after it ends, else answer as the rule does."""
        finding = self.law.check(question, at)
        if at >= self.for_good:
            return finding
        zones, (since, to) = question.zones or ANYWHERE, self.days
        if to is None and self.days.is_law(zones, at):
            return finding
        begins, ends = self.days.span(zones)
        if at < begins:
            return Finding(rule=finding.rule, evidence={"effective": since.isoformat()}, closes=begins)
        if to is None or ends is None:
            return finding
        if at >= ends:
            return Finding(rule=finding.rule, evidence={"ended": to.isoformat()})
        return finding._replace(until=min(finding.until, ends)) if finding.until is not None else finding


def binding(case: Case) -> tuple[Pack, ...]:
    """Return the packs that protect this person, by address and number."""
    return protecting(case.law, places_of(case.question.facts.lead, case.question.number))


def versions(case: Case) -> dict[str, dict[str, Any]]:
    """Return the version and status of each of these packs, for the evidence."""
    return {pack.id: {"version": pack.version, "status": pack.status} for pack in binding(case)}


def covered(case: Case) -> CountriesCovered:
    """Return the rule that holds touches to a country without a pack (law 6)."""
    places = places_of(case.question.facts.lead, case.question.number)
    return CountriesCovered(days=case.law.days_of(places.countries))


def rules(case: Case) -> Iterator[Dated]:
    """Yield the rules about this person, purpose, audience and form of touch."""
    forms = _forms(case)
    for pack in binding(case):
        for entry in pack.rules:
            if _about(entry, case, forms):
                context = PackContext(
                    rule=entry.id,
                    basis={"pack": pack.id, "law": entry.source.law},
                    applies=pack.applies,
                    campaign=case.campaign,
                    question=case.question,
                    guard=case.law.guard,
                )
                for law in entry.rules(context):
                    yield Dated(law=law, days=law_on(pack, entry), kind=entry.kind)


def _about(entry: RuleEntry, case: Case, forms: frozenset[ChannelForm]) -> bool:
    """Tell whether a rule is about this touch. A call the person asked for needs no other consent than the request."""
    if case.requested and BY_KIND[entry.kind].met_by_request:
        return False
    return entry.when.binds(case.campaign) and not forms.isdisjoint(entry.when.channels)


def _forms(case: Case) -> frozenset[ChannelForm]:
    """
    Return the ways in which this touch may reach the person; a call may end as voicemail, or ask by a recorded voice.

    Raises LookupError for a channel without a descriptor: a new one is never judged by the rules of another.
    """
    call = call_of(case.campaign, case.question.candidate)
    leaves = call is not None and bool(call.voicemail or call.voicemail_audio)
    recorded = call is not None and bool(call.say)
    connects = call is None or bool(call.floor)
    return descriptor_of(case.channel).forms_of(leaves_words=leaves, recorded=recorded, connects=connects)
