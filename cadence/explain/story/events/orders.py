"""How are tasks, orders, agents' reports and pauses described? Pure: what our own people did."""

from collections.abc import Callable

from cadence.domain import END
from cadence.explain.story.events.text import EventText, given, ordered_by
from cadence.explain.story.speaker import Speaker, What


def task(what: What, speaker: Speaker) -> EventText:
    """Describe a task for our own people."""
    assign = what.get("assign") or speaker.say("task-for-anybody")
    sentence = "event-task-done" if what.get("done_at") else "event-task"
    words = speaker.say(sentence, assign=assign, title=what["title"], done_by=what.get("done_by") or "?")
    kept = ("id", "ref", "kind", "body", "done_at")
    row = what.get("kind") == "review" and not what.get("body")  # a reply has its text in it
    by = speaker.term("by", "plan" if what.get("kind") == "step" else "held" if row else "reply")
    return EventText(words=words, by=by, evidence={key: what.get(key) for key in kept})


def command(what: What, speaker: Speaker) -> EventText:
    """Describe an order, the report of an agent, or a move to another version."""
    args = what.get("args") or {}
    if what["name"] == "disposition" and "touch" in args:
        words = _report(args, speaker)
    elif what["name"] == "migrate" and "enrolment" in args:
        words = speaker.say("event-command-moved-end" if args.get("next") == END else "event-command-moved", **args)
    else:
        listed = ", ".join(f"{key} {value}" for key, value in args.items() if value and key != "request")
        words = speaker.say("event-command-args" if listed else "event-command", name=what["name"], args=listed)
    return EventText(words=words, why=given(what, "why"), by=ordered_by(what))


def _report(args: What, speaker: Speaker) -> str:
    """Return what an agent reported about a call, and what that corrects."""
    reported, before = [
        _with_promise(str(args.get(word) or ""), args.get(at), speaker)
        for word, at in (("disposition", "callback_at"), ("corrects", "corrects_at"))
    ]
    sentence = "event-command-corrected" if args.get("corrects") else "event-command-said"
    return speaker.say(sentence, touch=args["touch"], said=reported, before=before)


def _with_promise(disposition: str, at: str | None, speaker: Speaker) -> str:
    word = speaker.term("disposition", disposition)
    return speaker.say("event-said-callback", disposition=word, at=speaker.clock(at)) if at else word


def pause(kind: str) -> Callable[[What, Speaker], EventText]:
    """Return what describes a pause, or its end."""

    def describe(what: What, speaker: Speaker) -> EventText:
        words = speaker.say(f"event-{kind}", scope=speaker.scope(what["scope"], what.get("value") or ""))
        return EventText(words=words, why=given(what, "reason"), by=what.get("actor") or "")

    return describe
