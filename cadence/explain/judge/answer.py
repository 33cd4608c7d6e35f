"""What is the answer to a question of `judge`? Pure: a verdict as data."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from cadence.domain import Allow, Defer, Hold, Reason, Refuse, Verdict
from cadence.languages import Language
from cadence.policy.wording import in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A verdict with everything that it is based on. The fields are the keys of `cadence judge --json`."""

    verdict: str  # allow, defer, hold, refuse
    until: datetime | None  # the first instant at which every rule passes; None: nobody knows, or it passes now
    rules: list[str]  # ids of those that refused, the deciding rule first
    reasons: list[str]  # the same in words
    zones: list[str]  # every zone the person may be in
    waived: list[str]  # our own rules that would refuse this call if the person had not asked for it, in words
    packs: dict[str, str]  # id and version of each that binds this person
    evidence: dict[str, Any] = field(default_factory=dict)


def answer(verdict: Verdict, language: Language = "en") -> Answer:
    """Return a verdict as data."""
    evidence = dict(verdict.evidence)
    evidence["said_no"] = [
        {"rule": reason.rule, "until": utc(reason.until), **reason.evidence} for reason in verdict.reasons
    ]
    match verdict:
        case Allow(closes=closes, number=number):
            evidence |= {"closes": utc(closes), "number": number}
        case Defer(number=number):
            evidence |= {"number": number}
        case Hold(name=name, key=key):
            evidence |= {"hold": name.value, "key": key}
        case Refuse(scope=scope):
            evidence |= {"scope": scope.value}
    barring = () if isinstance(verdict, Allow) else verdict.reasons
    return Answer(
        verdict=type(verdict).__name__.lower(),
        until=verdict.until if isinstance(verdict, Defer) else None,
        rules=list(dict.fromkeys(reason.rule for reason in barring)),
        reasons=[in_words(reason, language) for reason in barring],
        zones=list(dict.fromkeys(place["zone"] for place in evidence.get("zones", []))),
        waived=[
            in_words(Reason(rule=rule, evidence=details), language)
            for rule, details in evidence.get("waived", {}).items()
        ],
        packs={name: pack["version"] for name, pack in evidence.get("packs", {}).items()},
        evidence=evidence,
    )


def utc(instant: datetime | None) -> str | None:
    """Return an instant as 2027-03-14T12:00:00Z."""
    if instant is None:
        return None
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
