"""
What does `doctor` check? Edge: one list of checks, in the order in which they need each other.

A check has a name, a function, and the names of the checks that must succeed before it can run. Add a new check to the
list here, and to the table in docs/operations.md.
"""

from cadence.cli.checks import journal, leads, running, safeguards, servers, undecided
from cadence.cli.checks.alerts import alerts
from cadence.cli.checks.objectives import objectives
from cadence.cli.checks.official_lists import official_lists
from cadence.cli.checks.retention import retention
from cadence.cli.checks.visit import Check

LEDGER = ("ledger",)

CHECKS = {
    "settings": Check(servers.settings),
    "PostgreSQL": Check(servers.postgres),
    "ledger": Check(servers.ledger, ("PostgreSQL",)),
    "keys": Check(servers.keys, LEDGER),
    "clock": Check(servers.clock, LEDGER),
    "Temporal": Check(servers.temporal),
    "search attribute": Check(servers.search_attribute, ("Temporal",)),
    "carrier": Check(servers.carrier),
    "disk": Check(servers.disk, LEDGER),
    "journal": Check(journal.journal, LEDGER),
    "workers": Check(running.workers, LEDGER),
    "web servers": Check(running.web, LEDGER),
    "clocks": Check(running.clocks, LEDGER),
    "jobs": Check(running.jobs, LEDGER),
    "alerts": Check(alerts, LEDGER),
    "objectives": Check(objectives, LEDGER),
    "carrier reports": Check(running.reports, LEDGER),
    "open leads": Check(leads.open_leads, LEDGER),
    "overdue leads": Check(leads.overdue, LEDGER),
    "workflows": Check(leads.workflows, ("ledger", "Temporal")),
    "engine errors": Check(leads.engine_errors, LEDGER),
    "paused": Check(leads.paused, LEDGER),
    "set aside": Check(undecided.jobs_items, LEDGER),
    "held replies": Check(undecided.held_replies, LEDGER),
    "unmatched stops": Check(undecided.unmatched, LEDGER),
    "packs": Check(servers.packs),
    "house file": Check(servers.house, LEDGER),
    "official lists": Check(official_lists, LEDGER),
    "retention": Check(retention, LEDGER),
    "audit": Check(safeguards.audit, LEDGER),
    "API keys": Check(safeguards.access, LEDGER),
    "time zones": Check(servers.zones),
}
"""Every check by its name."""
