"""
What is the hash of a block? Pure: the Merkle tree of RFC 6962, and a chain of heads.

A leaf, a node and a head begin with another byte each, so that none of them can be taken for another.
"""

import hashlib
from collections.abc import Sequence

LEAF, NODE, HEAD = b"\x00", b"\x01", b"\x02"
FIRST = bytes(32)
"""What the first block names as the head before it."""


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of one leaf."""
    return hashlib.sha256(LEAF + entry).digest()


def root_of(entries: Sequence[bytes]) -> bytes:
    """Return the root of the Merkle tree over these leaves, as RFC 6962 §2.1 defines it."""
    if not entries:
        return hashlib.sha256(b"").digest()
    level = [leaf_hash(entry) for entry in entries]
    # Pairs from the left, an odd last node goes up as it is: that is the split at the largest power of two.
    while len(level) > 1:
        pairs = [hashlib.sha256(NODE + a + b).digest() for a, b in zip(level[::2], level[1::2], strict=False)]
        level = pairs + ([level[-1]] if len(level) % 2 else [])
    return level[0]


def head_of(*, number: int, size: int, sealed_at_us: int, root: bytes, previous: bytes) -> bytes:
    """Return the head of a block, which the next one names: it stands for everything that was sealed until then."""
    head = f"{number} {size} {sealed_at_us} ".encode()
    return hashlib.sha256(HEAD + head + root + previous).digest()
