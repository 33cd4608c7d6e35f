"""
How is each kind of event described? Pure: what the ledger or Temporal knows of it in, words out.

`touches.py` describes what is about a touch.
"""

from collections.abc import Callable
from functools import partial

from cadence.domain import ANSWER, END
from cadence.domain.trials import tried
from cadence.explain.story import touches
from cadence.explain.story.orders import order_in_words
from cadence.explain.story.received import external, hold_ended
from cadence.explain.story.speaker import EventText, Speaker, What, kept
from cadence.explain.story.task_titles import title_in


def describe(kind: str, what: What, speaker: Speaker) -> EventText:
    """Describe an event. An unknown kind is described by its fields, never left out (law 10)."""
    return DESCRIPTIONS.get(kind, _other)(what, speaker)


def _other(what: What, speaker: Speaker) -> EventText:  # noqa: ARG001  as every description
    known = (f"{key} {value}" for key, value in what.items() if value not in (None, "", {}, []))
    return EventText(words=", ".join(known))


def _ordered_by(what: What) -> str:
    """Return who gave an order, and from where; "" where no order is on record."""
    return f"{what['actor']}, {what['origin']}" if what.get("actor") else ""


def _given(what: What, key: str) -> tuple[str, ...]:
    """Return the reason that an order gave under a key, if it gave one."""
    return (str(what[key]),) if what.get(key) else ()


def imported(what: What, speaker: Speaker) -> EventText:
    """Describe the import of the lead."""
    return EventText(words=speaker.say("event-imported", list=what["list"]))


def listed(what: What, speaker: Speaker) -> EventText:
    """Describe the entry into the queue of a campaign."""
    by = _ordered_by(what) or speaker.term("by", "command")
    sentence = "event-listed-again" if what.get("again") else "event-listed"
    return EventText(words=speaker.say(sentence, campaign=what["campaign"]), why=_given(what, "why"), by=by)


def enrolled(what: What, speaker: Speaker) -> EventText:
    """Describe an enrolment."""
    words = speaker.say(
        f"event-enrolled-{what.get('kind') or 'cadence'}", **dict(what) | {"campaign": tried(what["campaign"])}
    )
    return EventText(words=words, by=speaker.term("by", "plan"), evidence={"enrolment": what.get("enrolment")})


def finished(what: What, speaker: Speaker) -> EventText:
    """Describe the end of an enrolment."""
    words = speaker.say("event-finished", campaign=what["campaign"], reason=speaker.term("reason", what["reason"]))
    return EventText(words=words, by=speaker.term("by", "plan"), evidence={"enrolment": what.get("enrolment")})


def erased(what: What, speaker: Speaker) -> EventText:  # noqa: ARG001  as every description
    """Describe the erasure of the lead."""
    return EventText(words=speaker.say("event-erased"))


def news(what: What, speaker: Speaker) -> EventText:
    """Describe news that reached the workflow."""
    words = speaker.say("event-news", news=speaker.term("news", what["news"]))
    return EventText(words=words, evidence=kept(what, "ref", "delivered_at"))


def plan(what: What, speaker: Speaker) -> EventText:
    """Describe what the workflow was to do next."""
    words = speaker.say("event-plan", next=touches.coming(speaker, what["next"]))
    return EventText(words=words, by=speaker.term("by", "workflow"))


def workflow(what: What, speaker: Speaker) -> EventText:
    """Describe something that happened to the workflow."""
    return EventText(words=speaker.say(f"event-workflow-{what['event']}"), by=speaker.term("by", "temporal"))


def inbound(what: What, speaker: Speaker) -> EventText:
    """Describe a message or a call from the person."""
    body, channel = what.get("body"), speaker.channel(what["channel"])
    meaning = str(what.get("meaning") or "none")
    if meaning.startswith(ANSWER):
        meaning = speaker.say("meaning-answer", answer=meaning.removeprefix(ANSWER))
    else:
        meaning = speaker.term("meaning", meaning)
    sentence = "event-inbound" if body else "event-inbound-silent"
    words = speaker.say(sentence, body=body, channel=channel, meaning=meaning)
    return EventText(
        words=words,
        by=speaker.term("by", "person"),
        evidence=kept(what, "id", "sid", "number_id", "touch_id", "reviewed_at", "reviewed_by", "confirmed_by_carrier"),
    )


def saved(what: What, speaker: Speaker) -> EventText:
    """Describe what the person told us of themselves, in an answer or to an agent."""
    source = str(what.get("ref") or "").partition(":")[0]
    words = speaker.say("event-saved" if what["value"] else "event-saved-nothing", **what)
    by = speaker.term("by", {"touch": "disposition", "inbound": "reply"}.get(source, source))
    return EventText(words=words, by=by, evidence={"ref": what.get("ref")})


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
    by = what.get("source") or speaker.term("by", "list", list=what.get("list") or "?")
    return EventText(
        words=words,
        by=by,
        evidence=kept(what, "id", "number_id", "kind", "list", "expires", "recorded_by", "wording", "evidence"),
    )


def suppression(kind: str, what: What, speaker: Speaker) -> EventText:
    """Describe a suppression, or its lifting."""
    scope = speaker.scope(what["scope"], what.get("value") or "")
    whole = what["number"] is None  # a person's stop, which follows them
    number = speaker.say("number-every") if whole else speaker.number(what["number"])
    words = speaker.say(f"event-{kind}", number=number, scope=scope)
    if wanted := what.get("log_by"):
        words = speaker.say("event-suppressed-log_by", words=words, **wanted)
    by = _ordered_by(what) or speaker.term("by", what["source"])
    return EventText(words=words, why=_given(what, "why"), by=by, evidence={"ref": what.get("ref")})


def callback(kind: str, what: What, speaker: Speaker) -> EventText:
    """Describe a change of a promised call."""
    source = str(what.get("ref") or "").partition(":")[0]
    by = {"command": "command", "touch": "disposition", "inbound": "reply"}.get(source, "")
    return EventText(
        words=speaker.say(f"event-{kind}", at=speaker.clock(what["for"]), by=speaker.clock(what.get("by"))),
        by=speaker.term("by", by) if by else source,
        evidence=kept(what, "callback", "number", "ref"),
    )


def task(what: What, speaker: Speaker) -> EventText:
    """Describe a task for our own people."""
    has_result = bool(what.get("result"))
    sentence = "event-task-done" if what.get("done_at") and not has_result else "event-task"
    words = speaker.say(sentence, **_task_words(what, speaker))
    if what.get("due_at"):
        words = speaker.say("event-task-due", words=words, due=speaker.clock(what["due_at"]))
    row = what.get("kind") == "review" and not what.get("body")  # a reply has its text in it
    by = speaker.term("by", "plan" if what.get("kind") == "step" else "held" if row else "reply")
    return EventText(words=words, by=by, evidence=kept(what, "id", "ref", "kind", "body", "done_at", "label"))


def task_result(what: What, speaker: Speaker) -> EventText:
    """Describe what came of a task that has a result: who did it, or why nobody does."""
    result = str(what["result"])
    words = speaker.say(f"event-task-result-{result}", **_task_words(what, speaker))
    why = (speaker.term("reason", str(what["reason"])),) if what.get("reason") else ()
    nobody = result in {"overdue", "withdrawn"}
    by = speaker.term("by", "plan") if nobody else str(what.get("done_by") or "?")
    return EventText(words=words, why=why, by=by, evidence=kept(what, "id", "ref", "label", "reminders"))


def _task_words(what: What, speaker: Speaker) -> dict[str, str]:
    return {
        "assign": str(what.get("assign") or speaker.say("task-for-anybody")),
        "title": title_in(speaker.language, str(what["title"])),
        "done_by": str(what.get("done_by") or "?"),
    }


def command(what: What, speaker: Speaker) -> EventText:
    """Describe an order, the report of an agent, or a move to another version."""
    args = what.get("args") or {}
    if what["name"] == "disposition" and "touch" in args:
        words = _report(args, speaker)
    elif what["name"] == "migrate" and "enrolment" in args:
        words = speaker.say("event-command-moved-end" if args.get("next") == END else "event-command-moved", **args)
    else:
        words = order_in_words(what, speaker)
    return EventText(words=words, why=_given(what, "why"), by=_ordered_by(what))


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


def pause(kind: str, what: What, speaker: Speaker) -> EventText:
    """Describe a pause, or its end."""
    words = speaker.say(f"event-{kind}", scope=speaker.scope(what["scope"], what.get("value") or ""))
    return EventText(words=words, why=_given(what, "reason"), by=what.get("actor") or "")


DESCRIPTIONS: dict[str, Callable[[What, Speaker], EventText]] = {
    "imported": imported,
    "consent": consent,
    "listed": listed,
    "enrolled": enrolled,
    "command": command,
    "inbound": inbound,
    "saved": saved,
    "external event": external,
    "external hold ended": hold_ended,
    "suppressed": partial(suppression, "suppressed"),
    "suppression lifted": partial(suppression, "suppression lifted"),
    "callback promised": partial(callback, "callback promised"),
    "callback canceled": partial(callback, "callback canceled"),
    "callback replaced": partial(callback, "callback replaced"),
    "paused": partial(pause, "paused"),
    "resumed": partial(pause, "resumed"),
    "decision": touches.decision,
    "touch": touches.touch,
    "outcome": touches.outcome,
    "contradicted": touches.contradicted,
    "task": task,
    "task result": task_result,
    "finished": finished,
    "erased": erased,
    "news": news,
    "workflow": workflow,
    "plan": plan,
}
"""What describes each kind of event, in the order of events of one instant: causes before what they cause."""
