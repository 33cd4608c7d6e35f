"""How is a lead planned from the ledger? Edge: its facts, its pinned version (cached) and the law of today: a plan."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import islice

from pydantic import ValidationError
from sqlalchemy import Connection

from cadence.campaign import Campaign
from cadence.campaign.store import from_json
from cadence.domain import Attempt, Candidate, Facts, Move, Verdict
from cadence.domain.clock import Clock
from cadence.domain.house import HouseRules
from cadence.engine.law import TodaysLaw
from cadence.ledger.campaigns import campaigns, enrolment_rows, enrolments
from cadence.ledger.db.batches import WriteBatch
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.reading import facts
from cadence.ledger.touches import decisions
from cadence.ledger.touches.decisions import Decision
from cadence.ledger.touches.differences import Documents
from cadence.planning import next_move, why
from cadence.policy.packs.law import Law

log = logging.getLogger(__name__)

UNDER_WAY = timedelta(minutes=5)
"""Real time for which a transaction may have been running: the instant it judges at is up to this much old."""
KEPT_VERSIONS = 256
"""Campaign versions kept in memory."""
KEPT_ENROLMENTS = 10_000
"""Enrolments whose campaign version is kept in memory."""
SHOWN = 3
"""This many errors of a version that cannot be read are logged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadCase:
    """Everything that a decision about one lead is based on."""

    campaign: Campaign
    facts: Facts
    law: Law
    earlier: Documents = field(default_factory=Documents)  # what a decision builds on; none: it is stored whole

    def decision(self, verdict: Verdict, candidate: Candidate, touch: str | None = None) -> Decision:
        """Return a verdict on this case, as it is recorded."""
        packs = {pack.id: pack.version for pack in self.law.packs}
        return Decision(
            verdict=verdict,
            candidate=candidate,
            facts=self.facts,
            packs=packs,
            law=self.law.revision,
            touch=touch,
            earlier=self.earlier,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A plan that was made and stored."""

    move: Move | None  # None: planning failed
    changed: bool  # it differs from the plan stored before


class Planner:
    """Gathers and plans. Safe to use from many threads."""

    def __init__(self, ledger: Ledger, clock: Clock, house: HouseRules | None = None) -> None:
        """Keep the collaborators. `house` applies until a house file is stored, else the defaults do."""
        self.ledger = ledger
        self.clock = clock
        self.today = TodaysLaw(house)
        self._versions: dict[tuple[str, int], Campaign] = {}
        self._pinned: dict[str, tuple[str, int]] = {}  # which version an enrolment was on when last gathered

    def now(self) -> datetime:
        """Return the Clock's instant."""
        return self.clock.now()

    def campaign(self, connection: Connection, name: str, version: int) -> Campaign:
        """Return one version of a campaign. It never changes, so it is read from the ledger once."""
        cached = self._versions.get((name, version))
        if cached is None:
            if len(self._versions) >= KEPT_VERSIONS:
                self._versions.clear()
            cached = self._versions[name, version] = from_json(campaigns.content(connection, name, version))
        return cached

    def readable(self, connection: Connection, name: str, version: int) -> Campaign | None:
        """Return one version of a campaign; None, with a line in the log, when the stored version cannot be read."""
        try:
            return self.campaign(connection, name, version)
        except ValidationError as error:
            log.error(  # noqa: TRY400  the error quotes the file; the place is enough
                "a campaign version cannot be read",
                extra={"action": "unreadable_version", "campaign": name, "version": version, "why": _places(error)},
            )
            return None

    def law(self, campaign: Campaign) -> Law:
        """Return today's law for a campaign."""
        return self.today.of(campaign, self.clock.guard).law

    def case(self, connection: Connection, enrolment: str, expected: tuple[str, int] | None = None) -> LeadCase:
        """
        Return the facts of an enrolment with the campaign and law that apply. Raises NotFoundError.

        `expected` is the campaign and version it is probably on, such as a touch's, if the caller knows: one read less.
        """
        pinned = self._pinned.get(enrolment, expected)
        if pinned not in self._versions:
            stored = enrolment_rows.get(connection, enrolment).enrolment
            pinned = (stored.campaign, stored.version)
        file = self.campaign(connection, *pinned)
        known, earlier = facts.gather_to_decide(
            connection, enrolment, since=self.since(file), account_since=self.account_since(file)
        )
        stands = (known.enrolment.campaign, known.enrolment.version)
        if stands != pinned:  # it has moved to another version since we last looked
            file = self.campaign(connection, *stands)
            known = facts.gather(connection, enrolment, since=self.since(file), account_since=self.account_since(file))
        return replace(self.case_of(connection, known), earlier=earlier)

    def since(self, campaign: Campaign) -> datetime | None:
        """Return since when touches to other people with a shared number may count; None: always."""
        span = self.today.of(campaign, self.clock.guard).look_back
        return None if span is None else self.now() - span - UNDER_WAY * self.clock.speed

    def account_since(self, campaign: Campaign) -> datetime | None:
        """Return since when touches to other people of the account may count; None: no rule asks for them."""
        span = self.today.of(campaign, self.clock.guard).account_look_back
        return None if span is None else self.now() - span - UNDER_WAY * self.clock.speed

    def case_of(self, connection: Connection, known: Facts) -> LeadCase:
        """Return facts that were gathered before, with the campaign and law that apply."""
        campaign = self.campaign(connection, known.enrolment.campaign, known.enrolment.version)
        if len(self._pinned) >= KEPT_ENROLMENTS:
            self._pinned.clear()
        self._pinned[known.enrolment.id] = (known.enrolment.campaign, known.enrolment.version)
        return LeadCase(campaign=campaign, facts=known, law=self.law(campaign))

    def next(self, case: LeadCase, now: datetime) -> Move:
        """Return what comes next."""
        return next_move(case.campaign, case.facts, now, case.law)

    @contextmanager
    def begin(self) -> Iterator["UnitOfWork"]:
        """Open one transaction at one instant. Raises UnavailableError when the ledger does not answer."""
        now = self.now()
        with self.ledger.begin() as tx:
            self.today.refresh(tx)
            unit = UnitOfWork(self, tx, now)
            yield unit
            unit.writes.flush()


class UnitOfWork:
    """
    One transaction at one instant, in which locked leads are planned.

    `writes.later` has a write wait until something is read or the transaction ends: then those that wait are one
    statement.
    """

    def __init__(self, planner: Planner, connection: Connection, now: datetime) -> None:
        """Begin with an open transaction."""
        self.planner = planner
        self.now = now
        self.writes = WriteBatch(connection)
        self._connection = connection

    @property
    def tx(self) -> Connection:
        """The transaction. What waits to be written is written first, so that every reader sees it."""
        self.writes.flush()
        return self._connection

    def locked(self) -> None:
        """Read the clock again after waiting for locks: so the instants of rows follow the order of the decisions."""
        self.now = max(self.now, self.planner.now())

    def plan(self, enrolment: str) -> Move:
        """Plan a lead, and store the plan."""
        case = self.planner.case(self.tx, enrolment)
        move = self.planner.next(case, self.now)
        self.store(case, move)
        return move

    def store(self, case: LeadCase, move: Move) -> Planned:
        """Store a plan, and the reason if a rule moved what was due. A finished enrolment keeps its end."""
        enrolments.set_move(self.writes.later, case.facts.enrolment.id, move, at=self.now)
        changed = not same_plan(case.facts.planned, move, self.now)
        if changed:
            self.write_why(case, move)
        return Planned(move=move, changed=changed)

    def write_why(self, case: LeadCase, move: Move) -> None:
        """Record why a lead waits or is finished (law 10): a touch that is not sent now is decided now."""
        if (decision := self._why(case, move)) is not None:
            decisions.record(self.writes.later, decision, at=self.now)

    def write_first_why(self, entered: Iterable[tuple[LeadCase, Move]]) -> None:
        """Record why leads that enter in this transaction wait or are finished, as `write_why` does for one lead."""
        made = (self._why(case, move) for case, move in entered)
        decisions.record_first(self.tx, [decision for decision in made if decision is not None], at=self.now)

    def _why(self, case: LeadCase, move: Move) -> Decision | None:
        """Return the decision behind a move; None when no rule changed what was due."""
        reason = why(case.campaign, case.facts, move, self.now, case.law)
        if reason is None:
            return None
        candidate, verdict = reason
        return case.decision(verdict, candidate)

    def plan_or_leave(self, enrolment: str, known: LeadCase | None = None) -> Planned:
        """
        Plan as `plan` does, but never fail: what happened to a person must be recorded in any case.

        `known` is the current case, if the caller has it. When planning fails, nothing is stored and the plan counts as
        changed: the workflow is notified and plans by itself, where such errors are counted and end as a named hold.
        """
        try:
            case = known or self.planner.case(self.tx, enrolment)
        except ValidationError as error:  # the stored version cannot be read; errors of the ledger still raise
            return _left(enrolment, error)
        try:
            move = self.planner.next(case, self.now)
        except Exception as error:  # noqa: BLE001  it is logged
            return _left(enrolment, error)
        return self.store(case, move)


def _left(enrolment: str, error: Exception) -> Planned:
    """Log that planning has failed; the workflow plans by itself."""
    log.error("planning failed", exc_info=error, extra={"action": "plan_failed", "enrolment": enrolment})
    return Planned(move=None, changed=True)


def _places(error: ValidationError) -> list[str]:
    """Return the first places where a stored version cannot be read, without their content."""
    places = (".".join(map(str, mistake["loc"])) or "the whole" for mistake in error.errors(include_input=False))
    return list(islice(places, SHOWN))


def same_plan(old: Move | None, new: Move, now: datetime) -> bool:
    """Return whether a workflow that waits for `old` would act the same on `new`: a due attempt counts as due now."""
    if isinstance(old, Attempt) and isinstance(new, Attempt):
        return replace(old, at=max(old.at, now)) == replace(new, at=max(new.at, now))
    return old == new
