"""What did somebody order, in words? Pure: a command and its details; what has no word of its own stays as it is."""

from collections.abc import Iterator
from datetime import datetime

from cadence.explain.story.speaker import Speaker, What

DETAILS = (
    "command-arg-at",
    "command-arg-task",
    "command-arg-decision",
    "command-arg-closed",
    "command-arg-step",
    "command-arg-channels",
    "command-arg-fallback",
    "command-arg-result",
    "command-arg-assign",
    "command-arg-before",
)
"""Details of commands that have words of their own. A scope and its value are said together."""
HIDDEN = frozenset({"request", "trial"})
"""Details that say nothing to people: a digest, and an id that stands in the next line."""


def order_in_words(what: What, speaker: Speaker) -> str:
    """Return an order in words."""
    details = ", ".join(_details(what.get("args") or {}, speaker))
    name = speaker.term("command", what["name"])
    return speaker.say("event-command-args" if details else "event-command", name=name, args=details)


def _details(args: What, speaker: Speaker) -> Iterator[str]:
    """Yield each detail that is known."""
    scope = str(args.get("scope") or "")
    if scope:
        yield speaker.scope(scope, str(args.get("value") or "")).strip()
    for key, value in args.items():
        if not value or key in HIDDEN or (scope and key in {"scope", "value"}):
            continue
        sentence = f"command-arg-{key}"
        yield speaker.say(sentence, value=_value(key, str(value), speaker)) if sentence in DETAILS else f"{key} {value}"


def _value(key: str, value: str, speaker: Speaker) -> str:
    """Return the value of a detail as people read it."""
    match key:
        case "at":
            return speaker.clock(value) if _is_instant(value) else value
        case "decision":
            return speaker.term("decision", value)
        case "result":
            return speaker.term("outcome", value)
        case "closed":
            scope, _, named = value.partition(" ")
            return speaker.scope(scope, named)
        case "channels":
            return ", ".join(map(speaker.channel, value.split(",")))
    return value


def _is_instant(text: str) -> bool:
    """Tell whether a text is an instant."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
