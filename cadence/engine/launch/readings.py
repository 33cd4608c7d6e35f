"""How many rows of a list can be used, and what is wrong with the others? Pure: counted while a launch imports it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from cadence.domain.list_rows import ImportReport, LeadRow, Objection
from cadence.leads.lists.causes import REPEATED
from cadence.leads.lists.report import IntakeReport
from cadence.ledger.lists.readings import ListReading

ERASED, SAYS_NO = "erased", "says_no"
"""The person was erased from this list; the row refuses consent to all that it names."""


@dataclass(slots=True)
class RefusingRows:
    """The rows that say no to everything they name: leads, but nobody to contact."""

    count: int = 0
    _lines: set[int] = field(default_factory=set)  # of rows that do not want to be contacted at all

    def note(self, objection: Objection) -> None:
        """Note an objection. It comes before the lead of its row, if there is one."""
        if objection.everything:
            self._lines.add(objection.line)

    def counted(self, rows: Iterable[LeadRow]) -> Iterator[LeadRow]:
        """Yield the rows, and count those that say no."""
        for row in rows:
            refused = bool(row.consents) and not any(consent.given for consent in row.consents)
            self.count += refused or row.line in self._lines
            yield row


def reading_of(list_name: str, listed: IntakeReport, imported: ImportReport, refusing: RefusingRows) -> ListReading:
    """Return what became of the rows of a list. A row that says no was imported, so that its no is known."""
    causes = Counter(listed.causes)
    causes[REPEATED] += listed.duplicates + len(imported.duplicates)
    causes[ERASED] += len(imported.erased)
    causes[SAYS_NO] += refusing.count
    wrong = {cause: rows for cause, rows in sorted(causes.items()) if rows}
    return ListReading(list=list_name, rows=listed.rows, usable=max(0, listed.rows - sum(wrong.values())), causes=wrong)
