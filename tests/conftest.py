"""
Which servers can a test ask for? Each starts when the first test asks for it and serves the whole run.

Unit tests ask for none. A test that needs the ledger takes `database_url`: a database of its own, cloned from a
migrated template in some ten milliseconds. One that needs Temporal takes `temporal` (the real server in real time) or
`skipping` (the real server with a virtual clock for each workflow).
"""

import asyncio
import itertools
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import make_url
from temporalio.client import Client
from temporalio.common import SearchAttributeKey
from temporalio.testing import TimeSkippingConfig, WorkflowEnvironment

from cadence.app.temporal import CONVERTER
from cadence.domain.names import CAMPAIGN_ATTRIBUTE
from cadence.languages.sentences import strict
from cadence.local.stack import Postgres, TemporalServer
from cadence.local.stack.process import LEASH
from cadence.local.stack.temporal import binary
from tests.order import spread_out

STATE = "cadence-test-"
"""How the folder of a run's servers begins; its process follows."""
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")  # a busy machine is no failure
MEMORY = Path("/dev/shm")  # noqa: S108  only folders that mkdtemp makes
"""Where Linux keeps files in memory."""
PLENTY = 8 * 1024**3
"""Bytes: what the databases of three processes take, twice. Those that several tests share last for the whole run."""
TEMPLATE = "template_migrated"
DATABASES = itertools.count(1)
LAST_THREADS = 0.25
"""So long the threads of a worker's core may outlive it; an interpreter that ends before them crashes."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Order the tests for several processes; each of them gets its files in the order in which all are collected."""
    if hasattr(config, "workerinput"):
        items[:] = spread_out(items)


@pytest.fixture(scope="session", autouse=True)
def no_settings_from_outside() -> None:
    """What somebody has set for real work never reaches a test."""
    for name in list(os.environ):
        if name.startswith(("CADENCE_", "TEMPORAL_", "TWILIO_", "PG")):
            del os.environ[name]


@pytest.fixture(scope="session", autouse=True)
def every_sentence_complete() -> Iterator[None]:
    """A missing sentence or argument, which a user would only read as a question mark, fails the test."""
    with strict():
        yield


@pytest.fixture(scope="session", autouse=True)
def interruptible() -> None:
    """Ctrl-C reaches the programs that tests start, even if the tests were started in the background of a script."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def state() -> Iterator[Path]:
    """A folder for the servers of this run. Not pytest's own: the database's user must be able to pass through."""
    remove_leftovers(Path(tempfile.gettempdir()))
    folder = Path(tempfile.mkdtemp(prefix=f"{STATE}{os.getpid()}-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def data(state: Path) -> Iterator[Path]:
    """
    A folder for the data of PostgreSQL: in memory, where there is plenty.

    A new database is a copy of some six hundred files, which a disk takes ten times as long for.
    """
    if not (MEMORY.is_dir() and min(shutil.disk_usage(MEMORY).free, memory_left()) > PLENTY):
        yield state / "postgres"
        return
    remove_leftovers(MEMORY)
    folder = Path(tempfile.mkdtemp(prefix=f"{STATE}{os.getpid()}-", dir=MEMORY))
    yield folder / "postgres"
    shutil.rmtree(folder, ignore_errors=True)


def memory_left() -> int:
    """Return how many bytes of memory programs can still have, as Linux estimates; 0 if it does not say."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    amounts = [line.split()[1] for line in lines if line.startswith("MemAvailable:")]
    return int(amounts[0]) * 1024 if amounts else 0


def remove_leftovers(parent: Path) -> None:
    """Remove the folders of runs that were killed: their names hold a process that is no longer there."""
    for folder in parent.glob(f"{STATE}*-*"):
        owner = folder.name.removeprefix(STATE).partition("-")[0]
        if owner.isdecimal() and not process_exists(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)


def process_exists(process: int) -> bool:
    """Tell whether a process with this id runs, of whatever user."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@pytest.fixture(scope="session")
def postgres(data: Path, state: Path) -> Iterator[Postgres]:
    """A PostgreSQL with nothing in it."""
    with Postgres(data, state / "postgres.log", durable=False) as server:
        yield server


@pytest.fixture(scope="session")
def fresh_database(postgres: Postgres) -> Callable[[], str]:
    """Make another empty ledger and return its address. It goes with the run."""
    from cadence.ledger.db.migrate import upgrade  # noqa: PLC0415  only who needs the ledger pays for it

    postgres.run(f"CREATE DATABASE {TEMPLATE}")
    upgrade(postgres.url(TEMPLATE))

    def make() -> str:
        name = f"test_{next(DATABASES)}"
        # A file copy: with a template this small it is faster than replaying it through the log.
        postgres.run(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY FILE_COPY")
        return postgres.url(name)

    return make


@pytest.fixture
def database_url(fresh_database: Callable[[], str], postgres: Postgres) -> Iterator[str]:
    """
    The address of an empty ledger for this test alone.

    It goes with the test: some thousand of them would fill the disk, and take minutes to remove at the end.
    """
    url = fresh_database()
    yield url
    postgres.run(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")


@pytest.fixture(scope="session")
def temporal_server(state: Path) -> Iterator[TemporalServer]:
    """A real Temporal server: its address is for worker processes and command lines."""
    with TemporalServer(state / "temporal.log") as server:
        yield server


@pytest.fixture(scope="session")
async def temporal(temporal_server: TemporalServer) -> AsyncIterator[Client]:
    """A client of the real Temporal server. Time is real there."""
    yield await Client.connect(temporal_server.address, data_converter=CONVERTER)
    await asyncio.sleep(LAST_THREADS)


@pytest.fixture(scope="session")
async def skipping(state: Path) -> AsyncIterator[WorkflowEnvironment]:
    """
    A real Temporal server on which each workflow has a clock of its own that leaps from timer to timer.

    Without the first flag it refuses; without the second every leap costs a second; without a high count it silently
    stops leaping after 200.
    """
    flags = ["frontend.WorkflowTimeSkippingEnabled=true", 'history.timerProcessorMaxTimeShift="50ms"']
    environment = await WorkflowEnvironment.start_time_skipping_v2(
        ts_config=TimeSkippingConfig(max_session_skip_count=100_000),
        dev_server_existing_path=str(leashed_temporal(state)),
        dev_server_extra_args=[part for flag in flags for part in ("--dynamic-config-value", flag)],
        dev_server_startup_timeout=timedelta(seconds=60),
        search_attributes=[SearchAttributeKey.for_keyword(CAMPAIGN_ATTRIBUTE)],
        data_converter=CONVERTER,
    )
    async with environment:
        yield environment
    await asyncio.sleep(LAST_THREADS)


def leashed_temporal(state: Path) -> Path:
    """Return a script that runs Temporal so that it goes when we go, and its talk goes to a file."""
    script, log = state / "temporal", state / "temporal-skipping.log"
    leash = f'"{sys.executable}" -I -S "{LEASH}" "$PPID" 9 "$(id -u)" "{binary()}"'
    script.write_text(f'#!/bin/sh\nexec {leash} "$@" >>"{log}" 2>&1\n')
    script.chmod(0o755)
    return script
