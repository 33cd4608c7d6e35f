"""
What does `doctor` check? Edge: one list of checks, in the order in which they need each other.

A check has a name, a function, and the names of the checks that must succeed before it can run. Add a new check to the
list here, and to the table in docs/operations.md.
"""

from cadence.cli.checks.disk import DISK
from cadence.cli.checks.held_replies import held_replies
from cadence.cli.checks.leads import LEADS
from cadence.cli.checks.running import RUNNING
from cadence.cli.checks.servers import FILES, SERVERS
from cadence.cli.checks.set_aside import items
from cadence.cli.checks.strangers import unmatched
from cadence.cli.checks.visit import Check, CheckContext, CheckLevel, Result, ok, problem, warning

ASIDE = (
    Check(name="set aside", look=lambda visit: ok(items(visit.settings)), needs=("ledger",)),
    Check(name="held replies", look=lambda visit: held_replies(visit.settings), needs=("ledger",)),
    Check(name="unmatched stops", look=unmatched, needs=("ledger",)),
)

CHECKS = {check.name: check for check in (*SERVERS, *DISK, *RUNNING, *LEADS, *ASIDE, *FILES)}
"""Every check by its name."""

__all__ = ["CHECKS", "Check", "CheckContext", "CheckLevel", "Result", "ok", "problem", "warning"]
