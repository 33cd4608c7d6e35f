"""Which of our own programs can an integration test ask for? Each runs as the process that it is."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from cadence.embedded import Process
from cadence.embedded.ports import LOOPBACK, free_port, listens
from cadence.embedded.process import python

ACCOUNT = "AC00112233445566778899aabbccddeeff"
TOKEN = "emulated-token"


@dataclass(frozen=True)
class RunningEmulator:
    """Where an emulator listens and what it has carried."""

    url: str
    record: Path
    process: Process

    @property
    def environment(self) -> dict[str, str]:
        """The variables with which our programs use it as their carrier."""
        return {
            "CADENCE_TWILIO_URL": self.url,
            "TWILIO_ACCOUNT_SID": ACCOUNT,
            "TWILIO_AUTH_TOKEN": TOKEN,
        }


@pytest.fixture
def start_emulator(tmp_path: Path) -> Iterator[Callable[..., RunningEmulator]]:
    """Start an emulator with these words on its command line; it goes with the test."""
    with ExitStack() as running:

        def start(*words: str, environment: Mapping[str, str] | None = None) -> RunningEmulator:
            port, record = free_port(), tmp_path / "emulator.db"
            command = python("cadence.emulator", "--port", str(port), "--file", str(record), *words)
            process = Process(
                name="emulator",
                command=command,
                log=tmp_path / "emulator.log",
                environment={"TWILIO_ACCOUNT_SID": ACCOUNT, "TWILIO_AUTH_TOKEN": TOKEN, **(environment or {})},
                ready=lambda: listens(port),
            )
            running.enter_context(process)
            return RunningEmulator(url=f"http://{LOOPBACK}:{port}", record=record, process=process)

        yield start


@pytest.fixture
def emulator(start_emulator: Callable[..., RunningEmulator]) -> RunningEmulator:
    """An emulator in real time with the people of seed 1."""
    return start_emulator()
