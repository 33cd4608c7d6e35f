"""Are our objectives met? Edge: the same counts as the metrics have."""

from cadence.cli.checks.visit import CheckContext, Result, ok, problem, warning, worst
from cadence.domain.objectives import Measured
from cadence.engine.monitoring.objectives import measure


def objectives(visit: CheckContext) -> Result:
    """Say what each objective counts: a problem if something happened that must not, a warning if a share is missed."""
    with visit.ledger.begin() as connection:
        measured = measure(connection, visit.clock)
    return worst(*map(_result, measured))


def _result(measured: Measured) -> Result:
    if not measured.missed:
        return ok(measured.in_words)
    level = problem if measured.objective.allows_none else warning
    return level(f"{measured.in_words}. {measured.objective.remedy}")
