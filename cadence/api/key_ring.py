"""
Which key is this? Edge: the ledger's keys, remembered for a moment.

A key is read again after a second at the latest, so a revoked key is refused within a second by every process. When the
ledger does not answer, no key can be read and nothing is allowed.
"""

import time
from collections.abc import Callable
from datetime import datetime
from threading import Lock

from cadence.domain.clock import utc_now
from cadence.ledger.access import api_keys
from cadence.ledger.access.api_keys import USED_EVERY, StoredKey
from cadence.ledger.db.ledger import Ledger

REMEMBERED = 1.0
"""Seconds for which a key that was read counts as it was."""
MOST = 10_000
"""Keys that are remembered; more ids than that are guesses, and all are forgotten."""


class KeyRing:
    """Reads keys. Safe to use from many threads."""

    def __init__(
        self,
        ledger: Ledger,
        *,
        now: Callable[[], datetime] = utc_now,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        """Use `now` for expiry and last use, in real time, and `seconds` for what is remembered."""
        self._ledger = ledger
        self._now = now
        self._seconds = seconds
        self._known: dict[str, tuple[float, StoredKey | None]] = {}
        self._used: dict[str, datetime] = {}
        self._lock = Lock()

    def remembered(self, key: str) -> tuple[bool, StoredKey | None]:
        """Return whether it was read within the last second, and the key then. It asks nothing."""
        read_at, stored = self._known.get(key, (float("-inf"), None))
        return (True, stored) if self._seconds() - read_at < REMEMBERED else (False, None)

    def read(self, key: str) -> StoredKey | None:
        """Read a key with this id from the ledger; None if there is none. Raises UnavailableError."""
        begun = self._seconds()  # before the query: what was revoked after it may have been read as valid
        with self._ledger.begin() as connection:
            stored = api_keys.find(connection, key)
        with self._lock:
            if len(self._known) >= MOST:
                self._known.clear()
            self._known[key] = (begun, stored)
        return stored

    def valid(self, stored: StoredKey, text: str) -> bool:
        """Tell whether the key that was sent is this one. Whether it is revoked or expired is another question."""
        return self._ledger.hasher.is_api_key(text, stored.hash)

    def expired(self, stored: StoredKey) -> bool:
        """Tell whether its time is over."""
        return stored.expired(self._now())

    def due(self, key: str) -> bool:
        """Tell whether its use is to be noted now: once a minute. Who asks does it."""
        now = self._now()
        with self._lock:
            before = self._used.get(key)
            if before is not None and now - before < USED_EVERY:
                return False
            self._used[key] = now
            return True

    def note_use(self, key: str) -> None:
        """Note that it was used. Raises UnavailableError."""
        with self._ledger.begin() as connection:
            api_keys.use(connection, key, at=self._now())
