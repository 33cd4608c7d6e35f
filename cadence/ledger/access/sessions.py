"""
Who is signed in to the page? Edge: a session is a row, with a keyed hash of its token.

A session opens what its key opens. It ends when somebody signs out, when its time is over, and with its key. Instants
are real time, and are given by the caller.
"""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, insert, select

from cadence.ledger.access.api_keys import StoredKey, stored_of
from cadence.ledger.db.hashing import Hasher
from cadence.ledger.db.queries import query
from cadence.ledger.tables.access import api_keys, page_sessions

LASTS = timedelta(hours=12)
"""A working day: then somebody signs in again."""
TOKEN_BYTES = 32

_OF_SESSION = page_sessions.c.hash == bindparam("session")
KEY_OF = query(
    select(api_keys)
    .join(page_sessions, page_sessions.c.key_id == api_keys.c.id)
    .where(_OF_SESSION, page_sessions.c.expires_at > bindparam("now")),
    "the key with which somebody signed in to the page, while the session lasts",
    index="page_sessions_pkey, api_keys_pkey",
)
END = query(delete(page_sessions).where(_OF_SESSION), "sign out of the page", index="page_sessions_pkey")
SWEEP = query(
    delete(page_sessions).where(page_sessions.c.expires_at <= bindparam("now")),
    "forget sessions of the page whose time is over",
    index="",
)


def begin(connection: Connection, hasher: Hasher, key: str, *, at: datetime) -> str:
    """Begin a session of a key, forget those whose time is over, and return the token. It cannot be read again."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    connection.execute(SWEEP, {"now": at})
    row = {"hash": hasher.session(token), "key_id": key, "began_at": at, "expires_at": at + LASTS}
    connection.execute(insert(page_sessions).values(**row))
    return token


def key_of(connection: Connection, session: bytes, *, now: datetime) -> StoredKey | None:
    """Return the key of a session, also one that is revoked or has expired; None if the session is over."""
    row = connection.execute(KEY_OF, {"session": session, "now": now}).first()
    return stored_of(row) if row else None


def end(connection: Connection, session: bytes) -> None:
    """End a session."""
    connection.execute(END, {"session": session})
