"""Do our own processes run, with the right time, and do their jobs succeed? Edge: checks of what they write down."""

from datetime import timedelta

from cadence.cli.checks.visit import CheckContext, Result, ok, problem, warning, worst
from cadence.domain.clock import clock_difference
from cadence.domain.lateness import lasting
from cadence.domain.plurals import many
from cadence.ledger.campaigns import campaigns, oversight
from cadence.ledger.db import jobs as records
from cadence.ledger.db import processes, services
from cadence.ledger.db.processes import ProcessRecord, ProcessRole
from cadence.ledger.db.services import Service

SILENT = timedelta(seconds=60)
"""A process that has not been heard for six of its heartbeats is silent."""
REPORTED = timedelta(hours=1)
"""A silent process is a problem for so long while others do its work; then its machine may be gone on purpose."""
FAILING = timedelta(minutes=2)
"""So long a job may fail, as in a short outage, before it is a problem."""
IDLE = timedelta(minutes=5)
"""Without any job having succeeded for so long, nothing reconciles any more."""
UNREPORTED = timedelta(minutes=5)
"""The carrier reports what it has taken within so long."""
REMEMBERED = timedelta(hours=1)
"""What it took longer ago is not asked about."""


def workers(visit: CheckContext) -> Result:
    """Say which workers are heard, and what each waits for."""
    return _processes(visit, ProcessRole.WORKER, "Nothing is planned or sent. Start one: `cadence worker`.")


def web(visit: CheckContext) -> Result:
    """Say which web servers are heard."""
    return _processes(
        visit, ProcessRole.WEB, "The carrier's reports and people's stops are not recorded. Start one: `cadence serve`."
    )


def _processes(visit: CheckContext, role: ProcessRole, consequence: str) -> Result:
    with visit.ledger.begin() as tx:
        mine = [record for record in processes.every(tx) if record.process.role is role]
    alive = [record for record in mine if record.silent <= SILENT]
    silent = [record for record in mine if record.silent > SILENT]
    noun = "worker" if role.value == "worker" else "web server"
    if not alive:
        last = min(silent, key=lambda record: record.silent, default=None)
        frozen = f" If it is frozen, end it first (kill -9 {last.process.pid} there)." if last else ""
        text = f"no {noun} is heard{f'; {_named(last)}' if last else ''}. {consequence}{frozen}"
        return problem(text) if silent or visit.unfinished() else warning(f"{text} No campaign runs.")
    return worst(
        ok(f"{many(len(alive), noun)}: {', '.join(_short(record) for record in alive)}"),
        *(_silent(record) for record in silent),
        *(warning(f"{_short(record)} is {state}.") for record in alive if (state := _waits(record))),
        *_versions(alive),
    )


def _silent(record: ProcessRecord) -> Result:
    text = (
        f"{_named(record)}. If it is frozen, end it (kill -9 {record.process.pid} there) and start it again; if its "
        "machine is gone, this goes after a day."
    )
    return problem(text) if record.silent <= REPORTED else warning(text)


def _waits(record: ProcessRecord) -> str:
    state = str(record.process.details.get("state", ""))
    return state if state.startswith("waiting") else ""


def _versions(alive: list[ProcessRecord]) -> list[Result]:
    versions = sorted({record.process.version for record in alive})
    return [warning(f"Versions differ: {', '.join(versions)}.")] if len(versions) > 1 else []


def _short(record: ProcessRecord) -> str:
    return f"{record.process.host}/{record.process.pid}"


def _named(record: ProcessRecord) -> str:
    return f"{record.process.role} {_short(record)} has been silent for {lasting(record.silent)}"


def clocks(visit: CheckContext) -> Result:
    """Compare every process's clock, and this machine's, with PostgreSQL's."""
    with visit.ledger.begin() as tx:
        here = processes.clock_ahead(tx)
        known = processes.every(tx)
    limit = visit.clock.tolerance
    wrong = [
        f"{record.process.role} {_short(record)} is {clock_difference(record.process.ahead)} PostgreSQL's"
        for record in known
        if abs(record.process.ahead) > limit
    ]
    if abs(here) > limit:
        wrong.append(f"this machine is {clock_difference(here)} PostgreSQL's")
    if wrong:
        return problem(
            f"{'; '.join(wrong)}; expected at most {limit.total_seconds():g} s. A worker with such a clock contacts "
            "nobody. Set the clock right (NTP)."
        )
    return ok(f"{many(len(known), 'process', 'processes')} and this machine agree with PostgreSQL")


def jobs(visit: CheckContext) -> Result:
    """Say which background jobs fail."""
    with visit.ledger.begin() as tx:
        known = records.every(tx)
    if not known:
        return ok("no job has run yet")
    results: list[Result] = []
    for job in known:
        if not job.failures:
            continue
        since = job.now - job.succeeded_at if job.succeeded_at is not None else None
        last = "has never succeeded" if since is None else f"last succeeded {lasting(since)} ago"
        text = f"{job.name} fails and {last}: {job.error}"
        results.append(problem(text) if since is None or since > FAILING else warning(text))
    latest = max((job.succeeded_at for job in known if job.succeeded_at is not None), default=None)
    if latest is None or known[0].now - latest > IDLE:
        ago = "ever" if latest is None else f"for {lasting(known[0].now - latest)}"
        results.append(problem(f"No job has succeeded {ago}: what was lost is not repaired. Is a worker running?"))
    return worst(ok(f"{many(len(known), 'job')} succeed"), *results)


def reports(visit: CheckContext) -> Result:
    """Say when the carrier was last heard, by a webhook and by asking it."""
    with visit.ledger.begin() as tx:
        known = services.every(tx)
        ids = [campaign.id for campaign in campaigns.every(tx)]
        span = {"since": visit.ago(REMEMBERED), "before": visit.ago(UNREPORTED)}
        taken = oversight.last_carried(tx, ids, **span)
    webhook, poll = known.get(Service.WEBHOOK), known.get(Service.POLL)
    times = [
        f"{name} {lasting(service.now - service.heard_at)} ago" if service else f"{name} never"
        for name, service in (("last webhook", webhook), ("last asked", poll))
    ]
    text = ", ".join(times)
    if taken is not None and (webhook is None or webhook.heard_at < visit.clock.real_at(taken)):
        return problem(
            f"{text}. It has taken messages or calls since, and reported none of them. Can it reach "
            f"{visit.settings.public_url} from outside, and does `cadence serve` run there? The log shows refused "
            "requests as unsigned_request."
        )
    return ok(text)
