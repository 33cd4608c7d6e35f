"""Can a metric hold a person? And does everything that is measured have a name, a help and a line in the manual?"""

import re
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest

from cadence.channels.provider import Accepted, NotSent, Rejected, Uncertain
from cadence.domain import Attempt, Cause, CauseKind, Channel, Outcome
from cadence.domain.clock import Clock
from cadence.domain.metrics import LATENESS, METRICS, OTHER, Label, Metric, MetricKind
from cadence.domain.objectives import MESSAGES, OBJECTIVES, PROMISES, STOPS, WAKE_UPS, WEBHOOKS, Measured, Objective
from cadence.engine.monitoring.measures import Measures, Tally, answer_word
from cadence.local.stack.programs import metrics_port
from tests.unit.scripts import script

PERSONAL = (
    "+34600000001",
    "34600000001",
    "600 000 001",
    "ana@example.com",
    "Ana Prueba",
    "Muñoz",
    "../x",
    "a" * 200,
    "",
)
LABELS = [(metric, label) for metric in METRICS for label in metric.labels]


@pytest.mark.parametrize(("metric", "label"), LABELS, ids=[f"{metric.name}-{label.name}" for metric, label in LABELS])
@pytest.mark.parametrize("text", PERSONAL)
def test_no_label_takes_what_a_person_has_written(metric: Metric, label: Label, text: str) -> None:
    """Whatever a caller hands over by mistake, the scrape says `other`."""
    assert label.read(text) == OTHER


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_a_metric_is_named_and_helped_as_its_users_expect(metric: Metric) -> None:
    """The unit of a time ends its name, a help is one line, and a histogram has its steps."""
    assert re.fullmatch(r"cadence_[a-z_]+[a-z]", metric.name)
    assert metric.help[0].isupper() or metric.help[0] == "1"
    assert not metric.help.endswith(".")
    assert (metric.kind is MetricKind.HISTOGRAM) is bool(metric.buckets)
    assert list(metric.buckets) == sorted(set(metric.buckets))
    assert metric.name.endswith("_seconds") or metric.kind is not MetricKind.HISTOGRAM
    assert len({metric.name for metric in METRICS}) == len(METRICS)


def test_the_manual_has_every_metric_and_objective_and_the_sizes_of_the_last_measurement() -> None:
    """`make docs` writes them."""
    operations = script("operations")
    page = operations.PAGE.read_text()

    assert operations.written(page) == page, "run `make docs`"
    assert all(f"| `{declared.name}` |" in page for declared in (*METRICS, *OBJECTIVES))
    assert all(table in page for table in operations.tables().values()), "a place of a table is missing"


@pytest.mark.parametrize(
    ("objective", "good", "whole", "missed"),
    [
        (MESSAGES, 0, 0, False),
        (MESSAGES, 0, 99, False),  # so few say little
        (MESSAGES, 99, 100, False),
        (MESSAGES, 98, 100, True),
        (PROMISES, 19, 20, False),
        (PROMISES, 18, 20, True),
        (WEBHOOKS, 999, 1000, False),
        (WEBHOOKS, 998, 1000, True),
        (STOPS, 10, 10, False),
        (STOPS, 9, 10, True),  # one is too many
        (WAKE_UPS, 0, 1, True),
    ],
)
def test_an_objective_is_missed_below_its_target(objective: Objective, good: int, whole: int, missed: bool) -> None:
    """A share of a few is not alarming; what must never happen is, the first time."""
    assert Measured(objective=objective, good=good, whole=whole).missed is missed


@pytest.mark.parametrize(
    ("measured", "words"),
    [
        (Measured(objective=MESSAGES, good=0, whole=0), "no messages in the last hour"),
        (
            Measured(objective=MESSAGES, good=1195, whole=1200),
            (
                "99.58 % of 1,200 messages left within 30 s of the time they were planned for in the last hour "
                "(objective 99 %)"
            ),
        ),
        (
            Measured(objective=STOPS, good=1199, whole=1200),
            "1 of 1,200 touches were reserved although the person had opted out in the last hour",
        ),
        (Measured(objective=WAKE_UPS, good=7, whole=7), "0 of 7 open leads have neither a wake-up nor a hold"),
    ],
)
def test_an_objective_is_said_in_words(measured: Measured, words: str) -> None:
    """One line, for `doctor`."""
    assert measured.in_words == words


def test_what_is_counted_by_many_threads_is_counted_once() -> None:
    """Also what could not be stored and is added again."""
    tally = Tally()

    def count() -> None:
        for _ in range(500):
            tally.add({"a": (1, 2)})
            tally.add(tally.take())

    threads = [Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert tally.take() == {"a": (2000, 4000)}
    assert tally.take() == {}


@pytest.mark.parametrize(
    ("channel", "late", "counted"),
    [
        (Channel.SMS, 0, (1, 1)),
        (Channel.EMAIL, 30, (1, 1)),
        (Channel.WHATSAPP, 31, (0, 1)),
        (Channel.CALL, 31, None),  # calls wait for an agent: they have no such objective
    ],
)
def test_a_touch_is_late_in_real_time(channel: Channel, late: int, counted: tuple[int, int] | None) -> None:
    """In a rehearsal the same seconds count, although the clock runs faster; one that does not leave is not counted."""
    now = datetime(2027, 3, 9, 12, tzinfo=UTC)
    clock = _Stopped(origin=now, started=now, speed=600)
    planned = now - timedelta(seconds=late * 600)
    attempt = Attempt(at=planned, channel=channel, cause=Cause(kind=CauseKind.STEP, ref="hello"), step="hello")
    values: list[tuple[str, float, dict[str, str]]] = []
    measures = Measures(lambda metric, value, labels: values.append((metric.name, value, dict(labels))))
    with measures.leaving(clock, attempt, None):  # type: ignore[arg-type]  the touch is not looked at
        pass
    with pytest.raises(RuntimeError), measures.leaving(clock, attempt, None):  # type: ignore[arg-type]
        raise RuntimeError

    assert values == [(LATENESS.name, float(late), {"channel": channel.value})]
    assert measures.tally.take() == ({} if counted is None else {MESSAGES.name: counted})


class _Stopped(Clock):
    """A clock that shows one instant."""

    def now(self) -> datetime:
        """Return it."""
        return self.origin


def test_the_carrier_s_answers_are_told_apart() -> None:
    """A refusal is not an outage."""
    answers = [
        Accepted(sid="SM1", status="queued"),
        Rejected(outcome=Outcome.FAILED, code="30007"),
        NotSent(reason="429", retry_after=timedelta(seconds=1)),
        Uncertain(reason="timeout"),
    ]

    assert [*map(answer_word, answers)] == ["accepted", "rejected", "not_sent", "uncertain"]


@pytest.mark.parametrize(("first", "ports"), [("", ["", ""]), ("9464", ["9464", "9465"])])
def test_each_worker_of_a_stack_has_a_port_of_its_own(
    monkeypatch: pytest.MonkeyPatch, first: str, ports: list[str]
) -> None:
    """Two workers of one machine cannot show their metrics on one port."""
    monkeypatch.setenv("CADENCE_WORKER_METRICS", first)

    assert [metrics_port(place).get("CADENCE_WORKER_METRICS", "") for place in range(2)] == ports
