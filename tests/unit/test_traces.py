"""Is a trace whole whatever the carrier answers, and is nothing loaded where no traces are wanted?"""

import gzip
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from uuid import UUID, uuid4

import pytest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.sdk.trace.sampling import ALWAYS_OFF, Sampler, TraceIdRatioBased
from opentelemetry.trace import StatusCode

from cadence.app.settings import Settings
from cadence.app.traces import NAME, TouchIds, TouchSpans
from cadence.app.tracing import tracing_of
from cadence.domain import Attempt, Cause, CauseKind, Channel, Purpose, Touch, TouchState
from cadence.domain.touch_record import Stored
from cadence.engine.monitoring.spans import NoSpans, Spans

NOW = datetime(2027, 3, 9, 12, tzinfo=UTC)
SECRET = "+34600000001 Ana"
PLANNED = datetime.now(UTC) - timedelta(minutes=5)
CAUSE = Cause(kind=CauseKind.STEP, ref="hello")
ATTEMPT = Attempt(at=NOW, channel=Channel.SMS, cause=CAUSE, step="hello")


def touch() -> Stored:
    """A reserved touch."""
    row = Touch(
        id=str(uuid4()),
        lead=str(uuid4()),
        enrolment=str(uuid4()),
        campaign="spring",
        cause=CAUSE,
        attempt=1,
        step="hello",
        channel=Channel.SMS,
        purpose=Purpose.SERVICE,
        state=TouchState.RESERVED,
        at=NOW,
    )
    return Stored(touch=row, version=1)


def followed(sampler: Sampler | None = None) -> tuple[TouchSpans, InMemorySpanExporter]:
    """What follows touches, and where its spans go."""
    exporter = InMemorySpanExporter()
    provider = TracerProvider(sampler=sampler, id_generator=TouchIds(), shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    return TouchSpans(provider), exporter


def attempt(spans: Spans, stored: Stored, answer: str) -> None:
    """One attempt, which the carrier answers so; what did not leave, or may not have, is tried again or looked up."""
    with spans.touch(ATTEMPT, stored, PLANNED):
        with spans.request("send") as answered:
            answered(answer)
        if answer in {"not_sent", "uncertain"}:
            raise ConnectionError(SECRET)
        if answer == "accepted":
            with spans.request("cancel") as answered:
                answered("answered")


def names(spans: tuple[ReadableSpan, ...]) -> list[str]:
    """Their names."""
    return [span.name for span in spans]


@pytest.mark.parametrize("last", ["accepted", "rejected", "uncertain"])
def test_the_attempts_of_a_touch_are_one_trace_with_one_first_span(last: str) -> None:
    """Each attempt is under the span that only the last one writes: it reaches from the plan to the carrier."""
    spans, exporter = followed()
    stored = touch()
    answers = ["not_sent", "not_sent", last]
    for answer in answers:
        if answer in {"not_sent", "uncertain"}:
            with pytest.raises(ConnectionError):
                attempt(spans, stored, answer)
        else:
            attempt(spans, stored, answer)
    written = exporter.get_finished_spans()

    root = next(span for span in written if span.name == NAME)
    assert names(written).count(NAME) == 1
    assert {span.context.trace_id for span in written} == {UUID(stored.touch.id).int}
    assert root.context.span_id == spans.root(stored.touch.id).span_id
    under = [span for span in written if span.name in {"attempt", "wait for the turn"}]
    assert len(under) == 6
    assert {span.parent and span.parent.span_id for span in under} == {root.context.span_id}
    attempts = [span for span in written if span.name == "attempt"]
    assert [(span.attributes or {})["cadence.answer"] for span in attempts] == answers
    assert len({span.context.span_id for span in written}) == len(written)
    assert ((root.end_time or 0) - (root.start_time or 0)) / 1e9 >= 300
    assert not [span for span in written if SECRET in span.to_json()], "the text of an error may hold anything"
    assert {span.status.status_code for span in attempts[:2]} == {StatusCode.ERROR}


def test_a_webhook_is_linked_to_its_touch_by_its_id_alone() -> None:
    """Another process has written that trace. One about no touch has no link, and a failure is one."""
    spans, exporter = followed()
    identity = str(uuid4())
    for named, status in ((identity, "204"), ("", "503")):
        with spans.webhook("message", named) as answered:
            answered(status)
    with pytest.raises(ConnectionError), spans.webhook("call", identity):
        raise ConnectionError(SECRET)
    linked, unlinked, broken = exporter.get_finished_spans()

    assert [(link.context.trace_id, link.context.span_id) for link in linked.links] == [
        (UUID(identity).int, spans.root(identity).span_id)
    ]
    assert not unlinked.links
    assert [span.status.status_code for span in (linked, unlinked, broken)] == [
        StatusCode.UNSET,
        StatusCode.ERROR,
        StatusCode.ERROR,
    ]
    assert SECRET not in broken.to_json()


@pytest.mark.parametrize("sampler", [ALWAYS_OFF, TraceIdRatioBased(0.5)])
def test_a_trace_is_written_whole_or_not_at_all(sampler: Sampler) -> None:
    """Also one of which only every second is wanted."""
    spans, exporter = followed(sampler)
    whole = {"carrier cancel", "carrier send", "attempt", "wait for the turn", NAME}
    for _ in range(20):
        stored = touch()
        exporter.clear()
        attempt(spans, stored, "accepted")
        assert set(names(exporter.get_finished_spans())) in (set(), whole)
        assert bool(exporter.get_finished_spans()) is spans.root(stored.touch.id).trace_flags.sampled


def test_without_a_collector_nothing_is_followed_and_nothing_is_loaded() -> None:
    """The libraries of metrics and traces cost memory and time in every process."""
    code = "import sys, cadence.cli.commands.worker, cadence.cli.commands.serve; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    tracing = tracing_of(Settings.from_env({}), "worker")
    tracing.end()

    assert isinstance(tracing.spans, NoSpans)
    assert not [name for name in loaded if name.startswith(("opentelemetry.sdk", "opentelemetry.exporter"))]
    assert "prometheus_client" not in loaded
    with tracing.spans.touch(ATTEMPT, touch(), NOW), tracing.spans.request("send") as answered:
        answered("accepted")


class _Collector(BaseHTTPRequestHandler):
    """Takes spans."""

    def do_POST(self) -> None:
        """Keep where they came, and their bytes."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.path, body))  # type: ignore[attr-defined]
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_spans_reach_the_collector_before_the_process_ends() -> None:
    """By OTLP over HTTP, with the name of the process."""
    with HTTPServer(("127.0.0.1", 0), _Collector) as server:
        got: list[tuple[str, bytes]] = []
        server.got = got  # type: ignore[attr-defined]
        Thread(target=server.serve_forever, daemon=True).start()
        tracing = tracing_of(Settings.from_env({"CADENCE_OTLP": f"http://127.0.0.1:{server.server_port}/"}), "worker")
        stored = touch()
        attempt(tracing.spans, stored, "accepted")
        tracing.end()
        server.shutdown()

    assert {path for path, _ in got} == {"/v1/traces"}
    sent = b"".join(gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body for _, body in got)
    assert UUID(stored.touch.id).bytes in sent
    assert b"cadence-worker" in sent


@pytest.mark.parametrize("variable", ["CADENCE_OTLP", "OTEL_EXPORTER_OTLP_ENDPOINT"])
def test_a_collector_that_is_away_stops_nobody(variable: str) -> None:
    """Spans are lost then, and the process ends in seconds."""
    tracing = tracing_of(Settings.from_env({variable: "http://127.0.0.1:1"}), "worker")
    assert isinstance(tracing.spans, TouchSpans)
    attempt(tracing.spans, touch(), "accepted")

    begun = datetime.now(UTC)
    tracing.end()

    assert datetime.now(UTC) - begun < timedelta(seconds=30)
