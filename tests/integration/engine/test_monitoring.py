"""Can a touch be followed from its timer to the carrier and back, and does nobody see in it whom it was for?"""

import asyncio
import urllib.request
from uuid import UUID

from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind
from prometheus_client.parser import text_string_to_metric_families
from temporalio.client import Client

from cadence.app.observing import Observing
from cadence.app.settings import Settings
from cadence.app.temporal import CONVERTER
from cadence.app.traces import NAME, TouchIds, TouchSpans
from cadence.app.tracing import Tracing
from cadence.app.worker_metrics import WorkerMetrics, runtime_of
from cadence.domain.metrics import CARRIER_REQUEST, LATENESS
from cadence.domain.objectives import MESSAGES, WEBHOOKS
from cadence.engine.monitoring.measures import Measures
from cadence.ledger.touches import touch_rows
from cadence.local.stack import TemporalServer
from cadence.local.stack.ports import free_port
from tests.integration.engine.conftest import SetStage
from tests.integration.engine.scene import Scene
from tests.unit.scripts import script

ANA = "+34600000231"
STEPS = """
  - step: hello
    sms: "Hola, soy de {{ company }}. Responde BAJA para no recibir más."
    on: {otherwise: end}
"""


def written(exporter: InMemorySpanExporter, name: str) -> list[ReadableSpan]:
    """The spans of a name."""
    return [span for span in exporter.get_finished_spans() if span.name == name]


def spans_in(exporter: InMemorySpanExporter, trace: int) -> dict[str, ReadableSpan]:
    """The spans of one trace by their names."""
    return {span.name: span for span in exporter.get_finished_spans() if span.context.trace_id == trace}


async def test_a_touch_is_followed_from_its_timer_to_the_webhook_and_names_nobody(
    stage: SetStage, temporal_server: TemporalServer
) -> None:
    """One real touch: its spans, the link of its webhook, and the worker's metrics with those of Temporal's SDK."""
    on = stage(STEPS, {ANA: {}})
    exporter = InMemorySpanExporter()
    provider = TracerProvider(id_generator=TouchIds())
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    port = free_port()
    runtime = runtime_of(Settings.from_env({"CADENCE_WORKER_METRICS": str(port)}))
    assert runtime is not None
    measures = Measures(WorkerMetrics(runtime).show)
    measures.spans = on.deps.measures.spans = TouchSpans(provider)
    observing = Observing(measures=measures, runtime=runtime, tracing=Tracing(measures.spans))
    on.client = await Client.connect(temporal_server.address, data_converter=CONVERTER, runtime=runtime)
    on.enrol(ANA)

    async with on.working(carrier=observing.carrier(on.carrier), dispatcher=observing.dispatcher(on.clock)):
        (lead,) = await on.finished()
        webhook: ReadableSpan = (await on.until(lambda: written(exporter, "webhook message")))[0]
        scraped = await asyncio.to_thread(scrape, port)

    touch = touch_of(on)
    spans = spans_in(exporter, UUID(touch).int)
    assert set(spans) == {NAME, "wait for the turn", "attempt", "carrier send"}
    root, attempt = spans[NAME], spans["attempt"]
    assert root.parent is None
    assert {parent_of(span) for span in (attempt, spans["wait for the turn"])} == {root.context.span_id}
    assert parent_of(spans["carrier send"]) == attempt.context.span_id
    assert spans["carrier send"].kind is SpanKind.CLIENT
    assert root.start_time == spans["wait for the turn"].start_time <= (attempt.start_time or 0)
    assert (attempt.end_time or 0) <= (root.end_time or 0)
    assert dict(root.attributes or {}) == {
        "cadence.touch": touch,
        "cadence.enrolment": lead.enrolment.id,
        "cadence.channel": "sms",
        "cadence.cause": "step",
        "cadence.attempt": 1,
        "cadence.answer": "accepted",
    }
    assert [(link.context.trace_id, link.context.span_id) for link in webhook.links] == [
        (root.context.trace_id, root.context.span_id)
    ]
    assert webhook.context.trace_id != root.context.trace_id
    assert webhook.attributes == {
        "cadence.webhook": "message",
        "cadence.touch": touch,
        "http.response.status_code": 204,
    }
    said = "".join(span.to_json() for span in exporter.get_finished_spans())
    assert no_person(on, said)

    families = {family.name: family for family in text_string_to_metric_families(scraped)}
    samples = {sample.name for family in families.values() for sample in family.samples}
    monitoring = script("monitoring")
    assert {LATENESS.name, CARRIER_REQUEST.name} <= set(families)
    assert set(monitoring.OF_TEMPORAL) - {monitoring.TASKS_FAILED} <= samples, "this one appears with the first failure"
    assert no_person(on, scraped)
    assert lead.enrolment.id not in scraped
    assert lead.enrolment.campaign not in scraped.replace(on.play.floor, ""), "a queue has the name of its floor"
    assert measures.tally.take()[MESSAGES.name] == (1, 1)
    assert on.deps.measures.tally.take()[WEBHOOKS.name][0] >= 1


def scrape(port: int) -> str:
    """What Prometheus would read."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
        return str(answer.read().decode())


def touch_of(on: Scene) -> str:
    """The id of the only touch."""
    with on.ledger.begin() as tx:
        identity = str(tx.exec_driver_sql("SELECT id FROM touches").scalar_one())
        assert touch_rows.get(tx, identity).touch.id == identity
    return identity


def parent_of(span: ReadableSpan) -> int | None:
    """The id of the span that this one is a part of."""
    return span.parent.span_id if span.parent is not None else None


def no_person(on: Scene, text: str) -> bool:
    """Tell whether a text has no number, name or word of anybody's message."""
    sid = str(on.asked("SELECT sid FROM messages LIMIT 1")[0]["sid"])
    return not [word for word in (ANA, ANA[3:], "Ana", "Prueba", "Tienda", "Hola", "910000001", sid) if word in text]
