"""
Which tables does the ledger have? Pure: columns, keys and indexes, as the queries need them.

The SQL of the migrations says why each constraint exists, and has the checks and triggers. A test compares both.
"""

from cadence.ledger.tables.answers import (
    callbacks,
    carrier_cursor,
    clock,
    commands,
    inbound,
    inbound_texts,
    stranger_addresses,
    tasks,
)
from cadence.ledger.tables.base import metadata
from cadence.ledger.tables.campaigns import campaign_versions, campaigns, enrolments, news, pauses, roster
from cadence.ledger.tables.health import jobs, processes, services, set_aside
from cadence.ledger.tables.law import law_texts, law_versions
from cadence.ledger.tables.lists import closed_days, closed_feeds, registry_copies, registry_entries
from cadence.ledger.tables.people import (
    accounts,
    consent_evidence,
    consent_wordings,
    consents,
    keys,
    lead_numbers,
    leads,
    numbers,
    suppressions,
)
from cadence.ledger.tables.touches import (
    OPEN,
    contradictions,
    decisions,
    floor_queue,
    floors,
    permits,
    portfolios,
    senders,
    texts,
    touches,
)

__all__ = [
    "OPEN",
    "accounts",
    "callbacks",
    "campaign_versions",
    "campaigns",
    "carrier_cursor",
    "clock",
    "closed_days",
    "closed_feeds",
    "commands",
    "consent_evidence",
    "consent_wordings",
    "consents",
    "contradictions",
    "decisions",
    "enrolments",
    "floor_queue",
    "floors",
    "inbound",
    "inbound_texts",
    "jobs",
    "keys",
    "law_texts",
    "law_versions",
    "lead_numbers",
    "leads",
    "metadata",
    "news",
    "numbers",
    "pauses",
    "permits",
    "portfolios",
    "processes",
    "registry_copies",
    "registry_entries",
    "roster",
    "senders",
    "services",
    "set_aside",
    "stranger_addresses",
    "suppressions",
    "tasks",
    "texts",
    "touches",
]
