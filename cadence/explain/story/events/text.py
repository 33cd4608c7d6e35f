"""What does the description of an event consist of? Pure: the value, and parts that several kinds share."""

from dataclasses import dataclass, field
from typing import Any

from cadence.explain.story.speaker import What


@dataclass(frozen=True, slots=True, kw_only=True)
class EventText:
    """The description of one event."""

    words: str
    why: tuple[str, ...] = ()
    by: str = ""
    evidence: dict[str, Any] = field(default_factory=dict)
    left: bool = False  # something was sent, or a call was made


def ordered_by(what: What) -> str:
    """Return who gave an order, and from where; "" where no order is on record."""
    return f"{what['actor']}, {what['origin']}" if what.get("actor") else ""


def given(what: What, key: str) -> tuple[str, ...]:
    """Return the reason that an order gave under a key, if it gave one."""
    return (str(what[key]),) if what.get(key) else ()
