"""
What did the emulator carry, and who wrote stop? Edge: reads the emulator's own SQLite file, and nothing of ours.

A message or a call counts from the instant at which the carrier took it; a stop counts from the instant at which our
web server answered the carrier's request about it.
"""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
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
class CarrierRecord:
    """All of it, in the order of time."""

    carried: tuple[Carried, ...]
    stops: tuple[AcknowledgedStop, ...]


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
    )
