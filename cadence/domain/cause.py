"""Why does a touch exist? Pure."""

from dataclasses import dataclass

from cadence.domain.enums import CauseKind

PROMISE_HELD = "held"
"""The step name of the task for one of our people about a promised call that something holds past its time."""
PROMISE_MISSED = "missed"
"""The step name of the task about a promised call that was not made, or will not be made any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """
    Why a touch exists. Together with lead and try it is the touch's key (law 2).

    For a step, `ref` is the step's id and `lap` counts the visits to it, from 1. For the others `ref` is the id of
    the callback, inbound message or command, and `lap` is 1.
    """

    kind: CauseKind
    ref: str
    lap: int = 1

    def __str__(self) -> str:
        """Return the cause as one word, as it stands in keys and in the history."""
        return f"{self.kind}:{self.ref}:{self.lap}"
