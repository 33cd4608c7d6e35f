"""Reads a list that a test writes down. All people and numbers are fictional."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from cadence.domain.list_rows import LeadRow
from cadence.leads.lists import CellRefusal, Intake, read_leads

NOW = datetime(2027, 3, 8, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Read:
    """What came of a list."""

    intake: Intake
    leads: list[LeadRow]
    refusals: list[CellRefusal]

    @property
    def lead(self) -> LeadRow:
        """The only lead."""
        assert len(self.leads) == 1, self.refusals
        return self.leads[0]

    @property
    def refused(self) -> list[tuple[int, str, str]]:
        """Line, column and value of all that was not taken."""
        return [(refusal.line, refusal.column, refusal.value) for refusal in self.refusals]


def read(text: str | bytes, *, region: str = "ES", mapping: Mapping[str, str] | None = None) -> Read:
    """Read a whole list."""
    data = text.encode() if isinstance(text, str) else text
    with read_leads(io.BytesIO(data), now=NOW, region=region, mapping=mapping) as intake:
        both = list(intake)
    leads = [item for item in both if isinstance(item, LeadRow)]
    return Read(intake, leads, [item for item in both if isinstance(item, CellRefusal)])


def row(**cells: str) -> Read:
    """Read a list of one row: a good mobile number and these cells."""
    both = {"phone": "600000001"} | cells
    return read(";".join(both) + "\n" + ";".join(both.values()) + "\n")
