"""
How does one lead go through a campaign in virtual time? Pure: the real planning and rules, and a person from the seed.

What the workflow, dispatch and outcomes do with a ledger is done here with values, for plan, forecast and simulation.
A call waits for a place on its floor: `advance` asks for a place, and `take_place` gets it.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from heapq import heappop, heappush

from cadence.domain import (
    Allow,
    Attempt,
    Defer,
    Facts,
    Finish,
    Hold,
    HoldName,
    IfLate,
    Move,
    Outcome,
    Refuse,
    Scope,
    Touch,
    TouchState,
    Wait,
)
from cadence.domain.channels import WORK_CHANNEL
from cadence.domain.zones import candidate_zones, zones_of
from cadence.planning import next_move
from cadence.planning.attempts import judged, move_after
from cadence.planning.candidate import touch_of
from cadence.planning.case import VerdictCache, bare
from cadence.planning.position import step_of
from cadence.planning.stops import account_end, account_reached
from cadence.planning.transitions import change
from cadence.planning.transitions.apply import apply
from cadence.planning.transitions.attempt import skipped_by
from cadence.planning.transitions.events import StepRefused
from cadence.simulation import changes
from cadence.simulation.asks import Asking, ask_for
from cadence.simulation.changes import added, call_ended, name_of, replied
from cadence.simulation.checks import rechecked
from cadence.simulation.known import allowed_before
from cadence.simulation.people import CallReaction, PersonEvent, after_call
from cadence.simulation.replies import reply_of
from cadence.simulation.tally import SimulationCounts
from cadence.simulation.work import hand_out, send, task_ended
from cadence.simulation.world import SimulationWorld

LONGEST = 100
"""The most moves at one instant. More means that the plan is wrong: the lead is held, and the report shows it."""


class Agent:
    """One lead from its enrolment on."""

    __slots__ = (
        *("world", "facts", "tally", "move", "ended", "done", "reported", "asking", "zone", "verdicts"),
        *("_serial", "_calling", "_coming", "_planned_at", "_reached"),
    )

    def __init__(self, world: SimulationWorld, facts: Facts, tally: SimulationCounts) -> None:
        """Begin; nothing is planned yet."""
        self.world = world
        self.facts = facts
        self.tally = tally
        self.move: Move = Wait(at=facts.enrolment.at)
        self.ended = False  # nothing more is planned, for now
        self.done = False  # the cadence has ended
        self.reported = False  # its end was counted
        self.asking: Attempt | None = None  # what waits for its turn
        self.zone = world.people.lives_in(facts.lead.id, zones_of(candidate_zones(facts.lead)))
        self._serial = 0
        self._calling = False
        self._coming: list[PersonEvent] = []
        self.verdicts: VerdictCache = {}  # the verdicts on the current facts
        self._planned_at: datetime | None = None  # when the move was planned, while the facts are the same
        self._reached = False

    @property
    def next(self) -> datetime | None:
        """When something happens next; None when nothing will by itself."""
        coming = self._coming[0].at if self._coming else None
        if self._calling or self.asking is not None or self.move.at is None:
            return coming
        return self.move.at if coming is None else min(coming, self.move.at)

    @property
    def held_by(self) -> tuple[str, str]:
        """The name and the key of the hold that the lead waits for, "" for none."""
        return (str(self.move.hold), self.move.key) if isinstance(self.move, Wait) else ("", "")

    def expect(self, events: Iterable[PersonEvent]) -> None:
        """Know what other systems will send about the person."""
        self._coming = sorted((*self._coming, *events))

    def advance(self, now: datetime) -> Asking | None:
        """Do what is due: first what people do, then what the plan says. Return what has to wait for its turn."""
        while self._coming and self._coming[0].at <= now:
            coming = heappop(self._coming)
            (self._hear_event if coming.event else self._happen)(coming, now)
        for _ in range(LONGEST):
            if self.ended or self._calling or self.asking or self.move.at is None or self.move.at > now:
                return None
            if isinstance(self.move, Attempt):
                ask = self._try(self.move, now)
                if ask is not None:
                    return ask
            else:
                self._plan(now)
        self.move = Wait(hold=HoldName.ENGINE)
        return None

    def hear(self, colleagues: tuple[Touch, ...], now: datetime) -> None:
        """Know what was done to other people of the account, and end at once where their words end all cadences."""
        self._know(replace(self.facts, colleagues=colleagues))
        campaign = self.world.campaign
        over = account_end(campaign, self.facts) or account_reached(campaign, self.facts)
        if over is not None and not (self.ended or self._calling):
            self.asking = None
            self._plan(now)

    def rest(self) -> None:
        """Forget what is not needed until something happens: the evidence of the verdicts."""
        self.verdicts = {key: bare(verdict) for key, verdict in self.verdicts.items()}

    def take_place(self, serial: int, now: datetime, answer: CallReaction | Refuse | None = None) -> Asking | None:
        """
        Do what asked for its turn, if the rules still allow it; else return what asks instead.

        Without `answer` there was no place for a call during the hours; a refusal is of a task whose turn comes too
        late. The turn of what is no longer planned is unused.
        """
        attempt = self.asking
        if attempt is None or serial != self._serial:
            return None
        self.asking = None
        if isinstance(answer, Refuse):
            self._not_now(answer, attempt, now)
            return self.advance(now)
        allowed = self._allowed(attempt, now)
        if allowed is None:
            return self.advance(now)
        attempt, allow = allowed
        if attempt.channel is WORK_CHANNEL:
            self._leave(attempt, allow, now)
            return self.advance(now)
        if answer is None:
            return self._ask(attempt, allow, now)
        self._call(attempt, allow, answer, now)
        return None

    def _plan(self, now: datetime) -> None:
        self._planned_at = now
        self.move = next_move(self.world.campaign, self._planned(), now, self.world.law, self.verdicts)
        if isinstance(self.move, Finish):
            self._finish(self.move.reason)

    def _plan_again(self, attempt: Attempt, now: datetime) -> None:
        """Plan for a touch that is due. If that was done just now, only whether it is late can be another thing."""
        step = step_of(self.world.campaign, attempt.cause)
        if self._planned_at != now or (step is not None and step.if_late is not IfLate.SEND):
            self._plan(now)

    def _planned(self) -> Facts:
        return replace(self.facts, planned=self.move) if isinstance(self.move, Attempt) else self.facts

    def _finish(self, reason: str) -> None:
        """End this enrolment; an enrolment of one touch after the end does not count as a second end."""
        self.move = Finish(reason=reason)
        if self.facts.enrolment.kind == "cadence":
            self.tally.ends[reason] += 1
            self.done = True
        self.ended = True
        self._coming = sorted(coming for coming in self._coming if not coming.event)
        self.facts = replace(self.facts, enrolment=replace(self.facts.enrolment, finished=reason))

    def _know(self, facts: Facts) -> None:
        """Take over changed facts: the verdicts on the old facts do not count any more."""
        self.tally.listen(self.verdicts)
        self.facts = facts
        self.verdicts = {}
        self._planned_at = None

    def _try(self, attempt: Attempt, now: datetime) -> Asking | None:
        """Send what may go now; return what has to wait for its turn."""
        allowed = self._allowed(attempt, now)
        return None if allowed is None else self._ask(*allowed, now)

    def _allowed(self, attempt: Attempt, now: datetime) -> tuple[Attempt, Allow] | None:
        """Return what may go now, and its Allow. Where none is known, plan again; None when something else follows."""
        known = allowed_before(self.world.campaign, self.facts, attempt, now, self.verdicts)
        if known is not None:
            return attempt, known
        self._plan_again(attempt, now)
        again = self.move
        same = isinstance(again, Attempt) and (again.cause, again.attempt) == (attempt.cause, attempt.attempt)
        if not isinstance(again, Attempt) or not same or again.at > now:
            return None
        verdict = judged(self.world.campaign, self._planned(), again, now, self.world.law, self.verdicts)
        if isinstance(verdict, Allow):
            return again, verdict
        self._not_now(verdict, again, now)
        return None

    def _not_now(self, verdict: Defer | Hold | Refuse, attempt: Attempt, now: datetime) -> None:
        """Skip the step, wait, or end, as dispatch does."""
        self.tally.verdict(verdict)
        if isinstance(verdict, Refuse) and verdict.scope is not Scope.ENROLMENT:
            refused = StepRefused(attempt=attempt, refusal=verdict, touch=name_of(self.facts, attempt))
            made = change(self.facts, refused, now, self.world.campaign)
            self.tally.settled(skipped_by(made))
            self._know(apply(self.facts, made))
            self.move = Wait()  # the attempt is done
            self._plan(now)
            return
        self.move = move_after(self.world.campaign, self.facts, attempt, verdict, now)
        if isinstance(self.move, Finish):
            self._finish(self.move.reason)

    def _ask(self, attempt: Attempt, allow: Allow, now: datetime) -> Asking | None:
        """Return what asks for its turn; None for what has left at once."""
        serial = self._serial + 1
        ask = ask_for(self.world, self.facts, attempt, allow, serial=serial, now=now, zone=self.zone)
        if ask is None:
            self._leave(attempt, allow, now)
        else:
            self.asking, self._serial = attempt, serial
        return ask

    def _leave(self, attempt: Attempt, allow: Allow, now: datetime) -> None:
        """Send a message or hand work out, and plan what follows."""
        touch = self._begin(attempt, allow, now)
        if attempt.channel is WORK_CHANNEL:
            facts, coming = hand_out(self.world, added(self.facts, touch), touch, now, self.tally)
        else:
            facts, coming = send(self.world, self.facts, attempt, touch)
        if coming is not None:
            heappush(self._coming, coming)
        self._know(facts)
        self.tally.settled(self.facts.touches[-1], self.facts)
        self.move = Wait()  # the attempt is done
        self._plan(now)

    def _begin(self, attempt: Attempt, allow: Allow, now: datetime) -> Touch:
        """Return the touch that leaves now, counted; for a sample of them, evaluate the rules again."""
        campaign = self.world.campaign
        if (allowed := rechecked(self.world, self.facts, attempt, allow, now)) is not None:
            self.tally.rechecked(allowed=allowed)
        touch = touch_of(campaign, self.facts, attempt, now, id_=name_of(self.facts, attempt), allow=allow)
        self.tally.began(touch, campaign, self.facts)
        return touch

    def _call(self, attempt: Attempt, allow: Allow, reaction: CallReaction, now: datetime) -> None:
        """Make the call ring; its outcome is known when it ends."""
        touch = replace(self._begin(attempt, allow, now), state=TouchState.CARRIED)
        self._calling, self.move = True, Wait()
        self._know(added(self.facts, touch))
        heappush(self._coming, PersonEvent(now + reaction.lasts, touch.id, call=reaction))

    def _happen(self, coming: PersonEvent, now: datetime) -> None:
        """Apply what a person or an agent did, and plan again unless a call is under way."""
        touch = next(own for own in self.facts.touches if own.id == coming.touch)
        if coming.call is not None:
            self._calling = False
            wrap_up, campaign = self.world.wrap_up(touch.cause), self.world.campaign
            self._know(call_ended(campaign, self.facts, touch, coming.call, wrap_up, self.zone))
            touch = next(own for own in self.facts.touches if own.id == coming.touch)
            self.tally.settled(touch, self.facts, coming.call)
            if coming.call.outcome is Outcome.ANSWERED:
                self._reach()
        elif coming.result is not None:
            self._know(task_ended(self.world, self.facts, coming, self.tally))
        elif coming.reply_to is not None:
            reply = reply_of(self.world.campaign, touch, coming.reply_to, self.zone, coming.at)
            self._know(replied(self.world.campaign, self.facts, touch, reply, coming.at))
            self._reach()
        self.ended = self.facts.enrolment.finished is not None  # a promise, or a stop to confirm, opens another one
        if not self.ended and not self._calling:
            self.asking = None
            self._plan(now)

    def _hear_event(self, coming: PersonEvent, now: datetime) -> None:
        """Apply an event of another system; one that comes during a call is applied after it."""
        if self._calling:
            heappush(self._coming, after_call(coming, self._coming))
            return
        self._know(changes.event_received(self.world.campaign, self.facts, coming.event, now))
        self.asking = None
        self._plan(now)  # an end is planned as one

    def _reach(self) -> None:
        """Count the person as reached, and after how many touches, once."""
        if not self._reached:
            self._reached = True
            self.tally.reached(self.facts)
