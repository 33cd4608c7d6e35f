"""
How is an address stored so that only this installation can read it? Pure, except for a random nonce.

AES-256-GCM, with a key derived from the ledger's by HKDF-SHA256. The id of the row is authenticated with the text, so a
text that was moved to another row cannot be opened. Texts are padded, so that their length reveals nothing.
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
"""The first byte: the version of the format."""
NONCE, KEY, FILLED = 12, 32, 32
"""Lengths in bytes; texts are padded to a multiple of FILLED."""
END = b"\x80"
"""Marks the end of the text, before the padding."""
USE = b"cadence: address of an unknown sender"
"""The purpose of the derived key: no other use of the ledger's key shares it. Another purpose has another text."""


class BrokenSealError(Exception):
    """The text was sealed with another key or for another row, or was changed since."""


@dataclass(frozen=True, slots=True)
class Sealer:
    """Seals and opens with a key derived from one secret."""

    key: bytes = field(repr=False)
    use: bytes = USE

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
                pass  # one in 256 texts of the earlier format begins with the same byte
            else:
                return filled.rstrip(b"\0").removesuffix(END).decode()
        return _open_earlier(self.key, sealed)

    def _cipher(self) -> AESGCM:
        return AESGCM(HKDF(hashes.SHA256(), KEY, salt=None, info=self.use).derive(self.key))


EARLIER_NONCE, EARLIER_TAG, BLOCK = 16, 32, 32


def _open_earlier(key: bytes, sealed: bytes) -> str:
    """
    Return a text that was sealed before December 2026: HMAC-SHA256 in counter mode, and a MAC. Raises BrokenSealError.

    An address is kept for 30 days, so this can be removed from February 2027 on.
    """
    body, tag = sealed[:-EARLIER_TAG], sealed[-EARLIER_TAG:]
    nonce, hidden = body[:EARLIER_NONCE], body[EARLIER_NONCE:]
    mac = hmac.digest(_earlier_key(key, "seal: authenticate"), body, hashlib.sha256)
    if len(nonce) < EARLIER_NONCE or not hmac.compare_digest(tag, mac):
        raise BrokenSealError
    stream_key = _earlier_key(key, "seal: encrypt")
    blocks = range(-(-len(hidden) // BLOCK))
    stream = b"".join(hmac.digest(stream_key, nonce + block.to_bytes(4, "big"), hashlib.sha256) for block in blocks)
    return bytes(byte ^ mask for byte, mask in zip(hidden, stream, strict=False)).decode()


def _earlier_key(key: bytes, use: str) -> bytes:
    return hmac.digest(key, use.encode(), hashlib.sha256)
