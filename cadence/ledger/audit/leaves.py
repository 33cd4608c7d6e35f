"""
What is a leaf, and how is it hashed? Pure.

A leaf commits to one fact: `content` is the hash of its row, and `salt` makes the commitment say nothing to whoever has
not the row. The salt is a MAC of id and content under a secret that sessions of the engine have and the database has
not: so a leaf also shows whether the engine wrote it.
"""

import hashlib
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from cadence.ledger.audit.fact_tables import BY_KIND

SALT = 16
"""Bytes of a salt."""
_HEAD = struct.Struct(">QBB")
_LENGTH = struct.Struct(">H")
_HASH = 32
_GONE, _HAS_LEAD, _UUID_KEY = 1, 2, 4
"""The flags of a leaf in the body of a block."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """The commitment to one fact."""

    id: int
    kind: int
    key: str
    lead: str | None
    gone: bool  # the row was deleted
    salt: bytes
    content: bytes

    @property
    def table(self) -> str:
        """The table of the fact."""
        return table_of(self.kind)

    @property
    def entry(self) -> str:
        """The line that a block is made of, in its Merkle tree and in its record outside the ledger."""
        return entry_of(self.id, self.kind, self.key, self.lead, digest(self.salt, self.content), gone=self.gone)

    def written_by(self, secret: bytes) -> bool:
        """Tell whether a session with this secret wrote it."""
        return self.salt == salt_of(secret, self.id, self.content)


def table_of(kind: int) -> str:
    """Return the table of a kind of leaf."""
    return BY_KIND[kind].name if kind in BY_KIND else f"kind-{kind}"


def entry_of(  # noqa: PLR0913  what a line has
    id_: int, kind: int, key: str, lead: str | None, digest_: bytes, *, gone: bool
) -> str:
    """Return the line of a leaf. It holds no personal data."""
    words = (str(id_), table_of(kind), "deleted" if gone else "written", lead or "-", digest_.hex())
    return " ".join((*words, key.encode("unicode_escape").decode()))


def digest(salt: bytes, content: bytes) -> bytes:
    """Return the commitment to a fact."""
    return hashlib.sha256(salt + content).digest()


def salt_of(secret: bytes, id_: int, content: bytes) -> bytes:
    """
    Return the salt that a session with this secret writes.

    Secret and message have fixed lengths, so that SHA-256 of both is a MAC.
    """
    return hashlib.sha256(secret + struct.pack(">q", id_) + content).digest()[:SALT]


def content_of(kind: int, key: str, kept: str, hidden: bytes = b"") -> bytes:
    """Return the hash of a row: `kept` is its open part as JSON, `hidden` the commitment to what can be erased."""
    return hashlib.sha256(f"{kind} {key} {kept}".encode() + hidden).digest()


def pack(leaves: Iterable[Leaf]) -> bytes:
    """Return the body of a block."""
    return b"".join(map(_packed, leaves))


def _packed(leaf: Leaf) -> bytes:
    uuid = _uuid(leaf.key)
    flags = (_GONE if leaf.gone else 0) | (_HAS_LEAD if leaf.lead else 0) | (_UUID_KEY if uuid else 0)
    parts = [_HEAD.pack(leaf.id, leaf.kind, flags), leaf.salt, leaf.content]
    if leaf.lead:
        parts.append(UUID(leaf.lead).bytes)
    if uuid:
        parts.append(uuid)
    else:
        key = leaf.key.encode()
        parts += [_LENGTH.pack(len(key)), key]
    return b"".join(parts)


def unpack(body: bytes) -> Iterator[Leaf]:
    """Yield the leaves in the body of a block. Raises ValueError for one that was cut or changed."""
    place = 0

    def take(size: int) -> bytes:
        nonlocal place
        part = body[place : place + size]
        place += size
        if len(part) != size:
            raise ValueError("the body of a block ends within a leaf")
        return part

    while place < len(body):
        id_, kind, flags = _HEAD.unpack(take(_HEAD.size))
        salt, content = take(SALT), take(_HASH)
        lead = str(UUID(bytes=take(16))) if flags & _HAS_LEAD else None
        if flags & _UUID_KEY:
            key = str(UUID(bytes=take(16)))
        else:
            (length,) = _LENGTH.unpack(take(_LENGTH.size))
            key = take(length).decode()
        yield Leaf(id_, kind, key, lead, bool(flags & _GONE), salt, content)


def _uuid(key: str) -> bytes | None:
    """Return the bytes of a key that is an id in its usual spelling."""
    if len(key) != len(str(UUID(int=0))):
        return None
    try:
        value = UUID(key)
    except ValueError:
        return None
    return value.bytes if str(value) == key else None
