"""What was found wrong with the ledger? Pure: findings, each with the fact that it is about."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class FindingKind(StrEnum):
    """What is wrong."""

    ALTERED = "altered"  # the row is not what was committed
    REMOVED = "removed"  # the row is gone, and the engine did not delete it
    INSERTED = "inserted"  # the row was not written by the engine
    UNWITNESSED = "written without the key"  # its leaf was written by another program than the engine
    LEAF = "leaf changed"  # its leaf is not the one that was sealed, or was taken out or put in
    BLOCK = "block changed"  # a block is not the one that was sealed, or is missing
    CHECKPOINT = "checkpoint broken"  # a checkpoint cannot be read, or is not signed with the key
    TRIGGER = "trigger off"  # what writes leaves is missing or switched off
    NUMBER = "number altered"  # a number's digits are not those of its hash


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFinding:
    """One thing that is wrong."""

    kind: FindingKind
    table: str = ""
    key: str = ""
    lead: str | None = None
    block: int | None = None
    sealed_at: datetime | None = None
    detail: str = ""


@dataclass(slots=True, kw_only=True)
class AuditReport:
    """What a verification has found."""

    findings: list[AuditFinding] = field(default_factory=list)
    blocks: int = 0
    checkpoints: int = 0  # those whose signature fits and whose block is the one that was signed
    proven_until: datetime | None = None  # when the last block that a checkpoint proves was sealed
    proven: int = 0  # rows as they were sealed in a block that a checkpoint proves
    unproven: int = 0  # rows as they were committed, not sealed yet or without a checkpoint
    unsealed: int = 0  # leaves that are not sealed yet
    deleted: int = 0  # rows that the engine deleted, as its leaves say
    erased_people: int = 0
    with_checkpoints: bool = False
