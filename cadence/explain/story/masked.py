"""
What of a story may somebody read who may not see people? Pure.

For each kind of event the fields are named that hold nothing personal; everything else is left out, and a field that a
sentence needs is hidden. A new kind of event shows nothing until it has its line here.
"""

from collections.abc import Iterable
from dataclasses import replace

from cadence.explain.story.story import StoryEvent

HIDDEN = "…"
"""Stands for what is hidden."""

_PAUSE = frozenset({"scope", "value", "actor", "campaigns"})
_PROMISE = frozenset({"callback", "for", "by", "ref", "number"})
_STOP = frozenset({"number", "scope", "value", "source", "ref", "actor", "origin", "log_by"})
_EXTERNAL = frozenset({
    "id", "enrolment", "campaign", "name", "effect", "target", "why", "until", "value", "currency", "actor", "origin",
})  # fmt: skip
_TOUCH = frozenset({
    "id", "enrolment_id", "campaign", "version", "step", "channel", "cause_kind", "cause_ref", "cause_lap", "attempt",
    "state", "outcome", "code", "disposition", "answer", "sender", "number_id", "sid", "template", "due", "at",
    "ended_at", "answered_at", "floor", "rules", "scope", "status", "touch", "stands",
})  # fmt: skip
_SHOWN: dict[str, frozenset[str]] = {
    "imported": frozenset({"list"}),
    "listed": frozenset({"campaign", "closed", "again", "actor", "origin"}),
    "enrolled": frozenset({"enrolment", "campaign", "kind", "version"}),
    "finished": frozenset({"enrolment", "campaign", "reason"}),
    "command": frozenset({"name", "args", "actor", "origin"}),
    "inbound": frozenset({"id", "channel", "meaning", "number_id", "touch_id", "reviewed_at", "reviewed_by"}),
    "saved": frozenset({"name", "ref"}),
    "external event": _EXTERNAL,
    "external hold ended": _EXTERNAL,
    "consent": frozenset({
        "id", "given", "channel", "purpose", "number_id", "kind", "list", "source", "expires", "recorded_by",
    }),
    "suppressed": _STOP,
    "suppression lifted": _STOP,
    "callback promised": _PROMISE,
    "callback canceled": _PROMISE,
    "callback replaced": _PROMISE,
    "paused": _PAUSE,
    "resumed": _PAUSE,
    "decision": frozenset({
        "id", "enrolment_id", "touch_id", "campaign", "version", "verdict", "until", "hold", "hold_key", "scope",
        "number_id", "rules", "reasons", "evidence", "candidate", "packs", "law", "sources",
    }),
    "touch": _TOUCH,
    "outcome": _TOUCH,
    "contradicted": _TOUCH,
    "task": frozenset({"id", "ref", "kind", "assign", "label", "due_at", "done_at", "done_by", "result"}),
    "task result": frozenset({"id", "ref", "kind", "assign", "label", "done_by", "result", "reason", "reminders"}),
    "news": frozenset({"enrolment", "news", "ref", "delivered_at"}),
}  # fmt: skip
_NEEDED = {"saved": ("value",), "task": ("title",), "task result": ("title",)}
"""What a sentence needs, and who may not see people does not read."""


def masked(events: Iterable[StoryEvent]) -> list[StoryEvent]:
    """Return the events without names, numbers and texts of people."""
    return [replace(event, what=_masked(event)) for event in events]


def _masked(event: StoryEvent) -> dict[str, object]:
    shown = _SHOWN.get(event.kind, frozenset[str]())
    kept = {name: value for name, value in event.what.items() if name in shown}
    return kept | {name: HIDDEN for name in _NEEDED.get(event.kind, ()) if event.what.get(name)}
