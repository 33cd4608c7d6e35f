"""How is a number recognised without being stored? Pure: HMAC with a named secret key."""

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from cadence.domain.spellings import identity, spellings

KEY_NAME = "k1"
"""The name of the key in use. A new key gets a new name."""


@dataclass(frozen=True, slots=True)
class Hasher:
    """Hashes with one secret key."""

    key: bytes = field(repr=False)
    name: str = KEY_NAME

    def number(self, e164: str) -> bytes:
        """Return the hash of a phone, the same for all its spellings and for ever: suppressions are stored by it."""
        return self._digest("number", identity(e164))

    def other_spellings(self, e164: str) -> list[bytes]:
        """Return the hashes under which earlier versions may have stored the same phone."""
        return [self._digest("number", other) for other in spellings(e164)[1:]]

    def user(self, user: str) -> bytes:
        """Return the hash of a channel's own id of a person, for channels that hide the number."""
        return self._digest("user", user)

    def row(self, cells: Sequence[str]) -> bytes:
        """Return the hash of a row of a list, on any line: of its cells, without empty ones at the end."""
        stripped = [cell.strip() for cell in cells]
        while stripped and not stripped[-1]:
            stripped.pop()
        return self._digest("row", json.dumps(stripped))

    def lead(self, list_name: str, key: str) -> str:
        """
        Return the opaque id of a lead, made from its list and its key there (protocol §5.1).

        The same list gives the same ids, so a rehearsal can be repeated. Without the secret an id reveals nothing.
        """
        digest = self._digest("lead", f"{list_name}\0{key}")
        return str(UUID(bytes=digest[:16], version=4))

    def api_key(self, key: str) -> bytes:
        """Return the hash of a key of the API. It has 256 random bits, so nothing slower than this is needed."""
        return self._digest("api key", key)

    def is_api_key(self, key: str, stored: bytes) -> bool:
        """Tell whether a stored hash is this key's."""
        return hmac.compare_digest(self.api_key(key), stored)

    def session(self, token: str) -> bytes:
        """Return the hash of the token of somebody who is signed in. It has 256 random bits, too."""
        return self._digest("session", token)

    def check_value(self) -> bytes:
        """Return the value by which the ledger recognises this key."""
        return self._digest("check", self.name)

    def witness(self) -> bytes:
        """Return the secret by which a leaf of the audit shows that a session of ours wrote it."""
        return self._digest("witness", self.name)

    def journal_line(self, previous: bytes, line: str) -> bytes:
        """Return the hash of a line of the journal, which covers all lines before it."""
        return self._digest("journal", f"{previous.hex()}\0{line}")

    def _digest(self, use: str, value: str) -> bytes:
        return hmac.digest(self.key, f"{use}\0{value}".encode(), hashlib.sha256)
