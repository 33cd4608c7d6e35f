"""Is every stop also outside the database? Edge: a check of the journal's settings and of what it halts."""

from datetime import timedelta

from cadence.app.opened_ledger import journal_of
from cadence.cli.checks.visit import CheckContext, Result, ok, problem, warning, worst
from cadence.domain.clock import utc_now
from cadence.ledger.campaigns.oversight import data_directory
from cadence.ledger.journal import entries
from cadence.ledger.journal.entries import JournalState
from cadence.ledger.journal.file import Journal, JournalError

LATE = timedelta(minutes=5)
"""So long ago a worker may have compared the journal with the ledger."""


def journal(visit: CheckContext) -> Result:
    """Say whether a journal is kept, on which disk, and whether it and the ledger agree."""
    with visit.ledger.begin() as tx:
        state = entries.state(tx)
    kept = journal_of(visit.settings, visit.ledger)
    if state.problem:
        return problem(f"Nothing is sent: {state.problem}")
    if kept is not None:
        return _kept(visit, kept, state)
    if state.kept:
        return problem("A journal is kept for this ledger, and CADENCE_JOURNAL is not set here. Set it, and restart.")
    if visit.clock.rehearsal or visit.settings.twilio_url:
        return ok("none is kept; real campaigns need one (CADENCE_JOURNAL)")
    return warning(
        "No journal is kept: after a backup is restored, everybody who said stop since then would be contacted again. "
        "Set CADENCE_JOURNAL to a file on another disk, for every worker, web server and terminal."
    )


def _kept(visit: CheckContext, kept: Journal, state: JournalState) -> Result:
    """Check a journal that is set."""
    try:
        for _ in kept.read(state.end):
            pass
    except JournalError as error:
        return problem(f"{error} `cadence restore status` shows what follows from it.")
    with visit.ledger.begin() as tx:
        unwritten = entries.any_unwritten(tx)
    directory = data_directory(visit.ledger.engine)
    results = [ok(f"{kept.path}, line {state.seq:,}")]
    if directory and kept.on_disk_of(directory):
        results.append(warning(f"{kept.path} is on the disk of PostgreSQL's data: one failure takes both. Move it."))
    if unwritten:
        results.append(warning("Some stops are not in the journal yet. Does a worker run with CADENCE_JOURNAL set?"))
    if state.looked_at is None or utc_now() - state.looked_at > LATE:
        results.append(warning("No worker has compared it with the ledger lately. Does one run with CADENCE_JOURNAL?"))
    return worst(*results)
