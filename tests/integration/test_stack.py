"""Does `cadence up` bring up the whole house, find it again, keep it up and take it down?"""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from cadence.app.settings import declared
from cadence.app.stack_file import STACK_FILE
from cadence.domain.clock import Clock
from cadence.domain.errors import UnavailableError
from cadence.local.stack import ServerProcess, Stack
from cadence.local.stack.stack import RESTARTS
from tests.waiting import PATIENCE, until

ROOT = Path(__file__).parents[2]
REAL = "SK" + "1" * 32
SERVERS = {
    "web": "cadence serve",
    "emulator": "cadence.local.emulator",
    "worker-1": "cadence worker",
    "Temporal": "server start-dev",
    "PostgreSQL": "bin/postgres -D",
}
"""What `cadence up` starts, and by what its command line is known."""


@pytest.fixture
def folder(state: Path) -> Path:
    """Where the stack keeps everything: a folder that the database's user can reach."""
    return state / "stack"


class Up:
    """A `cadence up` that runs, and what it says."""

    def __init__(self, folder: Path) -> None:
        """Start it and wait until it says that it runs."""
        self.folder = folder
        self.words = folder.with_suffix(".words")
        with self.words.open("w") as words:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "cadence", "up"], cwd=ROOT, env=self.environment, stdout=words, stderr=words
            )
        assert self.says("Running."), self.words.read_text()

    @property
    def environment(self) -> dict[str, str]:
        """What a second terminal knows: the folder. A real carrier's variables are set, and must reach nobody."""
        return {**os.environ, "CADENCE_STATE_DIR": str(self.folder), "TWILIO_API_KEY": REAL, "TEMPORAL_API_KEY": ""}

    def says(self, words: str) -> bool:
        """Wait until it says this."""
        until(lambda: words in self.words.read_text() or self.process.poll() is not None)
        return words in self.words.read_text()

    def end(self) -> int:
        """Tell it to end and return its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)


@pytest.fixture
def up(folder: Path) -> Iterator[Callable[[], Up]]:
    """Start the stack; it is killed with the test at the latest."""
    started: list[Up] = []

    def start() -> Up:
        started.append(Up(folder))
        return started[-1]

    yield start
    for one in started:
        one.process.kill()
        one.process.wait()


def children(pid: int) -> dict[int, str]:
    """The processes below this one with their command lines."""
    return {one.pid: " ".join(one.cmdline()) for one in psutil.Process(pid).children()}


def test_the_stack_comes_up_is_found_stays_up_and_goes(up: Callable[[], Up], folder: Path) -> None:
    """The life of one `cadence up`, as somebody at two terminals sees it."""
    stack = up()
    servers = children(stack.process.pid)
    environment = {**stack.environment, "TWILIO_API_KEY": ""}

    # A second terminal finds everything by itself.
    doctor = subprocess.run(
        [sys.executable, "-m", "cadence", "doctor"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert doctor.returncode == 0, doctor.stdout + doctor.stderr
    # What it says to launch can be launched.
    (printed,) = re.findall(r"^ *cadence (launch .*)$", stack.words.read_text(), re.MULTILINE)
    launched = subprocess.run(
        [sys.executable, "-m", "cadence", *printed.split(), "--yes"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert launched.returncode == 0, launched.stderr
    # What it left there is readable by its owner only, and holds settings that exist.
    left = folder / STACK_FILE
    variables = json.loads(left.read_text())
    assert left.stat().st_mode & 0o777 == 0o600
    known = set(declared())
    assert {name for name in variables if not name.startswith("TEMPORAL_")} <= known
    assert variables["TWILIO_API_KEY"] == ""
    # Whichever server is killed comes back, and the others go on with it.
    for name, words in SERVERS.items():
        (pid,) = [pid for pid, line in servers.items() if words in line]
        os.kill(pid, signal.SIGKILL)
        assert stack.says(f"{name} ended (exit code -9); starting it again")
    servers |= children(stack.process.pid)

    def well() -> bool:
        asked = [sys.executable, "-m", "cadence", "doctor", "--part", "ledger", "--part", "Temporal"]
        asked += ["--part", "carrier", "--part", "workers", "--part", "web servers"]
        return subprocess.run(asked, cwd=ROOT, env=environment, capture_output=True, check=False).returncode == 0

    until(well, stack.words.read_text)
    servers |= children(stack.process.pid)
    # An order to end takes everything down, in order.
    assert stack.end() == 0
    assert stack.says("Stopped.")
    assert not left.exists()
    assert not any(psutil.pid_exists(pid) for pid in servers)


@pytest.mark.parametrize(
    ("clock", "last"),
    [
        (Clock.real(), "`cadence up` goes on where it was; nothing is lost."),
        (replace(Clock.real(), speed=60.0), "web.log"),  # a rehearsal is made anew
    ],
)
@pytest.mark.parametrize("name", [*SERVERS])
def test_a_server_that_ends_again_and_again_ends_the_stack_and_says_why(
    tmp_path: Path, clock: Clock, last: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is started again a few times. Whoever then sees the stack end wants its log, and to know what is lost."""
    pauses = (0.0, 0.05, 0.1, 0.15)
    monkeypatch.setattr("cadence.local.stack.stack.PAUSES", pauses)
    said: list[str] = []
    stack = Stack(folder=tmp_path, clock=clock, say=said.append)
    server = ServerProcess(name=name, command=["sh", "-c", "echo out of cheese; exit 3"], log=tmp_path / "web.log")
    server.spawn()
    stack.processes[name] = server
    began = time.monotonic()

    with pytest.raises(UnavailableError) as told:
        stack.stay(pause=0.01)
    took = time.monotonic() - began
    server.stop()

    assert str(told.value).startswith(f"{name} ends again and again (exit code 3).\n  out of cheese")
    assert str(told.value).endswith(last)
    assert said == [f"{name} ended (exit code 3); starting it again"] * (RESTARTS - 1)
    assert took > sum(pauses), "what it needs may be starting, too"


def test_a_server_that_ends_now_and_then_is_started_again_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only deaths of late count, and each server has its own count."""
    stack = Stack(folder=tmp_path)
    monkeypatch.setattr("cadence.local.stack.stack.RESTART_SPAN", 0.0)
    with ServerProcess(name="web", command=["false"], log=tmp_path / "web.log") as server:
        stack.processes["web"] = server
        monkeypatch.setattr("cadence.local.stack.stack.PAUSES", (0.0,) * 5)
        for _ in range(3 * RESTARTS):
            while server.running:
                time.sleep(0.01)
            stack.watch()


def test_a_stack_that_was_killed_leaves_nobody_and_comes_back(up: Callable[[], Up], folder: Path) -> None:
    """Data, keys and workflows are where they were; a second one beside it is refused meanwhile."""
    stack = up()
    keys = (folder / "keys.json").read_text()
    servers = children(stack.process.pid)
    second = subprocess.run(
        [sys.executable, "-m", "cadence", "up"],
        cwd=ROOT,
        env=stack.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert second.returncode == 1
    assert "Another stack runs in" in second.stderr

    stack.process.kill()
    stack.process.wait()

    until(lambda: not any(psutil.pid_exists(pid) for pid in servers))
    again = up()
    assert (folder / "keys.json").read_text() == keys
    assert again.end() == 0
