"""How is a lead's way through lists, campaigns and workflows described? Pure."""

from cadence.explain.story.ahead import coming
from cadence.explain.story.events.text import EventText, given, ordered_by
from cadence.explain.story.speaker import Speaker, What


def imported(what: What, speaker: Speaker) -> EventText:
    """Describe the import of the lead."""
    return EventText(words=speaker.say("imported", list=what["list"]))


def listed(what: What, speaker: Speaker) -> EventText:
    """Describe the entry into the queue of a campaign."""
    by = ordered_by(what) or speaker.term("by", "command")
    sentence = "listed.again" if what.get("again") else "listed"
    return EventText(words=speaker.say(sentence, campaign=what["campaign"]), why=given(what, "why"), by=by)


def enrolled(what: What, speaker: Speaker) -> EventText:
    """Describe an enrolment."""
    words = speaker.say(f"enrolled.{what.get('kind') or 'cadence'}", **what)
    return EventText(words=words, by=speaker.term("by", "plan"), evidence={"enrolment": what.get("enrolment")})


def finished(what: What, speaker: Speaker) -> EventText:
    """Describe the end of an enrolment."""
    words = speaker.say("finished", campaign=what["campaign"], reason=speaker.term("reason", what["reason"]))
    return EventText(words=words, by=speaker.term("by", "plan"), evidence={"enrolment": what.get("enrolment")})


def erased(what: What, speaker: Speaker) -> EventText:
    """Describe the erasure of the lead."""
    return EventText(words=speaker.say("erased", **what))


def news(what: What, speaker: Speaker) -> EventText:
    """Describe news that reached the workflow."""
    words = speaker.say("news", news=speaker.term("news", what["news"]))
    return EventText(words=words, evidence={key: what.get(key) for key in ("ref", "delivered_at")})


def plan(what: What, speaker: Speaker) -> EventText:
    """Describe what the workflow was to do next."""
    return EventText(words=speaker.say("plan", next=coming(speaker, what["next"])), by=speaker.term("by", "workflow"))


def workflow(what: What, speaker: Speaker) -> EventText:
    """Describe something that happened to the workflow."""
    return EventText(words=speaker.say(f"workflow.{what['event']}"), by=speaker.term("by", "temporal"))
