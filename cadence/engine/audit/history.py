"""
What was sealed, and is it still so? Edge: blocks, checkpoints and their records, read one after the other.

Where a block is not the one that was signed, its record outside the database says what was sealed.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection

from cadence.engine.audit.checkpoints import BlockRecord, SignedBlock, proven_record
from cadence.engine.audit.findings import AuditFinding, AuditReport, FindingKind
from cadence.ledger.audit import blocks
from cadence.ledger.audit.blocks import SealedBlock, entries_of
from cadence.ledger.audit.fact_tables import TABLES
from cadence.ledger.audit.leaves import Leaf
from cadence.ledger.audit.merkle import FIRST, root_of

_KINDS = {table.name: table.kind for table in TABLES}


class LastLeaf(NamedTuple):
    """The latest leaf of a row."""

    id: int
    gone: bool
    digest: bytes
    lead: str | None
    block: int | None  # None: not sealed
    sealed_at: datetime | None


@dataclass(slots=True, kw_only=True)
class History:
    """What was committed, as far as it can be known."""

    folder: Path | None
    signed: dict[int, SignedBlock]
    secret: bytes
    report: AuditReport
    last: dict[int, dict[str, LastLeaf]] = field(default_factory=lambda: defaultdict(dict))  # by kind and key
    written_elsewhere: set[int] = field(default_factory=set)  # ids of leaves that no session of ours wrote
    proven_block: int = 0  # the last block that a checkpoint proves

    def read(self, connection: Connection) -> None:
        """Read every block and the leaves that are not sealed."""
        number, size, head = 0, 0, FIRST
        for block in blocks.every(connection):
            for missing in range(number + 1, block.number):
                self._missing(missing)
            self._block(block, previous=head, before=size)
            number, size, head = block.number, block.size, block.head
        for missing in sorted(number_ for number_ in self.signed if number_ > number):
            self._missing(missing)
        self.report.blocks = number
        for leaf in blocks.unsealed(connection):
            self.report.unsealed += 1
            self._witness(leaf, None)
            self._put(leaf.entry, None, None)

    def lead_of(self, key: str) -> str | None:
        """Return whom a fact is about whose key is that of a touch, a message or a consent, or begins with it."""
        first = key.partition(" ")[0]
        leaves = (self.last[_KINDS[table]].get(first) for table in ("touches", "inbound", "consents"))
        return next((leaf.lead for leaf in leaves if leaf is not None and leaf.lead), None)

    def _block(self, block: SealedBlock, *, previous: bytes, before: int) -> None:
        """Check one block, and take what was sealed in it."""
        try:
            leaves = block.leaves()
        except (ValueError, UnicodeDecodeError):
            leaves = []
        root = root_of(entries_of(leaves))
        signed = self.signed.get(block.number, SignedBlock())
        checkpoint = signed.checkpoint
        whole = root == block.root and block.expected_head(root) == block.head
        problem = "" if whole else "its leaves or its head were changed after it was sealed"
        if block.size != before + len(leaves):
            problem = problem or "it has another number of leaves than was sealed"
        if block.previous != previous:
            problem = problem or "it does not follow from the block before it"
        genuine = checkpoint is not None and whole and (block.head, block.size) == (checkpoint.head, checkpoint.size)
        if checkpoint is not None and not genuine:
            problem = problem or "it is not the block that was signed"
        if genuine:
            self.report.checkpoints += 1
            self.proven_block, self.report.proven_until = block.number, block.sealed_at
        self._checkpoint(block.number, signed)
        record = None if genuine or checkpoint is None else self._record(block.number, signed)
        entries = [leaf.entry for leaf in leaves]
        for leaf in leaves:
            self._witness(leaf, block)
        if record is not None:
            self._compare(block.number, record, entries)
            entries = list(record.entries)
            # A block after one that was changed differs by its link alone; the first one is named.
            problem = "" if "follow" in problem and set(entries) == {leaf.entry for leaf in leaves} else problem
        if problem:
            self._found(FindingKind.BLOCK, block=block.number, sealed_at=block.sealed_at, detail=problem)
        for entry in entries:
            self._put(entry, block.number, record.sealed_at if record else block.sealed_at)

    def _missing(self, number: int) -> None:
        """Take what a block held that is not in the ledger any more."""
        signed = self.signed.get(number, SignedBlock())
        self._checkpoint(number, signed)
        record = self._record(number, signed)
        detail = "it is missing" if record else "it is missing, and no record of it proves what it held"
        self._found(FindingKind.BLOCK, block=number, sealed_at=record.sealed_at if record else None, detail=detail)
        for entry in record.entries if record else ():
            self._put(entry, number, record.sealed_at if record else None)

    def _record(self, number: int, signed: SignedBlock) -> BlockRecord | None:
        if self.folder is None or signed.checkpoint is None:
            return None
        return proven_record(self.folder, number, signed.checkpoint)

    def _checkpoint(self, number: int, signed: SignedBlock) -> None:
        if signed.wrong:
            self._found(FindingKind.CHECKPOINT, block=number, detail=signed.wrong)

    def _compare(self, number: int, record: BlockRecord, entries: list[str]) -> None:
        """Name the leaves that differ from those that were sealed."""
        sealed, there = set(record.entries), set(entries)
        for entry in (*(e for e in record.entries if e not in there), *(e for e in entries if e not in sealed)):
            _, table, _, lead, _, key = _split(entry)
            detail = "taken out" if entry in sealed else "put in"
            self._found(
                FindingKind.LEAF,
                table=table,
                key=key,
                lead=lead,
                block=number,
                sealed_at=record.sealed_at,
                detail=detail,
            )

    def _witness(self, leaf: Leaf, block: SealedBlock | None) -> None:
        """Note a leaf that no session of the engine wrote."""
        if leaf.written_by(self.secret):
            return
        self.written_elsewhere.add(leaf.id)
        sealed = {} if block is None else {"block": block.number, "sealed_at": block.sealed_at}
        self._found(FindingKind.UNWITNESSED, table=leaf.table, key=leaf.key, lead=leaf.lead, **sealed)

    def _put(self, entry: str, block: int | None, sealed_at: datetime | None) -> None:
        """Keep the latest leaf of each row: the one with the highest id."""
        id_, table, gone, lead, digest_, key = _split(entry)
        known = self.last[_KINDS.get(table, 0)]
        if key not in known or known[key].id < id_:
            known[key] = LastLeaf(id_, gone, digest_, lead, block, sealed_at)

    def _found(self, kind: FindingKind, **about: object) -> None:
        self.report.findings.append(AuditFinding(kind=kind, **about))  # type: ignore[arg-type]


def _split(entry: str) -> tuple[int, str, bool, str | None, bytes, str]:
    """Return the parts of the line of a leaf."""
    id_, table, state, lead, digest_, key = entry.split(" ", 5)
    key = key.encode().decode("unicode_escape") if "\\" in key else key
    return int(id_), table, state == "deleted", None if lead == "-" else lead, bytes.fromhex(digest_), key
