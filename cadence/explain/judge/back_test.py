"""
What would a rule have said about a touch that left? Pure: judged again under today's law, with one pack in it.

The pack is taken as law on every day, also before the day it begins; a touch counts as stopped by it only for its own
rules. What other rules of today say about the past is not asked here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cadence.campaign import Campaign
from cadence.domain import Allow, Candidate, Facts
from cadence.languages import Language
from cadence.policy import evaluation
from cadence.policy.evaluation.across_leads import look_back
from cadence.policy.pack_parts import Effective
from cadence.policy.packs.law import Law
from cadence.policy.packs.schema import Pack
from cadence.policy.wording import in_words

EVER = date(1970, 1, 1)
"""Before anything left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoppingRule:
    """One rule that would have stopped a touch."""

    rule: str
    until: datetime | None  # it would have gone then, as far as this rule goes; None: nobody knows when, if ever
    says: str  # in words

    @property
    def verb(self) -> str:
        """What the rule would have done."""
        return "stopped" if self.until is None else "deferred"


def as_law(pack: Pack) -> Pack:
    """Return a pack as if it had been law ever since."""
    rules = tuple(rule.model_copy(update={"effective": _ever(rule.effective)}) for rule in pack.rules)
    return pack.model_copy(update={"effective": _ever(pack.effective), "rules": rules})


def _ever(effective: Effective | None) -> Effective | None:
    """Return these days without their beginning. What has been repealed stays so from that day on."""
    return None if effective is None else effective.model_copy(update={"since": EVER})


def with_pack(law: Law, pack: Pack, parents: Iterable[Pack] = ()) -> Law:
    """Return a law in which a pack says this, whatever it said before; `parents` are those it builds on."""
    there = {other.id for other in law.packs}
    others = tuple(other for other in law.packs if other.id != pack.id)
    missing = tuple(parent for parent in parents if parent.id not in there and parent.id != pack.id)
    packs = (*others, *missing, pack)
    return Law(packs=packs, guard=law.guard, broken=law.broken, uncovered=law.uncovered, house=law.house)


@dataclass(frozen=True, kw_only=True)
class BackTest:
    """One version of a campaign, tried again under a law: made once, asked about each of its touches."""

    campaign: Campaign
    law: Law  # today's, with the pack in it
    pack: Pack
    looks_back: timedelta | None  # how far its rules count what was done to others; None: always
    farther: bool  # that is farther than today's law looks, and what was kept of the past may not reach

    def bars(
        self, facts: Facts, candidate: Candidate, at: datetime, language: Language = "en"
    ) -> tuple[StoppingRule, ...]:
        """Return the rules of the pack that would have said no to this touch then, each once."""
        verdict = evaluation.judge(self.campaign, facts, candidate, at, self.law)
        if isinstance(verdict, Allow):
            return ()
        own = {rule.id for rule in self.pack.rules}
        stopping: dict[str, StoppingRule] = {}
        for reason in verdict.reasons:
            # A reason with `at` is of a later instant: such a rule would have let it pass then.
            if reason.rule in own and "at" not in reason.evidence and reason.rule not in stopping:
                stopping[reason.rule] = StoppingRule(
                    rule=reason.rule, until=reason.until, says=in_words(reason, language)
                )
        return tuple(stopping.values())


def retrial(campaign: Campaign, today: Law, pack: Pack, parents: Iterable[Pack] = ()) -> BackTest:
    """Return how a version is tried again: today's law for it, in which a pack says this on every day."""
    tested = as_law(pack)
    law = with_pack(today, tested, parents)
    known, wanted = look_back(campaign, today), look_back(campaign, law)
    farther = known is not None and (wanted is None or wanted > known)
    return BackTest(campaign=campaign, law=law, pack=tested, looks_back=wanted, farther=farther)
