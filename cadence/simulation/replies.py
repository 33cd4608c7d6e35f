"""What does a simulated person write back, as the engine reads it? Pure."""

from datetime import date, datetime, timedelta

from cadence.campaign import Campaign
from cadence.domain import SAVED, Touch
from cadence.domain.questions import ReplyQuestion, range_of
from cadence.planning.transitions.answer import question_to
from cadence.policy.hours.local_days import local
from cadence.replies.opt_out import Meaning, Reply
from cadence.simulation.behaviour import ReplyKind
from cadence.simulation.changes import tomorrow
from cadence.simulation.people import MessageReaction

MEANINGS: dict[ReplyKind, Meaning] = {
    ReplyKind.WORDS: "none",
    ReplyKind.STOP: "revoke",
    ReplyKind.CALL_ME: "callback",
    ReplyKind.UNCLEAR: "hold",
}
"""How the engine reads a reply that is no answer."""
LONGEST_AHEAD = 10
"""A date that is asked for is at most this many days ahead."""


def reply_of(campaign: Campaign, touch: Touch, reaction: MessageReaction, zone: str, now: datetime) -> Reply:
    """Return what somebody writes back to a message; `zone` is where they live."""
    question = question_to(campaign, touch)
    if reaction.reply is ReplyKind.ANSWER and question is not None:
        return answer_to(question, reaction.choice, local(zone, now).date())
    asks_for = tomorrow(zone, now, reaction.hour) if reaction.reply is ReplyKind.CALL_ME else None
    return Reply(meaning=MEANINGS.get(reaction.reply, "none"), callback_at=asks_for)


def answer_to(question: ReplyQuestion, choice: float, today: date) -> Reply:
    """Return an answer to a question, each as likely as the others; `choice` in [0, 1) says which."""
    by_name = question.kind in {"", "yes/no", "replies"}
    names = (*question.answers, *(() if by_name else (SAVED,)))
    place, rest = divmod(choice * len(names), 1)
    name = names[int(place)]
    if name != SAVED:
        return Reply(meaning="none", answer=name, value=name if question.kind and by_name else "")
    return Reply(meaning="none", answer=SAVED, value=_value(question.kind, rest, today))


def _value(kind: str, choice: float, today: date) -> str:
    """Return a number of the range, a date soon, or some words."""
    if (ends := range_of(kind)) is not None:
        least, most = ends
        return str(least + int(choice * (most - least + 1)))
    return f"{today + timedelta(days=1 + int(choice * LONGEST_AHEAD))}" if kind == "date" else "..."
