"""What did the carrier do, and what did people do, event by event? Edge: reads the emulator's SQLite file."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cadence.local.proof.bills import Bill, read_bills
from cadence.local.proof.phones import phone


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneCall:
    """A call that left."""

    touch: str
    person: str
    at: datetime
    ended: bool
    channel: str = "call"
    answered_by: str = ""  # the result of machine detection
    rang_floor: bool = False  # somebody was answered for, and a floor was rung
    answered: datetime | None = None
    agent: datetime | None = None  # when an agent took it
    spoken_to: bool = False  # a person heard recorded words
    heard_by_machine: bool = False
    disposition: str = ""  # the last one that our API took


@dataclass(frozen=True, slots=True, kw_only=True)
class SentMessage:
    """A message that left."""

    touch: str
    person: str
    channel: str
    at: datetime
    arrived: bool  # the carrier delivered it; a relay took an e-mail, and it did not come back


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonsWord:
    """What a person wrote, or did in another way."""

    person: str
    channel: str
    at: datetime
    stop: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierEvents:
    """All of it."""

    calls: tuple[PhoneCall, ...]
    messages: tuple[SentMessage, ...]
    words: tuple[PersonsWord, ...]
    bills: tuple[Bill, ...] = ()


def read_events(file: Path) -> CarrierEvents:
    """Return what happened, by the emulator's file. Only reads."""
    database = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    database.row_factory = sqlite3.Row
    try:
        return CarrierEvents(
            calls=_calls(database), messages=_messages(database), words=_words(database), bills=read_bills(database)
        )
    finally:
        database.close()


def _calls(database: sqlite3.Connection) -> tuple[PhoneCall, ...]:
    listeners = {(row[0], row[1]) for row in database.execute("SELECT call_sid, audience FROM heard")}
    reported = {
        row["call_sid"]: row["disposition"]
        for row in database.execute("SELECT * FROM dispositions WHERE accepted_at IS NOT NULL ORDER BY id")
    }
    return tuple(
        PhoneCall(
            touch=row["touch"],
            person=phone(row["person"]),
            at=datetime.fromisoformat(row["created_at"]),
            ended=row["ended_at"] is not None,
            answered_by=row["answered_by"] or "",
            rang_floor=bool(row["endpoint"]),
            answered=datetime.fromisoformat(row["answered_at"]) if row["answered_at"] else None,
            agent=datetime.fromisoformat(row["agent_at"]) if row["agent_at"] else None,
            spoken_to=(row["sid"], "person") in listeners and not row["endpoint"],
            heard_by_machine=(row["sid"], "machine") in listeners,
            disposition=reported.get(row["sid"], ""),
        )
        for row in database.execute("SELECT * FROM calls WHERE direction = 'outbound-api' ORDER BY created_at")
    )


def _messages(database: sqlite3.Connection) -> tuple[SentMessage, ...]:
    return tuple(
        SentMessage(
            touch=row["touch"],
            person=phone(row["person"]),
            channel=row["channel"],
            at=datetime.fromisoformat(row["created_at"]),
            arrived=row["status"] in {"delivered", "read"} or (row["channel"] == "email" and row["status"] == "sent"),
        )
        for row in database.execute("SELECT * FROM messages WHERE direction = 'outbound-api' ORDER BY created_at")
    )


def _words(database: sqlite3.Connection) -> tuple[PersonsWord, ...]:
    """Return what people wrote. A stop is in a table of its own, also one that was pressed or clicked."""
    stops = [
        PersonsWord(person=phone(row["person"]), channel=row["channel"], at=_at(row["at"]), stop=True)
        for row in database.execute("SELECT * FROM opt_outs WHERE acknowledged_at IS NOT NULL")
    ]
    stopping = {(row["person"], row["channel"], row["words"]) for row in database.execute("SELECT * FROM opt_outs")}
    others = [
        PersonsWord(person=phone(row["person"]), channel=row["channel"], at=_at(row["created_at"]), stop=False)
        for row in database.execute("SELECT * FROM messages WHERE direction = 'inbound'")
        if (row["person"], row["channel"], row["body"]) not in stopping
    ]
    return tuple(sorted([*stops, *others], key=lambda word: word.at))


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)
