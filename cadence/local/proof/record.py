"""
What did the emulator carry, who wrote stop, and what does the ledger record? Edge: reads the emulator's SQLite file.

The ledger's side is plain rows, filled by code that can read the ledger; nothing of ours is read here.

A message or a call counts from the instant at which the carrier took it; a stop counts from the instant at which our
web server answered the carrier's request about it.
"""

import sqlite3
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

NO_SUCH_RECIPIENT = frozenset({21211, 21217, 21614, 30005, 30006, 63003, 63024})
"""Twilio's codes for a number that does not exist, or that takes no message of this kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """One message or call that left."""

    sid: str
    channel: str  # sms, whatsapp, email, call
    person: str  # the number or address
    touch: str  # our id, as the carrier received it
    at: datetime
    zone: str  # where the person really is: known to the carrier, not to the engine
    body: str = ""
    reached_nobody: bool = False  # the carrier found out that the number does not exist, or takes no such message


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgedStop:
    """A person wrote stop, and we acknowledged it."""

    person: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentWord:
    """What an agent reported of a call, once we had taken it."""

    call: str  # the carrier's id
    word: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierRecord:
    """All of it, in the order of time."""

    carried: tuple[Carried, ...]
    stops: tuple[AcknowledgedStop, ...]
    words: tuple[AgentWord, ...] = ()


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
    step: str = ""  # the step of the cadence that it is a visit to; "" for everything else
    trial: bool = False  # a step sent to a number of our own: no contact with anybody of the list


@dataclass(frozen=True, slots=True, kw_only=True)
class OurLead:
    """One lead by the ledger's account."""

    id: str
    numbers: tuple[str, ...]
    segment: str = ""
    country: str = ""
    region: str = ""
    account: str = ""
    finished: bool = False
    end: str = ""  # the reason, if it has finished
    enrolled: datetime | None = None
    ended: datetime | None = None
    waits: bool = False  # it has a wake-up or a named hold
    name: str = ""
    score: int = 0
    attributes: dict[str, str] = field(default_factory=dict, hash=False)  # the other columns of its list


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
    until: datetime | None = None  # the carrier's record was read then, and the ledger after it; None: after everything
    turn: timedelta = timedelta(0)  # so long a promised call, or its announcement, may wait in our queues


def read_record(file: Path) -> CarrierRecord:
    """Return the content of the emulator's file. Only reads."""
    database = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    try:
        carried = database.execute(
            "SELECT c.sid, c.channel, c.person, c.touch, c.at, c.zone, c.body, c.status, m.error_code"
            " FROM carried c LEFT JOIN messages m ON m.sid = c.sid ORDER BY c.at"
        ).fetchall()
        rows = database.execute(
            "SELECT person, acknowledged_at FROM opt_outs WHERE acknowledged_at IS NOT NULL"
            " UNION ALL SELECT person, accepted_at FROM dispositions"
            " WHERE disposition = 'do_not_contact' AND accepted_at IS NOT NULL"
        ).fetchall()
        words = database.execute(
            "SELECT call_sid, disposition, accepted_at FROM dispositions WHERE accepted_at IS NOT NULL ORDER BY id"
        ).fetchall()
    finally:
        database.close()
    return CarrierRecord(
        carried=tuple(
            Carried(
                sid=sid,
                channel=channel,
                person=person,
                touch=touch,
                at=datetime.fromisoformat(at),
                zone=zone,
                body=body,
                reached_nobody=code in NO_SUCH_RECIPIENT or (channel == "call" and status == "failed"),
            )
            for sid, channel, person, touch, at, zone, body, status, code in carried
        ),
        stops=tuple(
            sorted(
                (AcknowledgedStop(person=person, at=datetime.fromisoformat(at)) for person, at in rows),
                key=lambda stop: stop.at,
            )
        ),
        words=tuple(AgentWord(call=call, word=word, at=datetime.fromisoformat(at)) for call, word, at in words),
    )
