"""
Which facts are sealed? Edge: the oldest unsealed leaves become a block, which names the head of the block before.

A leaf is sealed once no transaction is open that began to write before the one that wrote it. So whatever commits late
comes into a later block, and never between two that are sealed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, bindparam, func, insert, select

from cadence.ledger.audit.leaves import Leaf, pack, unpack
from cadence.ledger.audit.merkle import FIRST, head_of, root_of
from cadence.ledger.db.queries import query, sql
from cadence.ledger.tables.audit import blocks, leaves

SEALING = 7_263_309
"""The advisory lock of the transaction that seals."""
PAGE = 20
"""How many blocks are read at a time."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

LOCK = sql(
    f"SELECT pg_advisory_xact_lock({SEALING})",
    "lock sealing, so that one transaction at a time makes a block",
    index="",
)
TAKE = sql(
    """
    WITH taken AS (
        DELETE FROM leaves WHERE id IN (
            -- A leaf from before a backup was restored has a number that no transaction of this server has had yet.
            SELECT id FROM leaves
            WHERE xid < CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint)
                OR xid >= CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS text) AS bigint)
            ORDER BY id LIMIT :limit
        )
        RETURNING id, kind, key, CAST(lead_id AS text) AS lead_id, gone, salt, content
    )
    SELECT * FROM taken ORDER BY id
    """,
    "take the leaves to seal: those that no open transaction could come before",
    index="leaves_pkey",
)
LAST = query(
    select(blocks.c.number, blocks.c.size, blocks.c.head).order_by(blocks.c.number.desc()).limit(1),
    "the last block",
    index="blocks_pkey",
)
AFTER = query(
    select(blocks).where(blocks.c.number > bindparam("number")).order_by(blocks.c.number).limit(PAGE),
    "a page of blocks, in order",
    index="blocks_pkey",
)
COUNT = query(select(func.count()).select_from(leaves), "how many leaves are not sealed", index="")
UNSEALED = query(
    select(leaves).where(leaves.c.id > bindparam("after")).order_by(leaves.c.id).limit(bindparam("limit")),
    "a page of the leaves that are not sealed",
    index="leaves_pkey",
)


class BlockHead(NamedTuple):
    """What the next block follows from."""

    number: int = 0
    size: int = 0  # leaves in all blocks up to this one
    head: bytes = FIRST


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedBlock:
    """Leaves that were sealed together."""

    number: int
    size: int  # leaves in all blocks up to this one
    root: bytes
    previous: bytes
    head: bytes
    sealed_at: datetime
    body: bytes

    def leaves(self) -> list[Leaf]:
        """Return its leaves, in order. Raises ValueError for a body that was changed."""
        return list(unpack(self.body))

    def expected_head(self, root: bytes) -> bytes:
        """Return the head that it has with this root."""
        instant = microseconds(self.sealed_at)
        return head_of(number=self.number, size=self.size, sealed_at_us=instant, root=root, previous=self.previous)


def microseconds(instant: datetime) -> int:
    """Return an instant as whole microseconds since 1970, as a head has it."""
    return (instant - _EPOCH) // timedelta(microseconds=1)


def entries_of(sealed: Sequence[Leaf]) -> list[bytes]:
    """Return the leaves as the Merkle tree hashes them."""
    return [leaf.entry.encode() for leaf in sealed]


def seal(connection: Connection, *, at: datetime, limit: int) -> SealedBlock | None:
    """Seal the oldest leaves, at most so many; None when there is nothing to seal. `at` is an instant of real time."""
    connection.execute(LOCK)
    sealed = [_leaf(row) for row in connection.execute(TAKE, {"limit": limit})]
    if not sealed:
        return None
    before = last(connection)
    number, size, previous = before.number + 1, before.size + len(sealed), before.head
    root = root_of(entries_of(sealed))
    head = head_of(number=number, size=size, sealed_at_us=microseconds(at), root=root, previous=previous)
    block = SealedBlock(
        number=number, size=size, root=root, previous=previous, head=head, sealed_at=at, body=pack(sealed)
    )
    connection.execute(insert(blocks).values({name: getattr(block, name) for name in block.__slots__}))
    return block


def last(connection: Connection) -> BlockHead:
    """Return the head of the last block, or what stands for it before the first one."""
    row = connection.execute(LAST).first()
    return BlockHead() if row is None else BlockHead(row.number, row.size, bytes(row.head))


def count_unsealed(connection: Connection) -> int:
    """Return how many leaves are not sealed."""
    return int(connection.execute(COUNT).scalar_one())


def every(connection: Connection, *, after: int = 0) -> Iterator[SealedBlock]:
    """Yield the blocks behind this number, in order, a page at a time."""
    while rows := connection.execute(AFTER, {"number": after}).all():
        for row in rows:
            yield SealedBlock(**row._mapping)  # noqa: SLF001  SQLAlchemy's own way
        after = rows[-1].number


def unsealed(connection: Connection, *, page: int = 10_000) -> Iterator[Leaf]:
    """Yield the leaves that are not sealed, the oldest first."""
    after = 0
    while rows := connection.execute(UNSEALED, {"after": after, "limit": page}).all():
        yield from map(_leaf, rows)
        after = rows[-1].id


def _leaf(row: Row[*tuple[Any, ...]]) -> Leaf:
    lead = None if row.lead_id is None else str(row.lead_id)
    return Leaf(row.id, row.kind, row.key, lead, row.gone, bytes(row.salt), bytes(row.content))
