"""
How are leads enrolled, and how is a campaign closed? Edge: page by page; each page may be repeated.

Rows and first moves are committed before any workflow is started; the reconciler starts those that were missed
(protocol §5.5).
"""

import logging
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import uuid4

from temporalio import activity
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory

from cadence.channels.provider import Carrier
from cadence.domain import CampaignState, Facts, Finish, HoldName, Move, NewsKind, PauseScope, Wait
from cadence.domain.errors import NotFoundError, UnavailableError
from cadence.domain.payloads import A_WHILE, BREATH, CampaignProgress, CloseOrder, CloseResult, EnrolOrder
from cadence.domain.zones import begins_first, ends_last
from cadence.engine.dispatch.takeback import take_back
from cadence.engine.outbox import OutboxRelay
from cadence.engine.outcomes.planner import Planner, UnitOfWork
from cadence.ledger.campaigns import campaigns, enrolment_queue, enrolment_rows, enrolments, pauses, status
from cadence.ledger.campaigns.campaigns import StoredCampaign
from cadence.ledger.campaigns.enrolment_rows import StoredEnrolment
from cadence.ledger.campaigns.enrolments import NewEnrolment
from cadence.ledger.db import locks
from cadence.ledger.reading import facts
from cadence.ledger.touches import news

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
            started = self._enrol(order.campaign)
            self.outbox.start(started)
            with self.planner.begin() as unit:
                progress = self._progress(unit, campaigns.find(unit.tx, order.campaign))
        except UnavailableError as outage:
            raise ApplicationError(str(outage), type="Unavailable") from None
        except NotFoundError:
            return CampaignProgress(done=True)  # the ledger was created anew
        if order.waits and progress.full and not started:
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

    def _enrol(self, name: str) -> list[StoredEnrolment]:
        with self.planner.begin() as unit:
            identity = locks.share_campaign(unit.tx, name)
            enrolment_queue.lock_page(unit.tx, identity)  # an order taken back by news may still be at work
            stored = campaigns.find(unit.tx, name)
            before = self._progress(unit, stored)
            if before.over or before.paused or not before.more:
                return []
            campaign = self.planner.campaign(unit.tx, name, stored.version)
            leads = enrolment_queue.waiting(unit.tx, identity, limit=min(PAGE, campaign.in_flight - before.open))
            ids = {str(uuid4()): lead for lead in leads}
            since = self.planner.since(campaign)
            known = facts.gather_new(unit.tx, name, stored.version, ids, at=unit.now, since=since)
            entries = [self._entry(unit, person) for person in known]
            new = enrolments.enrol_page(unit.tx, identity, entries, at=unit.now)
            for entry, person in zip(entries, known, strict=True):
                troubled = isinstance(entry.move, Wait) and entry.move.hold == HoldName.ENGINE
                if entry.enrolment.id in new and not troubled:
                    unit.write_why(self.planner.case_of(unit.tx, person), entry.move)
            rows = [enrolment_rows.get(unit.tx, enrolment) for enrolment in new]
        return [row for row in rows if row.enrolment.finished is None]

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

    def _progress(self, unit: UnitOfWork, stored: StoredCampaign) -> CampaignProgress:
        """Count the leads of the campaign in the ledger, and return whether there is room for more."""
        counted = status.progress(unit.tx, stored.id)
        room = self.planner.campaign(unit.tx, stored.name, stored.version).in_flight - counted.open
        # The policy knows when a day begins for each person; here it is from its first hour on Earth to its last.
        begins = begins_first(stored.starts_on) if stored.starts_on else None
        ends = ends_last(stored.ends_on) if stored.ends_on else unit.now + timedelta(days=1)
        progress = CampaignProgress(
            state=stored.state,
            paused=_paused(unit, stored.name),
            open=counted.open,
            waiting=counted.waiting,
            finished=sum(counted.finished.values()),
            over=stored.state is not CampaignState.RUNNING or unit.now >= ends,
            done=counted.open == 0 and counted.waiting == 0,
        )
        if begins is not None and begins > unit.now:
            return replace(progress, look_at=begins, done=False)
        if not counted.waiting:  # nobody to enrol: only the end is left to check for
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


def _paused(unit: UnitOfWork, campaign: str) -> bool:
    """Return whether a pause covers the whole campaign: then nobody is enrolled, only to be held at once."""
    whole = ((PauseScope.ALL, ""), (PauseScope.CAMPAIGN, campaign))
    return any((pause.scope, pause.value) in whole for pause in pauses.active(unit.tx))
