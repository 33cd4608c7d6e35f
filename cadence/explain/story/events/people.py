"""How are messages, consent, stops and promised calls of a person described? Pure."""

from collections.abc import Callable

from cadence.explain.story.events.text import EventText, given, ordered_by
from cadence.explain.story.speaker import Speaker, What


def inbound(what: What, speaker: Speaker) -> EventText:
    """Describe a message or a call from the person."""
    body, channel = what.get("body"), speaker.channel(what["channel"])
    meaning = speaker.term("meaning", what.get("meaning") or "none")
    sentence = "event-inbound" if body else "event-inbound-silent"
    words = speaker.say(sentence, body=body, channel=channel, meaning=meaning)
    kept = ("id", "sid", "number_id", "touch_id", "reviewed_at", "reviewed_by", "confirmed_by_carrier")
    return EventText(words=words, by=speaker.term("by", "person"), evidence={key: what.get(key) for key in kept})


def consent(what: What, speaker: Speaker) -> EventText:
    """Describe a consent or its withdrawal."""
    about = what.get("purpose")
    purpose = speaker.say("consent-purpose", purpose=speaker.term("purpose", about)) if about else ""
    words = speaker.say(
        "event-consent-given" if what["given"] else "event-consent-revoked",
        channel=speaker.consent(what["channel"]),
        purpose=purpose,
    )
    if what.get("number_id"):
        words = f"{words} ({speaker.number(what['number_id'])})"
    kept = ("id", "number_id", "kind", "list", "expires", "recorded_by", "wording", "evidence")
    by = what.get("source") or speaker.term("by", "list", list=what.get("list") or "?")
    return EventText(words=words, by=by, evidence={key: what.get(key) for key in kept})


def suppression(kind: str) -> Callable[[What, Speaker], EventText]:
    """Return what describes a suppression, or its lifting."""

    def describe(what: What, speaker: Speaker) -> EventText:
        scope = speaker.scope(what["scope"], what.get("value") or "")
        whole = what["number"] is None  # a person's stop, which follows them
        number = speaker.say("number-every") if whole else speaker.number(what["number"])
        words = speaker.say(f"event-{kind}", number=number, scope=scope)
        if wanted := what.get("log_by"):
            words = speaker.say("event-suppressed-log_by", words=words, **wanted)
        by = ordered_by(what) or speaker.term("by", what["source"])
        return EventText(words=words, why=given(what, "why"), by=by, evidence={"ref": what.get("ref")})

    return describe


def callback(kind: str) -> Callable[[What, Speaker], EventText]:
    """Return what describes a change of a promised call."""

    def describe(what: What, speaker: Speaker) -> EventText:
        source = str(what.get("ref") or "").partition(":")[0]
        by = {"command": "command", "touch": "disposition", "inbound": "reply"}.get(source, "")
        return EventText(
            words=speaker.say(f"event-{kind}", at=speaker.clock(what["for"]), by=speaker.clock(what.get("by"))),
            by=speaker.term("by", by) if by else source,
            evidence={key: what.get(key) for key in ("callback", "number", "ref")},
        )

    return describe
