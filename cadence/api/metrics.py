"""
What does /metrics show? Edge: this web server's own requests, and what the ledger tells, in Prometheus's format.

It is closed unless CADENCE_METRICS opens it. The ledger is asked at most once in a few seconds, however many ask.
"""

import logging
import time
from collections.abc import Callable, Iterable, Mapping
from threading import Lock

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)

from cadence.domain.clock import Clock
from cadence.domain.errors import CadenceError
from cadence.domain.metrics import LEDGER_UP, METRICS, Metric, MetricKind, Source
from cadence.engine.monitoring import gauges
from cadence.ledger.db.ledger import Ledger

log = logging.getLogger(__name__)

REMEMBERED = 10.0
"""Seconds for which what the ledger told is shown again."""


class WebMetrics:
    """The metrics of one web server. Safe to use from many threads."""

    def __init__(self, ledger: Ledger, clock: Clock, seconds: Callable[[], float] = time.monotonic) -> None:
        """Declare every metric that a web server shows."""
        self._ledger = ledger
        self._clock = clock
        self._seconds = seconds
        self._read_at = float("-inf")
        self._lock = Lock()
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._histograms = {metric.name: self._histogram(metric) for metric in _of(MetricKind.HISTOGRAM, Source.WEB)}
        self._gauges = {metric.name: self._gauge(metric) for metric in _of(MetricKind.GAUGE, Source.LEDGER)}

    def _histogram(self, metric: Metric) -> Histogram:
        names = [label.name for label in metric.labels]
        return Histogram(metric.name, metric.help, names, buckets=metric.buckets, registry=self._registry)

    def _gauge(self, metric: Metric) -> Gauge:
        return Gauge(metric.name, metric.help, [label.name for label in metric.labels], registry=self._registry)

    def show(self, metric: Metric, value: float, labels: Mapping[str, str]) -> None:
        """Note one value of a request."""
        self._histograms[metric.name].labels(**labels).observe(value)

    async def answer(self, _request: Request) -> Response:
        """Answer a scrape."""
        return Response(await run_in_threadpool(self.text), headers={"Content-Type": CONTENT_TYPE_LATEST})

    def text(self) -> bytes:
        """Return every metric in the text format."""
        with self._lock:
            if self._seconds() - self._read_at >= REMEMBERED:
                self._read()
                self._read_at = self._seconds()
            text: bytes = generate_latest(self._registry)
        return text

    def _read(self) -> None:
        """Read what the ledger tells. When it does not answer, old values would look like new ones: they go."""
        for shown in self._gauges.values():
            shown.clear()
        try:
            with self._ledger.begin() as tx:
                values = gauges.read(tx, self._clock)
        except CadenceError as error:
            log.warning("metrics without the ledger: %s", error, extra={"action": "metrics_unavailable"})
            values = []
        self._gauges[LEDGER_UP.name].set(float(bool(values)))
        for value in values:
            shown = self._gauges[value.metric.name]
            (shown.labels(**value.labels) if value.labels else shown).set(value.value)


def _of(kind: MetricKind, source: Source) -> Iterable[Metric]:
    return (metric for metric in METRICS if metric.kind is kind and metric.source is source)
