"""
May this touch go now, and if not, when? Pure: campaign, facts, `now` and today's law in, a verdict out (law 1).

The same functions answer for a touch about to leave, for a plan days ahead and for a preview of a file.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from cadence.campaign import Campaign
from cadence.campaign.reach import in_reach
from cadence.domain import (
    Allow,
    Candidate,
    Defer,
    Facts,
    Hold,
    HoldName,
    Number,
    Reason,
    Refuse,
    Scope,
    Verdict,
)
from cadence.domain.channels import CONTACT_CHANNELS, can_address
from cadence.domain.zones import placed
from cadence.policy.built_in.usable_number import NumberKindFits, no_number
from cadence.policy.evaluation.applicable import ApplicableRules, applicable_rules
from cadence.policy.evaluation.case import Case, question_of
from cadence.policy.evaluation.conditional import next_hours
from cadence.policy.evaluation.evaluate import evaluate
from cadence.policy.finding import HORIZON, Question, first_passing
from cadence.policy.packs.law import Law, names_country
from cadence.policy.places.jurisdiction import places_of
from cadence.policy.primitives.window import Window


def judge(campaign: Campaign, facts: Facts, candidate: Candidate, now: datetime, law: Law) -> Verdict:
    """
    Return whether this touch may go now. Every rule that does not allow it is listed, not only the first.

    Without a number in the candidate, the lead's numbers are tried in order: a refused number makes way for the next,
    and the verdict names the number it is about.
    """
    return _decide(campaign, in_reach(campaign, facts), candidate, now, law).verdict


def first_open(
    campaign: Campaign, facts: Facts, candidate: Candidate, due: datetime, law: Law
) -> datetime | Hold | Refuse:
    """Return the first instant from `due` on at which every rule passes, as far as is known now."""
    return opens(judge(campaign, facts, candidate, due, law), due)


def opens(verdict: Verdict, at: datetime) -> datetime | Hold | Refuse:
    """Return the first instant at which a touch may go, given the verdict for the instant `at`."""
    if isinstance(verdict, Allow):
        return at
    return verdict.until if isinstance(verdict, Defer) else verdict


def next_opening(
    campaign: Campaign, facts: Facts, candidate: Candidate, now: datetime, law: Law
) -> datetime | Hold | Refuse:
    """
    Return the first allowed instant of the next opening, after the one in which `now` lies.

    Hours that never close have no next opening: the touch may then go as soon as the rules allow.
    """
    verdict, judged = _decide(campaign, facts, candidate, now, law)
    if isinstance(verdict, Hold | Refuse):
        return verdict
    ends = closing(judged.rules.windows(now), judged.question.zones, now) if judged is not None else None
    return first_open(campaign, facts, candidate, now if ends is None else ends, law)


def same_opening(  # noqa: PLR0913, PLR0917  the common four, and two instants
    campaign: Campaign, facts: Facts, candidate: Candidate, earlier: datetime, later: datetime, law: Law
) -> bool:
    """Tell whether hours stayed open from `earlier` (or from the opening after it) to `later`, guard included."""
    judged = _decide(campaign, facts, candidate, later, law).judged
    windows = () if judged is None else judged.rules.windows(later)
    if judged is None or not windows:
        return True
    opened = first_passing(windows, judged.question, earlier)
    if opened is None or opened > later:
        return False
    ends = closing(windows, judged.question.zones, opened)
    return ends is None or later < ends - law.guard


def closing(windows: Sequence[Window], zones: tuple[str, ...], moment: datetime) -> datetime | None:
    """Return when the opening that holds this instant ends for the first of these; None if none ever does."""
    ends = [
        _end(window, zone, moment) for window in windows for zone in (zones if window.zones is None else window.zones)
    ]
    return min((end for end in ends if end is not None), default=None)


def _end(window: Window, zone: str, moment: datetime) -> datetime | None:
    """Return the end of the opening that holds this instant, however far; the instant itself when closed."""
    end = moment
    while (opening := window.opening(zone, end)) is not None:
        if opening[0] > end:
            return end
        end = opening[1]
        if end > moment + HORIZON:
            return None
    return end


class Judged(NamedTuple):
    """A touch to one number, and the rules that bind it."""

    question: Question
    rules: ApplicableRules


class NumberVerdict(NamedTuple):
    """A verdict, and what it is about: the touch to the first number when all are refused; None without a number."""

    verdict: Verdict
    judged: Judged | None


def _decide(campaign: Campaign, facts: Facts, candidate: Candidate, at: datetime, law: Law) -> NumberVerdict:
    """
    Return the verdict on a touch.

    The next number is also tried when this one's place is unknown, our account may not reach it, or a row of a list
    holds it. If no number can be used, the lead waits for the held one rather than losing a step.
    """
    refused: list[Reason] = []
    evidence: dict[str, Any] = {}
    first: Judged | None = None
    waits: Hold | None = None
    for number in _numbers(facts, candidate):
        case = Case(campaign=campaign, law=law, at=at, question=question_of(campaign, facts, candidate, number))
        judged = Judged(case.question, applicable_rules(case))
        first = first or judged
        verdict = _evaluated(judged, case)
        row = waits is not None and waits.name is HoldName.ROW  # then a number that the step cannot have ends nothing
        skipped = isinstance(verdict, Refuse) and verdict.scope is Scope.STEP
        if not (_next_number_may_do(verdict, facts, number) or (row and skipped)):
            return NumberVerdict(replace(verdict, reasons=(*refused, *verdict.reasons)) if refused else verdict, judged)
        refused += [_of_number(reason, number) for reason in verdict.reasons]
        evidence = verdict.evidence
        waits = verdict if isinstance(verdict, Hold) else waits
    if waits is not None:
        return NumberVerdict(replace(waits, reasons=tuple(refused)), first)
    scope = Scope.STEP if candidate.number is None else Scope.NUMBER
    if not refused:
        refused = [Reason(rule=NumberKindFits().rule, evidence=no_number(candidate.channel))]
    return NumberVerdict(Refuse(scope=scope, reasons=tuple(refused), evidence=evidence), first)


def _evaluated(judged: Judged, case: Case) -> Verdict:
    """Return the verdict on a number. What waits for hours is asked again when time alone chooses other hours."""
    verdict = evaluate(judged.rules, judged.question, case.at)
    changes = None if isinstance(verdict, Allow) else next_hours(case.question, case.campaign, case.at)
    if changes is None or changes > case.at + HORIZON:
        return verdict
    closed = isinstance(verdict, Hold) and verdict.name is HoldName.OPENING
    if isinstance(verdict, Hold | Refuse) and not closed:  # it may be about an opening in hours that change before
        verdict = evaluate(judged.rules, judged.question, case.at, changes)
    if not (closed or (isinstance(verdict, Defer) and verdict.until >= changes)):
        return verdict
    then = replace(case, at=changes)
    later = _evaluated(Judged(case.question, applicable_rules(then)), then)
    if isinstance(later, Hold | Refuse):
        lasting = [reason for reason in later.reasons if reason.until is None]  # time heals the others
        reasons = (*verdict.reasons, *(_of_instant(reason, changes) for reason in lasting or later.reasons))
        return replace(later, reasons=reasons, evidence=verdict.evidence)
    until = later.until if isinstance(later, Defer) else changes
    number, reasons = later.number, verdict.reasons
    return Defer(until=until, number=number, reasons=reasons, evidence=verdict.evidence, closes=later.closes)


def _next_number_may_do(verdict: Verdict, facts: Facts, number: Number | None) -> bool:
    """
    Tell whether a verdict is about this number only, so that the lead's next number may be usable.

    A number without a known country is under the law of every country, so what one of these laws refuses does not
    apply to a number whose country is known.
    """
    if isinstance(verdict, Hold):
        unknown_law = verdict.name is HoldName.PACK and names_country(verdict.key)
        return verdict.name in {HoldName.ROW, HoldName.ZONE, HoldName.DESTINATION} or unknown_law
    if not isinstance(verdict, Refuse):
        return False
    if verdict.scope is Scope.NUMBER:
        return True
    return verdict.scope is Scope.STEP and number is not None and not places_of(facts.lead, number).countries


def _numbers(facts: Facts, candidate: Candidate) -> tuple[Number | None, ...]:
    """Return the numbers to try, in order. A task needs none."""
    channel = candidate.channel
    if channel not in CONTACT_CHANNELS:
        return (None,)
    only = candidate.number
    return tuple(
        [
            placed(facts.lead, number)
            for number in facts.lead.numbers
            if (only is None or number.id == only) and can_address(channel, number.kind)
        ]
    )


def _of_instant(reason: Reason, at: datetime) -> Reason:
    """Return the reason with the later instant that it is about, unless it names one."""
    return replace(reason, evidence={"at": at.isoformat()} | reason.evidence)


def _of_number(reason: Reason, number: Number | None) -> Reason:
    """Return the reason with the number it is about."""
    return replace(reason, evidence=reason.evidence | {"number": number.id}) if number else reason
