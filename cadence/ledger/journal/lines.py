"""
How is a fact written as one line of the journal, and how is a changed or missing line recognised? Pure.

Each line has a keyed hash of itself and of the line before, so nobody without the ledger's key can write, change or
leave out one. It holds keyed hashes, ids, words of ours and instants, and nothing that names a person.
"""

import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from cadence.ledger.db.hashing import Hasher


class EntryKind(StrEnum):
    """What a line of the journal is about."""

    BEGIN = "begin"  # the first line: whose journal it is
    STOP = "stop"  # a suppression of a number or of a person
    REVOCATION = "revocation"  # of a consent
    ERASURE = "erasure"  # of a person
    CLOSED = "closed"  # a number that no campaign uses any more: wrong, invalid, of somebody who died
    MARK = "mark"  # the ledger was at work here


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalEntry:
    """One fact, as the ledger and the journal have it."""

    id: str
    kind: EntryKind
    at: datetime
    hmac: bytes | None = None  # of the number
    person: str | None = None  # the lead's id
    scope: str = ""  # of a stop; of a revocation: the channel
    value: str = ""  # of a stop; of a revocation: the purpose
    reason: str = ""  # where a stop came from; the kind of a revoked consent; why a number is closed


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place in the journal: the end of a line."""

    seq: int = 0  # of that line, from 1; 0: the beginning of the file
    offset: int = 0  # the byte after it
    hash: bytes = b""  # of that line


BEGINNING = Place()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the journal that is as it was written."""

    entry: JournalEntry
    ledger: str  # the id of the ledger that wrote it
    end: Place


class BrokenLineError(ValueError):
    """The line is not what was written, or a line before it is missing."""


def written(hasher: Hasher, entry: JournalEntry, *, ledger: str, after: Place) -> tuple[bytes, Place]:
    """Return a line with its end, and the place after it."""
    fields: dict[str, Any] = {"seq": after.seq + 1, "id": entry.id, "at": entry.at.astimezone(UTC).isoformat()}
    fields |= {"kind": entry.kind.value, "ledger": ledger}
    texts = {"person": entry.person, "scope": entry.scope, "value": entry.value, "reason": entry.reason}
    fields |= {name: text for name, text in texts.items() if text}
    fields |= {"number": entry.hmac.hex()} if entry.hmac is not None else {}
    digest = hasher.journal_line(after.hash, _text(fields))
    line = f"{_text(fields | {'hash': digest.hex()})}\n".encode()
    return line, Place(seq=after.seq + 1, offset=after.offset + len(line), hash=digest)


def read(hasher: Hasher, line: bytes, *, after: Place) -> Line:
    """Return the line that begins after a place. Raises BrokenLineError."""
    fields = _fields(line)
    digest = bytes.fromhex(fields.pop("hash"))
    if fields["seq"] != after.seq + 1 or not hmac.compare_digest(
        hasher.journal_line(after.hash, _text(fields)), digest
    ):
        raise BrokenLineError
    end = Place(seq=after.seq + 1, offset=after.offset + len(line), hash=digest)
    return Line(entry=_entry(fields), ledger=str(fields["ledger"]), end=end)


def end_of(line: bytes, *, offset: int) -> tuple[Place, str]:
    """Return where a line ends, and whose it is, without the line before. Raises BrokenLineError."""
    fields = _fields(line)
    place = Place(seq=int(fields["seq"]), offset=offset, hash=bytes.fromhex(fields["hash"]))
    return place, str(fields["ledger"])


def _fields(line: bytes) -> dict[str, Any]:
    try:
        fields = json.loads(line)
        if not isinstance(fields, dict) or not isinstance(fields["seq"], int) or not fields["ledger"]:
            raise BrokenLineError
        bytes.fromhex(fields["hash"])
    except (ValueError, KeyError, TypeError) as error:
        raise BrokenLineError from error
    return fields


def _entry(fields: dict[str, Any]) -> JournalEntry:
    """Return the entry of a line whose hash is right. Raises BrokenLineError for one that a later version wrote."""
    try:
        number = fields.get("number")
        return JournalEntry(
            id=str(UUID(fields["id"])),
            kind=EntryKind(fields["kind"]),
            at=datetime.fromisoformat(fields["at"]),
            hmac=bytes.fromhex(number) if number is not None else None,
            person=fields.get("person"),
            scope=fields.get("scope", ""),
            value=fields.get("value", ""),
            reason=fields.get("reason", ""),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise BrokenLineError from error


def _text(fields: dict[str, Any]) -> str:
    """Return the one way in which fields are written: their hash depends on it."""
    return json.dumps(fields, separators=(",", ":"), sort_keys=True, ensure_ascii=True)
