"""Is personal data erased by itself, and how did the last run go? Edge: a check of the house file and of the runs."""

from datetime import timedelta

from cadence.cli.checks.visit import CheckContext, Result, ok, problem
from cadence.domain.plurals import many
from cadence.domain.retention import in_words
from cadence.engine.retention.due import longer, retention_of
from cadence.ledger.people import retention_runs

LATE = timedelta(days=2)
"""A run begins every day, and may take a day in a large ledger."""


def retention(visit: CheckContext) -> Result:
    """Say for how long personal data is kept, and what the last run erased."""
    house, now = retention_of(visit.law), visit.clock.now()
    if not house.times:
        return ok("no time is set in the house file: personal data is kept until somebody erases it")
    with visit.ledger.begin() as tx:
        last = retention_runs.latest(tx)
    text = in_words(house)
    if kept := longer(visit.law, now):
        packs = ", ".join(f"{record.pack} {many(record.years, 'year')}" for record in kept)
        text += f"; longer where the law says so: {packs}"
    if last is None:
        return ok(f"{text}; no run has begun yet")
    erased = f"{many(last.people, 'person', 'people')} and {many(last.texts, 'text')} erased"
    text += f"; run of {last.day}: {erased}, {last.by_law:,} kept for the law"
    if not visit.clock.rehearsal and now - (last.ended_at or last.begun_at) > LATE:
        return problem(f"{text}. No run has ended since. Is a worker running? `cadence doctor --part jobs` says more.")
    return ok(text)
