"""Do background tasks run after the answer, and does no error in them matter?"""

import logging
import threading
from collections.abc import Sequence

import pytest

from cadence.api.background import BackgroundTasks
from cadence.domain.errors import UnavailableError
from cadence.engine.outcomes.writing import EventResult


def actions(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What was logged."""
    return [getattr(record, "action", "") for record in caplog.records]


def finish(background: BackgroundTasks) -> None:
    """Wait until everything is done, also what has not begun."""
    background._pool.shutdown(wait=True)


def everything(ids: Sequence[object], _known: Sequence[object] = ()) -> int:
    """Do all of it."""
    return len(ids)


def test_news_is_delivered_and_calls_are_taken_back() -> None:
    """Whoever may not be called any more comes first: their phone rings now."""
    done: list[object] = []

    def note(what: Sequence[object], _known: Sequence[object] = ()) -> int:
        done.append(tuple(what))
        return len(what)

    background = BackgroundTasks(deliver=note, take_back=note)
    background.after(EventResult(news=(7, 8), stopped=("lead",)))
    background.after(EventResult(changed=False))  # nothing to do
    finish(background)

    assert done == [("lead",), (7, 8)]


@pytest.mark.parametrize(
    ("failure", "action"),
    [
        (UnavailableError(), "bell_unreachable"),  # PostgreSQL has gone meanwhile
        (ValueError("a fault of ours"), "errand_failed"),
    ],
)
def test_a_task_that_fails_is_said_and_the_next_one_runs(
    caplog: pytest.LogCaptureFixture, failure: Exception, action: str
) -> None:
    """The reconciler delivers what is left; a thread that ended in silence would be missed by nobody."""
    delivered: list[object] = []

    def deliver(news: Sequence[int], _: Sequence[object]) -> int:
        if 1 in news:
            raise failure
        delivered.extend(news)
        return len(news)

    background = BackgroundTasks(deliver=deliver, take_back=everything, threads=1)
    background.after(EventResult(news=(1,)))
    background.after(EventResult(news=(2,)))
    finish(background)

    assert action in actions(caplog)
    assert delivered == [2]


def test_news_that_stays_undelivered_is_said(caplog: pytest.LogCaptureFixture) -> None:
    """The outbox relay does not raise when Temporal is down: it says how much it could deliver."""
    background = BackgroundTasks(deliver=lambda *_: 0, take_back=everything)
    background.after(EventResult(news=(1,)))
    finish(background)

    assert actions(caplog) == ["bell_unreachable"]
    assert caplog.records[0].levelno == logging.WARNING


def test_when_too_many_wait_they_are_left_to_the_reconciler(caplog: pytest.LogCaptureFixture) -> None:
    """An outage of hours must not fill the memory, and never makes the carrier wait."""
    gate = threading.Event()

    def deliver(news: Sequence[int], _: Sequence[object]) -> int:
        gate.wait(10)
        return len(news)

    background = BackgroundTasks(deliver=deliver, take_back=everything, threads=1, most=2)
    for news in (1, 2, 3):
        background.after(EventResult(news=(news,)))

    assert actions(caplog) == ["bell_unreachable"]
    assert caplog.records[0].news == [3]  # type: ignore[attr-defined]  # given with the record
    gate.set()
    finish(background)


def test_at_the_end_of_the_process_only_what_is_under_way_is_finished() -> None:
    """A deployment does not wait for a queue that the reconciler delivers as well."""
    begun, gate = threading.Event(), threading.Event()
    delivered: list[int] = []

    def deliver(news: Sequence[int], _: Sequence[object]) -> int:
        begun.set()
        gate.wait(10)
        delivered.extend(news)
        return len(news)

    background = BackgroundTasks(deliver=deliver, take_back=everything, threads=1)
    for news in (1, 2, 3):
        background.after(EventResult(news=(news,)))
    begun.wait(10)
    threading.Timer(0.05, gate.set).start()
    background.close()

    assert delivered == [1]
    background.after(EventResult(news=(4,)))  # a request that was slower than the farewell: no harm either
