"""How is a worker's work measured? Edge: settings in; what measures its touches and its requests to the carrier out."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from temporalio.runtime import Runtime

from cadence.app.observed_carrier import ObservedCarrier
from cadence.app.settings import Settings
from cadence.app.tracing import Tracing, tracing_of
from cadence.app.worker_metrics import WorkerMetrics, runtime_of
from cadence.channels.provider import Carrier
from cadence.domain.clock import Clock
from cadence.engine.dispatch.answers import SenderRates
from cadence.engine.dispatch.attempt import Dispatcher
from cadence.engine.monitoring.measures import Measures
from cadence.engine.outcomes.planner import Planner


@dataclass(frozen=True, slots=True, kw_only=True)
class Observing:
    """What measures one worker."""

    measures: Measures
    runtime: Runtime | None  # of Temporal's SDK, where it shows metrics
    tracing: Tracing

    def carrier(self, carrier: Carrier) -> Carrier:
        """Return the carrier with its requests measured."""
        return ObservedCarrier(carrier, self.measures)

    def dispatcher(self, clock: Clock) -> Callable[[Planner, Carrier, SenderRates], Dispatcher]:
        """Return what makes a dispatcher whose touches are measured."""
        return partial(Dispatcher, leaving=partial(self.measures.leaving, clock))


def observing_of(settings: Settings) -> Observing:
    """Return what measures this worker. Raises ConflictError when its metrics cannot be shown."""
    measures, runtime = Measures(), runtime_of(settings)
    if runtime is not None:
        measures.show_by(WorkerMetrics(runtime).show)
    tracing = tracing_of(settings, "worker")
    measures.spans = tracing.spans
    return Observing(measures=measures, runtime=runtime, tracing=tracing)
