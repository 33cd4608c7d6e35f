"""What is the result of a simulation? Pure: counts that leads and processes add up, named as in a real report."""

from collections import Counter
from dataclasses import dataclass, field, fields
from datetime import date, datetime

from cadence.campaign import Campaign
from cadence.domain import Allow, Channel, Facts, Outcome, Refuse, Touch, Verdict
from cadence.domain.channels import CONTACT_CHANNELS
from cadence.ledger.campaigns.status import StepCount
from cadence.planning.case import VerdictCache
from cadence.simulation.checks import COUNTED_ALWAYS, left, wrong_with
from cadence.simulation.people import CallReaction

ANSWERED = frozenset({Outcome.ANSWERED, Outcome.ABANDONED, Outcome.MACHINE, Outcome.VOICEMAIL_LEFT})
"""Somebody or something took the call: from then on it is paid for."""

CONFIRMATION = "confirmation"
"""The step of touches that no step of the file made."""


@dataclass(slots=True, kw_only=True)
class SimulationCounts:
    """Counts, by whatever tells them apart."""

    outcomes: Counter[tuple[str, Channel, str]] = field(default_factory=Counter)  # step, channel, outcome
    ends: Counter[str] = field(default_factory=Counter)
    verdicts: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)  # rule -> how often it refused
    tries: Counter[int] = field(default_factory=Counter)  # touches until a lead was reached -> leads
    hours: Counter[tuple[datetime, Channel]] = field(default_factory=Counter)  # the hour it left in, channel
    held: Counter[tuple[str, str]] = field(default_factory=Counter)  # leads still open at the end: hold, key -> leads
    checked: Counter[str] = field(default_factory=Counter)  # how many were looked at
    found: Counter[str] = field(default_factory=Counter)  # how many of those were wrong
    # what the carrier is paid for: step, channel, country, seconds of a call from its answer on
    used: Counter[tuple[str, Channel, str, int]] = field(default_factory=Counter)
    tasks: Counter[tuple[date, str, str]] = field(default_factory=Counter)  # of steps: working day, label, assignee
    last: datetime | None = None  # the last touch

    def __add__(self, other: "SimulationCounts") -> "SimulationCounts":
        """Return both together."""
        names = [field.name for field in fields(SimulationCounts) if field.name != "last"]
        counters = {name: getattr(self, name) + getattr(other, name) for name in names}
        return SimulationCounts(**counters, last=max(filter(None, (self.last, other.last)), default=None))

    @property
    def touches(self) -> int:
        """How many messages were sent and calls made."""
        return sum(count for (_, channel), count in self.hours.items() if channel in CONTACT_CHANNELS)

    @property
    def contacted(self) -> int:
        """How many leads had a conversation or replied."""
        return sum(self.tries.values())

    def listen(self, verdicts: VerdictCache) -> None:
        """Receive the verdicts on facts that change now; not needed here."""

    def verdict(self, verdict: Verdict) -> None:
        """Count the verdict on a touch that was due."""
        self.verdicts[type(verdict).__name__.lower()] += 1
        if isinstance(verdict, Refuse):
            self.refusals.update({reason.rule for reason in verdict.reasons if reason.until is None})

    def began(self, touch: Touch, campaign: Campaign, before: Facts) -> None:
        """Count a touch that leaves, and check it against what was done before."""
        self.verdicts[Allow.__name__.lower()] += 1
        self.hours[touch.at.replace(minute=0, second=0, microsecond=0), touch.channel] += 1
        self.last = touch.at if self.last is None else max(self.last, touch.at)
        for name in COUNTED_ALWAYS:
            self.checked[name] += 1
        for name in wrong_with(touch, campaign, before):
            self.found[name] += 1

    def settled(self, touch: Touch, facts: Facts | None = None, call: CallReaction | None = None) -> None:
        """Count the outcome of a touch, also when it was skipped; of one that left, what the carrier is paid for."""
        outcome, step = touch.outcome.value if touch.outcome else touch.state.value, touch.step or CONFIRMATION
        self.outcomes[step, touch.channel, outcome] += 1
        country = next((own.country for own in facts.lead.numbers if own.id == touch.number), None) if facts else None
        if country is not None:
            answered = call is not None and call.outcome in ANSWERED
            seconds = max(1, round(call.talks.total_seconds())) if answered and call is not None else 0
            self.used[step, touch.channel, country, seconds] += 1

    def resulted(self, task: Touch) -> None:
        """Count the result of a task that was counted as created."""
        self.outcomes[task.step, task.channel, Outcome.CREATED.value] -= 1
        self.settled(task)

    def reached(self, facts: Facts) -> None:
        """Count a lead that had its first conversation or reply, by the touches it took."""
        self.tries[sum(left(touch) for touch in facts.own())] += 1

    def rechecked(self, *, allowed: bool) -> None:
        """Count a touch for which the rules were evaluated again."""
        self.checked["not_allowed"] += 1
        self.found["not_allowed"] += not allowed

    def steps(self, order: list[str]) -> list[StepCount]:
        """Return the outcomes of each step, in this order; touches without a step come last."""
        rows: dict[tuple[str, str], dict[str, int]] = {}
        for (step, channel, outcome), count in sorted((+self.outcomes).items()):
            rows.setdefault((step, channel.value), {})[outcome] = count
        place = {step: at for at, step in enumerate(order)}
        ordered = sorted(rows, key=lambda row: (place.get(row[0], len(place)), row))
        return [
            StepCount(
                step=step, channel=channel, touches=sum(rows[step, channel].values()), outcomes=rows[step, channel]
            )
            for step, channel in ordered
        ]
