"""How are a touch and its outcome described? Pure."""

from cadence.channels.meanings import meaning
from cadence.domain import Outcome, TouchState
from cadence.domain.channels import CONVERSATION_CHANNELS, WORK_CHANNEL
from cadence.domain.error_subject import ErrorSubject
from cadence.domain.outcomes import NOT_SERVED
from cadence.explain.story.ahead import ask
from cadence.explain.story.events.text import EventText
from cadence.explain.story.speaker import Speaker, What


def touch(what: What, speaker: Speaker) -> EventText:
    """Describe a touch: how it left, or why it did not."""
    state, body = _state(what), what.get("body") or what.get("template")
    text = speaker.say("event-said-machine" if state == "call" else "event-said", body=body) if body else ""
    words = {"sender": what.get("sender") or "?", "said": text, "outcome": speaker.term("outcome", what.get("outcome"))}
    kept = ("id", "number_id", "sid", "template", "due", "floor", "version", "rules")
    return EventText(
        words=speaker.say(f"event-touch-{state}", ask=touch_in_words(what, speaker), **words),
        by=speaker.term("by", what.get("cause_kind") or "step"),
        evidence={key: what.get(key) for key in kept},
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
        outcome=speaker.term("outcome", what.get("outcome") or "?"),
        disposition=speaker.term("disposition", disposition),
    )
    by = speaker.term("by", "plan" if what.get("channel") == WORK_CHANNEL else "carrier")
    return EventText(
        words=words,
        why=_code_in_words(what.get("code") or "", speaker),
        by=by,
        evidence={key: what.get(key) for key in ("touch", "sid", "status", "code")},
    )


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
        outcome=speaker.term("outcome", what["outcome"]),
        stands=speaker.term("outcome", what["stands"]),
    )
    kept = ("touch", "code")
    return EventText(words=words, by=speaker.term("by", "carrier"), evidence={key: what.get(key) for key in kept})
