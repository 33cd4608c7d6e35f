"""Do the servers of this machine start, stop, come back, and never stay behind?"""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from temporalio.client import Client

from cadence.domain.errors import ConflictError, UnavailableError
from cadence.domain.names import CAMPAIGN_ATTRIBUTE
from cadence.local.stack import Postgres, ServerProcess, Stack, TemporalServer
from cadence.local.stack.ports import LOOPBACK, free_port, listens
from cadence.local.stack.signals import orders_to_end
from cadence.local.stack.stack import RESTARTS
from tests.waiting import until

SLEEP = [sys.executable, "-S", "-c", "import time; time.sleep(600)"]


@pytest.fixture
def folder(state: Path, request: pytest.FixtureRequest) -> Path:
    """A folder that the database's user can reach."""
    name: str = request.node.name
    return state / name.partition("[")[0]


def alive(pid: int) -> bool:
    """Say whether a process runs; one that has ended and was not yet collected does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def ask(url: str, statement: str) -> object:
    """Ask a database one thing."""
    engine = create_engine(url)
    with engine.begin() as connection:
        result = connection.execute(text(statement))
        answer = result.scalar() if result.returns_rows else None
    engine.dispose()
    return answer


def test_a_server_that_ends_at_once_tells_its_last_words(folder: Path) -> None:
    """Why it would not start stands in its log; whoever started it should not have to look there."""
    words = "print('port is taken'); raise SystemExit(7)"
    process = ServerProcess(
        name="web", command=[sys.executable, "-c", words], log=folder / "web.log", ready=lambda: False
    )

    with pytest.raises(UnavailableError, match=r"web ended at once \(exit code 7\).\n  port is taken") as caught:
        process.start()

    assert str(folder / "web.log") in str(caught.value)
    assert process.pid is None


def test_a_server_that_is_never_ready_is_stopped(folder: Path) -> None:
    """Nobody waits for ever, and nothing is left behind."""
    process = ServerProcess(name="web", command=SLEEP, log=folder / "web.log", ready=lambda: False, patience=0.2)
    process.spawn()
    pid = process.pid
    assert pid is not None

    with pytest.raises(UnavailableError, match="not ready within"):
        process.wait_until_ready()
    process.stop()

    assert not alive(pid)


def test_a_server_that_will_not_stop_is_killed(folder: Path) -> None:
    """Ctrl-C ends everything, whatever a server thinks of it."""
    stubborn = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(600)"
    )
    log = folder / "stubborn.log"
    process = ServerProcess(name="stubborn", command=[sys.executable, "-c", stubborn], log=log)
    process.ready = lambda: "up" in log.read_text()
    with process:
        pid = process.pid
        assert pid is not None
        process.stop(grace=0.2)

        assert not alive(pid)


def test_the_ledger_survives_a_stop_and_a_crash(folder: Path) -> None:
    """Data live in the folder: after an orderly stop and after SIGKILL they are there again."""
    with Postgres(folder / "postgres", folder / "postgres.log") as postgres:
        ask(postgres.url(), "CREATE TABLE kept (n int)")
        ask(postgres.url(), "INSERT INTO kept VALUES (1)")
    with Postgres(folder / "postgres", folder / "postgres.log") as postgres:
        ask(postgres.url(), "INSERT INTO kept VALUES (2)")
        postgres.kill()
    with Postgres(folder / "postgres", folder / "postgres.log") as postgres:
        assert ask(postgres.url(), "SELECT sum(n) FROM kept") == 3


def test_nobody_else_can_read_the_ledger_s_files(folder: Path) -> None:
    """There is no password: the way in is closed instead."""
    with Postgres(folder / "postgres", folder / "postgres.log", durable=False) as postgres:
        sockets = Path(postgres.url().partition("host=")[2].replace("%2F", "/"))

        assert (folder / "postgres").stat().st_mode & 0o077 == 0
        assert sockets.stat().st_mode & 0o077 == 0
        assert sockets.owner() == (folder / "postgres").owner()
    assert not sockets.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process with its parent")
def test_servers_die_with_whoever_started_them(folder: Path) -> None:
    """A killed test run or demo must not leave a database and a Temporal behind; the next start finds all in order."""
    program = f"""
from pathlib import Path; import time
from cadence.local.stack import Postgres, TemporalServer
folder = Path({str(folder)!r})
postgres, temporal = Postgres(folder / "postgres", folder / "postgres.log"), TemporalServer(folder / "temporal.log")
with postgres, temporal:
    print(postgres.pid, temporal.pid, flush=True)
    time.sleep(600)
"""
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    pids = [int(word) for word in parent.stdout.readline().split()]
    parent.stdout.close()
    assert len(pids) == 2
    assert all(alive(pid) for pid in pids)

    parent.kill()
    parent.wait()

    until(lambda: not any(alive(pid) for pid in pids))
    with Postgres(folder / "postgres", folder / "postgres.log") as postgres:
        assert ask(postgres.url(), "SELECT 1") == 1


async def test_temporal_keeps_its_workflows_and_knows_our_attribute(folder: Path) -> None:
    """The stack stops at night and goes on in the morning."""
    for _ in range(2):
        with TemporalServer(folder / "temporal.log", folder / "temporal.db") as server:
            client = await Client.connect(server.address)
            if not [one async for one in client.list_workflows("")]:
                await client.start_workflow("Any", id="kept", task_queue="nobody")
            until(lambda: listens(server.port))
            found = await (client.get_workflow_handle("kept")).describe()
    assert found.id == "kept"

    with TemporalServer(folder / "temporal.log", folder / "temporal.db") as server:
        client = await Client.connect(server.address)
        assert await client.count_workflows(f"{CAMPAIGN_ATTRIBUTE} = 'none'")


def test_a_taken_port_is_not_taken_again() -> None:
    """Two stacks on one machine: the second takes other ports."""
    first = free_port()
    with subprocess.Popen(
        [sys.executable, "-m", "http.server", str(first), "--bind", LOOPBACK],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        until(lambda: listens(first))
        second = free_port(first)
        server.terminate()

    assert first != second


def test_two_stacks_never_share_a_folder(folder: Path) -> None:
    """Two PostgreSQL servers on the same files would destroy them."""
    first = Stack(folder=folder)
    folder.mkdir()
    with first._lock(), pytest.raises(ConflictError, match="Another stack runs in"):
        Stack(folder=folder).start()


@pytest.fixture
def looked_after(folder: Path) -> Iterator[Stack]:
    """A stack whose worker and web server only sleep."""
    stack = Stack(folder=folder)
    for name in ("worker-1", "web"):
        stack.processes[name] = ServerProcess(name=name, command=SLEEP, log=stack.log(name))
        stack.processes[name].spawn()
    yield stack
    for process in stack.processes.values():
        process.stop()


@pytest.mark.parametrize("name", ["worker-1", "web"])
def test_a_server_that_ended_is_started_again(looked_after: Stack, name: str) -> None:
    """A crash of one server costs nothing but the moment, and the others go on."""
    server = looked_after.processes[name]
    before = server.pid
    others = {one.pid for one in looked_after.processes.values() if one is not server}
    server.kill()

    looked_after.watch()

    assert server.running
    assert server.pid != before
    assert {one.pid for one in looked_after.processes.values() if one is not server} == others


def test_each_server_has_its_own_count_of_deaths(looked_after: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that was short of memory for a moment has ended several, each once or twice."""
    monkeypatch.setattr("cadence.local.stack.stack.PAUSES", (0.0,) * RESTARTS)
    for server in looked_after.processes.values():
        for _ in range(RESTARTS - 1):
            server.kill()
            looked_after.watch()
    looked_after.processes["web"].kill()

    with pytest.raises(UnavailableError, match=r"web ends again and again \(exit code -9\)"):
        looked_after.watch()


@pytest.mark.parametrize("order", [signal.SIGTERM, signal.SIGHUP])
def test_an_order_to_end_undoes_everything(order: signal.Signals) -> None:
    """`kill` and a closed terminal end as orderly as Ctrl-C."""
    with pytest.raises(KeyboardInterrupt), orders_to_end():
        signal.raise_signal(order)
