"""
What do we promise of the engine's work, and how is it said whether we keep it? Pure: every objective, declared once.

An objective counts things in a window: `good` of `whole`. The metrics, the rules of alerts and `cadence doctor` have
the same counts, so they cannot contradict each other.
"""

from dataclasses import dataclass
from datetime import timedelta

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LEAVES_WITHIN = timedelta(seconds=30)
ANSWERED_WITHIN = timedelta(milliseconds=500)
SETTLED_WITHIN = timedelta(minutes=10)
BEGUN_WITHIN = timedelta(minutes=15)
DELIVERED_WITHIN = timedelta(seconds=10)
ALL = 1.0
"""The target of what must never happen: a single one misses the objective."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """One objective. Its words complete "99.2 % of 1,200 messages ...", or "0 of 1,200 touches ..."."""

    name: str
    noun: str  # what is counted
    words: str
    target: float  # the share that should be good
    window: timedelta  # real time; 0: what is so now
    least: int = 1  # of fewer than so many a share says little, and nobody is alarmed
    remedy: str  # what to do when it is missed

    @property
    def allows_none(self) -> bool:
        """Whether a single one misses it."""
        return self.target >= ALL


MESSAGES = Objective(
    name="messages_leave",
    noun="messages",
    words="left within 30 s of the time they were planned for",
    target=0.99,
    window=HOUR,
    least=100,
    remedy="See workers and overdue leads in `cadence doctor`. A burst above the rate of its sender is late as well: "
    "raise CADENCE_SENDER_RATES as far as the carrier allows, or let the campaign spread it.",
)
STOPS = Objective(
    name="stops_hold",
    noun="touches",
    words="were reserved although the person had opted out",
    target=ALL,
    window=HOUR,
    remedy="Pause everything (`cadence pause --all`), and report it with the output of `cadence lead` for the person.",
)
WEBHOOKS = Objective(
    name="webhooks_answered",
    noun="webhooks",
    words="were answered within 500 ms",
    target=0.999,
    window=HOUR,
    least=1000,
    remedy="Look at PostgreSQL and at the processors of the web server; more of them may run behind one proxy.",
)
UNKNOWN = Objective(
    name="unknown_settled",
    noun="touches without an answer of the carrier",
    words="were settled within 10 min",
    target=0.99,
    window=DAY,
    least=100,
    remedy="The carrier does not answer when it is asked: see carrier and carrier reports in `cadence doctor`.",
)
WAKE_UPS = Objective(
    name="leads_go_on",
    noun="open leads",
    words="have neither a wake-up nor a hold",
    target=ALL,
    window=timedelta(0),
    remedy="Report it with the worker's log. `cadence resume --lead LEAD` plans for such a lead again.",
)
PROMISES = Objective(
    name="promises_kept",
    noun="promised calls",
    words="began within 15 min of the promised time",
    target=0.95,
    window=DAY,
    least=20,
    remedy="More agents, or fewer other calls at these hours; `cadence report` has the calls that were missed.",
)
EVENTS = Objective(
    name="events_delivered",
    noun="events",
    words="reached their endpoint within 10 s",
    target=0.99,
    window=HOUR,
    least=100,
    remedy="An endpoint that does not answer counts: `cadence endpoint list` shows which, and its last problem.",
)

OBJECTIVES: tuple[Objective, ...] = (MESSAGES, STOPS, WEBHOOKS, UNKNOWN, WAKE_UPS, PROMISES, EVENTS)
"""Every objective, in the order of the table and of `doctor`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What an objective counted."""

    objective: Objective
    good: int
    whole: int

    @property
    def missed(self) -> bool:
        """Whether it was missed, of so many that this says something."""
        if self.objective.allows_none:
            return self.good < self.whole
        return self.whole >= self.objective.least and self.good < self.objective.target * self.whole

    @property
    def in_words(self) -> str:
        """What was counted, as one line."""
        objective, bad = self.objective, self.whole - self.good
        when = {HOUR: " in the last hour", DAY: " in the last day"}.get(objective.window, "")
        if not self.whole:
            return f"no {objective.noun}{when}"
        if objective.allows_none:
            return f"{bad:,} of {self.whole:,} {objective.noun} {objective.words}{when}"
        share, target = 100 * self.good / self.whole, 100 * objective.target
        return f"{share:.4g} % of {self.whole:,} {objective.noun} {objective.words}{when} (objective {target:.4g} %)"
