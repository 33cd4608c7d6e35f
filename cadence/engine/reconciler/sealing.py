"""
Which facts are not sealed yet? Edge: the job of the reconciler that seals leaves and writes checkpoints.

A block is committed first, and its files are written afterwards, those that a crash or a full disk has prevented, too.
"""

from dataclasses import dataclass

from cadence.domain.clock import utc_now
from cadence.engine.audit.checkpoints import Checkpoints
from cadence.ledger.audit import blocks
from cadence.ledger.db.ledger import Ledger

PAGE = 20_000
"""How many leaves are sealed in one transaction."""


@dataclass(frozen=True, slots=True)
class Sealing:
    """Seals what was committed."""

    ledger: Ledger
    checkpoints: Checkpoints | None = None  # None: nothing proves what was sealed

    def seal(self) -> None:
        """Seal every leaf that can be sealed, and write the checkpoints that are missing. Raises UnavailableError."""
        while True:
            with self.ledger.begin() as tx:
                block = blocks.seal(tx, at=utc_now(), limit=PAGE)
            if block is None:
                break
        if self.checkpoints is None:
            return
        with self.ledger.begin() as tx:
            for block in blocks.every(tx, after=self.checkpoints.newest()):
                self.checkpoints.write(block)
