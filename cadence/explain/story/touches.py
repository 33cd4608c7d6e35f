"""How is a touch described: planned, decided about, made, and what came of it? Pure."""

from collections.abc import Iterable

from cadence.channels.meanings import meaning
from cadence.domain import Attempt, CauseKind, Finish, Move, Outcome, Reason, Scope, TouchState, Wait
from cadence.domain.channels import CONVERSATION_CHANNELS, WORK_CHANNEL
from cadence.domain.error_subject import ErrorSubject
from cadence.domain.outcomes import NOT_SERVED
from cadence.explain.story.speaker import EventText, Speaker, What, kept
from cadence.policy.wording import has_addresses, in_words


def ask(speaker: Speaker, what: What) -> str:
    """Name a touch by what it is for: a step, a promised call, the confirmation of an opt-out, an order."""
    kind = str(what.get("kind", CauseKind.STEP))
    channel, attempt = speaker.channel(what.get("channel")), what.get("attempt", 1)
    if kind != CauseKind.STEP:
        return speaker.say(f"ask-{kind}", channel=channel, attempt=attempt, step=what.get("step") or "")
    lap = what.get("lap") or 1
    step = what.get("step")
    visited = speaker.say("ask-visit", step=step, lap=lap) if lap > 1 else step
    task = what.get("channel") == WORK_CHANNEL
    return speaker.say("ask-task" if task else "ask-step", step=visited, channel=channel, attempt=attempt)


def coming(speaker: Speaker, move: Move) -> str:
    """Tell a move."""
    match move:
        case Attempt():
            what = {"kind": move.cause.kind, "lap": move.cause.lap, "step": move.step, "channel": move.channel}
            about = ask(speaker, what | {"attempt": move.attempt})
            at, due = speaker.clock(move.at), speaker.clock(move.due)
            moved = move.due is not None and at != due
            return speaker.say("move-moved" if moved else "move-attempt", ask=about, at=at, due=due)
        case Wait(hold="", at=None):
            return speaker.say("move-news")
        case Wait(hold=""):
            return speaker.say("move-wait", at=speaker.clock(move.at))
        case Wait():
            sentence = "move-hold-until" if move.at else "move-hold"
            return speaker.say(sentence, hold=speaker.hold(move.hold, move.key), at=speaker.clock(move.at))
        case Finish():
            return speaker.say("move-finish", reason=speaker.term("reason", move.reason))


def decision(what: What, speaker: Speaker) -> EventText:
    """Describe a decision, with its reasons and with the rules that were waived."""
    evidence = {"decision": what.get("id"), "packs": what.get("packs"), **(what.get("evidence") or {})}
    if what.get("sources"):
        evidence["sources"] = what["sources"]
    return EventText(
        words=decision_in_words(what, speaker),
        why=(*reasons(what.get("reasons") or (), speaker), *waived(what, speaker)),
        by=speaker.term("by", "gate"),
        evidence=evidence,
    )


def decision_in_words(what: What, speaker: Speaker) -> str:
    """Return a decision in words."""
    candidate = what.get("candidate") or {}
    proposed = ask(speaker, {**(candidate.get("cause") or {}), **candidate})
    verdict = what["verdict"]
    sentence = f"event-decision-{verdict}"
    if verdict == "refuse":
        sentence = f"event-decision-refuse-{what.get('scope') or 'step'}"
        if what.get("scope") == Scope.NUMBER and has_addresses(candidate.get("channel")):
            sentence = "event-decision-refuse-address"
    elif verdict == "allow" and what.get("reasons"):  # they are about the numbers before this one
        sentence = "event-decision-allow-next"
    hold = speaker.hold(what.get("hold") or "", what.get("hold_key") or "")
    number = speaker.number(what.get("number_id"))
    return speaker.say(sentence, ask=proposed, until=speaker.clock(what.get("until")), hold=hold, number=number)


def reasons(listed: Iterable[What], speaker: Speaker) -> tuple[str, ...]:
    """Return the reasons of a refusal in words, with rule ids; a reason that several numbers share comes once."""
    numbers_by_sentence: dict[str, list[str]] = {}
    for reason in listed:
        evidence = reason.get("evidence") or {}
        sentence = in_words(Reason(rule=reason["rule"], evidence=evidence), speaker.language)
        named = sentence if reason["rule"] in sentence else f"{sentence} [{reason['rule']}]"
        numbers = numbers_by_sentence.setdefault(named, [])
        if evidence.get("number") is not None:
            numbers.append(speaker.number(evidence["number"]))
    return tuple(
        f"{sentence} ({', '.join(dict.fromkeys(numbers))})" if numbers else sentence
        for sentence, numbers in numbers_by_sentence.items()
    )


def waived(what: What, speaker: Speaker) -> tuple[str, ...]:
    """Return our own rules that did not apply because the person had asked for the call."""
    free = (what.get("evidence") or {}).get("waived") or {}
    words = reasons(({"rule": rule, "evidence": evidence} for rule, evidence in free.items()), speaker)
    return tuple(speaker.say("event-decision-waived", reason=reason) for reason in words)


def touch(what: What, speaker: Speaker) -> EventText:
    """Describe a touch: how it left, or why it did not."""
    state, body = _state(what), what.get("body") or what.get("template")
    text = speaker.say("event-said-machine" if state == "call" else "event-said", body=body) if body else ""
    words = {"sender": what.get("sender") or "?", "said": text, "outcome": _outcome(what, "outcome", speaker)}
    return EventText(
        words=speaker.say(f"event-touch-{state}", ask=touch_in_words(what, speaker), **words),
        by=speaker.term("by", what.get("cause_kind") or "step"),
        evidence=kept(what, "id", "number_id", "sid", "template", "due", "floor", "version", "rules", "answer"),
        left=state in ("message", "call", "unknown"),
    )


def touch_in_words(what: What, speaker: Speaker) -> str:
    """Return what a touch was for."""
    return ask(speaker, {**what, "kind": what.get("cause_kind") or "step", "lap": what.get("cause_lap")})


def _state(what: What) -> str:
    """Return how far a touch came: without an id from the carrier, the carrier did not accept it."""
    state, channel = str(what["state"]), what["channel"]
    if state in (TouchState.PLANNED, TouchState.SKIPPED, TouchState.UNKNOWN):
        return state
    if channel == WORK_CHANNEL:
        return "work"
    if state == TouchState.SETTLED and not what.get("sid") and what.get("outcome") != Outcome.LOST:
        return "rejected"
    return "call" if channel in CONVERSATION_CHANNELS else "message"


def outcome(what: What, speaker: Speaker) -> EventText:
    """Describe what came of a touch."""
    disposition = what.get("disposition")
    words = speaker.say(
        "event-outcome-said" if disposition else "event-outcome",
        ask=touch_in_words(what, speaker),
        outcome=_outcome(what, "outcome", speaker),
        disposition=speaker.term("disposition", disposition),
    )
    by = speaker.term("by", "plan" if what.get("channel") == WORK_CHANNEL else "carrier")
    return EventText(
        words=words,
        why=_code_in_words(what.get("code") or "", speaker),
        by=by,
        evidence=kept(what, "touch", "sid", "status", "code"),
    )


def _outcome(what: What, key: str, speaker: Speaker) -> str:
    """Return an outcome in words; what is said of a number is said of an address on a channel that has those."""
    word = str(what.get(key) or "?")
    if word == Outcome.INVALID_NUMBER and has_addresses(what.get("channel")):
        return speaker.say("event-invalid-address")
    return speaker.term("outcome", word)


def _code_in_words(code: str, speaker: Speaker) -> tuple[str, ...]:
    """Return what the carrier's code of an outcome says, for people."""
    if code == NOT_SERVED:
        return (speaker.say("event-outcome-unserved"),)
    means = meaning(code)
    if not code.isdecimal() and means.about is ErrorSubject.UNKNOWN:
        return ()
    words = means.in_words(speaker.language)
    return (speaker.say("event-outcome-code" if words else "event-outcome-code-unknown", code=code, words=words),)


def contradicted(what: What, speaker: Speaker) -> EventText:
    """Describe a report that cannot be true beside what stands."""
    words = speaker.say(
        "event-contradicted",
        ask=touch_in_words(what, speaker),
        outcome=_outcome(what, "outcome", speaker),
        stands=_outcome(what, "stands", speaker),
    )
    return EventText(words=words, by=speaker.term("by", "carrier"), evidence=kept(what, "touch", "code"))
