"""What came of it all? Pure: counts that leads add to and processes add up, in the words of a real run's report."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from cadence.campaign import Campaign
from cadence.domain import Allow, Channel, Facts, Refuse, Touch, Verdict
from cadence.ledger.campaigns.status import StepCount
from cadence.planning.case import VerdictCache
from cadence.simulation.checks import COUNTED_ALWAYS, left, wrong_with


@dataclass(slots=True, kw_only=True)
class SimulationCounts:
    """Counts, by whatever tells them apart."""

    outcomes: Counter[tuple[str, Channel, str]] = field(default_factory=Counter)  # step, channel, outcome
    ends: Counter[str] = field(default_factory=Counter)
    verdicts: Counter[str] = field(default_factory=Counter)
    noes: Counter[str] = field(default_factory=Counter)  # rule -> how often it refused
    tries: Counter[int] = field(default_factory=Counter)  # touches until a lead was reached -> leads
    hours: Counter[tuple[datetime, Channel]] = field(default_factory=Counter)  # the hour it left in, channel
    held: Counter[tuple[str, str]] = field(default_factory=Counter)  # who is still open at the end: hold, key -> leads
    checked: Counter[str] = field(default_factory=Counter)  # how many were looked at
    found: Counter[str] = field(default_factory=Counter)  # how many of those were wrong
    last: datetime | None = None  # the last touch

    def __add__(self, other: "SimulationCounts") -> "SimulationCounts":
        """Return both together."""
        return SimulationCounts(
            outcomes=self.outcomes + other.outcomes,
            ends=self.ends + other.ends,
            verdicts=self.verdicts + other.verdicts,
            noes=self.noes + other.noes,
            tries=self.tries + other.tries,
            hours=self.hours + other.hours,
            held=self.held + other.held,
            checked=self.checked + other.checked,
            found=self.found + other.found,
            last=max((one for one in (self.last, other.last) if one is not None), default=None),
        )

    @property
    def touches(self) -> int:
        """How many messages and calls left the house."""
        return sum(count for (_, channel), count in self.hours.items() if channel is not Channel.TASK)

    @property
    def contacted(self) -> int:
        """With how many leads there was a conversation or a reply."""
        return sum(self.tries.values())

    def listen(self, verdicts: VerdictCache) -> None:
        """Hear what the gate said of facts that change now; nobody needs it here."""

    def verdict(self, said: Verdict) -> None:
        """Count what the gate said of a touch that was due."""
        self.verdicts[type(said).__name__.lower()] += 1
        if isinstance(said, Refuse):
            self.noes.update({reason.rule for reason in said.reasons if reason.until is None})

    def began(self, touch: Touch, campaign: Campaign, before: Facts) -> None:
        """Count a touch that leaves, and check it against what was done before."""
        self.verdicts[Allow.__name__.lower()] += 1
        self.hours[touch.at.replace(minute=0, second=0, microsecond=0), touch.channel] += 1
        self.last = touch.at if self.last is None else max(self.last, touch.at)
        for name in COUNTED_ALWAYS:
            self.checked[name] += 1
        for name in wrong_with(touch, campaign, before):
            self.found[name] += 1

    def settled(self, touch: Touch) -> None:
        """Count what came of a touch, or that it was passed over."""
        outcome = touch.outcome.value if touch.outcome else touch.state.value
        self.outcomes[touch.step or "confirmation", touch.channel, outcome] += 1

    def reached(self, facts: Facts) -> None:
        """Count a lead with whom there was a first conversation or reply, by the touches it took."""
        self.tries[sum(left(touch) for touch in facts.own())] += 1

    def looked_twice(self, *, allowed: bool) -> None:
        """Count a touch about which the gate was asked afresh."""
        self.checked["not_allowed"] += 1
        self.found["not_allowed"] += not allowed

    def steps(self, order: list[str]) -> list[StepCount]:
        """Return what came of each step, in this order; what belongs to none comes last."""
        rows: dict[tuple[str, str], dict[str, int]] = {}
        for (step, channel, outcome), count in sorted(self.outcomes.items()):
            rows.setdefault((step, channel.value), {})[outcome] = count
        place = {step: at for at, step in enumerate(order)}
        told = sorted(rows, key=lambda row: (place.get(row[0], len(place)), row))
        return [
            StepCount(
                step=step, channel=channel, touches=sum(rows[step, channel].values()), outcomes=rows[step, channel]
            )
            for step, channel in told
        ]
