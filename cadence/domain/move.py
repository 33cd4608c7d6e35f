"""Why does a touch exist, and what comes next for a lead? Pure: moves travel through Temporal without personal data."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from cadence.domain.enums import CauseKind, Channel

PROMISE_HELD = "held"
"""The step name of the task for one of our people about a promised call that something holds past its time."""
PROMISE_MISSED = "missed"
"""The step name of the task about a promised call that was not made, or will not be made any more."""

TASK_OVERDUE = "overdue"
"""The step name of what is written when the result of a task was not given in time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """
    Why a touch exists. Together with lead and try it is the touch's key (law 2).

    For a step, `ref` is the step's id and `lap` counts the visits to it, from 1. For a trial, `ref` is the step's id
    and `lap` the number of the order. For the others `ref` is the id of the callback, inbound message or command, and
    `lap` is 1.
    """

    kind: CauseKind
    ref: str
    lap: int = 1

    def __str__(self) -> str:
        """Return the cause as one word, as keys and the history have it."""
        return f"{self.kind}:{self.ref}:{self.lap}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """Try a touch at `at`. The rules are evaluated again then."""

    at: datetime
    channel: Channel
    cause: Cause
    step: str
    attempt: int = 1
    floor: str = ""  # calls wait in the floor's queue
    due: datetime | None = None  # the time from the cadence, before windows and spread moved it
    lasts: timedelta | None = None  # calls: ring, talk and voicemail together, at the longest
    leaves: bool = True  # False: nobody will be contacted, because it is a task or a rule refuses it now
    kind: Literal["attempt"] = "attempt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Wait for news, or until `at`, then plan again. `hold` names what is waited for (law 3)."""

    at: datetime | None = None  # None: only news ends it
    hold: str = ""  # HoldName
    key: str = ""  # which pause, pack or error
    kind: Literal["wait"] = "wait"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finish:
    """The lead is done in this campaign."""

    reason: str
    at: datetime | None = None
    kind: Literal["finish"] = "finish"


Move = Attempt | Wait | Finish
