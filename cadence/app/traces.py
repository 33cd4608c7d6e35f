"""
How do touches become traces of OpenTelemetry? Edge: loaded only where traces are wanted (`tracing.py`).

The trace of a touch has the touch's own id, and its first span an id that follows from it. So another process that
hears about the touch in a webhook can link its span without asking anybody.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from opentelemetry.context import Context
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.id_generator import IdGenerator, RandomIdGenerator
from opentelemetry.sdk.trace.sampling import Decision
from opentelemetry.trace import (
    INVALID_SPAN_CONTEXT,
    Link,
    NonRecordingSpan,
    Span,
    SpanContext,
    SpanKind,
    Status,
    StatusCode,
    TraceFlags,
    set_span_in_context,
)

from cadence.domain import Attempt
from cadence.domain.clock import utc_now
from cadence.domain.touch_record import Stored
from cadence.engine.monitoring.spans import Answered

NAME = "touch"
"""The first span of a trace: from the instant for which the touch was planned until the carrier had it."""
WITH_CARRIER = frozenset({"accepted", "rejected", "uncertain"})
"""Answers after which the touch does not leave again; after any other it goes on in the same trace."""
FAILED = 500
_root: ContextVar[SpanContext | None] = ContextVar("_root", default=None)
_leaving: ContextVar["_Leaving | None"] = ContextVar("_leaving", default=None)


@dataclass(slots=True)
class _Leaving:
    """The attempt that is followed on this thread, and what the carrier has answered."""

    context: Context
    answer: str = ""


class TouchIds(IdGenerator):
    """Random ids, but for the first span of a touch."""

    def __init__(self) -> None:
        """Make the others at random."""
        self._random = RandomIdGenerator()

    def generate_span_id(self) -> int:
        """Return the id of the first span of the touch that is being written, or a random one."""
        root = _root.get()
        return root.span_id if root is not None else self._random.generate_span_id()

    def generate_trace_id(self) -> int:
        """Return the id of the touch that is being written, or a random one."""
        root = _root.get()
        return root.trace_id if root is not None else self._random.generate_trace_id()


class TouchSpans:
    """Follows touches with a provider of OpenTelemetry, whose ids are `TouchIds`. Safe to use from many threads."""

    def __init__(self, provider: TracerProvider) -> None:
        """Write spans to this provider."""
        self._provider = provider
        self._tracer = provider.get_tracer("cadence")

    @contextmanager
    def touch(self, attempt: Attempt, stored: Stored, planned: datetime) -> Iterator[None]:
        """Follow one attempt; when the carrier has the touch, write the span of the whole way."""
        root = self.root(stored.touch.id)
        parent, begun = set_span_in_context(NonRecordingSpan(root)), _nanoseconds(utc_now())
        attributes = {
            "cadence.touch": stored.touch.id,
            "cadence.enrolment": stored.touch.enrolment,
            "cadence.channel": attempt.channel.value,
            "cadence.cause": attempt.cause.kind.value,
            "cadence.attempt": attempt.attempt,
        }
        start = min(_nanoseconds(planned), begun)
        self._tracer.start_span("wait for the turn", parent, start_time=start).end(begun)
        span = self._tracer.start_span("attempt", parent, start_time=begun, attributes=attributes)
        leaving = _Leaving(set_span_in_context(span))
        token = _leaving.set(leaving)
        try:
            yield
        except Exception as error:
            span.set_status(Status(StatusCode.ERROR, type(error).__name__))  # not its message: it may hold anything
            raise
        finally:
            _leaving.reset(token)
            span.set_attribute("cadence.answer", leaving.answer or "none")
            span.end()
            if leaving.answer in WITH_CARRIER:
                self._write_root(root, start, attributes | {"cadence.answer": leaving.answer})

    def _write_root(self, root: SpanContext, start: int, attributes: dict[str, str | int]) -> None:
        token = _root.set(root)
        try:
            span = self._tracer.start_span(NAME, Context(), start_time=start, attributes=attributes)
        finally:
            _root.reset(token)
        span.end()

    @contextmanager
    def request(self, request: str) -> Iterator[Answered]:
        """Follow one request to the carrier."""
        leaving = _leaving.get()
        context = leaving.context if leaving is not None else Context()
        with self._ended(self._tracer.start_span(f"carrier {request}", context, kind=SpanKind.CLIENT)) as span:

            def answered(answer: str) -> None:
                span.set_attribute("cadence.answer", answer)
                if leaving is not None:
                    leaving.answer = leaving.answer or answer  # what follows, such as taking a call back, is no answer

            yield answered

    @contextmanager
    def webhook(self, webhook: str, touch: str) -> Iterator[Answered]:
        """Follow the answer to a webhook. It is a trace of its own, for it comes when the other is long over."""
        links = [Link(self.root(touch))] if touch else []
        attributes = {"cadence.webhook": webhook} | ({"cadence.touch": touch} if touch else {})
        span = self._tracer.start_span(
            f"webhook {webhook}", Context(), kind=SpanKind.SERVER, links=links, attributes=attributes
        )
        with self._ended(span):

            def answered(status: str) -> None:
                span.set_attribute("http.response.status_code", int(status))
                if int(status) >= FAILED:
                    span.set_status(Status(StatusCode.ERROR))

            yield answered

    def root(self, touch: str) -> SpanContext:
        """Return what the first span of a touch is or will be."""
        try:
            identity = UUID(touch)
        except ValueError:
            return INVALID_SPAN_CONTEXT
        span = int.from_bytes(hashlib.sha256(identity.bytes).digest()[:8], "big") or 1
        decision = self._provider.sampler.should_sample(None, identity.int, NAME).decision
        sampled = decision is Decision.RECORD_AND_SAMPLE
        flags = TraceFlags(TraceFlags.SAMPLED if sampled else TraceFlags.DEFAULT)
        return SpanContext(trace_id=identity.int, span_id=span, is_remote=True, trace_flags=flags)

    @contextmanager
    def _ended(self, span: Span) -> Iterator[Span]:
        """End a span with the block, and say which kind of error ended it."""
        try:
            yield span
        except Exception as error:
            span.set_status(Status(StatusCode.ERROR, type(error).__name__))
            raise
        finally:
            span.end()


def _nanoseconds(instant: datetime) -> int:
    """Return an instant as OpenTelemetry writes it."""
    return int(instant.timestamp() * 1_000_000) * 1000
