"""Which rules does today's law make? Pure: each rule of the packs that protect this person, as the primitive it is."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from cadence.domain.channels import ChannelForm, descriptor_of
from cadence.policy.built_in.known_law import CountriesCovered
from cadence.policy.evaluation.case import Case
from cadence.policy.evaluation.dated import Dated
from cadence.policy.packs.law import Law, law_on
from cadence.policy.packs.schema import Pack
from cadence.policy.places.jurisdiction import Places, places_of, protecting
from cadence.policy.primitive import PackContext, RuleEntry
from cadence.policy.touch_texts import call_of


def binding(case: Case) -> tuple[Pack, ...]:
    """Return the packs that protect this person, by address and number."""
    return _protecting(case.law, places_of(case.question.facts.lead, case.question.number))


@lru_cache(maxsize=4096)
def _protecting(law: Law, places: Places) -> tuple[Pack, ...]:
    """Return the packs that apply in these places; cached, as many people share them."""
    return protecting(law.packs, places)


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
                since, to = law_on(pack, entry)
                for law in entry.rules(_context(pack, entry, case)):
                    yield Dated(law=law, since=since, to=to, kind=entry.kind, timed=entry.timed)


def _context(pack: Pack, entry: RuleEntry, case: Case) -> PackContext:
    """Return what a primitive makes its rules from."""
    return PackContext(
        rule=entry.id,
        basis={"pack": pack.id, "law": entry.source.law},
        applies=pack.applies,
        campaign=case.campaign,
        question=case.question,
        guard=case.law.guard,
    )


def _about(entry: RuleEntry, case: Case, forms: frozenset[ChannelForm]) -> bool:
    """Tell whether a rule is about this touch. A call the person asked for needs no other consent than the request."""
    when = entry.when
    if case.requested and entry.met_by_request:
        return False
    return (
        case.campaign.purpose in when.purposes
        and case.campaign.audience in when.audience
        and not forms.isdisjoint(when.channels)
    )


def _forms(case: Case) -> frozenset[ChannelForm]:
    """
    Return the ways in which this touch may reach the person; a call may end as voicemail.

    Raises LookupError for a channel without a descriptor: a new one is never judged by the rules of another.
    """
    call = call_of(case.campaign, case.question.candidate)
    leaves = call is not None and bool(call.voicemail or call.voicemail_audio)
    return descriptor_of(case.channel).forms_of(leaves_words=leaves)
