"""
What was done for one lead, what was not, and why? Pure: events in, lines out.

Each line has the instant in UTC and on the person's own clock, what happened, why, with which evidence, and who or what
caused it (law 10). The words may hold personal data: they are for the auditor who asked, never for a log.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from cadence.model import Reason
from cadence.rules.wording import in_words

What = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened, from the ledger or from Temporal."""

    at: datetime
    kind: str
    what: What = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the story."""

    at: datetime  # UTC
    local: str  # the person's wall clock
    kind: str
    words: str
    why: tuple[str, ...] = ()
    by: str = ""
    evidence: What = field(default_factory=dict)


def tell(events: Iterable[Event], zones: list[str], *, on: date | None = None) -> list[Line]:
    """
    Return the story, the oldest line first.

    `zones` are the candidate zones of the person; the first one's clock is shown. `on` keeps one local day.
    """
    zone = ZoneInfo(zones[0]) if zones else UTC
    lines = [_line(event, zone) for event in sorted(events, key=lambda one: one.at)]
    if on is None:
        return lines
    return [line for line in lines if line.at.astimezone(zone).date() == on]


def nothing_sent(lines: list[Line], day: list[Line]) -> list[str]:
    """
    Return why nothing left on a day, "" lines left out: the no's of that day, else what the lead was waiting for.

    `lines` is the whole story up to the end of that day, `day` the lines of that day.
    """
    if any(line.kind == "touch" and "nothing left" not in line.words for line in day):
        return []
    refusals = [line for line in day if line.kind == "decision" and line.why]
    if refusals:
        return [reason for line in refusals for reason in line.why]
    waits = [line for line in lines if line.kind in ("plan", "finished", "paused", "decision", "enrolled")]
    return [f"since {waits[-1].local}: {waits[-1].words}", *waits[-1].why] if waits else ["not in any campaign yet"]


def _line(event: Event, zone: Any) -> Line:  # noqa: ANN401  ZoneInfo or UTC
    teller = _TELLERS.get(event.kind, _other)
    words, why, by, evidence = teller(event.what)
    local = event.at.astimezone(zone)
    return Line(
        at=event.at.astimezone(UTC),
        local=f"{local:%a %Y-%m-%d %H:%M:%S} {zone if isinstance(zone, ZoneInfo) else 'UTC'}",
        kind=event.kind,
        words=words,
        why=tuple(why),
        by=by,
        evidence=evidence,
    )


Told = tuple[str, list[str], str, What]


def _decision(what: What) -> Told:
    candidate = what.get("candidate") or {}
    step = candidate.get("step") or str((candidate.get("cause") or {}).get("kind", "touch"))
    ask = f"{step} by {candidate.get('channel', '?')}, try {candidate.get('attempt', 1)}"
    reasons = [Reason(rule=one["rule"], evidence=one.get("evidence") or {}) for one in what.get("reasons") or []]
    verdicts: dict[str, str] = {
        "allow": f"{ask}: allowed",
        "defer": f"{ask}: not before {_instant(what.get('until'))}",
        "hold": f"{ask}: held until {what.get('hold')} {what.get('hold_key') or ''}".rstrip(),
        "refuse": f"{ask}: refused ({what.get('scope')})",
    }
    evidence = {"rules": what.get("rules"), "packs": what.get("packs"), **(what.get("evidence") or {})}
    return verdicts[what["verdict"]], [in_words(one) for one in reasons], "the gate", evidence


def _touch(what: What) -> Told:
    name = f"{what.get('step') or what.get('cause_kind')} by {what['channel']}, try {what['attempt']}"
    evidence = {key: what.get(key) for key in ("id", "sid", "number_id", "due", "status", "code") if what.get(key)}
    if what["state"] == "skipped":
        return f"{name}: passed over, nothing left", [], "the gate", evidence
    body = what.get("body") or what.get("template")
    said = f": “{body}”" if body else ""
    states = {"reserved": "handed to the carrier, no answer yet", "unknown": "the carrier's answer was lost"}
    state = states.get(what["state"], "planned again: nothing left" if what["state"] == "planned" else "sent")
    sender = f" from {what['sender']}" if what.get("sender") else ""
    return f"{name}: {state}{sender}{said}", [], f"{what['cause_kind']} {what['cause_ref']}", evidence


def _outcome(what: What) -> Told:
    disposition = f", the agent says: {what['disposition']}" if what.get("disposition") else ""
    outcome = str(what.get("outcome") or "").replace("_", " ")
    evidence = {"touch": what.get("touch"), "code": what.get("code") or None}
    return (
        f"{what.get('step') or 'confirmation'} by {what['channel']}: {outcome}{disposition}",
        [],
        "the carrier",
        evidence,
    )


def _inbound(what: What) -> Told:
    meaning = {
        "revoke": "a stop",
        "hold": "perhaps a stop: a person must read it",
        "help": "a call for help",
        "rejoin": "wants messages again",
        "callback": "asks to be called",
        "none": "no stop",
    }.get(what.get("meaning", "none"), what.get("meaning", ""))
    body = f"“{what['body']}”" if what.get("body") else "(erased)"
    return f"wrote {body} by {what['channel']}: {meaning}", [], "the person", {"touch": what.get("touch_id")}


def _consent(what: What) -> Told:
    given = "agreed to" if what["given"] else "took back the agreement to"
    limits = f" for {what['purpose']}" if what.get("purpose") else ""
    evidence = {key: what.get(key) for key in ("id", "number_id", "kind", "evidence", "expires") if what.get(key)}
    return f"{given} {what['channel']}{limits}", [], what.get("source") or what.get("list") or "the list", evidence


def _suppressed(what: What) -> Told:
    scope = what["scope"] + (f" {what['value']}" if what.get("value") else "")
    return f"number {what['number']} suppressed: {scope}", [], what["source"], {"ref": what.get("ref") or None}


def _lifted(what: What) -> Told:
    return f"number {what['number']} may be contacted again", [], what["source"], {"ref": what.get("ref") or None}


def _command(what: What) -> Told:
    args = ", ".join(f"{key} {value}" for key, value in (what.get("args") or {}).items())
    why = [what["why"]] if what.get("why") else []
    return f"order: {what['name']}{f' ({args})' if args else ''}", why, f"{what['actor']}, {what['origin']}", {}


def _paused(what: What) -> Told:
    scope = what["scope"] + (f" {what['value']}" if what.get("value") else "")
    return f"paused: {scope}", [what["reason"]] if what.get("reason") else [], what.get("actor") or "", {}


def _resumed(what: What) -> Told:
    scope = what["scope"] + (f" {what['value']}" if what.get("value") else "")
    return f"resumed: {scope}", [], what.get("actor") or "", {}


def _plan(what: What) -> Told:
    return f"next: {what['next']}", [], "the workflow", {}


def _other(what: What) -> Told:
    return ", ".join(f"{key} {value}" for key, value in what.items() if value not in (None, "", {})), [], "", {}


_TELLERS: dict[str, Callable[[What], Told]] = {
    "imported": lambda what: (f"read from the list {what['list']}", [], "the list", {}),
    "erased": lambda _: ("erased: names, numbers and texts are gone", [], "", {}),
    "enrolled": lambda what: (
        f"enrolled in {what['campaign']}, version {what['version']}",
        [],
        what.get("kind", ""),
        {"enrolment": what["enrolment"]},
    ),
    "finished": lambda what: (f"finished in {what['campaign']}: {what['reason']}", [], "", {}),
    "decision": _decision,
    "touch": _touch,
    "outcome": _outcome,
    "inbound": _inbound,
    "consent": _consent,
    "suppressed": _suppressed,
    "suppression lifted": _lifted,
    "callback promised": lambda what: (f"a call was promised for {_instant(what['for'])}", [], what.get("ref", ""), {}),
    "callback canceled": lambda what: (f"the call promised for {_instant(what['for'])} was called off", [], "", {}),
    "task": lambda what: (f"work handed out: {what['title']}", [], what.get("kind", ""), {"task": what.get("id")}),
    "news": lambda what: (f"news for the workflow: {what['news']}", [], what.get("ref", ""), {}),
    "command": _command,
    "paused": _paused,
    "resumed": _resumed,
    "plan": _plan,
    "workflow": lambda what: (what["event"], [], "Temporal", {}),
}
"""Who tells which kind of event. A kind that is not known is told by its fields, never left out."""


def _instant(text: Any) -> str:  # noqa: ANN401  as JSON has it
    if not text:
        return "?"
    at = text if isinstance(text, datetime) else datetime.fromisoformat(str(text))
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
