"""
Which leads does a list hold, and what was refused, and why? Edge: reads CSV files, writes the report beside them.

    with read_leads(Path("leads.csv"), region="ES", now=now) as intake:
        intake.columns                       # known before the first row: are all placeholders there?
        ledger.import_leads(intake.leads())  # refusals go to leads.rejected.csv
    intake.report.summary()

One pass, in bounded memory. A row goes through `records` (CSV), `row` (meaning) and `leads/phone`; `encoding` and
`headers` are decided first.
"""

from cadence.leads.lists.reading import Intake, read_leads
from cadence.leads.lists.report import CellRefusal, IntakeReport

__all__ = ["CellRefusal", "Intake", "IntakeReport", "read_leads"]
