"""
How is an address kept so that only this installation can read it? Pure, but for a random nonce.

AES-256-GCM, with a key derived from the ledger's by HKDF-SHA256. The row that a text belongs to is authenticated with
it, so a text that was moved to another row does not open. Texts are filled up, so that their length tells nothing.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FORM = b"\x02"
"""The first byte: by which form a text is sealed."""
NONCE, KEY, FILLED = 12, 32, 32
"""Lengths in bytes; texts are filled up to a multiple of the last."""
END = b"\x80"
"""Stands after the text, before what fills it up."""
USE = b"cadence: address of an unknown sender"
"""What the derived key is for: no other use of the ledger's key shares it."""


class BrokenSealError(Exception):
    """It was sealed with another key or for another row, or changed since."""


@dataclass(frozen=True, slots=True)
class Sealer:
    """Seals and opens with a key derived from one secret."""

    key: bytes = field(repr=False)

    def seal(self, text: str, *, row: str) -> bytes:
        """Return the text of a row encrypted; the same text looks different each time."""
        nonce, plain = secrets.token_bytes(NONCE), text.encode() + END
        filled = plain.ljust(-(-len(plain) // FILLED) * FILLED, b"\0")
        return FORM + nonce + self._cipher().encrypt(nonce, filled, FORM + row.encode())

    def open(self, sealed: bytes, *, row: str) -> str:
        """Return the text of a row. Raises BrokenSealError."""
        if sealed.startswith(FORM):
            body = sealed[len(FORM) :]
            try:
                filled = self._cipher().decrypt(body[:NONCE], body[NONCE:], FORM + row.encode())
            except (InvalidTag, ValueError):
                pass  # one in 256 texts of the earlier form begins with the same byte
            else:
                return filled.rstrip(b"\0").removesuffix(END).decode()
        return _open_earlier(self.key, sealed)

    def _cipher(self) -> AESGCM:
        return AESGCM(HKDF(hashes.SHA256(), KEY, salt=None, info=USE).derive(self.key))


EARLIER_NONCE, EARLIER_TAG, BLOCK = 16, 32, 32


def _open_earlier(key: bytes, sealed: bytes) -> str:
    """
    Return a text that was sealed before December 2026: HMAC-SHA256 in counter mode, and a MAC. Raises BrokenSealError.

    An address is kept for 30 days, so nothing of this form is left from February 2027 on, and this can go.
    """
    body, tag = sealed[:-EARLIER_TAG], sealed[-EARLIER_TAG:]
    nonce, hidden = body[:EARLIER_NONCE], body[EARLIER_NONCE:]
    mac = hmac.digest(_earlier_key(key, "seal: authenticate"), body, hashlib.sha256)
    if len(nonce) < EARLIER_NONCE or not hmac.compare_digest(tag, mac):
        raise BrokenSealError
    stream_key = _earlier_key(key, "seal: encrypt")
    blocks = range(-(-len(hidden) // BLOCK))
    stream = b"".join(hmac.digest(stream_key, nonce + one.to_bytes(4, "big"), hashlib.sha256) for one in blocks)
    return bytes(one ^ other for one, other in zip(hidden, stream, strict=False)).decode()


def _earlier_key(key: bytes, use: str) -> bytes:
    return hmac.digest(key, use.encode(), hashlib.sha256)
