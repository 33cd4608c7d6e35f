"""What do events say of work for our own people? Pure: their payloads; titles and texts stay in the ledger."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskPart:
    """Work for one of our people. Its title and text stay in the ledger."""

    task: str
    lead: str | None
    enrolment: str | None
    campaign: str | None
    kind: str  # step, reply, review, ...
    cause: str  # the touch, reply or row of a list that made it
    label: str  # of the campaign file, such as linkedin; "" for none


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskMade(TaskPart):
    """When its result is due, and the id that it had before it grew, if it has a new one."""

    due_at: datetime | None  # None: nobody waits for a result
    replaces: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLate(TaskPart):
    """How often somebody has been reminded, and when the result is due next."""

    reminder: int | None  # None: nobody waits for the result any more
    due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskWithdrawn(TaskPart):
    """Why it is not to be done any more."""

    reason: str
