"""
Why did nothing leave on a day? Pure: the auditor's question, answered campaign by campaign.

Pauses come first, then what a rule decided that day; where nothing was even asked, what the lead was waiting for.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from cadence.domain import Move, TouchState
from cadence.explain.story.events import describe
from cadence.explain.story.speaker import Speaker, instant
from cadence.explain.story.story import StoryEvent
from cadence.explain.story.touches import coming, decision_in_words, reasons, touch_in_words

NOES = ("defer", "hold", "refuse")


def why_silent(
    events: Iterable[StoryEvent], day: date, speaker: Speaker, ahead: Mapping[str, Move] | None = None
) -> list[str]:
    """Return why nothing left on a day, if nothing did; `ahead` is what each enrolment waits for now, by its id."""
    known = sorted(events, key=lambda event: event.at)
    if any(day in speaker.dates(event.at) and describe(event.kind, event.what, speaker).left for event in known):
        return []
    silence = _SilentDay(day, speaker, known, ahead or {})
    explanations = [words for enrolled in silence.of_kind("enrolled") for words in silence.of_enrolment(enrolled)]
    return list(dict.fromkeys([*silence.pauses(), *silence.in_line(), *explanations])) or [speaker.say("silence-none")]


@dataclass(frozen=True, slots=True)
class _SilentDay:
    """A day on which nothing left, and everything that is known of the lead, oldest first."""

    day: date
    speaker: Speaker
    known: Sequence[StoryEvent]
    ahead: Mapping[str, Move]

    def place(self, at: datetime | str) -> int:
        """Tell whether an instant lies before the day (-1), on it by any of the clocks (0), or after it (1)."""
        return self.speaker.place(instant(at), self.day)

    def of_kind(self, kind: str) -> list[StoryEvent]:
        return [event for event in self.known if event.kind == kind]

    def in_line(self) -> Iterator[str]:
        """Yield the campaigns in which the lead waited for its turn that day; one that was over has none to give."""
        for event in self.of_kind("listed"):
            name, closed = event.what.get("campaign"), event.what.get("closed")
            enrolled = (other for other in self.of_kind("enrolled") if other.what["campaign"] == name)
            taken = any(self.place(other.at) <= 0 for other in enrolled)
            if self.place(event.at) <= 0 and not taken and (closed is None or self.place(closed) >= 0):
                yield self.speaker.say("silence-listed", campaign=name, at=self.speaker.clock(event.at))

    def pauses(self) -> Iterator[str]:
        """Yield the pauses that held while a lead was under way that day, unless all was over before them."""
        enrolled = self.of_kind("enrolled")
        ends = [self.end(event) for event in enrolled]
        spans = zip(enrolled, ends, strict=True)
        if not any(self.place(event.at) <= 0 and (end is None or self.place(end.at) >= 0) for event, end in spans):
            return
        for place, event in enumerate(self.known):
            over = all(end is not None and end.at <= event.at for end in ends)
            if event.kind != "paused" or over or self.place(event.at) > 0:
                continue
            resumed = (other for other in self.known[place:] if other.kind == "resumed")
            until = next((other for other in resumed if _scope(other) == _scope(event)), None)
            if until is None or self.place(until.at) >= 0:
                words = self.speaker.say(
                    "silence-paused-until" if until else "silence-paused",
                    scope=self.speaker.scope(*_scope(event)),
                    since=self.speaker.clock(event.at),
                    until=self.speaker.clock(until.at if until else None),
                    by=event.what.get("actor") or "?",
                )
                yield f"{words} ({event.what['reason']})" if event.what.get("reason") else words

    def of_enrolment(self, enrolled: StoryEvent) -> list[str]:
        """Return why nothing of one campaign left that day."""
        campaign, mine, end = enrolled.what["campaign"], enrolled.what["enrolment"], self.end(enrolled)
        if self.place(enrolled.at) > 0:
            return [self.speaker.say("silence-early", campaign=campaign, at=self.speaker.clock(enrolled.at))]
        own = [event for event in self.known if event.what.get("enrolment_id") == mine]
        standing = self.standing(own)
        if end is not None and self.place(end.at) < 0:
            refused = [self.no("since", standing)] if standing and standing.what["verdict"] == "refuse" else []
            return [*refused, self.ended("late", end)]
        explanations = [words for event in own if self.place(event.at) == 0 and (words := self.not_left(event))]
        goes_on = not explanations
        if not explanations and standing:
            explanations.append(self.no("since", standing))
            goes_on = standing.what["verdict"] == "refuse"
        if end is not None and self.place(end.at) == 0:
            return [*explanations, self.ended("ended", end)]
        if goes_on:
            explanations.append(self.awaited(campaign, own) or self.coming(campaign, end, self.ahead.get(mine)))
        return explanations

    def not_left(self, event: StoryEvent) -> str:
        """Return why one thing that was asked or tried did not leave; nothing if it did, or was explained already."""
        if _is_no(event):
            return self.no("decided", event)
        if event.kind != "touch" or event.what.get("state") == TouchState.SKIPPED:
            return ""
        text = describe("touch", event.what, self.speaker)
        campaign = event.what["campaign"]
        return "" if text.left else self.speaker.say("silence-decided", campaign=campaign, decision=text.words)

    def awaited(self, campaign: str, own: Sequence[StoryEvent]) -> str:
        """Return the touch that came next, and when it had been due."""
        touch = next((event for event in own if event.kind == "touch" and self.place(event.at) > 0), None)
        if touch is None:
            return ""
        due, say, clock = touch.what.get("due"), self.speaker.say, self.speaker.clock
        sentence = "silence-later-due" if due is not None and self.place(due) <= 0 else "silence-later"
        ask = touch_in_words(touch.what, self.speaker)
        return say(sentence, campaign=campaign, ask=ask, due=clock(due), at=clock(touch.at))

    def coming(self, campaign: str, end: StoryEvent | None, move: Move | None) -> str:
        """Return how it ended without another touch, or what it waits for to this day."""
        if end is not None:
            return self.ended("over", end)
        following = coming(self.speaker, move) if move is not None else "?"
        return self.speaker.say("silence-ahead", campaign=campaign, next=following)

    def standing(self, own: Sequence[StoryEvent]) -> StoryEvent | None:
        """
        Return the no of an earlier day that still stood: the last thing decided before, unless its time was over.

        A step that was refused has a touch of its own, which left nothing; the refusal stands until the next step.
        """
        before = [event for event in own if _weighs(event) and self.place(event.at) < 0]
        if not before or not _is_no(before[-1]):
            return None
        what = before[-1].what
        deferred = what["verdict"] == "defer" and what.get("until") and self.place(what["until"]) >= 0
        return before[-1] if what["verdict"] in {"hold", "refuse"} or deferred else None

    def end(self, enrolled: StoryEvent) -> StoryEvent | None:
        """Return the end of an enrolment."""
        mine = enrolled.what["enrolment"]
        return next((event for event in self.of_kind("finished") if event.what["enrolment"] == mine), None)

    def ended(self, sentence: str, end: StoryEvent) -> str:
        """Return the end of an enrolment in words."""
        at, reason = self.speaker.clock(end.at), self.speaker.term("reason", end.what["reason"])
        return self.speaker.say(f"silence-{sentence}", campaign=end.what["campaign"], at=at, reason=reason)

    def no(self, sentence: str, event: StoryEvent) -> str:
        """Return a decision with its reasons."""
        at, decision = self.speaker.clock(event.at), decision_in_words(event.what, self.speaker)
        words = self.speaker.say(f"silence-{sentence}", campaign=event.what["campaign"], at=at, decision=decision)
        why = "; ".join(reasons(event.what.get("reasons") or (), self.speaker))
        return f"{words}, {self.speaker.say('lead-because')} {why}" if why else words


def _weighs(event: StoryEvent) -> bool:
    passed_over = event.kind == "touch" and event.what.get("state") == TouchState.SKIPPED
    return event.kind in {"decision", "touch"} and not passed_over


def _scope(event: StoryEvent) -> tuple[str, str]:
    return event.what["scope"], event.what.get("value") or ""


def _is_no(event: StoryEvent) -> bool:
    return event.kind == "decision" and event.what["verdict"] in NOES
