"""
Are all facts as they were committed? Edge: rows against leaves, leaves against blocks, blocks against checkpoints.

Everything is computed here again, from what stands in the tables, the key of the ledger and the files outside.
"""

from pathlib import Path

from sqlalchemy import Connection

from cadence.engine.audit import checkpoints
from cadence.engine.audit.findings import AuditFinding, AuditReport, FindingKind
from cadence.engine.audit.history import History, LastLeaf
from cadence.engine.audit.notes import Verifier
from cadence.ledger.audit import rows
from cadence.ledger.audit.fact_tables import TABLES, FactTable
from cadence.ledger.audit.leaves import digest, salt_of
from cadence.ledger.audit.rows import FactRow
from cadence.ledger.db.hashing import Hasher
from cadence.ledger.db.ledger import Ledger


def verify(ledger: Ledger, folder: Path | None, verifier: Verifier | None) -> AuditReport:
    """Verify the whole ledger; without a folder and a public key, nothing proves that its history is the real one."""
    report = AuditReport(with_checkpoints=folder is not None and verifier is not None)
    # Before the ledger is read, so that no checkpoint is of a block that is not there yet.
    signed = checkpoints.read(folder, verifier) if folder is not None and verifier is not None else {}
    history = History(folder=folder, signed=signed, secret=ledger.hasher.witness(), report=report)
    with ledger.begin() as tx:
        rows.freeze(tx)
        history.read(tx)
        for name in rows.missing_triggers(tx):
            report.findings.append(AuditFinding(kind=FindingKind.TRIGGER, detail=name))
        for table in TABLES:
            _Comparison(tx, table, history).run()
        _phones(tx, ledger.hasher, report)
        report.erased_people = rows.erased_people(tx)
    return report


class _Comparison:
    """Compares one table with its leaves."""

    def __init__(self, connection: Connection, table: FactTable, history: History) -> None:
        self._connection = connection
        self._table = table
        self._history = history
        self._report = history.report
        self._columns = rows.columns(connection, table)

    def run(self) -> None:
        """Compare every row with the latest leaf about it, and name the leaves without a row."""
        leaves = dict(self._history.last[self._table.kind])
        for row in rows.every(self._connection, self._table):
            last = leaves.pop(row.key, None)
            if last is None:
                self._found(FindingKind.INSERTED, row.key, row.lead, None, "no leaf was written for it")
            elif last.gone:
                self._found(FindingKind.INSERTED, row.key, row.lead, last, "it had been deleted")
            elif last.id not in self._history.written_elsewhere:
                self._row(row, last)
        for key, last in leaves.items():
            if last.gone:
                self._report.deleted += 1
            else:
                lead = self._history.lead_of(key) if self._table.lead_elsewhere else last.lead
                self._found(FindingKind.REMOVED, key, lead, last, "")

    def _row(self, row: FactRow, last: LastLeaf) -> None:
        if not self._fits(row.content(self._table), last) and not any(
            self._fits(content, last) for content in row.earlier_contents(self._table, self._columns)
        ):
            lead = row.lead or last.lead or (self._history.lead_of(row.key) if self._table.lead_elsewhere else None)
            self._found(FindingKind.ALTERED, row.key, lead, last, "")
        elif last.block is not None and last.block <= self._history.proven_block:
            self._report.proven += 1
        else:
            self._report.unproven += 1

    def _fits(self, content: bytes, last: LastLeaf) -> bool:
        return digest(salt_of(self._history.secret, last.id, content), content) == last.digest

    def _found(self, kind: FindingKind, key: str, lead: str | None, last: LastLeaf | None, detail: str) -> None:
        self._report.findings.append(
            AuditFinding(
                kind=kind,
                table=self._table.name,
                key=key,
                lead=lead,
                block=last.block if last else None,
                sealed_at=last.sealed_at if last else None,
                detail=detail,
            )
        )


def _phones(connection: Connection, hasher: Hasher, report: AuditReport) -> None:
    """Compare the digits of each number with its hash, which its leaf commits to."""
    for key, hashed, e164 in rows.phones(connection):
        if hashed != hasher.number(e164) and hashed not in hasher.other_spellings(e164):
            report.findings.append(AuditFinding(kind=FindingKind.NUMBER, table="numbers", key=key))
