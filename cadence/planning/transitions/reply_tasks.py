"""How do several replies of one person become one task? Pure: which task counts, and which texts it shows."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from cadence.domain import Inbound
from cadence.planning.transitions.change import OpenTask
from cadence.planning.transitions.events import Work
from cadence.planning.transitions.reply import REVIEW
from cadence.policy.built_in.held_reply import UNCLEAR

SHOWN = 5
"""A task shows at least this many texts; all that wait for a decision are shown, and come first."""
BETWEEN = "\n—\n"


def joined(known: Sequence[Work], new: OpenTask) -> OpenTask:
    """
    Return the task that counts when these are about one sender: the newest that asks for a decision, else the newest.

    `known` are the open ones, oldest first.
    """
    deciding = next((task for task in reversed(known) if task.kind == REVIEW), None)
    if new.kind == REVIEW or deciding is None:
        return new
    return replace(new, ref=deciding.ref, kind=deciding.kind, title=deciding.title)


def shown(messages: Sequence[Inbound]) -> tuple[str, ...]:
    """Return the ids of the messages that a task shows: all that wait for a decision, then the newest of the others."""
    deciding = [message.id for message in messages if message.meaning in UNCLEAR]
    others = [message.id for message in messages if message.meaning not in UNCLEAR]
    return (*deciding, *others[: max(SHOWN - len(deciding), 0)])


def body_of(messages: Sequence[Inbound], texts: Mapping[str, str]) -> str:
    """Return the texts that a task shows, and how many more there are. A text that was erased is empty."""
    ids = shown(messages)
    more = len(messages) - len(ids)
    return BETWEEN.join([*(texts.get(id_, "") for id_ in ids), *([f"(+{more})"] if more > 0 else [])])
