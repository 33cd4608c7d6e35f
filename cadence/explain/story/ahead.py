"""What was a lead's next move? Pure: a plan in the words of the person's own clock."""

from cadence.domain import Attempt, CauseKind, Finish, Move, Wait
from cadence.domain.channels import WORK_CHANNEL
from cadence.explain.story.speaker import Speaker, What


def ask(speaker: Speaker, what: What) -> str:
    """Name a touch by what it is for: a step, a promised call, the confirmation of an opt-out, an order."""
    kind = str(what.get("kind", CauseKind.STEP))
    channel, attempt = speaker.channel(what.get("channel")), what.get("attempt", 1)
    if kind != CauseKind.STEP:
        return speaker.say(f"ask-{kind}", channel=channel, attempt=attempt)
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
