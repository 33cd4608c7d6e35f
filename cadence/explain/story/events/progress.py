"""How is a lead's way through lists, campaigns and workflows described? Pure."""

from cadence.explain.story.ahead import coming
from cadence.explain.story.events.text import EventText, given, ordered_by
from cadence.explain.story.speaker import Speaker, What


def imported(what: What, speaker: Speaker) -> EventText:
    """Describe the import of the lead."""
    return EventText(words=speaker.say("event-imported", list=what["list"]))


def listed(what: What, speaker: Speaker) -> EventText:
    """Describe the entry into the queue of a campaign."""
    by = ordered_by(what) or speaker.term("by", "command")
    sentence = "event-listed-again" if what.get("again") else "event-listed"
    return EventText(words=speaker.say(sentence, campaign=what["campaign"]), why=given(what, "why"), by=by)


def enrolled(what: What, speaker: Speaker) -> EventText:
    """Describe an enrolment."""
    words = speaker.say(f"event-enrolled-{what.get('kind') or 'cadence'}", **what)
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
    return EventText(words=words, evidence={key: what.get(key) for key in ("ref", "delivered_at")})


def plan(what: What, speaker: Speaker) -> EventText:
    """Describe what the workflow was to do next."""
    words = speaker.say("event-plan", next=coming(speaker, what["next"]))
    return EventText(words=words, by=speaker.term("by", "workflow"))


def workflow(what: What, speaker: Speaker) -> EventText:
    """Describe something that happened to the workflow."""
    return EventText(words=speaker.say(f"event-workflow-{what['event']}"), by=speaker.term("by", "temporal"))
