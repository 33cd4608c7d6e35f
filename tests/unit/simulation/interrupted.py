"""What happens to people from outside while a campaign runs: pauses, stops, corrections, words and orders of ours?"""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from cadence.campaign import Campaign
from cadence.domain import Disposition, Facts, Outcome, Pause, PauseScope
from cadence.domain.list_rows import LeadRow
from cadence.planning.transitions import change
from cadence.planning.transitions.apply import apply
from cadence.planning.transitions.events import CallbackRequested, DispositionGiven, Event, Reviewed, Stopped
from cadence.simulation import SimulationWorld, SingleProcess
from cadence.simulation.shard import ShardOrder, ShardResult
from tests.unit.simulation.lists import MONDAY

KINDS = ["stop", "pause", "pause", "correction", "disposition", "order", "request", "review", "review"]
SCOPES = [
    (PauseScope.ALL, ""),
    (PauseScope.CAMPAIGN, "drawn"),
    (PauseScope.CHANNEL, "sms"),
    (PauseScope.FLOOR, "sales"),
    (PauseScope.LEAD, "P-1"),
]
WORDS = [
    Disposition.CONVERTED,
    Disposition.REFUSED,
    Disposition.OTHER,
    Disposition.DO_NOT_CONTACT,
    Disposition.PROMISED,
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Interruption:
    """Something that happens at an instant: to one person, or a pause."""

    at: datetime
    kind: str
    lead: int = 0
    number: int = 0  # which of several: a scope, a word, a value
    lasts: timedelta = timedelta(0)


def interruptions_of(seed: int, people: int) -> list[Interruption]:
    """Return what happens, by its instant."""
    dice = random.Random(f"interruptions {seed}")  # noqa: S311  dice, not keys
    made = []
    for _ in range(dice.choice([0, 10, 25])):
        at = MONDAY + timedelta(minutes=5 * dice.randrange(12 * 24 * 10))
        lasts = timedelta(hours=dice.choice([1, 20, 60]))
        kind = dice.choice(KINDS)
        made.append(Interruption(at=at, kind=kind, lead=dice.randrange(people), number=dice.randrange(60), lasts=lasts))
        if kind == "pause":
            made.append(replace(made[-1], kind="resume", at=at + lasts))
    return sorted(made, key=lambda each: (each.at, each.kind, each.lead))


@dataclass(frozen=True, slots=True, kw_only=True)
class InterruptedWorld(SimulationWorld):
    """A world whose pauses bind people who come in later, too."""

    pauses: list[Pause] = field(default_factory=list)

    def facts_of(self, row: LeadRow, at: datetime) -> Facts:
        """Return the facts of a row, with the pauses of now."""
        pauses = tuple(pause for pause in self.pauses if pause.until is None or pause.until > at)
        known = SimulationWorld.facts_of(self, row, at)
        return replace(known, pauses=tuple(pause for pause in pauses if concerns(pause, known)))


def concerns(pause: Pause, facts: Facts) -> bool:
    """Tell whether the ledger reads this pause with a person's facts."""
    return pause.scope is not PauseScope.LEAD or pause.value == facts.lead.id


class Interrupted(SingleProcess):
    """All people in one process, in which things happen between two slices."""

    def __init__(self, world: InterruptedWorld, rows: Sequence[LeadRow], happens: list[Interruption]) -> None:
        """Take what will happen."""
        super().__init__(world, rows)
        self._world = world
        self._happens = list(happens)
        self.stopped: dict[str, datetime] = {}
        self.most = Counter[str]()  # the most people of an account who were under way at once
        self._accounts = [row.account.strip().lower() for row in rows]
        self._under_way = Counter[str]()

    def advance(self, orders: Sequence[ShardOrder]) -> list[ShardResult]:
        """Let happen what is due, then do the one order."""
        (order,) = orders
        while self._happens and self._happens[0].at <= order.at:
            self._happen(self._happens.pop(0), order.at)
        result = self._shard.advance(order)
        self._count(order.enter, result.ended)
        upcoming = self._happens[0].at if self._happens else None
        following = min((at for at in (result.next, upcoming) if at is not None), default=None)
        return [replace(result, next=following)]

    def _count(self, entered: Sequence[int], ended: Sequence[int]) -> None:
        self._under_way.update(self._accounts[lead] for lead in entered)
        for account, count in self._under_way.items():
            self.most[account] = max(self.most[account], count)
        self._under_way.subtract(self._accounts[lead] for lead in ended)

    def _happen(self, interruption: Interruption, now: datetime) -> None:
        if interruption.kind in {"pause", "resume"}:
            self._pause(interruption, now)
            return
        campaign = self._world.campaign
        agent = self._shard._agents.get(interruption.lead)
        if agent is None:
            return
        known = agent.facts
        if interruption.kind == "correction":
            cells = {"plan": ["premium", "basic", ""][interruption.number % 3], "age": "17"}
            lead = replace(known.lead, attributes=known.lead.attributes | cells)
            self._know(interruption.lead, replace(known, lead=lead), now)
            return
        event = event_of(interruption, known, campaign, now)
        if event is None:
            return
        if isinstance(event, Stopped):
            self.stopped.setdefault(known.lead.id, now)
        self._know(interruption.lead, apply(known, change(known, event, now, campaign)), now)

    def _pause(self, interruption: Interruption, now: datetime) -> None:
        """Begin or end a pause for everybody under way."""
        scope, value = SCOPES[interruption.number % len(SCOPES)]
        begun = next((p for p in self._world.pauses if (p.scope, p.value, p.until) == (scope, value, None)), None)
        if (begun is None) is (interruption.kind == "resume"):
            return
        new = Pause(scope=scope, value=value, since=now) if begun is None else replace(begun, until=now)
        self._world.pauses[:] = [pause for pause in self._world.pauses if pause is not begun] + [new]
        for lead, agent in list(self._shard._agents.items()):
            if concerns(new, agent.facts) and (begun is None or begun in agent.facts.pauses):
                others = tuple(pause for pause in agent.facts.pauses if pause != begun)
                self._know(lead, replace(agent.facts, pauses=(*others, new)), now)

    def _know(self, lead: int, facts: Facts, now: datetime) -> None:
        """Do what the engine does when there is news of a person."""
        agent = self._shard._agents[lead]
        agent._know(facts)
        agent.ended = facts.enrolment.finished is not None
        if not agent.ended and not agent._calling:
            agent.asking = None
            agent._plan(now)
        self._shard._tell(lead, agent, now)
        self._shard._after(lead, agent, None)


def event_of(interruption: Interruption, facts: Facts, campaign: Campaign, now: datetime) -> Event | None:
    """Return what the engine is told; None where there is nothing that it could be about."""
    at, ref = now + timedelta(hours=interruption.number), f"{interruption.lead}-{now:%d%H%M}"
    calls = any(step.floor for step in campaign.cadence) or campaign.callback is not None
    match interruption.kind:
        case "stop":
            return Stopped(source="command", ref=f"command:{ref}")
        case "disposition":
            return _word(interruption, facts)
        case "order" if calls:
            return CallbackRequested(id=f"order/{ref}", at=at, ref=f"command:{ref}", enrolment=f"{facts.enrolment.id}+")
        case "request" if calls:
            return CallbackRequested(id=f"wish/{ref}", at=at, ref=f"inbound:{ref}", enrolment=f"{facts.enrolment.id}+")
        case "review":
            held = tuple(m for m in reversed(facts.inbound) if m.meaning in {"hold", "restrict"} and not m.reviewed)
            return Reviewed(messages=held, by="ana") if held else None
        case _:
            return None


def _word(interruption: Interruption, facts: Facts) -> Event | None:
    """Return a word on the last conversation, or another one instead of it."""
    talks = [touch for touch in facts.own() if touch.outcome is Outcome.ANSWERED]
    if not talks:
        return None
    word = WORDS[interruption.number % len(WORDS)]
    date = "2027-03-20" if word is Disposition.PROMISED else None
    return DispositionGiven(touch=talks[-1].id, disposition=word, promised=date)
