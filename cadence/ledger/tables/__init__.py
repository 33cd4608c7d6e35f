"""
Which tables does the ledger have? Pure: columns, keys and indexes, as the queries need them.

The SQL of the migrations says why each constraint exists, and has the checks and triggers. A test compares both.
"""

from cadence.ledger.tables import (
    access,
    alerts,
    answers,
    audit,
    campaigns,
    erasure,
    events,
    external,
    health,
    journal,
    people,
    rules,
    touches,
)
from cadence.ledger.tables.base import metadata

__all__ = [
    "access",
    "alerts",
    "answers",
    "audit",
    "campaigns",
    "erasure",
    "events",
    "external",
    "health",
    "journal",
    "metadata",
    "people",
    "rules",
    "touches",
]
