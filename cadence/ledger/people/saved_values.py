"""
What did a person tell us of themselves? Edge: marks, dates and texts from their answers and from agents.

Facts have the latest value of each name among the lead's attributes, where it counts more than the list's column. The
values are personal data: an erasure deletes them.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert

from cadence.ledger.db.batches import Writer
from cadence.ledger.db.queries import new, writing
from cadence.ledger.tables.people import saved_values

_SAVE = writing(insert(saved_values), "lead_id", "name", "value", "at", "ref")


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedValue:
    """One value of a lead. `value` is personal data; an empty one takes back what was saved under the name."""

    lead: str
    name: str
    value: str
    ref: str = ""  # the evidence: "inbound:ID" or "touch:ID"


def save(writer: Writer[Any], saved: SavedValue, *, at: datetime) -> None:
    """Store a value. The earlier ones of its name stay; of all the latest counts."""
    values = {"lead_id": saved.lead, "name": saved.name, "value": saved.value, "at": at, "ref": saved.ref}
    writer.execute(_SAVE, new(values))
