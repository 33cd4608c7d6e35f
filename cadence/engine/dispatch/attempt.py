"""How is one attempt carried out? Edge: reserve, check once more, send, record."""

import time
from dataclasses import dataclass, replace
from datetime import timedelta

from cadence.channels.provider import Accepted, Answer, Carrier, CarrierReport, Message
from cadence.domain import Attempt, CauseKind, Move, Outcome, TouchState
from cadence.domain.payloads import TouchResult
from cadence.engine.dispatch.answers import AlreadyReserved, NothingSent, Reserved, ReservedTouch, SenderRates, Skipped
from cadence.engine.dispatch.later import FloorFullError, NotNowError
from cadence.engine.dispatch.lookup import REAL_LOST_AFTER, look_up
from cadence.engine.dispatch.record import LOOK_AGAIN, put_back, record, standing
from cadence.engine.dispatch.reserve import reserve
from cadence.engine.dispatch.waiting import PLACE_PATIENCE, await_place
from cadence.engine.outcomes import Planner, record_report, result_of
from cadence.ledger.touches.touch_rows import Stored
from cadence.planning.announce import TOLERANCE

EXPIRED = timedelta(seconds=0.2)
"""Real time after which an attempt whose Allow expired is judged again."""


@dataclass(frozen=True, slots=True)
class InProgress:
    """The call has started; its end will be reported."""


class Dispatcher:
    """The one place that calls the carrier's `send` and `dial` (law 1). Safe to use from many threads."""

    def __init__(
        self, planner: Planner, carrier: Carrier, rates: SenderRates, *, lost_after: timedelta = REAL_LOST_AFTER
    ) -> None:
        """Keep the collaborators. `lost_after` is real time: see `look_up`."""
        self._planner = planner
        self._carrier = carrier
        self._rates = rates
        self._lost_after = lost_after

    def attempt(self, enrolment: str, attempt: Attempt) -> TouchResult | InProgress:
        """
        Make the attempt if it is still planned and every rule allows it now.

        When a rule refuses the step, that is recorded, and the next step follows here if it is due on the same queue.
        Raises NotNowError when it has to be tried again in a moment, and UnavailableError.
        """
        skipped: list[str] = []
        while True:
            match self._reserve(enrolment, attempt):
                case NothingSent() as got:
                    return replace(got.result, skipped=tuple(skipped))
                case Skipped() as got:
                    skipped.append(got.step)
                    attempt = got.attempt
                case AlreadyReserved() as got:
                    return self._find_again(got.stored.touch.id, skipped)
                case ReservedTouch() as got:
                    return self._send(got, skipped)

    def _reserve(self, enrolment: str, attempt: Attempt) -> Reserved:
        """
        Reserve; a call waits a few seconds for a place on a full floor.

        Calls wait in Temporal's queue by priority. Calls that a worker has taken wait here, and a place that becomes
        free goes to the first of them: a promised call, else the one with the highest score.
        """
        until = time.monotonic() + self._patience(attempt).total_seconds()
        while True:
            try:
                with self._planner.begin() as unit:
                    return reserve(unit, enrolment, attempt, self._rates)
            except FloorFullError as full:
                await_place(self._planner, full, until)

    def _patience(self, attempt: Attempt) -> timedelta:
        """
        Return how long, in real time, a call waits for a place before it is planned again.

        A promised call waits no longer than until it has to be announced as missed.
        """
        if attempt.cause.kind is not CauseKind.CALLBACK or attempt.due is None:
            return PLACE_PATIENCE
        left = self._planner.clock.real_span(attempt.due + TOLERANCE - self._planner.now())
        return min(PLACE_PATIENCE, left) if left > timedelta(0) else PLACE_PATIENCE

    def _send(self, leaving: ReservedTouch, skipped: list[str]) -> TouchResult | InProgress:
        """Send what is reserved, unless its Allow has expired meanwhile (protocol §1.3)."""
        stored = leaving.out.stored
        time.sleep(self._planner.clock.real_span(leaving.wait).total_seconds())
        if not self._still_allowed(leaving):
            put_back(self._planner, stored.touch.id, "the Allow expired")
            raise NotNowError("the Allow expired before it was used", after=EXPIRED)
        answer = self._hand_over(leaving)
        stands = record(self._planner, stored, answer)
        if isinstance(answer, Accepted) and self._too_late(leaving, answer):
            stands = self._taken_back(stored, answer, stands)
        return _result(stands, skipped)

    def _too_late(self, leaving: ReservedTouch, answer: Accepted) -> bool:
        """Return whether a call would wait at the carrier until calling is no longer allowed."""
        closes = leaving.allow.closes
        return closes is not None and bool(answer.queued) and self._planner.now() + answer.queued >= closes

    def _taken_back(self, stored: Stored, answer: Accepted, stands: tuple[Stored, Move]) -> tuple[Stored, Move]:
        """Cancel a call that is queued at the carrier, to judge it again. A ringing call is left alone."""
        if not self._carrier.cancel(stored.touch.channel, answer.sid):
            return stands
        now = self._planner.now()
        report = CarrierReport(sid=answer.sid, status="canceled", at=now, outcome=Outcome.TOO_FAST)
        record_report(self._planner, stored.touch.id, report, notify_workflow=False)
        with self._planner.begin() as unit:
            return standing(unit, stored.touch.id)

    def _still_allowed(self, leaving: ReservedTouch) -> bool:
        now, given = self._planner.now(), leaving.out.stored.touch.at
        closes = leaving.allow.closes
        return now - given <= self._planner.clock.allow_lasts and (closes is None or now < closes)

    def _hand_over(self, leaving: ReservedTouch) -> Answer:
        what = leaving.out.what
        return self._carrier.send(what) if isinstance(what, Message) else self._carrier.dial(what)

    def _find_again(self, touch: str, skipped: list[str]) -> TouchResult | InProgress:
        """Ask about a touch that an earlier attempt reserved before it crashed or before its result was reported."""
        if look_up(self._planner, self._carrier, touch, notify_workflow=False, lost_after=self._lost_after) is None:
            raise NotNowError("the carrier has not answered yet", after=LOOK_AGAIN)
        with self._planner.begin() as unit:
            return _result(standing(unit, touch), skipped)


def _result(stands: tuple[Stored, Move], skipped: list[str]) -> TouchResult | InProgress:
    """Return the activity's answer for a touch as it is now."""
    stored, move = stands
    if stored.touch.state is TouchState.CARRIED:
        return InProgress()
    return replace(result_of(stored, move), skipped=tuple(skipped))
