"""Which verdict follows from the findings of all rules? Pure: one verdict, with every rule that does not allow it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from cadence.domain import Allow, Defer, Hold, HoldName, Reason, Refuse, Scope, Verdict
from cadence.policy.evaluation.applicable import ApplicableRules, Check
from cadence.policy.evaluation.from_packs import Dated
from cadence.policy.finding import Finding, Question, Rule, first_passing
from cadence.policy.packs.law import names_country

UNKNOWN_LAW = "unknown law"
"""A country without a pack. It holds with the same name as a pack that cannot be read, and only its own number."""
RANK: tuple[str | None, ...] = (
    Scope.ENROLMENT,  # whatever else is true, this lead has finished
    HoldName.RUNNING,  # a pause keeps people where they are: no step is skipped meanwhile (law 5)
    HoldName.TEMPLATE,  # nor while our template is paused
    HoldName.PACK,  # nor while the law cannot be read
    HoldName.REVIEW,  # nor while a reply may be an opt-out
    HoldName.ROW,  # nor while a row of a list may be an opt-out
    UNKNOWN_LAW,  # the next number may be in a country with a pack
    Scope.STEP,
    Scope.NUMBER,  # before a missing zone: the next number may have one
    HoldName.REGISTRY,  # after a refusal: a missing list does not change a touch that is refused anyway
    HoldName.DESTINATION,  # before a missing zone: the next number may be in another country
    HoldName.ZONE,
    HoldName.OPENING,
    None,  # time heals it
)
"""The order in which findings decide when several bar a touch."""
PLACES = {kind: place for place, kind in enumerate(RANK)}


class Answers(NamedTuple):
    """What some rules say of one touch at one instant."""

    passed: dict[str, dict[str, Any]]  # the evidence of those that let it go
    barred: list[tuple[Rule, Finding]]  # the findings that bar it, the deciding one first
    closes: datetime | None  # the first instant at which one that passes no longer does; None for never


def evaluate(rules: ApplicableRules, question: Question, at: datetime, changes: datetime | None = None) -> Verdict:
    """
    Return the verdict on one number at an instant.

    From `changes` on, other rules may bind: what bars an opening after that is not asked for.
    """
    passed, barred, closes = _answers(rules.checks(at), question, at)
    evidence = rules.evidence | {"passed": passed}
    if rules.waived:
        evidence["waived"] = _waived(rules, question, at)
    number = question.number.id if question.number else None
    if not barred:
        return Allow(number=number, evidence=evidence, closes=closes)
    reasons = tuple([_reason(rule, finding) for rule, finding in barred])
    first = barred[0][1]
    if first.until is None:
        return _no(first, reasons, evidence)
    until = first_passing(
        rules.returning(at),
        question,
        at,
        known=max([finding.until for _, finding in barred if finding.until is not None]),
    )
    if until is None:
        return Hold(name=HoldName.OPENING, reasons=reasons, evidence=evidence)
    ahead = _answers(rules.checks_ahead(until), question, until)
    if ahead.barred and not (changes is not None and changes <= until):
        # What passes now may have ended when the hours open: a session, a consent, the campaign itself.
        later = (_reason(rule, finding, {"at": until.isoformat()}) for rule, finding in ahead.barred)
        return _no(ahead.barred[0][1], (*reasons, *later), evidence)
    return Defer(until=until, number=number, reasons=reasons, evidence=evidence, closes=ahead.closes)


def _answers(checks: Iterable[Check], question: Question, at: datetime) -> Answers:
    """Ask each rule once."""
    passed: dict[str, dict[str, Any]] = {}
    barred: list[tuple[Rule, Finding]] = []
    closes: datetime | None = None
    for check, rule in checks:
        finding = check(question, at)
        name, evidence, until, hold, _, scope, ends = finding
        if until is not None or hold is not None or scope is not None:
            barred.append((rule, finding))
            continue
        passed[name] = evidence
        if ends is not None and (closes is None or ends < closes):
            closes = ends
    if len(barred) > 1:
        barred.sort(key=_place)
    return Answers(passed, barred, closes)


def _waived(rules: ApplicableRules, question: Question, at: datetime) -> dict[str, Any]:
    """Return our own rules that would bar this call if the person had not asked for it, with their evidence."""
    ref = question.candidate.cause.ref
    asked_in = next((callback.ref for callback in question.facts.callbacks if callback.id == ref), "")
    barred = [finding for rule in rules.waived if not (finding := rule.check(question, at)).passes]
    return {finding.rule: {**finding.evidence, "asked_in": asked_in} for finding in barred}


def _place(barring: tuple[Rule, Finding]) -> int:
    """Return the place of what bars a touch in `RANK`."""
    finding = barring[1]
    if finding.hold is HoldName.PACK and names_country(finding.key):
        return PLACES[UNKNOWN_LAW]
    return PLACES[finding.scope or finding.hold]


def _reason(rule: Rule, finding: Finding, more: dict[str, Any] | None = None) -> Reason:
    """Return a finding as the verdict keeps it: with the primitive of a pack's rule, and with more evidence."""
    return Reason(
        rule=finding.rule,
        evidence=finding.evidence | more if more else finding.evidence,
        until=finding.until,
        kind=rule.kind if isinstance(rule, Dated) else "",
    )


def _no(finding: Finding, reasons: tuple[Reason, ...], evidence: dict[str, Any]) -> Hold | Refuse:
    """Return the verdict of the deciding finding."""
    if finding.scope is not None:
        return Refuse(scope=finding.scope, reasons=reasons, evidence=evidence, rule=finding.rule)
    return Hold(name=finding.hold or HoldName.OPENING, key=finding.key, reasons=reasons, evidence=evidence)
