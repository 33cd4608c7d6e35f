"""
Which tables are facts, and what of their rows does a leaf commit to? Pure.

The triggers of `db/migrations/versions/audit/leaves.sql` have the same list, and a test compares both. A column that a
later migration adds is committed to from then on, in rows that are written then: it needs no line here, unless an
erasure empties it.
"""

from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class FactTable:
    """A table whose rows are facts."""

    kind: int  # in leaves; never used again for another table
    name: str
    key: tuple[str, ...] = ("id",)
    left_out: tuple[str, ...] = ()  # columns that may change without a new fact
    personal: tuple[str, ...] = ()  # what an erasure deletes: committed to under the row's own salt
    lead: str = "t.lead_id"  # SQL for the lead that the row is about

    @property
    def lead_elsewhere(self) -> bool:
        """Tell whether only another row says whom a row is about."""
        return self.lead.startswith("(")

    @property
    def uncommitted(self) -> tuple[str, ...]:
        """Return the columns that the open part of the commitment leaves out."""
        return (*self.left_out, *self.personal, *(("salt",) if self.personal else ()))


OF_TOUCH = "(SELECT x.lead_id FROM touches x WHERE x.id = t.touch_id)"
NOBODY = "CAST(NULL AS uuid)"
TABLES = (
    FactTable(kind=1, name="touches"),
    FactTable(kind=2, name="decisions"),
    FactTable(kind=3, name="consents"),
    FactTable(kind=4, name="consent_wordings", key=("hash",), lead=NOBODY),
    FactTable(
        kind=5,
        name="consent_evidence",
        key=("consent_id",),
        personal=("body",),
        lead="(SELECT x.lead_id FROM consents x WHERE x.id = t.consent_id)",
    ),
    FactTable(kind=6, name="suppressions", lead="t.person"),
    FactTable(kind=7, name="inbound"),
    FactTable(
        kind=8,
        name="inbound_texts",
        key=("inbound_id",),
        personal=("body",),
        lead="(SELECT x.lead_id FROM inbound x WHERE x.id = t.inbound_id)",
    ),
    FactTable(
        kind=9,
        name="texts",
        key=("touch_id",),
        personal=("body", "template", "variables"),
        lead=OF_TOUCH,
    ),
    FactTable(kind=10, name="saved_values", personal=("name", "value")),
    FactTable(kind=11, name="callbacks"),
    FactTable(kind=12, name="tasks", personal=("title", "body")),
    FactTable(kind=13, name="commands", personal=("why",)),
    FactTable(kind=14, name="pauses", personal=("reason", "end_reason"), lead=NOBODY),
    FactTable(
        kind=15,
        name="enrolments",
        left_out=("started_at", "next_at", "move", "hold", "hold_key", "errors"),
    ),
    FactTable(kind=16, name="contradictions", key=("touch_id", "outcome", "code"), lead=OF_TOUCH),
    FactTable(kind=17, name="held_back", key=("campaign_id", "lead_id")),
    FactTable(kind=18, name="numbers", left_out=("e164", "kind", "country", "zones"), lead=NOBODY),
    FactTable(kind=19, name="campaigns", lead=NOBODY),
    FactTable(kind=20, name="campaign_versions", key=("campaign_id", "version"), lead=NOBODY),
    FactTable(kind=21, name="law_texts", key=("hash",), lead=NOBODY),
    FactTable(kind=22, name="law_versions", lead=NOBODY),
    FactTable(kind=23, name="not_selected", key=("lead_id", "campaign_id", "at")),
    FactTable(kind=24, name="list_readings", lead=NOBODY),
    FactTable(kind=25, name="prices"),
    FactTable(kind=26, name="external_events"),
    FactTable(kind=27, name="alert_changes", lead=NOBODY),
    FactTable(kind=28, name="carrier_deletions", left_out=("due_at", "tries", "error")),
)
BY_KIND = MappingProxyType({table.kind: table for table in TABLES})
