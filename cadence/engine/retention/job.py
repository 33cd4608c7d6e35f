"""
How is erased what was kept long enough? Edge: a job of the reconciler, one run on each day of the house.

A run goes through all leads, then through the texts of unknown senders, by primary key. Each page is one transaction
that locks those of whom something is due, looks at them again, erases, and notes how far it has come. So a worker that
is killed goes on where the last page ended, and a page that runs twice finds nothing the second time. At the end the
counts are an order of the history.
"""

import logging
import time
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection

from cadence.domain.zones import zone
from cadence.engine.outcomes.planner import Planner, UnitOfWork
from cadence.engine.retention.due import DueData, DueTimes, retention_of
from cadence.ledger.campaigns import commands
from cadence.ledger.campaigns.commands import Command
from cadence.ledger.db import locks
from cadence.ledger.people import erasure, retention, retention_runs
from cadence.ledger.people.retention_runs import FIRST, RetentionRun, RunPart

log = logging.getLogger(__name__)

ACTOR = "retention"
"""Who erases, as the ledger keeps it."""
ORIGIN = "reconciler"
PAGE = 500
"""How many leads or texts one page looks at."""
MOST = 20
"""Of so many leads at most something is erased in one transaction, which holds their locks meanwhile."""
BUDGET = 1.0
"""Real seconds for one round: the reconciler's other jobs, such as taking back calls, wait meanwhile."""


class RetentionJob:
    """Erases, page by page, what was kept long enough."""

    def __init__(self, planner: Planner) -> None:
        """Keep the planner."""
        self._planner = planner

    @property
    def wanted(self) -> bool:
        """Whether the house has set a time, as this process last read it."""
        return bool(retention_of(self._planner.today.in_force).times)

    def erase_expired(self) -> None:
        """Go through some pages of today's run, if it is not over. Raises UnavailableError."""
        until = time.monotonic() + BUDGET
        while self._page() and time.monotonic() < until:
            pass

    def _page(self) -> bool:
        """Go through the next page; return whether there is another one."""
        with self._planner.begin() as unit:
            if not self.wanted:
                return False
            run = self._run(unit)
            if run is None:
                return False
            done = self._leads(unit, run) if run.part is RunPart.LEADS else self._strangers(unit, run)
            if done.ended_at is not None:
                _record(unit.tx, done)
            retention_runs.change(unit.tx, done)
            return done.ended_at is None

    def _run(self, unit: UnitOfWork) -> RetentionRun | None:
        """Return the run that is not over, locked, or a new one; None: that of today is over."""
        latest = retention_runs.latest(unit.tx, lock=True)
        today = day_of(self._planner, unit.now)
        if latest is None or (latest.ended_at is not None and latest.day < today):
            return retention_runs.begin(unit.tx, RetentionRun(day=today, begun_at=unit.now))
        return latest if latest.ended_at is None else None

    def _leads(self, unit: UnitOfWork, run: RetentionRun) -> RetentionRun:
        """Erase people, and texts of people who stay."""
        times = DueTimes(self._planner, unit.tx, unit.now)
        page = retention.page(unit.tx, after=run.after, young=times.young, now=unit.now, limit=PAGE)
        due = times.of(page.leads)
        wanted = sorted({*due.people, *due.texts})
        last = wanted[MOST - 1] if len(wanted) > MOST else page.last
        sure = self._locked(unit, wanted[:MOST])
        for lead in sure.people:
            self._erase(unit, lead)
        run = replace(
            run,
            after=last,
            people=run.people + len(sure.people),
            texts=run.texts + retention.erase_texts(unit.tx, sure.texts),
            by_law=run.by_law + sum(not last or lead <= last for lead in due.by_law),
        )
        return run if last else replace(run, part=RunPart.STRANGERS, after=FIRST)

    def _locked(self, unit: UnitOfWork, leads: list[str]) -> DueData:
        """Lock leads and those who get trials at their numbers; return what is still due, by the law of this moment."""
        trials = {lead: list(unit.tx.execute(erasure.TRIALS_AT, {"lead": lead}).scalars()) for lead in leads}
        everybody = sorted({*leads, *(trial for several in trials.values() for trial in several)})
        if not everybody:
            return DueData()
        self._planner.today.follow(unit.tx, locks.lock_leads(unit.tx, everybody))
        times = DueTimes(self._planner, unit.tx, unit.now)
        known = retention.again(unit.tx, everybody, now=unit.now)
        busy = {lead for lead, each in known.items() if each.busy}
        # Who gets a trial at a number of theirs is erased with them, so a trial that is under way keeps both.
        return times.of(known[lead] for lead in leads if lead in known and busy.isdisjoint(trials[lead]))

    def _erase(self, unit: UnitOfWork, lead: str) -> None:
        """Erase a person as an operator does, and write down why."""
        erasure.erase(unit.tx, lead, at=unit.now)
        why = f"kept for {retention_of(self._planner.today.in_force).people}"
        # After the erasure, which empties the reasons of all earlier orders.
        commands.record(unit.tx, Command(name="erase", actor=ACTOR, origin=ORIGIN, why=why, lead=lead), at=unit.now)

    def _strangers(self, unit: UnitOfWork, run: RetentionRun) -> RetentionRun:
        """Erase texts of unknown senders."""
        texts = retention.strangers(unit.tx, after=run.after, limit=PAGE)
        due, by_law = DueTimes(self._planner, unit.tx, unit.now).strangers(texts)
        erased = retention.erase_strangers(unit.tx, due)
        after = texts[-1].message if texts else run.after
        ended = unit.now if len(texts) < PAGE else None
        return replace(run, after=after, texts=run.texts + erased, by_law=run.by_law + by_law, ended_at=ended)


def _record(tx: Connection, run: RetentionRun) -> None:
    """Write the counts of a run down, as an order that nobody changes any more."""
    counts = {"people": str(run.people), "texts": str(run.texts), "kept for the law": str(run.by_law)}
    order = Command(
        name="retention",
        actor=ACTOR,
        origin=ORIGIN,
        args={"day": str(run.day), **counts},
        key=f"retention {run.day}",
    )
    commands.record(tx, order, at=run.ended_at or run.begun_at)
    log.info("a run of retention is over", extra={"action": "retention_done", **counts})


def day_of(planner: Planner, now: datetime) -> date:
    """Return the date in the zone of the house."""
    return now.astimezone(zone(planner.today.in_force.house.zone)).date()
