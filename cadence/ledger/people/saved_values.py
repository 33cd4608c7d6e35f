"""
What did a person tell us of themselves? Edge: marks, dates and texts from their answers and from agents.

Facts have the latest value of each name among the lead's attributes, where it counts more than the list's column. The
values are personal data: an erasure deletes them.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert

from cadence.ledger.db.batches import Writer
from cadence.ledger.db.queries import new, sql, writing
from cadence.ledger.tables.people import saved_values

_SAVE = writing(insert(saved_values), "lead_id", "name", "value", "at", "ref")

_BEFORE = sql(
    """
    SELECT v.value FROM saved_values v WHERE v.lead_id = :lead AND v.name = :name AND v.ref <> :ref
    ORDER BY v.at DESC, v.id DESC LIMIT 1
    """,
    "the value that a correction makes count again",
    index="saved_values_latest",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedValue:
    """One value of a lead. `value` is personal data; an empty one takes back what was saved under the name."""

    lead: str
    name: str
    value: str
    ref: str = ""  # the evidence: "inbound:ID" or "touch:ID"


def before(tx: Connection, lead: str, name: str, ref: str) -> str:
    """Return the latest value of a name that other evidence brought; "" for none."""
    row = tx.execute(_BEFORE, {"lead": lead, "name": name, "ref": ref}).first()
    return row.value if row is not None else ""


def save(writer: Writer[Any], saved: SavedValue, *, at: datetime) -> None:
    """Store a value. The earlier ones of its name stay; of all the latest counts."""
    values = {"lead_id": saved.lead, "name": saved.name, "value": saved.value, "at": at, "ref": saved.ref}
    writer.execute(_SAVE, new(values))
