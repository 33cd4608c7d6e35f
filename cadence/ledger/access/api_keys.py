"""
Which keys of the API are there, and which are valid? Edge: only a keyed hash of each is kept.

Instants here are real time, also in a rehearsal: they are given by the caller, and decide nothing about a lead.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from cadence.domain.api_keys import ID_BYTES, PREFIX, SECRET_BYTES, ApiKey, key_of
from cadence.domain.roles import Role
from cadence.ledger.db.hashing import Hasher
from cadence.ledger.db.queries import query
from cadence.ledger.tables.access import api_keys
from cadence.ledger.tables.fields import reader

USED_EVERY = timedelta(minutes=1)
"""The last use of a key is written at most once in this time."""

BY_ID = query(
    select(api_keys).where(api_keys.c.id == bindparam("key")), "the API key with this id", index="api_keys_pkey"
)
EVERY = query(select(api_keys).order_by(api_keys.c.created_at, api_keys.c.id), "every API key", index="")
_THIS = update(api_keys).where(api_keys.c.id == bindparam("key"))
REVOKE = query(
    _THIS.where(api_keys.c.revoked_at.is_(None)).values(revoked_at=bindparam("at"), revoked_by=bindparam("by")),
    "revoke an API key",
    index="api_keys_pkey",
)
USE = query(
    _THIS.where(api_keys.c.used_at.is_(None) | (api_keys.c.used_at <= bindparam("before"))).values(
        used_at=bindparam("at")
    ),
    "note that an API key was used",
    index="api_keys_pkey",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredKey:
    """A key as the ledger knows it."""

    id: str
    prefix: str  # how its text begins
    hash: bytes
    role: Role
    name: str  # of the system that uses it
    per_minute: int  # requests
    created_at: datetime
    created_by: str
    expires_at: datetime | None
    used_at: datetime | None
    revoked_at: datetime | None
    revoked_by: str

    def expired(self, now: datetime) -> bool:
        """Tell whether its time is over."""
        return self.expires_at is not None and self.expires_at <= now


@dataclass(frozen=True, slots=True, kw_only=True)
class NewKey:
    """What a key is made for."""

    name: str
    role: Role
    per_minute: int
    by: str
    expires_at: datetime | None = None


stored_of = reader(StoredKey)


def create(connection: Connection, hasher: Hasher, new: NewKey, *, at: datetime) -> ApiKey:
    """Make a key and return it. Its text cannot be read again."""
    key = key_of(secrets.token_bytes(ID_BYTES), secrets.token_bytes(SECRET_BYTES))
    row: dict[str, Any] = {"id": key.id, "prefix": PREFIX, "hash": hasher.api_key(key.text), "role": new.role.value}
    row |= {"name": new.name, "per_minute": new.per_minute, "created_by": new.by}
    connection.execute(insert(api_keys).values(**row, created_at=at, expires_at=new.expires_at))
    return key


def find(connection: Connection, key: str) -> StoredKey | None:
    """Return the key with this id, also one that is revoked or expired."""
    row = connection.execute(BY_ID, {"key": key}).first()
    return stored_of(row) if row else None


def every(connection: Connection) -> list[StoredKey]:
    """Return every key, the oldest first."""
    return [stored_of(row) for row in connection.execute(EVERY)]


def revoke(connection: Connection, key: str, *, at: datetime, by: str) -> bool:
    """Revoke a key for ever; tell whether it was valid until now."""
    return connection.execute(REVOKE, {"key": key, "at": at, "by": by}).rowcount > 0


def use(connection: Connection, key: str, *, at: datetime) -> None:
    """Note that a key was used, unless that was noted within the last minute."""
    connection.execute(USE, {"key": key, "at": at, "before": at - USED_EVERY})
