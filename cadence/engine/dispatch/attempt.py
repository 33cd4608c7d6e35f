"""How is one attempt carried out? Edge: reserve, check once more, send, record."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cadence.channels.provider import Accepted, Answer, Carrier, CarrierReport, Message
from cadence.domain import Attempt, CauseKind, Move, Outcome, TouchState
from cadence.domain.errors import UnavailableError
from cadence.domain.payloads import TouchResult
from cadence.engine.dispatch.answers import Reserved, ReservedTouch, SenderRates
from cadence.engine.dispatch.lookup import REAL_LOST_AFTER, look_up, unknown_to_ledger
from cadence.engine.dispatch.record import LOOK_AGAIN, put_back, record
from cadence.engine.dispatch.reserve import reserve
from cadence.engine.dispatch.waiting import PLACE_PATIENCE, FloorFullError, NotNowError, await_place
from cadence.engine.outcomes.planner import Planner
from cadence.engine.outcomes.reports import record_report, result_of
from cadence.ledger.touches import touch_rows
from cadence.ledger.touches.touch_rows import Stored
from cadence.planning.announce import TOLERANCE

EXPIRED = timedelta(seconds=0.2)
"""Real time after which an attempt whose Allow expired is judged again."""


@dataclass(frozen=True, slots=True)
class InProgress:
    """The call has started; its end will be reported."""


Leaving = Callable[[Attempt, Stored], AbstractContextManager[None]]
"""Surrounds the way of a reserved touch to the carrier, for whoever measures it; after an error it did not leave."""


def unmeasured(_attempt: Attempt, _stored: Stored) -> AbstractContextManager[None]:
    """Measure nothing."""
    return nullcontext()


@dataclass
class Dispatcher:
    """The one place that calls the carrier's `send` and `dial` (law 1). Safe to use from many threads."""

    planner: Planner
    carrier: Carrier
    rates: SenderRates
    lost_after: timedelta = REAL_LOST_AFTER  # real time: see `look_up`
    leaving: Leaving = unmeasured
    doubted: Callable[[], datetime | None] = lambda: None  # since when the carrier may have what the ledger lacks

    def attempt(self, enrolment: str, attempt: Attempt) -> TouchResult | InProgress:
        """
        Make the attempt if it is still planned and every rule allows it now.

        When a rule refuses the step, that is recorded, and the next step follows here if it is due on the same queue.
        Raises NotNowError when it has to be tried again in a moment, and UnavailableError.
        """
        skipped: list[str] = []
        while True:
            match self._reserve(enrolment, attempt):
                case TouchResult() as result:
                    return replace(result, skipped=tuple(skipped))
                case Attempt() as following:
                    skipped.append(attempt.step)
                    attempt = following
                case Stored() as stored:
                    return self._find_again(stored.touch.id, skipped)
                case ReservedTouch() as reserved:
                    with self.leaving(attempt, reserved.stored):
                        return self._send(reserved, skipped)

    def decide(self, enrolment: str, attempt: Attempt) -> TouchResult:
        """
        Record that a rule refuses the attempt, or create the task that it is; nothing is sent.

        An attempt that may leave after all is the next move of the answer.
        """
        skipped: list[str] = []
        while True:
            with self.planner.begin() as unit:
                decided = reserve(unit, enrolment, attempt, self.rates, leaves=False)
            match decided:
                case TouchResult() as result:
                    return replace(result, skipped=tuple(skipped))
                case Attempt() as following:
                    skipped.append(attempt.step)
                    attempt = following
                case Stored() | ReservedTouch():  # it has a row already, which its own queue finds
                    return TouchResult(next=replace(attempt, leaves=True), step=attempt.step)

    def _reserve(self, enrolment: str, attempt: Attempt) -> Reserved:
        """
        Reserve; a call waits a few seconds for a place on a full floor.

        Calls wait in Temporal's queue by priority. Calls that a worker has taken wait here, and a place that becomes
        free goes to the first of them: a promised call, else the one with the highest score.
        """
        until = time.monotonic() + self._patience(attempt).total_seconds()
        while True:
            try:
                with self.planner.begin() as unit:
                    return reserve(unit, enrolment, attempt, self.rates)
            except FloorFullError as full:
                await_place(self.planner, full, until)

    def _patience(self, attempt: Attempt) -> timedelta:
        """Return how long a call waits, in real time: a promised one no longer than until it counts as missed."""
        if attempt.cause.kind is not CauseKind.CALLBACK or attempt.due is None:
            return PLACE_PATIENCE
        left = self.planner.clock.real_span(attempt.due + TOLERANCE - self.planner.now())
        return min(PLACE_PATIENCE, left) if left > timedelta(0) else PLACE_PATIENCE

    def _send(self, leaving: ReservedTouch, skipped: list[str]) -> TouchResult | InProgress:
        """Send what is reserved, unless its Allow has expired meanwhile (protocol §1.3)."""
        stored = leaving.stored
        time.sleep(self.planner.clock.real_span(leaving.wait).total_seconds())
        known = self._carried_before(stored)
        if known is None and not self._still_allowed(leaving):
            put_back(self.planner, stored.touch.id, "the Allow expired")
            raise NotNowError("the Allow expired before it was used", after=EXPIRED)
        answer = known or self._handed_over(leaving)
        stands = record(self.planner, stored, answer)
        if isinstance(answer, Accepted) and self._too_late(leaving, answer):
            stands = self._taken_back(stored, answer, stands)
        return _result(stands, skipped)

    def _handed_over(self, leaving: ReservedTouch) -> Answer:
        what = leaving.what
        return self.carrier.send(what) if isinstance(what, Message) else self.carrier.dial(what)

    def _carried_before(self, stored: Stored) -> Accepted | None:
        """
        After a restore: return what the carrier has for this person on this channel and the ledger lacks, oldest first.

        It counts as this touch, and nothing is sent (law 2). Raises NotNowError while the carrier does not answer.
        """
        since = self.doubted()
        if since is None:
            return None
        try:
            report = unknown_to_ledger(self.planner, self.carrier, stored, since=since)
        except UnavailableError:
            put_back(self.planner, stored.touch.id, "the carrier does not say what it has carried already")
            raise NotNowError("the carrier has not answered yet", after=LOOK_AGAIN) from None
        return Accepted(sid=report.sid, status=report.status) if report is not None else None

    def _too_late(self, leaving: ReservedTouch, answer: Accepted) -> bool:
        """Return whether a call would wait at the carrier until calling is no longer allowed."""
        closes = leaving.allow.closes
        return closes is not None and bool(answer.queued) and self.planner.now() + answer.queued >= closes

    def _taken_back(self, stored: Stored, answer: Accepted, stands: tuple[Stored, Move]) -> tuple[Stored, Move]:
        """Cancel a call that is queued at the carrier, to judge it again. A ringing call is left alone."""
        if not self.carrier.cancel(stored.touch.channel, answer.sid):
            return stands
        now = self.planner.now()
        report = CarrierReport(sid=answer.sid, status="canceled", at=now, outcome=Outcome.TOO_FAST)
        record_report(self.planner, stored.touch.id, report, notify_workflow=False)
        with self.planner.begin() as unit:
            return touch_rows.with_move(unit.tx, stored.touch.id)

    def _still_allowed(self, leaving: ReservedTouch) -> bool:
        now, given = self.planner.now(), leaving.stored.touch.at
        closes = leaving.allow.closes
        return now - given <= self.planner.clock.allow_lasts and (closes is None or now < closes)

    def _find_again(self, touch: str, skipped: list[str]) -> TouchResult | InProgress:
        """Ask about a touch that an earlier attempt reserved before it crashed or before its result was reported."""
        if look_up(self.planner, self.carrier, touch, notify_workflow=False, lost_after=self.lost_after) is None:
            raise NotNowError("the carrier has not answered yet", after=LOOK_AGAIN)
        with self.planner.begin() as unit:
            return _result(touch_rows.with_move(unit.tx, touch), skipped)


def _result(stands: tuple[Stored, Move], skipped: list[str]) -> TouchResult | InProgress:
    """Return the activity's answer for a touch as it is now."""
    stored, move = stands
    if stored.touch.state is TouchState.CARRIED:
        return InProgress()
    return replace(result_of(stored, move), skipped=tuple(skipped))
