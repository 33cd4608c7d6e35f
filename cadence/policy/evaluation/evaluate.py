"""Which verdict follows from the findings of all rules? Pure: one verdict, with every rule that does not allow it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from cadence.domain import Allow, Defer, Hold, HoldName, Reason, Refuse, Scope, Verdict
from cadence.policy.evaluation.applicable import ApplicableRules
from cadence.policy.evaluation.from_packs import Dated
from cadence.policy.finding import Finding, Rule, first_passing
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


def evaluate(rules: ApplicableRules) -> Verdict:
    """Return the verdict on one number."""
    question, at = rules.case.question, rules.case.at
    binding = (*rules.standing, *rules.timed)
    findings = [rule.check(question, at) for rule in binding]
    barred = _barred(binding, findings)
    evidence = rules.evidence | {"passed": {finding.rule: finding.evidence for finding in findings if finding.passes}}
    if rules.waived:
        evidence["waived"] = _waived(rules)
    number = question.number.id if question.number else None
    if not barred:
        return Allow(number=number, evidence=evidence, closes=_closes(findings))
    reasons = tuple(_reason(rule, finding) for rule, finding in barred)
    first = barred[0][1]
    if first.until is None:
        return _no(first, reasons, evidence)
    until = first_passing(
        rules.timed, question, at, known=max(finding.until for _, finding in barred if finding.until is not None)
    )
    if until is None:
        return Hold(name=HoldName.OPENING, reasons=reasons, evidence=evidence)
    checked_again = rules.ahead
    ahead = [rule.check(question, until) for rule in checked_again]
    then = _barred(checked_again, ahead)
    if then:
        # What passes now may have ended when the hours open: a session, a consent, the campaign itself.
        later = (_reason(rule, finding, {"at": until.isoformat()}) for rule, finding in then)
        return _no(then[0][1], (*reasons, *later), evidence)
    return Defer(until=until, number=number, reasons=reasons, evidence=evidence, closes=_closes(ahead))


def _waived(rules: ApplicableRules) -> dict[str, Any]:
    """Return our own rules that would bar this call if the person had not asked for it, with their evidence."""
    question, at = rules.case.question, rules.case.at
    ref = question.candidate.cause.ref
    asked_in = next((callback.ref for callback in question.facts.callbacks if callback.id == ref), "")
    barred = [finding for rule in rules.waived if not (finding := rule.check(question, at)).passes]
    return {finding.rule: {**finding.evidence, "asked_in": asked_in} for finding in barred}


def _closes(findings: Sequence[Finding]) -> datetime | None:
    """Return the first instant at which one of these findings no longer passes; None for never."""
    return min((finding.closes for finding in findings if finding.closes is not None), default=None)


def _barred(rules: Sequence[Rule], findings: Sequence[Finding]) -> list[tuple[Rule, Finding]]:
    """Return the findings that bar the touch, each with its rule, the deciding one first."""
    return sorted(
        ((rule, finding) for rule, finding in zip(rules, findings, strict=True) if not finding.passes),
        key=lambda barring: RANK.index(_kind(barring[1])),
    )


def _kind(finding: Finding) -> str | None:
    """Return what a finding that bars the touch means, as `RANK` lists it."""
    if finding.hold is HoldName.PACK and names_country(finding.key):
        return UNKNOWN_LAW
    return finding.scope or finding.hold


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
