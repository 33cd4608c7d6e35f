"""
Which rules bind this touch? Pure: those of the file, of today's law and our own, and the exceptions.

Only this module says which rules a task, a promised call, the confirmation of an opt-out and a trial are exempt from.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any

from cadence.domain import PROMISE_HELD, PROMISE_MISSED, CauseKind
from cadence.domain.channels import CONTACT_CHANNELS, descriptor_of
from cadence.domain.zones import TZDATA, candidate_zones
from cadence.policy.built_in.campaign_state import CampaignRunning, NotEnded, Started, Unfinished, Unpaused
from cadence.policy.built_in.confirmation import OneConfirmation, in_time
from cadence.policy.built_in.held_reply import NothingUnclear, overdue_after
from cadence.policy.built_in.known_place import PacksReadable, ZoneKnown
from cadence.policy.built_in.suppression import NotSuppressed
from cadence.policy.built_in.trial import FewTrials
from cadence.policy.built_in.usable_number import NumberInUse, NumberKindFits, SenderReaches
from cadence.policy.evaluation import from_file, from_house, from_packs
from cadence.policy.evaluation.cache_key import CacheKey, cache_key
from cadence.policy.evaluation.case import Case
from cadence.policy.evaluation.from_packs import Dated
from cadence.policy.evaluation.timetable import Timetable, timetable
from cadence.policy.finding import Finding, Question, Rule
from cadence.policy.hours.holiday_calendar import HOLIDAYS
from cadence.policy.hours.local_days import BEGINNING
from cadence.policy.packs.law import LawDays
from cadence.policy.primitives import BY_KIND
from cadence.policy.primitives.budget import Budget
from cadence.policy.primitives.consent import Requested
from cadence.policy.primitives.gap import Gap
from cadence.policy.primitives.limit import Limit
from cadence.policy.primitives.rest import Rest
from cadence.policy.primitives.session import InSession
from cadence.policy.primitives.window import Window

OF_PLATFORM = frozenset({"destination"})
"""Primitives of packs that say what a platform delivers at all, whoever gets it."""
NOT_ASKED_OF_TRIALS = sorted(
    {"campaign_dates", "known_place", *(kind for kind in BY_KIND if kind not in OF_PLATFORM | {"session"})}
)
"""Which kinds of rules a trial is not asked about: all that protect the person who would get the step."""

LASTING = frozenset(
    {
        CampaignRunning,
        Unfinished,
        NotSuppressed,
        PacksReadable,
        Requested,
        NumberKindFits,
        SenderReaches,
        NumberInUse,
        Budget,
        ZoneKnown,
    }
)
"""Rules that do not depend on the instant: they give the same answer for a later one."""
AGING = (Limit, Gap, Rest, Started)
"""Rules that pass for good from the instant on that they name: touches only age, and a first day stays begun."""

Check = tuple[Callable[[Question, datetime], Finding], Rule]
"""How a rule is asked, and the rule that a verdict names."""


@dataclass(frozen=True, kw_only=True, eq=False)
class ApplicableRules:
    """The rules that bind a touch to a number: the same for all who share a cache key, at any instant."""

    standing: tuple[Rule, ...]  # it is not known when these will pass, if ever
    timed: tuple[Rule, ...]  # these say when they will pass
    hours: tuple[Timetable | Dated, ...] = ()  # those of the timed rules that make an opening, while they are in force
    evidence: dict[str, Any]  # what goes into every verdict
    sessions: tuple[LawDays, ...] = ()  # days of law of the platform's rule of the session
    waived: tuple[Rule, ...] = ()  # our own rules that a call the person asked for is exempt from

    @cached_property
    def binding(self) -> tuple[Rule, ...]:
        """All rules, in the order in which a verdict lists them."""
        return (*self.standing, *self.timed)

    @cached_property
    def ahead(self) -> tuple[Rule, ...]:
        """The rules to check again at a later instant, because what passes now may have ended by then."""
        return (*(rule for rule in self.standing if type(rule) not in LASTING), *self.hours)

    @cached_property
    def for_good(self) -> datetime:
        """The instant from which on all of these rules are law without an end; `NEVER` if one of them ends."""
        return max((rule.for_good for rule in self.binding if isinstance(rule, Dated)), default=BEGINNING)

    def checks(self, at: datetime) -> tuple[Check, ...]:
        """Return how to ask all rules at an instant."""
        return self._undated_checks if at >= self.for_good else self._dated_checks

    def checks_ahead(self, at: datetime) -> tuple[Check, ...]:
        """Return how to ask again, at a later instant, what may have ended by then."""
        return self._undated_ahead if at >= self.for_good else self._dated_ahead

    def returning(self, at: datetime) -> tuple[Rule, ...]:
        """Return the timed rules that may bar again at an instant after the one that they named."""
        return self._returning if at >= self.for_good else self.timed

    @cached_property
    def _returning(self) -> tuple[Rule, ...]:
        rules = (rule.law if isinstance(rule, Dated) else rule for rule in self.timed)
        return tuple(rule for rule in rules if not isinstance(rule, AGING))

    @cached_property
    def _dated_checks(self) -> tuple[Check, ...]:
        return tuple((rule.check, rule) for rule in self.binding)

    @cached_property
    def _undated_checks(self) -> tuple[Check, ...]:
        return tuple(map(_undated, self.binding))

    @cached_property
    def _dated_ahead(self) -> tuple[Check, ...]:
        return tuple((rule.check, rule) for rule in self.ahead)

    @cached_property
    def _undated_ahead(self) -> tuple[Check, ...]:
        return tuple(map(_undated, self.ahead))

    @cached_property
    def in_platforms_session(self) -> "ApplicableRules":
        """The rules on the days of law of the platform's pack: its rule of the session replaces ours."""
        return replace(self, standing=tuple(rule for rule in self.standing if not isinstance(rule, InSession)))

    def windows(self, at: datetime) -> tuple[Window, ...]:
        """Return the hours that make the opening at an instant."""
        law = (
            (hours.law, hours.days.include(at)) if isinstance(hours, Dated) else (hours, True) for hours in self.hours
        )
        return tuple(rule.window for rule, binds in law if binds and isinstance(rule, Timetable))


def _undated(rule: Rule) -> Check:
    """Return how to ask a rule once its days need not be asked."""
    return (rule.law.check if isinstance(rule, Dated) else rule.check), rule


def applicable_rules(case: Case) -> ApplicableRules:
    """Return every rule that binds this touch."""
    if case.question.candidate.cause.kind is CauseKind.INBOUND:
        return _confirmation(case)
    if case.question.candidate.cause.kind is CauseKind.TRIAL:
        return _trial(case)
    return _contact(case) if case.channel in CONTACT_CHANNELS else _work(case)


def _confirmation(case: Case) -> ApplicableRules:
    """
    Return the rules for the one confirmation of an opt-out: pauses, and that it is the only one and in time.

    It answers a person within five minutes, so suppression, consent, limits, gap, windows and packs do not apply.
    """
    return ApplicableRules(
        standing=(Unfinished(), OneConfirmation(within=in_time(case.law.guard)), *_session(case)),
        timed=(Unpaused(),),
        evidence=_evidence(case),
    )


def _trial(case: Case) -> ApplicableRules:
    """
    Return the rules for a step sent to a number of our own: whether this number, sender and channel can take it.

    Its owner has listed it, so what protects the person of the list does not apply, and evidence names that. A stop,
    of the campaign too, a pause, a reply to a real touch that may be a stop, and what the platform refuses do.
    """
    platform = (dated for dated in from_packs.rules(case) if dated.kind in OF_PLATFORM)
    return ApplicableRules(
        standing=(
            CampaignRunning(),
            Unfinished(),
            NotSuppressed(),
            NothingUnclear(house=case.law.house, overdue=overdue_after(case.law)),
            NumberKindFits(),
            SenderReaches(),
            NumberInUse(),
            *platform,
            *_session(case),
            FewTrials(),
        ),
        timed=(Unpaused(),),
        evidence={**_evidence(case), "trial": {"not_asked": NOT_ASKED_OF_TRIALS}},
    )


def _work(case: Case) -> ApplicableRules:
    """
    Return the rules for a task for our own people: nothing is sent, so hours and consent do not apply.

    A task about a promised call that is late or will not be made is created even during a pause and after the
    campaign's end.
    """
    candidate = case.question.candidate
    about_promise = candidate.cause.kind is CauseKind.ANNOUNCEMENT and candidate.step in (PROMISE_HELD, PROMISE_MISSED)
    free_of = (Unpaused, CampaignRunning, NotEnded, Window) if about_promise else ()
    standing, timed = (
        tuple(rule for rule in rules if not isinstance(rule, free_of))
        for rules in (_open(case), (*_begun(case), *from_file.seasons(case)))
    )
    return ApplicableRules(standing=standing, timed=timed, evidence=_evidence(case))


def _contact(case: Case) -> ApplicableRules:
    """Return the rules for a touch that is sent to a person."""
    rules = _shared_rules(cache_key(case))
    in_force = rules.sessions and any(days.include(case.at) for days in rules.sessions)
    return rules.in_platforms_session if in_force else rules


@lru_cache(maxsize=8192)
def _shared_rules(key: CacheKey) -> ApplicableRules:
    """
    Make the rules for a cache key, once for all touches that share it.

    A call that the person asked for is exempt from our own limits, budgets, gap and rest only: they limit how often we
    contact people on our own initiative.
    """
    case = key.case()
    law = tuple(_timetabled(dated, case) for dated in from_packs.rules(case))
    windows = (
        *from_file.windows(case),
        *from_file.seasons(case),
        *from_file.until(case),
        *from_house.windows(case.law.house, case.law.guard),
    )
    hours = tuple(timetable(window, case.question.zones) for window in windows)
    segment = case.question.facts.lead.segment
    budgets = tuple(from_file.budgets(case.campaign, case.channel, segment))
    house = from_house.counted(case.campaign, case.law.house, case.channel)
    own = (*from_file.limits(case.campaign, case.channel, segment), *house)
    return ApplicableRules(
        standing=(
            *_open(case),
            *from_file.chosen(case.campaign),
            NothingUnclear(house=case.law.house, overdue=overdue_after(case.law)),
            PacksReadable(broken=case.law.broken),
            from_packs.covered(case),
            *from_file.consent(case),
            *(dated for dated in law if not BY_KIND[dated.kind].timed),
            NumberKindFits(),
            SenderReaches(),
            NumberInUse(),
            *_session(case),
            *(() if case.requested else budgets),
            ZoneKnown(),
        ),
        timed=(
            *_begun(case),
            *hours,
            *(() if case.requested else own),
            *(dated for dated in law if BY_KIND[dated.kind].timed),
        ),
        hours=(*hours, *(dated for dated in law if isinstance(dated.law, Timetable))),
        evidence=_evidence(case),
        sessions=tuple(dated.days for dated in law if isinstance(dated.law, InSession)),
        waived=(*budgets, *own) if case.requested else (),
    )


def _timetabled(dated: Dated, case: Case) -> Dated:
    """Return a rule of the law, a window as its timetable in the zones of the person."""
    return replace(dated, law=timetable(dated.law, case.question.zones)) if isinstance(dated.law, Window) else dated


def _evidence(case: Case) -> dict[str, Any]:
    """Return the evidence that every verdict carries, without personal data: zones and their source, and versions."""
    zones = candidate_zones(case.question.facts.lead, case.question.number)
    return {
        "zones": [{"zone": item.zone, "source": item.source.value, "detail": item.detail} for item in zones],
        "guard": int(case.law.guard.total_seconds()),
        "packs": from_packs.versions(case),
        "tzdata": TZDATA,
        "holidays": HOLIDAYS,
    }


def _open(case: Case) -> tuple[Rule, ...]:
    """Return what must be true of campaign, lead and person before anything is done."""
    dated = (NotEnded(end=last, guard=case.law.guard),) if (last := case.campaign.last_day) else ()
    return (CampaignRunning(), *dated, Unfinished(), NotSuppressed())


def _begun(case: Case) -> tuple[Rule, ...]:
    """Return the rules that delay everything: pauses, and the campaign's start."""
    return (Unpaused(), *((Started(start=first),) if (first := case.campaign.first_day) else ()))


def _session(case: Case) -> tuple[Rule, ...]:
    """Return our rule about free text, for a law without the platform's pack; empty when there is no free text."""
    free_text = descriptor_of(case.channel).in_sessions and not case.question.candidate.template
    return (InSession(),) if free_text else ()
