"""Does `cadence up` bring up the whole house, find it again, keep it up and take it down?"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from cadence.clock import Clock
from cadence.embedded import Process, Stack
from cadence.errors import UnavailableError
from cadence.settings import STACK_FILE, declared

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0


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
        return {**os.environ, "CADENCE_STATE_DIR": str(self.folder), "TWILIO_API_KEY": "real", "TEMPORAL_API_KEY": ""}

    def says(self, words: str) -> bool:
        """Wait until it says this."""
        return until(lambda: words in self.words.read_text() or self.process.poll() is not None) and (
            words in self.words.read_text()
        )

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


def until(true: Callable[[], bool]) -> bool:
    """Wait until it is so."""
    deadline = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


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
    # What it left there is readable by its owner only, and holds settings that exist.
    left = folder / STACK_FILE
    variables = json.loads(left.read_text())
    assert left.stat().st_mode & 0o777 == 0o600
    known = {one.metadata["variable"] for one in declared()}
    assert {name for name in variables if not name.startswith("TEMPORAL_")} <= known
    assert variables["TWILIO_API_KEY"] == ""
    # A worker that is killed comes back.
    (worker,) = [pid for pid, words in servers.items() if words.endswith("cadence worker")]
    os.kill(worker, signal.SIGKILL)
    assert stack.says("worker-1 ended (exit code -9); starting it again")
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
def test_a_server_that_ends_takes_nothing_with_it_and_says_so(tmp_path: Path, clock: Clock, last: str) -> None:
    """Whoever sees it end wants to know what is lost before what to do."""
    stack = Stack(folder=tmp_path, clock=clock)
    server = Process(name="web", command=["false"], log=tmp_path / "web.log")
    server.spawn()
    stack.processes["web"] = server
    while server.running:
        time.sleep(0.01)

    with pytest.raises(UnavailableError, match=r"web ended \(exit code 1\)") as told:
        stack.watch()
    server.stop()
    assert str(told.value).endswith(last)


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

    assert until(lambda: not any(psutil.pid_exists(pid) for pid in servers))
    again = up()
    assert (folder / "keys.json").read_text() == keys
    assert again.end() == 0
