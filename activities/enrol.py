"""
How are leads enrolled, and how is a campaign closed? Edge: page by page; each page may be repeated.

Rows and first moves are committed before any workflow is started; the reconciler starts those that were missed
(protocol §5.5).
"""

import logging
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import Connection
from temporalio import activity
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory

from cadence.campaign import Campaign
from cadence.channels.provider import Carrier
from cadence.domain import CampaignState, Facts, Finish, HoldName, Move, NewsKind, Wait
from cadence.domain.errors import NotFoundError, UnavailableError
from cadence.domain.payloads import A_WHILE, BREATH, CampaignProgress, CloseOrder, CloseResult, EnrolOrder
from cadence.domain.zones import begins_first, ends_last
from cadence.engine.dispatch.takeback import take_back
from cadence.engine.outbox import OutboxRelay
from cadence.engine.outcomes.planner import Planner, UnitOfWork
from cadence.ledger.campaigns import campaigns, enrolment_queue, enrolment_rows, enrolments, status
from cadence.ledger.campaigns.enrolment_rows import StoredEnrolment
from cadence.ledger.campaigns.enrolments import NewEnrolment
from cadence.ledger.campaigns.status import CampaignCounts
from cadence.ledger.db import locks
from cadence.ledger.reading import facts
from cadence.ledger.touches import news
from cadence.planning.turns import TurnQueue

log = logging.getLogger(__name__)

PAGE = 100
"""Leads planned in one transaction: a pause has to wait for it, so it must take well under a second."""
QUIET = timedelta(hours=6)
"""How soon a campaign without waiting leads checks again whether it is over."""


@dataclass(frozen=True, slots=True)
class CampaignActivities:
    """Enrols leads in campaigns, and closes campaigns."""

    planner: Planner
    outbox: OutboxRelay
    carrier: Carrier

    @activity.defn
    def enrol(self, order: EnrolOrder) -> CampaignProgress:
        """
        Enrol and start the next page of leads, as many as may be open; return the progress of the campaign.

        With `waits` nobody may enter: it is tried again after a while, until somebody enters or that is no longer so.
        """
        if order.waits and activity.info().attempt == 1:
            raise self._later("nobody may enter now")  # known from the order before
        try:
            progress, entered = self._enrol(order.campaign)
            self.outbox.start([row for row in entered if not isinstance(row.move, Finish)])
        except UnavailableError as outage:
            raise ApplicationError(str(outage), type="Unavailable") from None
        except NotFoundError:
            return CampaignProgress(done=True)  # the ledger was created anew
        if order.waits and progress.full and not entered:
            raise self._later(f"{progress.waiting} leads wait: {'paused' if progress.paused else 'there is no room'}")
        return progress

    def _later(self, why: str) -> ApplicationError:
        """Return what has the server try again after a while."""
        pause = max(self.planner.clock.real_span(A_WHILE), BREATH)
        return ApplicationError(why, type="NotNow", next_retry_delay=pause, category=ApplicationErrorCategory.BENIGN)

    @activity.defn
    def close(self, order: CloseOrder) -> CloseResult:
        """Close the campaign with one row, then a page of its leads; cancel calls that still ring for them."""
        try:
            return self._close(order)
        except UnavailableError as outage:
            raise ApplicationError(str(outage), type="Unavailable") from None

    def _enrol(self, name: str) -> tuple[CampaignProgress, list[StoredEnrolment]]:
        """Enrol a page; return the progress with it, and who has entered."""
        with self.planner.begin() as unit:
            progress = self._progress(unit, status.counts(unit.tx, name))
            if progress.over or not progress.more:
                return progress, []  # as most often: no lock is needed to see it
            identity = locks.lock_entry(unit.tx, name)  # an order taken back by news may still be at work
            counts = status.counts(unit.tx, name)
            progress = self._progress(unit, counts)
            if progress.over or not progress.more:
                return progress, []
            version = counts.campaign.version
            campaign = self.planner.campaign(unit.tx, name, version)
            leads = _next_leads(unit.tx, identity, campaign, min(PAGE, campaign.in_flight - counts.open))
            if not leads:  # people wait for the turn of a colleague who is under way
                return replace(progress, more=False, full=True), []
            ids = {str(uuid4()): lead for lead in leads}
            since, account_since = self.planner.since(campaign), self.planner.account_since(campaign)
            known = facts.gather_new(unit.tx, name, version, ids, at=unit.now, since=since, account_since=account_since)
            entries = [self._entry(unit, person) for person in known]
            new = set(enrolments.enrol_page(unit.tx, identity, entries, at=unit.now))
            entered = [
                (entry, person) for entry, person in zip(entries, known, strict=True) if person.enrolment.id in new
            ]
            unit.write_first_why(
                (self.planner.case_of(unit.tx, person), entry.move)
                for entry, person in entered
                if not (isinstance(entry.move, Wait) and entry.move.hold == HoldName.ENGINE)
            )
            rows = [_row(entry) for entry, _ in entered]
            return self._progress(unit, counts.after(len(leads), [row.move for row in rows])), rows

    def _entry(self, unit: UnitOfWork, known: Facts) -> NewEnrolment:
        """Return a lead with its first move. If planning fails, the lead is held and shown by `doctor`."""
        case = self.planner.case_of(unit.tx, known)
        move: Move
        try:
            move = self.planner.next(case, unit.now)
        except Exception as error:
            move = Wait(hold=HoldName.ENGINE, key=uuid4().hex[:12])
            log.exception(
                "planning failed", extra={"action": "trouble", "error": move.key, "kind": type(error).__name__}
            )
        return NewEnrolment(enrolment=known.enrolment, lead=known.lead.id, move=move, priority=case.campaign.priority)

    def _progress(self, unit: UnitOfWork, counts: CampaignCounts) -> CampaignProgress:
        """Return the progress of a campaign as it was counted, and whether there is room for more leads."""
        stored = counts.campaign
        room = self.planner.campaign(unit.tx, stored.name, stored.version).in_flight - counts.open
        # The policy knows when a day begins for each person; here it is from its first hour on Earth to its last.
        begins = begins_first(stored.starts_on) if stored.starts_on else None
        ends = ends_last(stored.ends_on) if stored.ends_on else unit.now + timedelta(days=1)
        progress = CampaignProgress(
            state=stored.state,
            paused=counts.paused,
            open=counts.open,
            waiting=counts.waiting,
            finished=counts.finished,
            over=stored.state is not CampaignState.RUNNING or unit.now >= ends,
            done=counts.open == 0 and counts.waiting == 0,
        )
        if begins is not None and begins > unit.now:
            return replace(progress, look_at=begins, done=False)
        if not counts.waiting:  # nobody to enrol: only the end is left to check for
            return replace(progress, look_at=min(unit.now + QUIET, ends))
        enters = room > 0 and not progress.paused
        return replace(progress, more=enters, full=not enters and not progress.over)

    def _close(self, order: CloseOrder) -> CloseResult:
        state = CampaignState.STOPPED if order.stopped else CampaignState.ENDED
        with self.planner.begin() as unit:
            campaigns.close(unit.tx, order.campaign, state, at=unit.now)
        with self.planner.begin() as unit:
            stored = campaigns.find(unit.tx, order.campaign)
            leads = enrolment_rows.open_of_campaign(unit.tx, stored.id, after=order.after, limit=PAGE)
            locks.lock_leads(unit.tx, [row.lead for row in leads])
            moves = {row.lead: unit.plan_or_leave(row.enrolment.id).move for row in leads}
            ids = [row.enrolment.id for row in leads]
            written = [news.add(unit.tx, enrolment, NewsKind.STOP, at=unit.now) for enrolment in ids]
        self.outbox.deliver(written)
        take_back(self.planner, self.carrier, [lead for lead, move in moves.items() if not isinstance(move, Finish)])
        closed = order.closed + sum(isinstance(move, Finish) for move in moves.values())
        after = ids[-1] if ids else order.after
        return CloseResult(state=stored.state, closed=closed, more=len(ids) == PAGE, after=after)


def _next_leads(connection: Connection, identity: int, campaign: Campaign, limit: int) -> list[str]:
    """Return the next leads to enrol, in their order; people of an account take turns, if the file says so."""
    turns = campaign.account
    if turns is None:
        return enrolment_queue.waiting(connection, identity, limit=limit)
    people = enrolment_queue.of_free_accounts(connection, identity, turns.column, turns.at_a_time, limit=limit)
    return TurnQueue(turns, people).take(limit)


def _row(entry: NewEnrolment) -> StoredEnrolment:
    """Return the row of a lead that has entered, from what was written."""
    return StoredEnrolment(enrolment=entry.enrolment, lead=entry.lead, move=entry.move, priority=entry.priority)
