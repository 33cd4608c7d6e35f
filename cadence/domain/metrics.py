"""
Which figures about itself does the engine offer for monitoring? Pure: every metric with its labels, declared once.

A label takes the values that are declared for it and no other, so none can hold a person, a number or a text that
somebody has written: whatever else comes is `other`. The table in docs/operations.md is made of these declarations.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from cadence.domain.enums import Channel, HoldName, TouchState

OTHER = "other"
"""The value of a label that was given a value which it does not take."""


class MetricKind(StrEnum):
    """What can be done with a metric's values."""

    COUNTER = "counter"  # only grows: ask for its rate
    GAUGE = "gauge"  # goes up and down
    HISTOGRAM = "histogram"  # how many values were at most so large


class Source(StrEnum):
    """Which process shows a metric."""

    WEB = "web server"  # each counts its own requests
    WORKER = "worker"  # each counts its own touches
    LEDGER = "ledger"  # read from the ledger by the web server; the same at each


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A label and the values that it may have."""

    name: str
    values: tuple[str, ...] = ()  # none: words of our own code, of the form below
    form: str = ""

    def read(self, value: str) -> str:
        """Return the value, or `other` for one that this label does not take."""
        known = value in self.values if self.values else re.fullmatch(self.form, value) is not None
        return value if known else OTHER

    @property
    def described(self) -> str:
        """The values, for the table of metrics."""
        return ", ".join(self.values) if self.values else f"words of the form `{self.form}`"


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One metric. The unit is the end of its name."""

    name: str
    kind: MetricKind
    source: Source
    help: str
    labels: tuple[Label, ...] = ()
    buckets: tuple[float, ...] = ()  # of a histogram

    def read(self, *values: str) -> dict[str, str]:
        """Return these values, in the order of the labels, as the labels take them."""
        return {label.name: label.read(value) for label, value in zip(self.labels, values, strict=True)}


SHORT_TIMES = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
LONG_TIMES = (1.0, 5.0, 10.0, 30.0, 60.0, 300.0, 900.0, 3600.0)
ANSWERS = Label(name="answer", values=("2xx", "3xx", "4xx", "5xx"))
CHANNEL = Label(name="channel", values=tuple(channel.value for channel in Channel))

WEBHOOK = Metric(
    name="cadence_webhook_seconds",
    kind=MetricKind.HISTOGRAM,
    source=Source.WEB,
    help="How long the carrier waited for the answer to a signed webhook",
    labels=(Label(name="webhook", form="[a-z_]{1,30}"), ANSWERS),
    buckets=SHORT_TIMES,
)
REQUEST = Metric(
    name="cadence_api_request_seconds",
    kind=MetricKind.HISTOGRAM,
    source=Source.WEB,
    help="How long a request to the API or the page waited for its answer",
    labels=(
        Label(name="route", form=r"/[a-z_/{}:.]{0,60}"),  # as our code writes it, with {name} for what was sent
        Label(name="method", values=("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")),
        ANSWERS,
    ),
    buckets=SHORT_TIMES,
)
LATENESS = Metric(
    name="cadence_touch_lateness_seconds",
    kind=MetricKind.HISTOGRAM,
    source=Source.WORKER,
    help="How much later than planned the carrier had a touch",
    labels=(CHANNEL,),
    buckets=LONG_TIMES,
)
CARRIER_REQUEST = Metric(
    name="cadence_carrier_request_seconds",
    kind=MetricKind.HISTOGRAM,
    source=Source.WORKER,
    help="How long a request to the carrier took, and what it answered; uncertain: the answer was lost",
    labels=(
        Label(name="request", values=("send", "dial", "fetch", "find", "cancel", "receive", "erase")),
        Label(name="answer", values=("accepted", "rejected", "not_sent", "uncertain", "answered", "failed")),
    ),
    buckets=SHORT_TIMES,
)
LEDGER_UP = Metric(
    name="cadence_ledger_up",
    kind=MetricKind.GAUGE,
    source=Source.LEDGER,
    help="1 if the ledger answered; 0: it did not, and the other figures from the ledger are missing",
)
OBJECTIVE = Label(name="objective", form="[a-z_]{1,40}")
OBJECTIVE_GOOD = Metric(
    name="cadence_objective_good",
    kind=MetricKind.GAUGE,
    source=Source.LEDGER,
    help="How many of those that an objective counts met it",
    labels=(OBJECTIVE,),
)
OBJECTIVE_WHOLE = Metric(
    name="cadence_objective_whole",
    kind=MetricKind.GAUGE,
    source=Source.LEDGER,
    help="How many an objective counts, in its window",
    labels=(OBJECTIVE,),
)
OBJECTIVE_TARGET = Metric(
    name="cadence_objective_target",
    kind=MetricKind.GAUGE,
    source=Source.LEDGER,
    help="Which share of them should meet it",
    labels=(OBJECTIVE,),
)
OPEN_LEADS = Metric(
    name="cadence_open_leads", kind=MetricKind.GAUGE, source=Source.LEDGER, help="Leads under way in any campaign"
)
HELD_LEADS = Metric(
    name="cadence_held_leads",
    kind=MetricKind.GAUGE,
    source=Source.LEDGER,
    help="Open leads that wait for something, by what ends the wait",
    labels=(Label(name="hold", values=tuple(hold.value for hold in HoldName)),),
)
OVERDUE_LEADS = Metric(
    name="cadence_overdue_leads",
    kind=MetricKind.GAUGE,
    source=Source.LEDGER,
    help="Open leads whose wake-up passed two minutes ago without a touch under way, at most 1,000",
)
OVERDUE_SECONDS = Metric(
    name="cadence_overdue_seconds",
    kind=MetricKind.GAUGE,
    source=Source.LEDGER,
    help="For how long the first of them has been due",
)
TOUCHES_UNDER_WAY = Metric(
    name="cadence_touches_under_way",
    kind=MetricKind.GAUGE,
    source=Source.LEDGER,
    help="Touches that have left, or may have, and are not over",
    labels=(Label(name="state", values=(TouchState.RESERVED, TouchState.UNKNOWN, TouchState.CARRIED)),),
)
EVENTS_WAITING = Metric(
    name="cadence_events_waiting",
    kind=MetricKind.GAUGE,
    source=Source.LEDGER,
    help="Events that an endpoint has not received yet",
)
EVENTS_OLDEST_SECONDS = Metric(
    name="cadence_events_oldest_seconds",
    kind=MetricKind.GAUGE,
    source=Source.LEDGER,
    help="For how long the first of them has waited",
)
PROCESSES = Metric(
    name="cadence_processes",
    kind=MetricKind.GAUGE,
    source=Source.LEDGER,
    help="Processes whose heartbeat came within the last minute",
    labels=(Label(name="role", values=("worker", "web")),),
)
JOB_IDLE_SECONDS = Metric(
    name="cadence_job_idle_seconds",
    kind=MetricKind.GAUGE,
    source=Source.LEDGER,
    help="How long ago a background job last succeeded",
    labels=(Label(name="job", form="[a-z_ ]{1,40}"),),
)
JOB_FAILURES = Metric(
    name="cadence_job_failures",
    kind=MetricKind.GAUGE,
    source=Source.LEDGER,
    help="How often a background job has failed since it last succeeded",
    labels=(Label(name="job", form="[a-z_ ]{1,40}"),),
)
SET_ASIDE = Metric(
    name="cadence_set_aside",
    kind=MetricKind.GAUGE,
    source=Source.LEDGER,
    help="Items that background jobs could not handle",
)
PAUSES = Metric(
    name="cadence_pauses",
    kind=MetricKind.GAUGE,
    source=Source.LEDGER,
    help="What is paused now, by who paused it",
    labels=(Label(name="by", values=("carrier", "person")),),
)

ALERTS = Metric(
    name="cadence_alerts",
    kind=MetricKind.GAUGE,
    source=Source.LEDGER,
    help="Alerts that watch campaigns, by how they stood when they were judged last; failed: the figure cannot be read",
    labels=(Label(name="state", values=("raised", "clear", "too_few", "unjudged", "failed")),),
)

METRICS: tuple[Metric, ...] = (
    WEBHOOK,
    REQUEST,
    LATENESS,
    CARRIER_REQUEST,
    LEDGER_UP,
    OBJECTIVE_GOOD,
    OBJECTIVE_WHOLE,
    OBJECTIVE_TARGET,
    OPEN_LEADS,
    HELD_LEADS,
    OVERDUE_LEADS,
    OVERDUE_SECONDS,
    TOUCHES_UNDER_WAY,
    EVENTS_WAITING,
    EVENTS_OLDEST_SECONDS,
    PROCESSES,
    JOB_IDLE_SECONDS,
    JOB_FAILURES,
    SET_ASIDE,
    PAUSES,
    ALERTS,
)
"""Every metric, in the order of the table."""
