"""Where do traces go? Edge: settings in; what follows touches out. Without a collector nothing is loaded."""

import os
from collections.abc import Callable
from dataclasses import dataclass

from cadence.app.settings import Settings
from cadence.engine.monitoring.spans import NoSpans, Spans

PATIENCE = 3.0
"""Seconds in which the collector has to take spans, the last ones of a process as well."""


def _nothing() -> None:
    """End where nothing was begun."""


@dataclass(frozen=True, slots=True)
class Tracing:
    """What follows touches, and how it ends."""

    spans: Spans
    end: Callable[[], None] = _nothing


def tracing_of(settings: Settings, service: str) -> Tracing:
    """Return what follows the touches of this process and sends them to the collector; nothing without one."""
    collector = settings.otlp or settings.otel_endpoint
    if not collector:
        return Tracing(NoSpans())
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415  only where used
    from opentelemetry.sdk.resources import SERVICE_NAME, Resource  # noqa: PLC0415  as above
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415  as above
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415  as above

    from cadence.app.traces import TouchIds, TouchSpans  # noqa: PLC0415  as above

    name = os.environ.get("OTEL_SERVICE_NAME") or f"cadence-{service}"
    provider = TracerProvider(
        resource=Resource.create({SERVICE_NAME: name}), id_generator=TouchIds(), shutdown_on_exit=False
    )
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(f"{collector}/v1/traces", timeout=PATIENCE)))
    return Tracing(TouchSpans(provider), provider.shutdown)
