"""
How does a worker show its metrics? Edge: by the server for metrics that Temporal's SDK has, its own and ours together.

Names are those of the Prometheus convention: seconds as seconds, and counters that end in `_total`.
"""

from collections.abc import Mapping

from temporalio.common import MetricHistogramFloat
from temporalio.runtime import PrometheusConfig, Runtime, TelemetryConfig

from cadence.app.settings import Settings
from cadence.domain.errors import ConflictError
from cadence.domain.metrics import METRICS, Metric, MetricKind, Source

_OURS = [metric for metric in METRICS if metric.source is Source.WORKER and metric.kind is MetricKind.HISTOGRAM]


def runtime_of(settings: Settings) -> Runtime | None:
    """Return the SDK's runtime, which shows metrics on a port; None where no port is set. Raises ConflictError."""
    if settings.worker_metrics is None:
        return None
    host = settings.worker_metrics_host
    shown = f"[{host}]" if ":" in host else host
    config = PrometheusConfig(
        bind_address=f"{shown}:{settings.worker_metrics}",
        counters_total_suffix=True,
        unit_suffix=True,
        durations_as_seconds=True,
        histogram_bucket_overrides={metric.name: metric.buckets for metric in _OURS},
    )
    try:
        return Runtime(telemetry=TelemetryConfig(metrics=config, attach_service_name=False))
    except (RuntimeError, ValueError) as error:
        raise ConflictError(
            f"Metrics cannot be shown on port {settings.worker_metrics} of {host}. Expected a free port of this "
            "machine: set CADENCE_WORKER_METRICS to another one for each worker, or unset it."
        ) from error


class WorkerMetrics:
    """Our own metrics among those of the SDK. Safe to use from many threads."""

    def __init__(self, runtime: Runtime) -> None:
        """Declare every metric that a worker shows."""
        meter = runtime.metric_meter
        self._histograms: dict[str, MetricHistogramFloat] = {
            metric.name: meter.create_histogram_float(metric.name, metric.help) for metric in _OURS
        }

    def show(self, metric: Metric, value: float, labels: Mapping[str, str]) -> None:
        """Note one value."""
        self._histograms[metric.name].record(value, labels)
