"""
What was done for one lead, what was not, and why? Pure: events in, lines out.

Each line has the instant in UTC and on the person's own clocks, what happened or did not, why, with which evidence, and
who or what caused it (law 10). The words hold personal data: they are for the auditor who asked, never for a log.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from cadence.domain import Outcome
from cadence.domain.channels import WORK_CHANNEL
from cadence.explain.story.events import DESCRIPTIONS, describe
from cadence.explain.story.speaker import Speaker, What

PLACES = {kind: place for place, kind in enumerate(DESCRIPTIONS)}
CAME_OF = ("outcome", "contradicted")
"""Kinds that are described with their touch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryEvent:
    """One thing that happened, from the ledger or from Temporal."""

    at: datetime
    kind: str
    what: What = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryLine:
    """One line of the story."""

    at: datetime  # UTC
    local: tuple[str, ...]  # the person's clocks: each different time once, with its zones
    kind: str
    words: str
    why: tuple[str, ...] = ()
    by: str = ""
    evidence: dict[str, Any] = field(default_factory=dict)
    left: bool = False  # something was sent, or a call was made


def tell(events: Iterable[StoryEvent], speaker: Speaker, *, on: date | None = None) -> list[StoryLine]:
    """Return the story, the oldest line first; `on` keeps one day, whichever of the person's clocks shows it."""
    lines = [_line(event, speaker) for event in arranged(events)]
    return [line for line in lines if on is None or on in speaker.dates(line.at)]


def arranged(events: Iterable[StoryEvent]) -> list[StoryEvent]:
    """
    Return the events in order, each with what its description needs.

    An outcome, or what contradicts it, is described with its touch, and that of a task with the task. A touch that a
    rule refused is described by the decision that refused it.
    """
    known = sorted(events, key=lambda event: (event.at, PLACES.get(event.kind, len(PLACES))))
    touches = {event.what.get("id"): event.what for event in known if event.kind == "touch"}
    decided = {event.what.get("touch_id") for event in known if event.kind == "decision"}
    whole = [
        replace(event, what={**touches.get(event.what.get("touch"), {}), **event.what})
        if event.kind in CAME_OF
        else event
        for event in known
    ]
    return [event for event in whole if not _in_another_line(event, decided)]


def _in_another_line(event: StoryEvent, decided: Collection[object]) -> bool:
    if event.kind == "outcome":
        return event.what.get("channel") == WORK_CHANNEL and event.what.get("outcome") != Outcome.SKIPPED
    return event.kind == "touch" and event.what.get("state") == "skipped" and event.what.get("id") in decided


def _line(event: StoryEvent, speaker: Speaker) -> StoryLine:
    text = describe(event.kind, event.what, speaker)
    evidence = {key: value for key, value in text.evidence.items() if value not in (None, "", [], {})}
    return StoryLine(
        at=event.at.astimezone(UTC),
        local=speaker.walls(event.at),
        kind=event.kind,
        words=text.words,
        why=text.why,
        by=text.by,
        evidence=evidence,
        left=text.left,
    )
