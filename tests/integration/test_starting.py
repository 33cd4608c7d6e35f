"""Do web server and worker wait for what is not there yet, and say for what?"""

import json
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from sqlalchemy import create_engine, text

from cadence.local.stack import Postgres, TemporalServer
from cadence.local.stack.ports import free_port
from cadence.local.stack.process import ServerProcess
from cadence.local.stack.programs import python
from tests.conftest import TEMPLATE
from tests.waiting import PATIENCE, until

ROOT = Path(__file__).parents[2]
KEY = "00" * 32


@pytest.fixture
def run(tmp_path: Path, carrier: dict[str, str]) -> Iterator[Callable[..., ServerProcess]]:
    """Start one of our programs with these variables; it goes with the test."""
    with ExitStack() as running:

        def start(command: str, environment: dict[str, str]) -> ServerProcess:
            name = f"{command}-{len(list(tmp_path.iterdir()))}"
            variables = {"CADENCE_HMAC_KEY": KEY, "CADENCE_STATE_DIR": str(tmp_path), **carrier, **environment}
            log = tmp_path / f"{name}.log"
            process = ServerProcess(name=name, command=python("cadence", command), log=log, environment=variables)
            return running.enter_context(process)

        yield start


def waits(process: ServerProcess, name: str) -> list[str]:
    """What a process's log says that it waits for."""
    lines = [json.loads(line) for line in process.log.read_text().splitlines() if line.startswith("{")]
    return [str(line["message"]) for line in lines if line["action"] == "waits" and line["service"] == name]


def answers(url: str) -> bool:
    """Say whether a web server is ready."""
    try:
        return httpx.get(f"{url}/ready").status_code == 200
    except httpx.TransportError:
        return False


def test_web_server_and_worker_wait_for_postgresql_and_name_the_reason(
    postgres: Postgres,
    fresh_database: Callable[[], str],
    temporal_server: TemporalServer,
    run: Callable[..., ServerProcess],
) -> None:
    """After a reboot everything starts at once. They begin when the ledger is there, without being started again."""
    fresh_database()  # makes the template
    port = free_port()
    environment = {
        "CADENCE_DATABASE_URL": postgres.url("comes_later"),
        "CADENCE_WEB_PORT": str(port),
        "CADENCE_API_PORT": str(free_port()),
        "TEMPORAL_ADDRESS": temporal_server.address,
    }
    web, worker = run("serve", environment), run("worker", environment)
    for process in (web, worker):
        until(lambda process=process: waits(process, "PostgreSQL"), process.last_words)
        assert process.running
        (words,) = waits(process, "PostgreSQL")
        assert words.startswith("waiting for PostgreSQL: PostgreSQL does not answer")
        assert 'database "comes_later" does not exist' in words

    postgres.run(f"CREATE DATABASE comes_later TEMPLATE {TEMPLATE} STRATEGY FILE_COPY")

    until(lambda: answers(f"http://127.0.0.1:{port}"), web.last_words)
    until(lambda: "worker_ready" in worker.log.read_text(), worker.last_words)
    assert all(len(waits(process, "PostgreSQL")) == 1 for process in (web, worker)), "said once, not at every try"


def test_a_worker_waits_for_temporal_and_is_heard_meanwhile(
    database_url: str, temporal_server: TemporalServer, run: Callable[..., ServerProcess]
) -> None:
    """It ends at once when it is told to, and not with an error."""
    assert temporal_server.running
    worker = run("worker", {"CADENCE_DATABASE_URL": database_url, "TEMPORAL_ADDRESS": "127.0.0.1:1"})
    until(lambda: waits(worker, "Temporal"), worker.last_words)
    assert waits(worker, "Temporal")[0].startswith("waiting for Temporal: Temporal does not answer at 127.0.0.1:1")
    child = worker._child
    assert child is not None

    worker.stop()

    assert child.returncode == 0


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_what_is_wrong_for_good_is_not_waited_for(tmp_path: Path, carrier: dict[str, str], command: str) -> None:
    """A missing key does not come by itself; in a folder without a stack it says that."""
    environment = {**os.environ, **carrier, "CADENCE_STATE_DIR": str(tmp_path)}
    asked = subprocess.run(
        python("cadence", command),
        cwd=ROOT,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )

    assert asked.returncode != 0
    assert "No stack runs in" in asked.stderr


NEWER = text("UPDATE alembic_version SET version_num = '9999'")


@pytest.mark.parametrize("command", ["serve", "worker", "db upgrade", "db status", "list"])
def test_no_program_works_on_a_ledger_of_a_later_version(
    database_url: str, tmp_path: Path, carrier: dict[str, str], command: str
) -> None:
    """The message names both revisions and what to install; `cadence db upgrade` would not help."""
    upgraded(database_url)
    environment = {**os.environ, **carrier, "CADENCE_STATE_DIR": str(tmp_path), "CADENCE_HMAC_KEY": KEY}
    environment["CADENCE_DATABASE_URL"] = database_url

    ended = subprocess.run(
        python("cadence", *command.split()), cwd=ROOT, env=environment, check=False, capture_output=True, text=True
    )

    words = ended.stdout + ended.stderr
    assert ended.returncode == 1
    assert re.search(r"revision 9999, which this program does not know: it knows revisions up to 0\d{3}\.", words)
    assert "Install that version" in words
    assert "Run `cadence db upgrade`" not in words


def test_a_worker_ends_when_the_ledger_is_upgraded_under_it(
    database_url: str, temporal_server: TemporalServer, run: Callable[..., ServerProcess]
) -> None:
    """A later version may write a stop or a law where this one does not look."""
    worker = run("worker", {"CADENCE_DATABASE_URL": database_url, "TEMPORAL_ADDRESS": temporal_server.address})
    until(lambda: "worker_ready" in worker.log.read_text(), worker.last_words)
    child = worker._child
    assert child is not None

    upgraded(database_url)

    assert child.wait(PATIENCE) == 1
    assert "revision 9999, which this program does not know" in worker.log.read_text()


def test_a_worker_keeps_the_law_before_it_works_and_warns_of_a_house_file_of_its_own(
    database_url: str, temporal_server: TemporalServer, run: Callable[..., ServerProcess], tmp_path: Path
) -> None:
    """An old decision can then be judged by the words of its time; the next version reads no such file."""
    house = tmp_path / "our-house.yaml"
    house.write_text("gap: 1 hour\n")
    environment = {"CADENCE_DATABASE_URL": database_url, "TEMPORAL_ADDRESS": temporal_server.address}
    worker = run("worker", environment | {"CADENCE_HOUSE": str(house)})
    until(lambda: "worker_ready" in worker.log.read_text(), worker.last_words)

    engine = create_engine(database_url)
    with engine.begin() as connection:
        kept = connection.execute(text("SELECT name FROM law_texts WHERE shipped")).scalars().all()
    engine.dispose()

    assert {"es", "us", "whatsapp"} <= set(kept)
    assert "house_file_setting" in worker.log.read_text()
    assert f"cadence house apply {house}" in worker.log.read_text()


def upgraded(database_url: str) -> None:
    """Let the ledger be one of a later version."""
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(NEWER)
    engine.dispose()
