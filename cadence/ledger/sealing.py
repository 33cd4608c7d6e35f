"""
How is an address kept so that only this installation can read it? Pure: encrypted with keys made from the ledger's.

Counter mode over HMAC-SHA256 with a fresh nonce, then an HMAC over both (encrypt-then-MAC), with one key for each: what
the standard library offers for texts this short, without a further dependency.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field

NONCE, TAG, BLOCK = 16, 32, 32
"""Lengths in bytes."""


class BrokenSealError(Exception):
    """It was sealed with another key, or changed since."""


@dataclass(frozen=True, slots=True)
class Sealer:
    """Seals and opens with keys derived from one secret."""

    key: bytes = field(repr=False)

    def seal(self, text: str) -> bytes:
        """Return the text encrypted; the same text looks different each time."""
        nonce, plain = secrets.token_bytes(NONCE), text.encode()
        hidden = self._crossed(nonce, plain)
        return nonce + hidden + self._tag(nonce + hidden)

    def open(self, sealed: bytes) -> str:
        """Return the text. Raises BrokenSealError."""
        body, tag = sealed[:-TAG], sealed[-TAG:]
        if len(sealed) < NONCE + TAG or not hmac.compare_digest(tag, self._tag(body)):
            raise BrokenSealError
        return self._crossed(body[:NONCE], body[NONCE:]).decode()

    def _crossed(self, nonce: bytes, text: bytes) -> bytes:
        """Combine a text with the stream of bytes that belongs to a nonce; twice gives the text again."""
        key = self._derived("seal: encrypt")
        blocks = range(-(-len(text) // BLOCK))
        stream = b"".join(hmac.digest(key, nonce + block.to_bytes(4, "big"), hashlib.sha256) for block in blocks)
        return bytes(one ^ other for one, other in zip(text, stream, strict=False))

    def _tag(self, body: bytes) -> bytes:
        return hmac.digest(self._derived("seal: authenticate"), body, hashlib.sha256)

    def _derived(self, use: str) -> bytes:
        return hmac.digest(self.key, use.encode(), hashlib.sha256)
