"""Which of our own programs can an integration test ask for? Each runs as the process that it is."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from cadence.local.stack import EmulatorProcess

ACCOUNT = {"TWILIO_ACCOUNT_SID": "AC00112233445566778899aabbccddeeff", "TWILIO_AUTH_TOKEN": "emulated-token"}


@pytest.fixture
def start_emulator(tmp_path: Path) -> Iterator[Callable[..., EmulatorProcess]]:
    """Start an emulator with these words on its command line; it goes with the test."""
    with ExitStack() as running:

        def start(*options: str) -> EmulatorProcess:
            one = EmulatorProcess(tmp_path / "emulator.log", tmp_path / "emulator.db", ACCOUNT, options=options)
            return running.enter_context(one)

        yield start


@pytest.fixture
def emulator(start_emulator: Callable[..., EmulatorProcess]) -> EmulatorProcess:
    """An emulator in real time, with the people of seed 1."""
    return start_emulator()


@pytest.fixture
def carrier(emulator: EmulatorProcess) -> dict[str, str]:
    """The variables with which our programs use the emulator as their carrier."""
    return {"CADENCE_TWILIO_URL": emulator.url, **ACCOUNT}
