"""How does one attempt go through? Edge: reserve, check once more, hand over, record."""

import time
from dataclasses import dataclass, replace
from datetime import timedelta

from cadence.channels.provider import Accepted, Answer, Carrier, CarrierReport, Message
from cadence.domain import Attempt, CauseKind, Channel, Move, Outcome, TouchState
from cadence.domain.payloads import TouchResult
from cadence.engine.dispatch.answers import AlreadyReserved, NothingSent, Reserved, ReservedTouch, SenderRates, Skipped
from cadence.engine.dispatch.later import FloorFullError, NotNowError
from cadence.engine.dispatch.lookup import REAL_LOST_AFTER, look_up
from cadence.engine.dispatch.record import LOOK_AGAIN, put_back, record, standing
from cadence.engine.dispatch.reserve import reserve
from cadence.engine.dispatch.waiting import PLACE_PATIENCE, await_place
from cadence.engine.outcomes import Planner, result_of, settle
from cadence.ledger.touches.touch_rows import Stored
from cadence.planning.announce import TOLERANCE

EXPIRED = timedelta(seconds=0.2)
"""Real time after which an attempt whose Allow ran out is judged again."""


@dataclass(frozen=True, slots=True)
class InProgress:
    """The call is on its way; its end will be reported."""


class Dispatcher:
    """The one place that calls the carrier's `send` and `dial` (law 1). Safe to use from many threads."""

    def __init__(
        self, planner: Planner, carrier: Carrier, rates: SenderRates, *, lost_after: timedelta = REAL_LOST_AFTER
    ) -> None:
        """Keep what it works with. `lost_after` is real time: see `look_up`."""
        self._mind = planner
        self._carrier = carrier
        self._rates = rates
        self._lost_after = lost_after

    def attempt(self, enrolment: str, attempt: Attempt) -> TouchResult | InProgress:
        """
        Make the attempt if the plan still wants it and every rule allows it now.

        A step that a rule refuses is written down, and the next one goes on here if it is due by the same queue. Raises
        NotNowError for a moment's patience, and UnavailableError.
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
        Reserve; a call waits a little for a place on a full floor.

        Calls wait in Temporal's queue in the order of their priority. Those that a worker has a slot for wait here,
        and a place that becomes free goes to the first of them: to a promise, else to the highest score.
        """
        until = time.monotonic() + self._patience(attempt).total_seconds()
        while True:
            try:
                with self._mind.page() as page:
                    return reserve(page, enrolment, attempt, self._rates)
            except FloorFullError as full:
                await_place(self._mind, full, until)

    def _patience(self, attempt: Attempt) -> timedelta:
        """
        Return how long, in real time, a call waits for a place before the plan is made again.

        A promised call waits until the moment at which it has to be announced as missed, and no longer.
        """
        if attempt.cause.kind is not CauseKind.CALLBACK or attempt.due is None:
            return PLACE_PATIENCE
        left = self._mind.clock.real_span(attempt.due + TOLERANCE - self._mind.now())
        return min(PLACE_PATIENCE, left) if left > timedelta(0) else PLACE_PATIENCE

    def _send(self, leaving: ReservedTouch, skipped: list[str]) -> TouchResult | InProgress:
        """Hand over what is reserved, unless its Allow has run out meanwhile (protocol §1.3)."""
        stored = leaving.out.stored
        time.sleep(self._mind.clock.real_span(leaving.wait).total_seconds())
        if not self._still_allowed(leaving):
            put_back(self._mind, stored, "the Allow ran out")
            raise NotNowError("the Allow ran out before it was used", after=EXPIRED)
        answer = self._hand_over(leaving)
        stands = record(self._mind, stored, answer)
        if isinstance(answer, Accepted) and self._too_late(leaving, answer):
            stands = self._taken_back(stored.touch.id, answer, stands)
        return _result(stands, skipped)

    def _too_late(self, leaving: ReservedTouch, answer: Accepted) -> bool:
        """Tell whether a call would wait at the carrier until nobody may be called any more."""
        closes = leaving.allow.closes
        return closes is not None and bool(answer.queued) and self._mind.now() + answer.queued >= closes

    def _taken_back(self, touch: str, answer: Accepted, stands: tuple[Stored, Move]) -> tuple[Stored, Move]:
        """Take a call back that waits at the carrier: it goes again through the gate. One that rings is left alone."""
        if not self._carrier.cancel(Channel.CALL, answer.sid):
            return stands
        now = self._mind.now()
        settle(
            self._mind,
            touch,
            CarrierReport(sid=answer.sid, status="canceled", at=now, outcome=Outcome.TOO_FAST),
            told=True,
        )
        with self._mind.page() as page:
            return standing(page, touch)

    def _still_allowed(self, leaving: ReservedTouch) -> bool:
        now, given = self._mind.now(), leaving.out.stored.touch.at
        closes = leaving.allow.closes
        return now - given <= self._mind.clock.allow_lasts and (closes is None or now < closes)

    def _hand_over(self, leaving: ReservedTouch) -> Answer:
        what = leaving.out.what
        return self._carrier.send(what) if isinstance(what, Message) else self._carrier.dial(what)

    def _find_again(self, touch: str, skipped: list[str]) -> TouchResult | InProgress:
        """Ask about a touch that was reserved before us: by an attempt that crashed, or whose end was not reported."""
        if look_up(self._mind, self._carrier, touch, told=True, lost_after=self._lost_after) is None:
            raise NotNowError("the carrier's word is awaited", after=LOOK_AGAIN)
        with self._mind.page() as page:
            return _result(standing(page, touch), skipped)


def _result(stands: tuple[Stored, Move], skipped: list[str]) -> TouchResult | InProgress:
    """Return the activity's answer to how its touch stands."""
    stored, move = stands
    if stored.touch.state is TouchState.CARRIED:
        return InProgress()
    return replace(result_of(stored, move), skipped=tuple(skipped))
