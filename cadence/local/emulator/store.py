"""
What did the emulator carry? Edge: a SQLite file, written before any report is sent, readable while it runs.

Instants are the Clock's, as text in ISO 8601 with microseconds, so that they sort and read the same everywhere.
The view `carried` is the short answer for a proof.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

Row = sqlite3.Row

SCHEMA = """
CREATE TABLE IF NOT EXISTS messages (
  id INTEGER PRIMARY KEY,
  sid TEXT NOT NULL UNIQUE,
  direction TEXT NOT NULL,     -- outbound-api, outbound-reply (the carrier's own confirmation), inbound
  channel TEXT NOT NULL,       -- sms, whatsapp
  person TEXT NOT NULL,        -- the person's number
  zone TEXT NOT NULL,          -- where the person really is, which the engine is not told
  ours TEXT NOT NULL,          -- the sender's number
  body TEXT NOT NULL,
  template TEXT NOT NULL DEFAULT '',
  status TEXT NOT NULL,
  error_code INTEGER,
  segments INTEGER NOT NULL DEFAULT 1,
  created_at TEXT NOT NULL,    -- when it was taken
  sent_at TEXT,
  updated_at TEXT NOT NULL,
  valid_until TEXT,
  callback TEXT NOT NULL DEFAULT '',
  touch TEXT NOT NULL DEFAULT '',  -- the last part of the callback's address
  service TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS messages_of_person ON messages (person, direction);
CREATE INDEX IF NOT EXISTS messages_to_us ON messages (direction, ours);
CREATE INDEX IF NOT EXISTS messages_sent ON messages (direction, sent_at);
CREATE TABLE IF NOT EXISTS calls (
  id INTEGER PRIMARY KEY,
  sid TEXT NOT NULL UNIQUE,
  parent_sid TEXT,             -- set on the leg to an agent
  direction TEXT NOT NULL,     -- outbound-api, outbound-dial (the leg to an agent), inbound (the person called us)
  person TEXT NOT NULL,        -- the number called; on the leg to an agent, the floor's endpoint
  zone TEXT NOT NULL DEFAULT '',  -- where the person really is, which the engine is not told
  ours TEXT NOT NULL,
  status TEXT NOT NULL,
  created_at TEXT NOT NULL,    -- when it was taken
  updated_at TEXT NOT NULL,
  queue_ms INTEGER NOT NULL DEFAULT 0,
  rang_at TEXT,
  answered_at TEXT,
  ended_at TEXT,
  answered_by TEXT,
  endpoint TEXT NOT NULL DEFAULT '',
  agent TEXT NOT NULL DEFAULT '',
  agent_at TEXT,
  error_code INTEGER,
  callback TEXT NOT NULL DEFAULT '',
  touch TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS calls_of_person ON calls (person);
CREATE INDEX IF NOT EXISTS calls_of_parent ON calls (parent_sid);
CREATE TABLE IF NOT EXISTS heard (       -- what was said on a call, and to whom: a person or a machine
  id INTEGER PRIMARY KEY, call_sid TEXT NOT NULL, at TEXT NOT NULL, audience TEXT NOT NULL, text TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS recordings (  -- of a call, or of a leg of one
  id INTEGER PRIMARY KEY, sid TEXT NOT NULL UNIQUE, call_sid TEXT NOT NULL, status TEXT NOT NULL,
  created_at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS transcripts ( -- of a recording, which it outlives
  id INTEGER PRIMARY KEY, sid TEXT NOT NULL UNIQUE, recording_sid TEXT NOT NULL, text TEXT NOT NULL,
  created_at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS media (       -- pictures and sounds of a message
  id INTEGER PRIMARY KEY, sid TEXT NOT NULL UNIQUE, message_sid TEXT NOT NULL, kind TEXT NOT NULL,
  created_at TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS media_of_message ON media (message_sid);
CREATE TABLE IF NOT EXISTS opt_outs (    -- a person said stop, in whatever way
  id INTEGER PRIMARY KEY,
  person TEXT NOT NULL,
  ours TEXT NOT NULL,
  channel TEXT NOT NULL,
  words TEXT NOT NULL,
  at TEXT NOT NULL,            -- when it was said
  acknowledged_at TEXT,        -- when the webhook about it was answered with 2xx: from then on it counts
  confirmed INTEGER NOT NULL DEFAULT 0  -- the carrier itself has confirmed it
);
CREATE TABLE IF NOT EXISTS blocks (      -- pairs the carrier does not carry between any more (21610)
  person TEXT NOT NULL, ours TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (person, ours)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS dispositions (
  id INTEGER PRIMARY KEY,
  call_sid TEXT NOT NULL,
  person TEXT NOT NULL,
  agent TEXT NOT NULL,
  disposition TEXT NOT NULL,
  callback_at TEXT,
  at TEXT NOT NULL,
  accepted_at TEXT             -- when the engine's API took it
);
CREATE TABLE IF NOT EXISTS prices (      -- what the engine was told that a message, a call or a leg costs
  sid TEXT PRIMARY KEY, price TEXT NOT NULL, currency TEXT NOT NULL, at TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS webhooks (    -- every request made to the engine, and the last answer (0: none)
  id INTEGER PRIMARY KEY,
  sid TEXT NOT NULL,
  kind TEXT NOT NULL,
  at TEXT NOT NULL,
  tries INTEGER NOT NULL,
  answer INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS agenda (      -- what is still to happen
  id INTEGER PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL, ref TEXT NOT NULL, data TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS agenda_next ON agenda (at, id);
CREATE VIEW IF NOT EXISTS carried AS
  SELECT 'message' AS kind, sid, channel, person, zone, ours, touch, created_at AS at, status, body
    FROM messages WHERE direction = 'outbound-api'
  UNION ALL
  SELECT 'call', sid, 'call', person, zone, ours, touch, created_at, status, ''
    FROM calls WHERE direction = 'outbound-api';
"""

RECORDED = ("messages", "calls", "heard", "opt_outs", "dispositions", "webhooks")
"""Tables that make up the record, as `/_emulator/record` gives it."""


class Store:
    """The file. One process and one thread write to it."""

    def __init__(self, file: Path) -> None:
        """Open the file, or make it."""
        file.parent.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(file, isolation_level=None)
        self._database.row_factory = Row
        # What is committed outlives this process; only a crash of the machine itself could lose the last writes.
        self._database.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;" + SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    @contextmanager
    def together(self) -> Iterator[None]:
        """Make what is written in the block visible at once, or not at all."""
        if self._database.in_transaction:
            yield
            return
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")

    def all(self, query: str, *values: Any) -> list[Row]:  # noqa: ANN401  what SQLite takes
        """Return every row."""
        return self._database.execute(query, values).fetchall()

    def one(self, query: str, *values: Any) -> Row | None:  # noqa: ANN401  what SQLite takes
        """Return the first row, if any."""
        row: Row | None = self._database.execute(query, values).fetchone()
        return row

    def row(self, table: str, sid: str) -> Row:
        """Return the row of a sid. Raises KeyError."""
        row = self.one(f"SELECT * FROM {table} WHERE sid = ?", sid)  # noqa: S608  names are ours
        if row is None:
            raise KeyError(sid)
        return row

    def count(self, query: str, *values: Any) -> int:  # noqa: ANN401  what SQLite takes
        """Return the number that a query counts."""
        row = self.one(query, *values)
        return int(row[0]) if row else 0

    def nth(self, table: str, row: Row) -> int:
        """Return how many of our messages or calls the person of this one has got, with it."""
        of_person = f"SELECT count(*) FROM {table} WHERE direction = 'outbound-api' AND person = ? AND id <= ?"  # noqa: S608  names are ours
        return self.count(of_person, row["person"], row["id"])

    def insert(self, table: str, **values: Any) -> int:  # noqa: ANN401  what SQLite takes
        """Add a row and return its id."""
        names, marks = ", ".join(values), ", ".join("?" * len(values))
        done = self._database.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(values.values()))  # noqa: S608  names are ours
        return int(done.lastrowid or 0)

    def update(self, table: str, sid: str, **values: Any) -> None:  # noqa: ANN401  what SQLite takes
        """Change the row of a sid."""
        names = ", ".join(f"{name} = ?" for name in values)
        self._database.execute(f"UPDATE {table} SET {names} WHERE sid = ?", (*values.values(), sid))  # noqa: S608  names are ours

    def do(self, statement: str, *values: Any) -> int:  # noqa: ANN401  what SQLite takes
        """Run any other statement and return how many rows it changed."""
        return self._database.execute(statement, values).rowcount

    def pages(self, table: str, size: int = 500) -> Iterator[list[Row]]:
        """Yield a whole table, oldest first, without ever holding all of it."""
        last = 0
        while rows := self.all(f"SELECT * FROM {table} WHERE id > ? ORDER BY id LIMIT ?", last, size):  # noqa: S608  names are ours
            last = rows[-1]["id"]
            yield rows


def stamp(instant: datetime) -> str:
    """Write an instant: fixed width, UTC."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def instant(text: str) -> datetime:
    """Read an instant."""
    return datetime.fromisoformat(text)
