"""
How does one lead go through a campaign in virtual time? Pure: the real plan and gate, and a person from the seed.

What the workflow, the door and `settle` do with a ledger is done here with values, for plan, forecast and simulation
alike. A call waits for a place on its floor: `live` asks for one, and `dial` is told when there is one.
"""

from dataclasses import replace
from datetime import datetime
from heapq import heappop, heappush

from cadence.domain import (
    Allow,
    Attempt,
    Candidate,
    Channel,
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
    TouchState,
    Verdict,
    Wait,
)
from cadence.domain.zones import candidate_zones, zones_of
from cadence.planning import candidate, finish_reason, next_move
from cadence.planning.attempts import judged, passed_over, touch_of
from cadence.planning.case import VerdictCache, proved
from cadence.planning.position import step_of
from cadence.planning.queue_place import turn_of
from cadence.simulation.behaviour import ReplyKind
from cadence.simulation.changes import added, call_ended, message_ended, name_of, number_of, replied, tomorrow
from cadence.simulation.checks import looked_twice
from cadence.simulation.event import Ask, PersonEvent
from cadence.simulation.people import CallReaction
from cadence.simulation.tally import SimulationCounts
from cadence.simulation.world import SimulationWorld

LONGEST = 100
"""Moves at one instant after which something is wrong with a plan: it is held, and seen in the report."""


class Agent:
    """One lead from its enrolment on."""

    def __init__(self, world: SimulationWorld, facts: Facts, tally: SimulationCounts) -> None:
        """Begin; nothing is planned yet."""
        self.world = world
        self.facts = facts
        self.tally = tally
        self.move: Move = Wait(at=facts.enrolment.at)
        self.ended = False  # nothing more is planned, for now
        self.done = False  # the cadence has ended
        self.told = False  # that it has ended has been said
        self.asking: Attempt | None = None  # the call that waits for a place
        self.zone = world.people.lives_in(facts.lead.id, zones_of(candidate_zones(facts.lead)))
        self._asked = 0
        self._calling = False
        self._coming: list[PersonEvent] = []
        self.verdicts: VerdictCache = {}  # what the gate has said of the facts as they are
        self._reached = False
        self._said: dict[tuple[str, str], int] = {}  # calls and messages to each number

    @property
    def next(self) -> datetime | None:
        """When something happens next; None when nothing will by itself."""
        coming = self._coming[0].at if self._coming else None
        if self._calling or self.asking is not None or self.move.at is None:
            return coming
        return self.move.at if coming is None else min(coming, self.move.at)

    def live(self, now: datetime) -> Ask | None:
        """Do what is due: what people do, then what the plan says. Return the call that wants a place."""
        while self._coming and self._coming[0].at <= now:
            self._happen(heappop(self._coming), now)
        for _ in range(LONGEST):
            if self.ended or self._calling or self.asking or self.move.at is None or self.move.at > now:
                return None
            if isinstance(self.move, Attempt):
                asked = self._at_the_door(self.move, now)
                if asked is not None:
                    return asked
            else:
                self._plan(now)
        self.move = Wait(hold=HoldName.ENGINE)
        return None

    def dial(self, serial: int, now: datetime, taken: CallReaction | None) -> Ask | None:
        """
        Make the call that asked for a place, if the gate still lets it go; return what is asked for instead, if it is.

        Without `taken` there was none while the hours lasted. A place for a call that is wanted no more is not used.
        """
        attempt = self.asking
        if attempt is None or serial != self._asked:
            return None
        self.asking = None
        asked = candidate(self.world.campaign, self.facts, attempt)
        allow = self._proved(asked, attempt, now)
        if allow is None:
            self._plan(now)
            again = self.move
            if not isinstance(again, Attempt) or again.at > now or not _same(again, attempt):
                return self.live(now)
            said = self._judge(again, now)
            if not isinstance(said, Allow):
                self._not_now(said, again, now)
                return self.live(now)
            allow, attempt = said, again
        if taken is None:
            return self._ask(attempt, allow, now)
        self._call(attempt, allow, taken, now)
        return None

    def _plan(self, now: datetime) -> None:
        """Plan again, and keep the plan."""
        self.move = next_move(self.world.campaign, self._planned(), now, self.world.law, self.verdicts)
        if isinstance(self.move, Finish):
            self._finish(self.move.reason)

    def _planned(self) -> Facts:
        """Return the facts with the stored plan, where there is one that still may be kept."""
        return replace(self.facts, planned=self.move) if isinstance(self.move, Attempt) else self.facts

    def _finish(self, reason: str) -> None:
        """End this enrolment; one touch after the end is no second end of the same lead."""
        self.move = Finish(reason=reason)
        if self.facts.enrolment.kind == "cadence":
            self.tally.ends[reason] += 1
            self.done = True
        self.ended = True
        self.facts = replace(self.facts, enrolment=replace(self.facts.enrolment, finished=reason))

    def _know(self, facts: Facts) -> None:
        """Take up changed facts: what was heard of the old ones counts no more."""
        self.tally.listen(self.verdicts)
        self.facts = facts
        self.verdicts = {}

    def _at_the_door(self, attempt: Attempt, now: datetime) -> Ask | None:
        """Plan again where it may matter, judge, and let it go; return a call that wants a place."""
        asked = candidate(self.world.campaign, self.facts, attempt)
        said: Verdict | None = self._proved(asked, attempt, now)
        if said is None:
            self._plan(now)
            again = self.move
            if not isinstance(again, Attempt) or again.at > now or not _same(again, attempt):
                return None
            attempt, said = again, self._judge(again, now)
        if not isinstance(said, Allow):
            self._not_now(said, attempt, now)
        elif attempt.channel is Channel.CALL:
            return self._ask(attempt, said, now)
        else:
            self._leave(attempt, said, now)
        return None

    def _proved(self, asked: Candidate, attempt: Attempt, now: datetime) -> Allow | None:
        """
        Return what the gate has said of the very facts this was planned on, None where it has to be asked.

        The gate knows nothing of dates that pass and content that goes stale, so such a step is always asked about.
        """
        step = step_of(self.world.campaign, attempt.cause)
        if step is not None and (step.before, step.expires, step.if_late) != (None, None, IfLate.SEND):
            return None
        return proved(self.verdicts, self.facts, asked, now)

    def _judge(self, attempt: Attempt, now: datetime) -> Verdict:
        """Ask the gate as the engine does."""
        return judged(self.world.campaign, self._planned(), attempt, now, self.world.law, self.verdicts)

    def _not_now(self, said: Verdict, attempt: Attempt, now: datetime) -> None:
        """Pass the step over, wait, or end: as the door does."""
        self.tally.verdict(said)
        match said:
            case Refuse(scope=Scope.ENROLMENT):
                self._finish(finish_reason(said))
            case Refuse():
                name = name_of(self.facts, attempt)
                skipped = passed_over(self.world.campaign, self.facts, attempt, said, now, id_=name)
                self.tally.settled(skipped)
                self._know(added(self.facts, skipped))
                self.move = Wait()  # this one is done
                self._plan(now)
            case Defer():
                self.move = replace(attempt, at=said.until)
            case Hold():
                self.move = Wait(hold=said.name, key=said.key)

    def _ask(self, attempt: Attempt, allow: Allow, now: datetime) -> Ask:
        """Return what a call wants of its floor."""
        self.asking = attempt
        number = number_of(self.facts, allow.number).e164
        self._asked += 1
        return Ask(
            serial=self._asked,
            at=now,
            turn=turn_of(self.world.campaign, self.facts, attempt),
            floor=attempt.floor,
            cause=attempt.cause,
            number=number,
            nth=self._said.get((number, "call"), 0) + 1,
            zone=self.zone,
            closes=allow.closes,
        )

    def _leave(self, attempt: Attempt, allow: Allow, now: datetime) -> None:
        """Send a message or hand work out, and plan what follows."""
        self._check(attempt, allow, now)
        campaign = self.world.campaign
        number = number_of(self.facts, allow.number).e164 if allow.number is not None else ""
        landing = self.world.takes_message(attempt, number, self._nth(number, "message"))
        touch = touch_of(campaign, self.facts, attempt, now, id_=name_of(self.facts, attempt), allow=allow)
        self.tally.began(touch, campaign, self.facts)
        if landing.reply is not ReplyKind.NOTHING:
            heappush(self._coming, PersonEvent(now + landing.after, touch.id, landing=landing))
        self._know(message_ended(added(self.facts, touch), touch, landing, now))
        self.tally.settled(self.facts.touches[-1])
        self.move = Wait()  # this one is done
        self._plan(now)

    def _check(self, attempt: Attempt, allow: Allow, now: datetime) -> None:
        """Have a touch that leaves looked at once more, when its turn comes."""
        allowed = looked_twice(self.world, self.facts, attempt, allow, now)
        if allowed is not None:
            self.tally.looked_twice(allowed=allowed)

    def _call(self, attempt: Attempt, allow: Allow, taken: CallReaction, now: datetime) -> None:
        """Have it ring; what comes of it is known when it ends."""
        self._check(attempt, allow, now)
        self._nth(number_of(self.facts, allow.number).e164, "call")
        campaign = self.world.campaign
        reserved = touch_of(campaign, self.facts, attempt, now, id_=name_of(self.facts, attempt), allow=allow)
        touch = replace(reserved, state=TouchState.CARRIED)
        self.tally.began(touch, campaign, self.facts)
        self._calling, self.move = True, Wait()
        self._know(added(self.facts, touch))
        heappush(self._coming, PersonEvent(now + taken.lasts, touch.id, taken=taken))

    def _nth(self, number: str, what: str) -> int:
        """Count one more call or message to a number."""
        self._said[number, what] = self._said.get((number, what), 0) + 1
        return self._said[number, what]

    def _happen(self, coming: PersonEvent, now: datetime) -> None:
        """Take up what a person or an agent did, and plan for it unless a call is under way."""
        touch = next(one for one in self.facts.touches if one.id == coming.touch)
        if coming.taken is not None:
            self._calling = False
            wrap_up, campaign = self.world.wrap_up(touch.cause), self.world.campaign
            self._know(call_ended(campaign, self.facts, touch, coming.taken, wrap_up, self.zone))
            self.tally.settled(next(one for one in self.facts.touches if one.id == coming.touch))
            if coming.taken.outcome is Outcome.ANSWERED:
                self._reach()
        elif coming.landing is not None:
            reply, asks_for = coming.landing.reply, tomorrow(self.zone, coming.at, coming.landing.hour)
            self._know(replied(self.world.campaign, self.facts, touch, reply, coming.at, asks_for))
            self._reach()
        self.ended = self.facts.enrolment.finished is not None  # a promise, or a stop to confirm, opens another one
        if not self.ended and not self._calling:
            self.asking = None
            self._plan(now)

    def _reach(self) -> None:
        """Count the person as reached, and after how many touches, once."""
        if not self._reached:
            self._reached = True
            self.tally.reached(self.facts)


def _same(one: Attempt, other: Attempt) -> bool:
    """Tell whether two moves are the same try."""
    return (one.cause, one.attempt) == (other.cause, other.attempt)
