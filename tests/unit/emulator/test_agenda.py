"""What is to happen happens in order, at the Clock's pace, and survives the process."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cadence.domain.clock import Clock, utc_now
from cadence.local.emulator.schedule import Schedule
from cadence.local.emulator.store import Store, instant, stamp

SPEED = 3600.0


@pytest.fixture
def clock() -> Clock:
    """An hour a second."""
    now = utc_now()
    return Clock(origin=now, started=now, speed=SPEED)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A fresh file."""
    store = Store(tmp_path / "emulator.db")
    yield store
    store.close()


async def follow(schedule: Schedule, until: Callable[[], bool]) -> None:
    """Let the agenda run until something is so."""
    task = asyncio.create_task(schedule.follow())
    try:
        async with asyncio.timeout(5):
            while not until():  # noqa: ASYNC110  what is waited for sets no event
                await asyncio.sleep(0.005)
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_events_happen_in_the_order_of_their_instants(store: Store, clock: Clock) -> None:
    """Whatever the order in which they were planned; those of one instant in that order."""
    schedule, happened = Schedule(store, clock), []
    schedule.on("event", lambda ref, data: happened.append((ref, data["note"])))
    now = clock.now()
    for minutes, ref in [(30, "c"), (10, "a"), (30, "d"), (20, "b")]:
        schedule.at(now + timedelta(minutes=minutes), "event", ref, note=minutes)

    await follow(schedule, lambda: len(happened) == 4)

    assert happened == [("a", 10), ("b", 20), ("c", 30), ("d", 30)]


async def test_an_event_that_is_planned_sooner_wakes_the_agenda(store: Store, clock: Clock) -> None:
    """While it sleeps towards next week."""
    schedule, happened = Schedule(store, clock), []
    schedule.on("event", lambda ref, _: happened.append(ref))
    schedule.after(timedelta(days=7), "event", "later")
    task = asyncio.create_task(schedule.follow())
    await asyncio.sleep(0.05)
    schedule.after(timedelta(minutes=1), "event", "sooner")
    await asyncio.sleep(0.2)
    task.cancel()

    assert happened == ["sooner"]


async def test_an_event_follows_the_clock(store: Store, clock: Clock) -> None:
    """Twenty-five seconds of ringing last seven milliseconds at 3600 times."""
    schedule, at = Schedule(store, clock), []
    schedule.on("event", lambda _ref, _data: at.append(clock.now()))
    due = clock.now() + timedelta(minutes=10)
    schedule.at(due, "event", "x")

    await follow(schedule, lambda: bool(at))

    assert timedelta(0) <= at[0] - due < timedelta(minutes=10)  # a sixth of a second late at most


async def test_one_odd_event_stops_no_other(store: Store, clock: Clock) -> None:
    """An emulator that died of one message would look like an outage."""
    schedule, happened = Schedule(store, clock), []
    schedule.on("odd", lambda ref, _: happened.append(1 / int(ref)))
    schedule.on("event", lambda ref, _: happened.append(ref))
    schedule.after(timedelta(seconds=1), "odd", "0")
    schedule.after(timedelta(seconds=2), "event", "x")

    await follow(schedule, lambda: "x" in happened)

    assert happened == ["x"]


async def test_what_was_planned_outlives_the_process(tmp_path: Path, clock: Clock) -> None:
    """Nothing waits in memory."""
    first = Store(tmp_path / "emulator.db")
    Schedule(first, clock).after(timedelta(minutes=1), "event", "x")
    first.close()
    second, happened = Store(tmp_path / "emulator.db"), []
    schedule = Schedule(second, clock)
    schedule.on("event", lambda ref, _: happened.append(ref))

    await follow(schedule, lambda: bool(happened))
    second.close()

    assert happened == ["x"]


def test_instants_sort_as_text() -> None:
    """The file is compared by anybody, in any language."""
    early = datetime(2026, 3, 2, 9, 59, 59, 999_999, tzinfo=UTC)
    late = early + timedelta(microseconds=1)

    assert stamp(early) < stamp(late)
    assert instant(stamp(early)) == early
    assert len(stamp(early)) == len(stamp(late))
