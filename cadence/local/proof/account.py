"""What does the ledger record? Pure: plain rows, filled by code that can read the ledger."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class OurTouch:
    """One touch by the ledger's account."""

    id: str
    lead: str
    key: str  # its meaning: lead, cause, try
    at: datetime  # when it was reserved
    confirmation: bool  # the one confirmation of an opt-out
    taken: bool  # the ledger holds the carrier's id for it
    requested: bool = False  # a promised call that the person asked for, in a message or in a conversation


@dataclass(frozen=True, slots=True, kw_only=True)
class OurLead:
    """One lead by the ledger's account."""

    id: str
    numbers: tuple[str, ...]
    segment: str = ""
    country: str = ""
    region: str = ""
    finished: bool = False
    waits: bool = False  # it has a wake-up or a named hold


@dataclass(frozen=True, slots=True, kw_only=True)
class OurWord:
    """The message that named another time for a promised call, or the task for one of our people."""

    touch: str
    at: datetime  # when it was reserved
    until: datetime | None  # the time that it names
    task: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OurPromise:
    """One promised call by the ledger's account."""

    id: str
    lead: str
    at: datetime  # the instant that was promised
    tries: tuple[str, ...] = ()  # the touches that were to keep it
    notices: tuple[OurWord, ...] = ()
    ended: datetime | None = None  # taken back, replaced by another time, or refused after a word of the person's
    finished: datetime | None = None  # when its enrolment ended
    end: str = ""  # the reason of that


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerAccount:
    """Everything of one campaign."""

    touches: tuple[OurTouch, ...]
    leads: tuple[OurLead, ...]
    rows: int = 0  # data rows of the list
    refused: int = 0  # rows that did not become a lead, each with its reason in the report
    promises: tuple[OurPromise, ...] = ()
    until: datetime | None = None  # the instant at which the ledger was read; None: after everything
    turn: timedelta = timedelta(0)  # so long a promised call, or its announcement, may wait in our queues
