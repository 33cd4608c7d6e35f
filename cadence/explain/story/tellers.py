"""How is each kind of event told? Pure: what the ledger or Temporal knows of it in, words out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from cadence.domain import END, Channel, Outcome, Reason, TouchState
from cadence.explain.story.ahead import ask, coming
from cadence.explain.story.codes import code_in_words
from cadence.explain.story.speaker import Speaker, What
from cadence.policy.wording import in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class EventText:
    """What is said of one event."""

    words: str
    why: tuple[str, ...] = ()
    by: str = ""
    evidence: dict[str, Any] = field(default_factory=dict)
    left: bool = False  # something left the house


def told(kind: str, what: What, speaker: Speaker) -> EventText:
    """Return what is said of an event. A kind that is not known is told by its fields, never left out (law 10)."""
    return TELLERS.get(kind, _other)(what, speaker)


def reasons(listed: Iterable[What], speaker: Speaker) -> tuple[str, ...]:
    """Return why a rule said no, in words and with its id; what several numbers have in common is said once."""
    found: dict[str, list[str]] = {}
    for one in listed:
        evidence = one.get("evidence") or {}
        sentence = in_words(Reason(rule=one["rule"], evidence=evidence), speaker.language)
        named = sentence if one["rule"] in sentence else f"{sentence} [{one['rule']}]"
        numbers = found.setdefault(named, [])
        if evidence.get("number") is not None:
            numbers.append(speaker.number(evidence["number"]))
    return tuple(
        f"{sentence} ({', '.join(dict.fromkeys(numbers))})" if numbers else sentence
        for sentence, numbers in found.items()
    )


def waived(what: What, speaker: Speaker) -> tuple[str, ...]:
    """Return the rules of our own that a call was free of because the person had asked for it."""
    free = (what.get("evidence") or {}).get("waived") or {}
    told = reasons(({"rule": rule, "evidence": evidence} for rule, evidence in free.items()), speaker)
    return tuple(speaker.say("decision.waived", reason=reason) for reason in told)


def decided(what: What, speaker: Speaker) -> str:
    """Return a decision in words."""
    candidate = what.get("candidate") or {}
    asked = ask(speaker, {**(candidate.get("cause") or {}), **candidate})
    verdict = what["verdict"]
    sentence = f"decision.{verdict}"
    if verdict == "refuse":
        sentence = f"decision.refuse.{what.get('scope') or 'step'}"
    elif verdict == "allow" and what.get("reasons"):  # they are about the numbers before this one
        sentence = "decision.allow.next"
    hold = speaker.hold(what.get("hold") or "", what.get("hold_key") or "")
    number = speaker.number(what.get("number_id"))
    return speaker.say(sentence, ask=asked, until=speaker.clock(what.get("until")), hold=hold, number=number)


def asked(what: What, speaker: Speaker) -> str:
    """Return what a touch was for."""
    return ask(speaker, {**what, "kind": what.get("cause_kind") or "step", "lap": what.get("cause_lap")})


def _decision(what: What, speaker: Speaker) -> EventText:
    evidence = {"decision": what.get("id"), "packs": what.get("packs"), **(what.get("evidence") or {})}
    return EventText(
        words=decided(what, speaker),
        why=(*reasons(what.get("reasons") or (), speaker), *waived(what, speaker)),
        by=speaker.term("by", "gate"),
        evidence=evidence,
    )


def _touch(what: What, speaker: Speaker) -> EventText:
    state, body = _state(what), what.get("body") or what.get("template")
    said = speaker.say("said.machine" if state == "call" else "said", body=body) if body else ""
    words = {"sender": what.get("sender") or "?", "said": said, "outcome": speaker.term("outcome", what.get("outcome"))}
    kept = ("id", "number_id", "sid", "template", "due", "floor", "version", "rules")
    return EventText(
        words=speaker.say(f"touch.{state}", ask=asked(what, speaker), **words),
        by=speaker.term("by", what.get("cause_kind") or "step"),
        evidence={key: what.get(key) for key in kept},
        left=state in ("message", "call", "unknown"),
    )


def _state(what: What) -> str:
    """Return how far a touch came: what the carrier never took an id for, it did not take."""
    state, channel = str(what["state"]), what["channel"]
    if state in (TouchState.PLANNED, TouchState.SKIPPED, TouchState.UNKNOWN):
        return state
    if channel == Channel.TASK:
        return "work"
    if state == TouchState.SETTLED and not what.get("sid") and what.get("outcome") != Outcome.LOST:
        return "rejected"
    return "call" if channel == Channel.CALL else "message"


def _outcome(what: What, speaker: Speaker) -> EventText:
    outcome = speaker.term("outcome", what.get("outcome") or "?")
    disposition = what.get("disposition")
    words = speaker.say(
        "outcome.said" if disposition else "outcome",
        ask=asked(what, speaker),
        outcome=outcome,
        disposition=speaker.term("disposition", disposition),
    )
    by = speaker.term("by", "plan" if what.get("channel") == Channel.TASK else "carrier")
    return EventText(
        words=words,
        why=code_in_words(what.get("code") or "", speaker),
        by=by,
        evidence={key: what.get(key) for key in ("touch", "sid", "status", "code")},
    )


def _contradicted(what: What, speaker: Speaker) -> EventText:
    words = speaker.say(
        "contradicted",
        ask=asked(what, speaker),
        outcome=speaker.term("outcome", what["outcome"]),
        stands=speaker.term("outcome", what["stands"]),
    )
    kept = ("touch", "code")
    return EventText(words=words, by=speaker.term("by", "carrier"), evidence={key: what.get(key) for key in kept})


def _inbound(what: What, speaker: Speaker) -> EventText:
    body, channel = what.get("body"), speaker.term("channel", what["channel"])
    meaning = speaker.term("meaning", what.get("meaning") or "none")
    words = speaker.say("inbound" if body else "inbound.silent", body=body, channel=channel, meaning=meaning)
    kept = ("id", "sid", "number_id", "touch_id", "reviewed_at", "reviewed_by", "confirmed_by_carrier")
    return EventText(words=words, by=speaker.term("by", "person"), evidence={key: what.get(key) for key in kept})


def _consent(what: What, speaker: Speaker) -> EventText:
    named = what.get("purpose")
    purpose = speaker.term("words", "for", purpose=speaker.term("purpose", named)) if named else ""
    words = speaker.say(
        "consent.given" if what["given"] else "consent.revoked",
        channel=speaker.term("consent", what["channel"]),
        purpose=purpose,
    )
    if what.get("number_id"):
        words = f"{words} ({speaker.number(what['number_id'])})"
    kept = ("id", "number_id", "kind", "list", "expires", "recorded_by", "wording", "evidence")
    by = what.get("source") or speaker.term("by", "list", list=what.get("list") or "?")
    return EventText(words=words, by=by, evidence={key: what.get(key) for key in kept})


def _suppression(kind: str) -> Callable[[What, Speaker], EventText]:
    def tell(what: What, speaker: Speaker) -> EventText:
        scope = speaker.scope(what["scope"], what.get("value") or "")
        whole = what["number"] is None  # a person's stop, which follows them
        number = speaker.term("words", "every number") if whole else speaker.number(what["number"])
        words = speaker.say(kind, number=number, scope=scope)
        if wanted := what.get("log_by"):
            words = speaker.say("suppressed.log_by", words=words, **wanted)
        by = _ordered_by(what) or speaker.term("by", what["source"])
        return EventText(words=words, why=_given(what, "why"), by=by, evidence={"ref": what.get("ref")})

    return tell


def _task(what: What, speaker: Speaker) -> EventText:
    assign = what.get("assign") or speaker.term("words", "nobody")
    sentence = "task.done" if what.get("done_at") else "task"
    words = speaker.say(sentence, assign=assign, title=what["title"], done_by=what.get("done_by") or "?")
    kept = ("id", "ref", "kind", "body", "done_at")
    row = what.get("kind") == "review" and not what.get("body")  # a reply has its text in it
    by = speaker.term("by", "plan" if what.get("kind") == "step" else "held" if row else "reply")
    return EventText(words=words, by=by, evidence={key: what.get(key) for key in kept})


def _command(what: What, speaker: Speaker) -> EventText:
    args = what.get("args") or {}
    if what["name"] == "disposition" and "touch" in args:
        words = _word(args, speaker)
    elif what["name"] == "migrate" and "enrolment" in args:
        words = speaker.say("command.moved.end" if args.get("next") == END else "command.moved", **args)
    else:
        told = ", ".join(f"{key} {value}" for key, value in args.items() if value and key != "request")
        words = speaker.say("command.args" if told else "command", name=what["name"], args=told)
    return EventText(words=words, why=_given(what, "why"), by=_ordered_by(what))


def _word(args: What, speaker: Speaker) -> str:
    """Tell what an agent said of a call, and what that corrects."""
    said, before = [
        _promising(str(args.get(word) or ""), args.get(at), speaker)
        for word, at in (("disposition", "callback_at"), ("corrects", "corrects_at"))
    ]
    sentence = "command.corrected" if args.get("corrects") else "command.said"
    return speaker.say(sentence, touch=args["touch"], said=said, before=before)


def _promising(disposition: str, at: str | None, speaker: Speaker) -> str:
    word = speaker.term("disposition", disposition)
    return speaker.say("said.callback", disposition=word, at=speaker.clock(at)) if at else word


def _pause(kind: str) -> Callable[[What, Speaker], EventText]:
    def tell(what: What, speaker: Speaker) -> EventText:
        words = speaker.say(kind, scope=speaker.scope(what["scope"], what.get("value") or ""))
        return EventText(words=words, why=_given(what, "reason"), by=what.get("actor") or "")

    return tell


def _ordered_by(what: What) -> str:
    """Return who gave an order, and from where; "" where no order is on record."""
    return f"{what['actor']}, {what['origin']}" if what.get("actor") else ""


def _given(what: What, key: str) -> tuple[str, ...]:
    return (str(what[key]),) if what.get(key) else ()


def _enrolled(what: What, speaker: Speaker) -> EventText:
    words = speaker.say(f"enrolled.{what.get('kind') or 'cadence'}", **what)
    return EventText(words=words, by=speaker.term("by", "plan"), evidence={"enrolment": what.get("enrolment")})


def _finished(what: What, speaker: Speaker) -> EventText:
    words = speaker.say("finished", campaign=what["campaign"], reason=speaker.term("reason", what["reason"]))
    return EventText(words=words, by=speaker.term("by", "plan"), evidence={"enrolment": what.get("enrolment")})


def _callback(kind: str) -> Callable[[What, Speaker], EventText]:
    def tell(what: What, speaker: Speaker) -> EventText:
        source = str(what.get("ref") or "").partition(":")[0]
        by = {"command": "command", "touch": "disposition", "inbound": "reply"}.get(source, "")
        return EventText(
            words=speaker.say(kind, **{"for": speaker.clock(what["for"]), "by": speaker.clock(what.get("by"))}),
            by=speaker.term("by", by) if by else source,
            evidence={key: what.get(key) for key in ("callback", "number", "ref")},
        )

    return tell


def _news(what: What, speaker: Speaker) -> EventText:
    words = speaker.say("news", news=speaker.term("news", what["news"]))
    return EventText(words=words, evidence={key: what.get(key) for key in ("ref", "delivered_at")})


def _plan(what: What, speaker: Speaker) -> EventText:
    return EventText(words=speaker.say("plan", next=coming(speaker, what["next"])), by=speaker.term("by", "workflow"))


def _workflow(what: What, speaker: Speaker) -> EventText:
    return EventText(words=speaker.say(f"workflow.{what['event']}"), by=speaker.term("by", "temporal"))


def _imported(what: What, speaker: Speaker) -> EventText:
    return EventText(words=speaker.say("imported", list=what["list"]))


def _listed(what: What, speaker: Speaker) -> EventText:
    by = _ordered_by(what) or speaker.term("by", "command")
    sentence = "listed.again" if what.get("again") else "listed"
    return EventText(words=speaker.say(sentence, campaign=what["campaign"]), why=_given(what, "why"), by=by)


def _erased(what: What, speaker: Speaker) -> EventText:
    return EventText(words=speaker.say("erased", **what))


def _other(what: What, speaker: Speaker) -> EventText:  # noqa: ARG001  as every teller
    return EventText(
        words=", ".join(f"{key} {value}" for key, value in what.items() if value not in (None, "", {}, []))
    )


TELLERS: dict[str, Callable[[What, Speaker], EventText]] = {
    "imported": _imported,
    "erased": _erased,
    "listed": _listed,
    "enrolled": _enrolled,
    "finished": _finished,
    "decision": _decision,
    "touch": _touch,
    "outcome": _outcome,
    "contradicted": _contradicted,
    "inbound": _inbound,
    "consent": _consent,
    "suppressed": _suppression("suppressed"),
    "suppression lifted": _suppression("suppression lifted"),
    "callback promised": _callback("callback promised"),
    "callback canceled": _callback("callback canceled"),
    "callback replaced": _callback("callback replaced"),
    "task": _task,
    "news": _news,
    "command": _command,
    "paused": _pause("paused"),
    "resumed": _pause("resumed"),
    "plan": _plan,
    "workflow": _workflow,
}
"""Who tells which kind of event."""
