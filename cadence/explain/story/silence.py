"""
Why did nothing leave on a day? Pure: the auditor's question, answered campaign by campaign.

Pauses come first, then what a rule decided that day; where nothing was even asked, what the lead was waiting for.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from cadence.domain import Move, TouchState
from cadence.explain.story.events import describe
from cadence.explain.story.speaker import Speaker, instant
from cadence.explain.story.story import StoryEvent
from cadence.explain.story.touches import coming, decision_in_words, reasons, touch_in_words

NOES = ("defer", "hold", "refuse")


def why_silent(
    events: Iterable[StoryEvent], day: date, speaker: Speaker, ahead: Mapping[str, Move] | None = None
) -> list[str]:
    """
    Return why nothing left on a day; nothing when something did leave.

    `ahead` is what each open enrolment waits for now, by its id.
    """
    known = sorted(events, key=lambda event: event.at)
    if any(day in speaker.dates(event.at) and describe(event.kind, event.what, speaker).left for event in known):
        return []
    enrolled = [event for event in known if event.kind == "enrolled"]
    pauses = (
        _pauses(known, day, speaker) if any(_open(enrolment, known, day, speaker) for enrolment in enrolled) else []
    )
    explanations = [
        words for enrolment in enrolled for words in _of_enrolment(enrolment, known, day, speaker, ahead or {})
    ]
    return list(dict.fromkeys([*pauses, *_in_line(known, day, speaker), *explanations])) or [
        speaker.say("silence-none")
    ]


def _in_line(known: Sequence[StoryEvent], day: date, speaker: Speaker) -> Iterator[str]:
    """Yield the campaigns in which the lead waited for its turn that day; one that was over has none to give."""
    for event in known:
        name, closed = event.what.get("campaign"), event.what.get("closed")
        if closed is not None and speaker.place(closed, day) < 0:
            continue
        enrolled = (other for other in known if other.kind == "enrolled" and other.what["campaign"] == name)
        taken = any(speaker.place(other.at, day) <= 0 for other in enrolled)
        if event.kind == "listed" and speaker.place(event.at, day) <= 0 and not taken:
            yield speaker.say("silence-listed", campaign=name, at=speaker.clock(event.at))


def _of_enrolment(
    enrolled: StoryEvent, known: Sequence[StoryEvent], day: date, speaker: Speaker, ahead: Mapping[str, Move]
) -> list[str]:
    """Return why nothing of one campaign left that day."""
    campaign, mine = enrolled.what["campaign"], enrolled.what["enrolment"]
    end = _end(enrolled, known)
    if speaker.place(enrolled.at, day) > 0:
        return [speaker.say("silence-early", campaign=campaign, at=speaker.clock(enrolled.at))]
    own = [event for event in known if event.what.get("enrolment_id") == mine]
    standing = _standing(own, day, speaker)
    if end is not None and speaker.place(end.at, day) < 0:
        refused = [_no("since", standing, speaker)] if standing and standing.what["verdict"] == "refuse" else []
        return [*refused, _ended("late", end, speaker)]
    explanations = [
        words for touch in own if speaker.place(touch.at, day) == 0 and (words := _not_left(touch, speaker))
    ]
    goes_on = not explanations
    if not explanations and standing:
        explanations.append(_no("since", standing, speaker))
        goes_on = standing.what["verdict"] == "refuse"
    if end is not None and speaker.place(end.at, day) == 0:
        return [*explanations, _ended("ended", end, speaker)]
    if goes_on:
        explanations.append(_awaited(campaign, own, day, speaker) or _coming(campaign, end, ahead.get(mine), speaker))
    return explanations


def _not_left(event: StoryEvent, speaker: Speaker) -> str:
    """Return why one thing that was asked or tried did not leave; nothing when it did, or was explained already."""
    if _is_no(event):
        return _no("decided", event, speaker)
    if event.kind != "touch" or event.what.get("state") == TouchState.SKIPPED:
        return ""
    text = describe("touch", event.what, speaker)
    return "" if text.left else speaker.say("silence-decided", campaign=event.what["campaign"], decision=text.words)


def _awaited(campaign: str, own: Sequence[StoryEvent], day: date, speaker: Speaker) -> str:
    """Return the touch that came next, and when it had been due."""
    for touch in own:
        if touch.kind == "touch" and speaker.place(touch.at, day) > 0:
            due = touch.what.get("due")
            moved = due is not None and speaker.place(instant(due), day) <= 0
            words = {
                "ask": touch_in_words(touch.what, speaker),
                "due": speaker.clock(due),
                "at": speaker.clock(touch.at),
            }
            return speaker.say("silence-later-due" if moved else "silence-later", campaign=campaign, **words)
    return ""


def _coming(campaign: str, end: StoryEvent | None, move: Move | None, speaker: Speaker) -> str:
    """Return how it ended without another touch, or what it waits for to this day."""
    if end is not None:
        return _ended("over", end, speaker)
    following = coming(speaker, move) if move is not None else "?"
    return speaker.say("silence-ahead", campaign=campaign, next=following)


def _standing(own: Sequence[StoryEvent], day: date, speaker: Speaker) -> StoryEvent | None:
    """
    Return the no of an earlier day that still stood: the last thing decided before, unless its time was over.

    A step that was refused has a touch of its own, which left nothing; the refusal stands until the next step.
    """
    before = [touch for touch in own if _weighs(touch) and speaker.place(touch.at, day) < 0]
    if not before or not _is_no(before[-1]):
        return None
    what = before[-1].what
    deferred = what["verdict"] == "defer" and what.get("until") and speaker.place(instant(what["until"]), day) >= 0
    return before[-1] if what["verdict"] in {"hold", "refuse"} or deferred else None


def _weighs(event: StoryEvent) -> bool:
    passed_over = event.kind == "touch" and event.what.get("state") == TouchState.SKIPPED
    return event.kind in {"decision", "touch"} and not passed_over


def _pauses(known: Sequence[StoryEvent], day: date, speaker: Speaker) -> Iterator[str]:
    """Yield the pauses that held on that day, unless everything was over before them."""
    ends = [_end(event, known) for event in known if event.kind == "enrolled"]
    for place, event in enumerate(known):
        over = all(end is not None and end.at <= event.at for end in ends)
        if event.kind != "paused" or over or speaker.place(event.at, day) > 0:
            continue
        scope, value = event.what["scope"], event.what.get("value") or ""
        resumed = (event for event in known[place:] if event.kind == "resumed" and _scope(event) == (scope, value))
        until = next(resumed, None)
        if until is None or speaker.place(until.at, day) >= 0:
            words = speaker.say(
                "silence-paused-until" if until else "silence-paused",
                scope=speaker.scope(scope, value),
                since=speaker.clock(event.at),
                until=speaker.clock(until.at if until else None),
                by=event.what.get("actor") or "?",
            )
            yield f"{words} ({event.what['reason']})" if event.what.get("reason") else words


def _scope(event: StoryEvent) -> tuple[str, str]:
    return event.what["scope"], event.what.get("value") or ""


def _open(enrolled: StoryEvent, known: Sequence[StoryEvent], day: date, speaker: Speaker) -> bool:
    """Tell whether a lead was under way in a campaign on a day."""
    end = _end(enrolled, known)
    return speaker.place(enrolled.at, day) <= 0 and (end is None or speaker.place(end.at, day) >= 0)


def _end(enrolled: StoryEvent, known: Sequence[StoryEvent]) -> StoryEvent | None:
    mine = enrolled.what["enrolment"]
    return next((event for event in known if event.kind == "finished" and event.what["enrolment"] == mine), None)


def _ended(sentence: str, end: StoryEvent, speaker: Speaker) -> str:
    reason = speaker.term("reason", end.what["reason"])
    return speaker.say(f"silence-{sentence}", campaign=end.what["campaign"], at=speaker.clock(end.at), reason=reason)


def _is_no(event: StoryEvent) -> bool:
    return event.kind == "decision" and event.what["verdict"] in NOES


def _no(sentence: str, event: StoryEvent, speaker: Speaker) -> str:
    """Return a decision with its reasons."""
    words = speaker.say(
        f"silence-{sentence}",
        campaign=event.what["campaign"],
        at=speaker.clock(event.at),
        decision=decision_in_words(event.what, speaker),
    )
    why = "; ".join(reasons(event.what.get("reasons") or (), speaker))
    return f"{words}, {speaker.say('lead-because')} {why}" if why else words
