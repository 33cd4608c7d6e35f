"""Can the alerts of all campaigns be judged? Edge: what each read last, as the worker wrote it down."""

from cadence.cli.checks.visit import CheckContext, Result, ok, problem
from cadence.domain.alert_standing import AlertStanding, AlertState
from cadence.domain.alerts import FAILED
from cadence.domain.plurals import many
from cadence.ledger.alerts import latest
from cadence.ledger.campaigns import campaigns

SHOWN = 3
"""So many alerts are named in one line."""


def alerts(visit: CheckContext) -> Result:
    """Say how many alerts are raised: a problem when the figure of one cannot be read, as it protects nobody."""
    with visit.ledger.begin() as connection:
        standings = latest.of(connection, [stored.id for stored in campaigns.every(connection)])
    failed = [standing for standing in standings if standing.reason == FAILED]
    if failed:
        more = f"; and {len(failed) - SHOWN} more" if len(failed) > SHOWN else ""
        return problem(
            f"{'; '.join(map(_named, failed[:SHOWN]))}{more}. While that lasts, it is neither raised nor cleared. The "
            "worker's log has the whole error (alert_unjudged)."
        )
    raised = sum(standing.state is AlertState.RAISED for standing in standings)
    return ok(f"{many(len(standings), 'alert')} can be read; {raised} raised" if standings else "no alert is armed")


def _named(standing: AlertStanding) -> str:
    return f"alert {standing.name} of {standing.campaign}: {standing.problem} (at {standing.at:%Y-%m-%d %H:%M} UTC)"
