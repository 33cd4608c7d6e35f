"""
Which leads would a campaign reach, with which first touch and when? Pure: the real planning and rules for every lead.

Each lead is simulated up to its first touch. No person has reacted by then, so chance plays no part.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cadence.campaign.account_turns import AccountTurns
from cadence.domain import Allow, Channel, Facts, Lead, Reason, Refuse, Verdict
from cadence.domain.list_rows import LeadRow
from cadence.domain.zones import candidate_zones
from cadence.planning.case import VerdictCache
from cadence.planning.turns import first_in_turn, queued
from cadence.policy.hours.local_days import BEGINNING, NEVER
from cadence.simulation.agent import LONGEST, Agent
from cadence.simulation.asks import Asking
from cadence.simulation.checks import left
from cadence.simulation.tally import SimulationCounts
from cadence.simulation.task_desk import TaskAsk, TaskDesk
from cadence.simulation.world import SimulationWorld

EXAMPLES = 5
"""The most leads that are named for each reason."""
TURN = "account.turn"
"""What people wait for whose colleagues come first: they are in the queue, so it is no hold of the ledger."""
UNKNOWN = "unknown"
"""The zone of a lead that may be anywhere."""


@dataclass(slots=True, kw_only=True)
class RuleUse:
    """How often one rule was evaluated and refused, in leads."""

    refusal: Reason | None = None  # the first one
    pack: str = ""  # "" for the campaign's own and the engine's
    law: str = ""
    asked: int = 0
    said_no: int = 0  # for any reason: a later hour, another number, another step


@dataclass(slots=True, kw_only=True)
class UnreachedGroup:
    """Leads that no touch reaches, for the same reason."""

    rules: tuple[str, ...]  # those that decided: one for each skipped step
    reasons: tuple[Reason, ...] = ()  # why each of them refused
    hold: str = ""  # what ends the wait; "" when nothing does
    key: str = ""
    leads: int = 0
    examples: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Forecast:
    """The first touch of every lead."""

    leads: int = 0
    steps: Counter[tuple[str, Channel]] = field(default_factory=Counter)  # the first touch: step, channel -> leads
    sent: Counter[tuple[str, Channel, str]] = field(default_factory=Counter)  # of these messages: country -> leads
    passed: Counter[tuple[str, str]] = field(default_factory=Counter)  # skipped before it: step, rule -> leads
    when: Counter[tuple[datetime, str]] = field(default_factory=Counter)  # hour of the first touch, zone -> leads
    first: datetime | None = None
    opens: tuple[str, Channel] | None = None  # the step and channel of the first touch of all
    last: datetime | None = None
    bars: dict[tuple[str, ...], UnreachedGroup] = field(default_factory=dict)  # by everything that tells them apart
    rules: dict[str, RuleUse] = field(default_factory=dict)

    @property
    def reached(self) -> int:
        """How many leads would get a touch."""
        return sum(self.steps.values())


def first_touches(
    world: SimulationWorld, rows: Iterable[LeadRow], at: datetime, known: Sequence[Facts] | None = None
) -> Forecast:
    """Return the first touch of each row that is enrolled at this instant; `known` are better facts of the rows."""
    return first_touches_of(
        world,
        (
            (row.key or f"line {row.line}", world.facts_of(row, at) if known is None else known[place])
            for place, row in enumerate(rows)
        ),
    )


def first_touches_of(world: SimulationWorld, people: Iterable[tuple[str, Facts]]) -> Forecast:
    """Return the first touch of each of these people, given with their names for the report."""
    forecast = Forecast()
    law = {rule.id: (pack.id, rule.source.law) for pack in world.law.packs for rule in pack.rules}
    people, turns = list(people), world.campaign.account
    waiting = _waiting(turns, [facts.lead for _, facts in people]) if turns is not None else frozenset()
    desk, behind = TaskDesk(house=world.law.house), dict[int, Facts]()
    for place, (name, facts) in enumerate(people):
        forecast.leads += 1
        if place in waiting:
            _note_turn(forecast, name)
            continue
        tally = _VerdictKeeper()
        agent = Agent(world, facts, tally)
        ask = _first_of(agent)
        touch = next((own for own in agent.facts.own() if left(own)), None)
        if touch is None:
            tally.listen(agent.verdicts)  # otherwise the verdicts are about later touches
        _note_rules(forecast, tally, law)
        forecast.passed.update({(own.step, own.rules[0]) for own in agent.facts.own() if own.rules})
        if touch is not None:
            _note_touch(forecast, touch.step, touch.channel, touch.at, facts)
            country = next((own.country for own in facts.lead.numbers if own.id == touch.number), "")
            forecast.sent[touch.step, touch.channel, country] += 1
        elif isinstance(ask, TaskAsk):
            desk.ask(place, ask)
            behind[place] = facts
        elif agent.asking is not None:
            _note_touch(forecast, agent.asking.step, agent.asking.channel, agent.asking.at, facts)
        else:
            _note_bar(forecast, name, agent, tally)
    for turn in desk.serve(BEGINNING, NEVER):
        attempt = turn.ask.attempt
        if turn.refusal is not None:
            forecast.passed[attempt.step, turn.refusal.rule] += 1
        else:
            _note_touch(forecast, attempt.step, attempt.channel, turn.at, behind[turn.lead])
    return forecast


class _VerdictKeeper(SimulationCounts):
    """A tally that keeps the verdicts."""

    __slots__ = ("seen",)

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[Verdict] = []

    def listen(self, verdicts: VerdictCache) -> None:
        """Keep the verdicts on facts that change now."""
        self.seen += verdicts.values()

    def verdict(self, verdict: Verdict) -> None:
        """Keep why a step was skipped without evaluating the rules: its date has passed, or it is late."""
        super().verdict(verdict)
        if isinstance(verdict, Refuse) and verdict.reasons and verdict.reasons[0].rule.startswith("step."):
            self.seen.append(verdict)

    def deciding(self) -> Iterator[Reason]:
        """Yield the deciding reason of each refused touch."""
        return (verdict.deciding for verdict in self.seen if isinstance(verdict, Refuse) and verdict.deciding)


def _first_of(agent: Agent) -> Asking | None:
    """Simulate a lead up to its first touch, or until nothing happens by itself; return what asks for its turn."""
    for _ in range(LONGEST):
        now = agent.next
        if now is None or any(left(touch) for touch in agent.facts.own()):
            return None
        ask = agent.advance(now)
        if agent.asking is not None:
            return ask
    return None


def _note_touch(forecast: Forecast, step: str, channel: Channel, at: datetime, facts: Facts) -> None:
    """Count a first touch: step, channel, hour and zone."""
    zone = next((place.zone for place in candidate_zones(facts.lead)), UNKNOWN)
    forecast.steps[step, channel] += 1
    forecast.when[at.replace(minute=0, second=0, microsecond=0), zone] += 1
    if forecast.first is None or at < forecast.first:
        forecast.first, forecast.opens = at, (step, channel)
    forecast.last = at if forecast.last is None else max(forecast.last, at)


def _waiting(turns: AccountTurns, leads: Sequence[Lead]) -> frozenset[int]:
    """Return the places of those who are let in only once the cadence of a colleague is over."""
    people = [queued(turns, place, lead) for place, lead in enumerate(leads)]
    first = first_in_turn(turns, sorted(people, key=lambda person: -person.score))
    return frozenset(place for place, person in enumerate(people) if person.lead not in first)


def _note_turn(forecast: Forecast, name: str) -> None:
    """Count a lead who waits for a colleague's turn to be over."""
    bar = forecast.bars.setdefault((TURN,), UnreachedGroup(rules=(), hold=TURN))
    bar.leads += 1
    if len(bar.examples) < EXAMPLES:
        bar.examples.append(name)


def _note_bar(forecast: Forecast, lead: str, agent: Agent, tally: _VerdictKeeper) -> None:
    """Count a lead that no touch reaches, by the reason: no consent and a refused consent are different reasons."""
    hold, key = agent.held_by
    refused = sorted({touch.rules[0] for touch in agent.facts.own() if touch.rules}) if not hold else []
    decided = {
        (reason.rule, str(reason.evidence.get("why", ""))): reason
        for reason in tally.deciding()
        if reason.rule in refused
    }
    reasons = tuple(decided[key_] for key_ in sorted(decided))
    alike = (hold, key, *refused, *(why for _, why in sorted(decided)))
    bar = forecast.bars.setdefault(alike, UnreachedGroup(rules=tuple(refused), reasons=reasons, hold=hold, key=key))
    bar.leads += 1
    if len(bar.examples) < EXAMPLES:
        bar.examples.append(lead)


def _note_rules(forecast: Forecast, tally: _VerdictKeeper, law: dict[str, tuple[str, str]]) -> None:
    """Count which rules were evaluated for a lead and which of them refused, each once."""
    refusals: dict[str, Reason] = {}
    checked: dict[str, None] = {}
    for verdict in tally.seen:
        checked |= dict.fromkeys(verdict.evidence.get("passed", {}))
        if not isinstance(verdict, Allow):
            refusals |= {reason.rule: reason for reason in verdict.reasons}
    for rule in checked | dict.fromkeys(refusals):
        pack, text = law.get(rule, ("", ""))
        use = forecast.rules.setdefault(rule, RuleUse(pack=pack, law=text))
        use.asked += 1
        if rule in refusals:
            use.said_no += 1
            use.refusal = use.refusal or refusals[rule]
