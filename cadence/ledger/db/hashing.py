"""How is a number known without being kept? Pure: HMAC with a secret key that has a name."""

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
        """Return what a phone is known by, for ever, in whichever spelling it is given: suppressions are kept by it."""
        return self._digest("number", identity(e164))

    def other_spellings(self, e164: str) -> list[bytes]:
        """Return the hashes under which ledgers of earlier versions may know the same phone."""
        return [self._digest("number", other) for other in spellings(e164)[1:]]

    def user(self, user: str) -> bytes:
        """Return what a person is known by on a channel that hides their number: the channel's own id of them."""
        return self._digest("user", user)

    def row(self, cells: Sequence[str]) -> bytes:
        """Return what a row of a list is known by, wherever it stands: by its cells, but for empty ones at its end."""
        said = [cell.strip() for cell in cells]
        while said and not said[-1]:
            said.pop()
        return self._digest("row", json.dumps(said))

    def lead(self, list_name: str, key: str) -> str:
        """
        Return the opaque id of a lead, from its identity (protocol §5.1).

        The same list gives the same ids, so that a rehearsal can be repeated; without the secret nobody can tell.
        """
        digest = self._digest("lead", f"{list_name}\0{key}")
        return str(UUID(bytes=digest[:16], version=4))

    def check_value(self) -> bytes:
        """Return what the ledger keeps to recognise this key."""
        return self._digest("check", self.name)

    def _digest(self, use: str, value: str) -> bytes:
        return hmac.digest(self.key, f"{use}\0{value}".encode(), hashlib.sha256)
