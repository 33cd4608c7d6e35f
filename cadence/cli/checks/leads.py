"""Does every open lead go on? Edge: checks of the ledger, alone and against Temporal."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from uuid import uuid4

from cadence.cli.checks.visit import CheckContext, Result, ok, problem, warning, worst
from cadence.domain import HoldName, PauseScope
from cadence.domain.lateness import LATE, lasting
from cadence.domain.plurals import many, verb
from cadence.engine.reconciler.rebuild import pages
from cadence.ledger.campaigns import campaigns, enrolment_rows, oversight, pauses
from cadence.ledger.campaigns import waits as holds
from cadence.ledger.campaigns.enrolment_rows import StoredEnrolment
from cadence.ledger.campaigns.oversight import MOST, Late
from cadence.ledger.touches import leases

LONG = timedelta(hours=1)
"""Real time that a lead may wait for its turn behind others before somebody should know."""
ALL = 2000
"""So many open leads are all compared with Temporal; of more, some."""
SAMPLE = 1000
"""Of more: so many of the most urgent ones, and so many at random."""
SHOWN = 3
CARRIER = "carrier"
"""Who pauses when the carrier refuses one of our senders."""


def open_leads(visit: CheckContext) -> Result:
    """Say that every open lead has a wake-up or a hold (law 3), and a workflow that was started."""
    with visit.ledger.begin() as tx:
        lost = oversight.lost(tx)
        unstarted = oversight.unstarted(tx, visit.ago(LATE))
        count = enrolment_rows.count_all_open(tx)
    results = [ok(f"{many(count, 'open lead')}, each with a wake-up or a hold")]
    if lost:
        text = (
            f"{many(lost, 'open lead')} with neither a wake-up nor a hold (law 3). This must never happen: report it,"
        )
        results.append(problem(f"{text} with the worker's log. `cadence resume --lead LEAD` plans for one again."))
    if unstarted:
        text = f"{many(unstarted, 'lead')} enrolled and not started for {lasting(LATE)}. Is a worker running?"
        results.append(problem(text))
    return worst(*results)


def overdue(visit: CheckContext) -> Result:
    """Say which leads should have moved on: a problem where their campaign makes no progress."""
    with visit.ledger.begin() as tx:
        late = oversight.late(tx, visit.ago(LATE))
        by_campaign: dict[tuple[int, str], list[Late]] = defaultdict(list)
        for lead in late:
            by_campaign[lead.campaign_id, lead.campaign].append(lead)
        full = {
            name: leases.look(tx, name, now=visit.clock.now()).free <= 0
            for name in {lead.floor for lead in late if lead.floor}
        }
        results = []
        for (campaign, name), leads in by_campaign.items():
            last = oversight.last_touch(tx, campaign)
            stands = last is None or last < visit.ago(LATE)
            waiting = [lead for lead in leads if not full.get(lead.floor, False)]
            results.append(_late(visit, name, leads, still=bool(stands and waiting)))
    return worst(*results or [ok("no lead is late")])


def _late(visit: CheckContext, name: str, leads: list[Late], *, still: bool) -> Result:
    oldest = visit.clock.real_span(visit.clock.now() - leads[0].due)
    count = f"{MOST:,} leads or more" if len(leads) >= MOST else many(len(leads), "lead")
    if still:
        return problem(
            f"{name}: {count} overdue, the oldest by {lasting(oldest)}, and nothing has left for {lasting(LATE)}. See "
            "workers, jobs and workflows here; `cadence lead LEAD` shows what one waits for."
        )
    text = f"{name}: {count} waiting for their turn, the longest for {lasting(oldest)}."
    return warning(f"{text} More agents or a higher rate would help.") if oldest > LONG else ok(text)


def workflows(visit: CheckContext) -> Result:
    """Compare open leads with Temporal: each must have a workflow that runs."""
    with visit.ledger.begin() as tx:
        count = enrolment_rows.count_all_open(tx)
    if not count:
        return ok("no open lead needs a workflow")
    sample = list(_everybody(visit) if count <= ALL else _some(visit))
    missing = visit.outbox.missing(sample)
    of = many(len(sample), "open lead") if len(sample) >= count else f"{len(sample):,} of {many(count, 'open lead')}"
    if not missing:
        return ok(f"{of} looked up, each has a workflow")
    names = ", ".join(sorted({stored.enrolment.campaign for stored in missing})[:SHOWN])
    return problem(
        f"{len(missing):,} of {many(len(sample), 'open lead')} {verb(len(missing), 'has', 'have')} no workflow "
        f"({names}). A worker rebuilds them within a minute; `cadence doctor --repair` does it now."
    )


def _everybody(visit: CheckContext) -> Iterator[StoredEnrolment]:
    """Yield every open lead that has been started, once."""
    seen: set[str] = set()
    for page in pages(visit.ledger):
        for stored in page:
            if stored.started_at is not None and stored.enrolment.id not in seen:
                seen.add(stored.enrolment.id)
                yield stored


def _some(visit: CheckContext) -> Iterator[StoredEnrolment]:
    """Yield the most urgent leads, and some of every campaign from a random place on."""
    yield from islice(_everybody(visit), SAMPLE)
    with visit.ledger.begin() as tx:
        every = campaigns.every(tx)
        each = max(SAMPLE // max(len(every), 1), 1)
        by_campaign = [
            enrolment_rows.open_of_campaign(tx, campaign.id, after=str(uuid4()), limit=each) for campaign in every
        ]
    yield from (stored for page in by_campaign for stored in page if stored.started_at is not None)


def engine_errors(visit: CheckContext) -> Result:
    """Say how many leads are held because of an error of ours."""
    with visit.ledger.begin() as tx:
        errors = [hold for hold in holds.count(tx) if hold.hold == HoldName.ENGINE]
    if not errors:
        return ok("no lead is held after an error")
    ids = ", ".join(hold.key for hold in errors[:SHOWN])
    more = f" and {len(errors) - SHOWN} more" if len(errors) > SHOWN else ""
    count = many(sum(hold.count for hold in errors), "lead")
    return problem(
        f"{count} held after an unexpected error (engine.error {ids}{more}). The worker's log has each under its id. "
        "When the cause is gone: `cadence resume --lead LEAD`."
    )


def paused(visit: CheckContext) -> Result:
    """Say what is paused: a sender that the carrier refused is a problem, what a person ordered is not."""
    with visit.ledger.begin() as tx:
        active = pauses.active(tx)
        waiting = {hold.key: hold.count for hold in holds.count(tx)}
    leads = [pause for pause in active if pause.scope is PauseScope.LEAD]
    results = []
    for pause in active:
        if pause.scope is PauseScope.LEAD:
            continue
        what = "everything" if pause.scope is PauseScope.ALL else f"{pause.scope} {pause.value}"
        why = f": {pause.reason}" if pause.reason else ""
        count = waiting.get(f"{pause.scope}:{pause.value}", 0)
        waits = f" {many(count, 'lead')} {'waits' if count == 1 else 'wait'}." if count else ""
        text = f"{what} is paused since {pause.since:%Y-%m-%d %H:%M} UTC by {pause.actor}{why}.{waits}"
        if pause.actor == CARRIER:
            value = "" if pause.scope is PauseScope.CARRIER else f" {pause.value}"
            results.append(problem(f"{text} Correct it at the carrier, then `cadence resume --{pause.scope}{value}`."))
        else:
            results.append(warning(text))
    if leads:
        results.append(ok(f"{many(len(leads), 'lead')} paused by itself."))
    return worst(*results or [ok("nothing")])
