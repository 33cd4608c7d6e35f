"""
Whom would a campaign reach first, on which step, when, and whom not? Pure: the real plan and gate about every lead.

Each lead is walked up to the first touch that would leave the house for it. Nobody has answered anything by then, so
none of it is chance.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cadence.domain import Allow, Channel, Facts, Reason, Refuse, Touch, TouchState, Verdict, Wait
from cadence.domain.list_rows import LeadRow
from cadence.domain.zones import candidate_zones
from cadence.planning.case import VerdictCache
from cadence.policy.wording import in_words
from cadence.simulation.agent import LONGEST, Agent
from cadence.simulation.tally import SimulationCounts
from cadence.simulation.world import SimulationWorld

EXAMPLES = 5
"""So many leads are named for each reason."""
UNKNOWN = "unknown"
"""The zone of who may be anywhere."""


@dataclass(slots=True, kw_only=True)
class RuleUse:
    """What one rule had to say, counted in leads."""

    words: str = ""  # the first no, as people read it
    pack: str = ""  # "" for the campaign's own and the engine's
    law: str = ""
    asked: int = 0
    said_no: int = 0  # whatever for: a later hour, another number, another step


@dataclass(slots=True, kw_only=True)
class UnreachedGroup:
    """Why some leads are reached by nothing."""

    rules: tuple[str, ...]  # those that decided: one for each step that was passed over
    words: tuple[str, ...] = ()  # what each of them said
    hold: str = ""  # what ends the wait; "" when nothing does
    key: str = ""
    leads: int = 0
    examples: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Forecast:
    """What would happen first to whom."""

    leads: int = 0
    steps: Counter[tuple[str, Channel]] = field(default_factory=Counter)  # the first touch: step, channel -> leads
    passed: Counter[tuple[str, str]] = field(default_factory=Counter)  # passed over before it: step, rule -> leads
    when: Counter[tuple[datetime, str]] = field(default_factory=Counter)  # hour of the first touch, zone -> leads
    first: datetime | None = None
    opens: tuple[str, Channel] | None = None  # the step and channel of the first touch of all
    last: datetime | None = None
    bars: dict[tuple[str, ...], UnreachedGroup] = field(
        default_factory=dict
    )  # by all that makes one differ from another
    rules: dict[str, RuleUse] = field(default_factory=dict)

    @property
    def reached(self) -> int:
        """How many leads would be touched at all."""
        return sum(self.steps.values())


def first_touches(
    world: SimulationWorld, rows: Iterable[LeadRow], at: datetime, known: Sequence[Facts] | None = None
) -> Forecast:
    """
    Return what would happen first to each row of a list that was enrolled at this instant.

    `known` are the facts of each row where more is known of these people than the list says.
    """
    found = Forecast()
    law = {rule.id: (pack.id, rule.source.law) for pack in world.law.packs for rule in pack.rules}
    for place, row in enumerate(rows):
        found.leads += 1
        told = _Told()
        facts = world.facts_of(row, at) if known is None else known[place]
        life = Agent(world, facts, told)
        _first_of(life)
        touch = next((one for one in life.facts.own() if _leaves(one)), None)
        if touch is None:
            told.listen(life.verdicts)  # else it is about what comes after
        _note_rules(found, told, law)
        found.passed.update({(one.step, one.rules[0]) for one in life.facts.own() if one.rules})
        if touch is not None:
            _note_touch(found, touch.step, touch.channel, touch.at, facts)
        elif life.asking is not None:
            _note_touch(found, life.asking.step, life.asking.channel, life.asking.at, facts)
        else:
            _note_bar(found, row.key or f"line {row.line}", life, told)
    return found


class _Told(SimulationCounts):
    """A tally that hears what the gate said."""

    __slots__ = ("verdicts_heard",)

    def __init__(self) -> None:
        super().__init__()
        self.verdicts_heard: list[Verdict] = []

    def listen(self, verdicts: VerdictCache) -> None:
        """Keep what was said of facts that change now."""
        self.verdicts_heard += verdicts.values()

    def verdict(self, said: Verdict) -> None:
        """Keep why a step was passed over that the gate was not asked about: its date has passed, or it is late."""
        super().verdict(said)
        if isinstance(said, Refuse) and said.reasons and said.reasons[0].rule.startswith("step."):
            self.verdicts_heard.append(said)

    def deciding(self) -> Iterator[Reason]:
        """Yield why each touch that was refused was, the deciding reason only."""
        return (said.deciding for said in self.verdicts_heard if isinstance(said, Refuse) and said.deciding)


def _first_of(life: Agent) -> None:
    """Let a lead live up to the first touch that leaves the house, or to where nothing happens by itself."""
    for _ in range(LONGEST):
        now = life.next
        if now is None or any(_leaves(touch) for touch in life.facts.own()):
            return
        life.live(now)
        if life.asking is not None:
            return


def _leaves(touch: Touch) -> bool:
    return touch.state is not TouchState.SKIPPED and touch.channel is not Channel.TASK


def _note_touch(found: Forecast, step: str, channel: Channel, at: datetime, facts: Facts) -> None:
    """Count a first touch: on what, and when on whose clock."""
    zone = next((place.zone for place in candidate_zones(facts.lead)), UNKNOWN)
    found.steps[step, channel] += 1
    found.when[at.replace(minute=0, second=0, microsecond=0), zone] += 1
    if found.first is None or at < found.first:
        found.first, found.opens = at, (step, channel)
    found.last = at if found.last is None else max(found.last, at)


def _note_bar(found: Forecast, lead: str, life: Agent, told: _Told) -> None:
    """Count a lead that nothing reaches, by why: who was never asked and who said no are not the same."""
    hold, key = (str(life.move.hold), life.move.key) if isinstance(life.move, Wait) else ("", "")
    refused = sorted({touch.rules[0] for touch in life.facts.own() if touch.rules}) if not hold else []
    decided = {(one.rule, str(one.evidence.get("why", ""))): one for one in told.deciding() if one.rule in refused}
    words = tuple(in_words(decided[one]) for one in sorted(decided))
    alike = (hold, key, *refused, *(why for _, why in sorted(decided)))
    bar = found.bars.setdefault(alike, UnreachedGroup(rules=tuple(refused), words=words, hold=hold, key=key))
    bar.leads += 1
    if len(bar.examples) < EXAMPLES:
        bar.examples.append(lead)


def _note_rules(found: Forecast, told: _Told, law: dict[str, tuple[str, str]]) -> None:
    """Count which rules were asked about a lead and which of them said no, each once."""
    noes: dict[str, Reason] = {}
    asked: dict[str, None] = {}
    for said in told.verdicts_heard:
        asked |= dict.fromkeys(said.evidence.get("passed", {}))
        if not isinstance(said, Allow):
            noes |= {reason.rule: reason for reason in said.reasons}
    for rule in asked | dict.fromkeys(noes):
        pack, text = law.get(rule, ("", ""))
        use = found.rules.setdefault(rule, RuleUse(pack=pack, law=text))
        use.asked += 1
        if rule in noes:
            use.said_no += 1
            use.words = use.words or in_words(noes[rule])
