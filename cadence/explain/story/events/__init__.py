"""How is each kind of event described? Pure: what the ledger or Temporal knows of it in, words out."""

from collections.abc import Callable

from cadence.explain.story.events import decisions, orders, people, progress, touches
from cadence.explain.story.events.text import EventText
from cadence.explain.story.speaker import Speaker, What


def describe(kind: str, what: What, speaker: Speaker) -> EventText:
    """Describe an event. An unknown kind is described by its fields, never left out (law 10)."""
    return DESCRIPTIONS.get(kind, _other)(what, speaker)


def _other(what: What, speaker: Speaker) -> EventText:  # noqa: ARG001  as every description
    return EventText(
        words=", ".join(f"{key} {value}" for key, value in what.items() if value not in (None, "", {}, []))
    )


DESCRIPTIONS: dict[str, Callable[[What, Speaker], EventText]] = {
    "imported": progress.imported,
    "erased": progress.erased,
    "listed": progress.listed,
    "enrolled": progress.enrolled,
    "finished": progress.finished,
    "decision": decisions.decision,
    "touch": touches.touch,
    "outcome": touches.outcome,
    "contradicted": touches.contradicted,
    "inbound": people.inbound,
    "consent": people.consent,
    "suppressed": people.suppression("suppressed"),
    "suppression lifted": people.suppression("suppression lifted"),
    "callback promised": people.callback("callback promised"),
    "callback canceled": people.callback("callback canceled"),
    "callback replaced": people.callback("callback replaced"),
    "task": orders.task,
    "news": progress.news,
    "command": orders.command,
    "paused": orders.pause("paused"),
    "resumed": orders.pause("resumed"),
    "plan": progress.plan,
    "workflow": progress.workflow,
}
"""What describes each kind of event."""
