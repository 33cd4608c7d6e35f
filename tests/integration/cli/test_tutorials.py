"""Does every command of the tutorials run, and print what they show? On the stack that a newcomer starts."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.waiting import PATIENCE, until

ROOT = Path(__file__).parents[3]
TUTORIALS = [ROOT / "docs" / "tutorial.md", ROOT / "docs" / "tutorial.es.md"]
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TERMINAL = "terminal"
"""Marks commands of the newcomer's terminal: starting the servers, which the test has done."""
FAILS = "fails"
"""Marks commands of which the last is to fail."""
ANYTHING = "…"
"""Stands for what is different on each machine; alone on a line, for any number of lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A block of a tutorial: a file, commands, or what the commands before it print."""

    kind: str
    mark: str
    text: str


def pieces(page: Path) -> list[Piece]:
    """Return the blocks of a tutorial, in order."""
    text = page.read_text(encoding="utf-8")
    return [Piece(kind=kind, mark=mark, text=body) for kind, mark, body in BLOCK.findall(text)]


@pytest.fixture(params=TUTORIALS, ids=lambda page: page.stem)
def page(request: pytest.FixtureRequest) -> Path:
    """A tutorial."""
    return Path(request.param)


@pytest.fixture
def terminal(state: Path, page: Path) -> Iterator[dict[str, str]]:
    """The environment of a terminal beside servers that run, new ones for each tutorial."""
    folder = state / page.stem
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = {"CADENCE_STATE_DIR": str(folder), "PATH": path, "HOME": str(state), "LANG": "C.UTF-8"}
    first = environment | {"CADENCE_TRY_NUMBERS": "+34600000009"}  # the tutorials set it in their first terminal only
    words = folder.with_suffix(".words")
    with words.open("w") as output:
        process = subprocess.Popen(["cadence", "up"], cwd=ROOT, env=first, stdout=output, stderr=output)
    try:
        until(lambda: "Running." in words.read_text() or process.poll() is not None)
        assert process.poll() is None, words.read_text()
        yield environment
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)


@pytest.mark.timeout(300)
def test_every_command_runs_and_prints_what_is_shown(page: Path, terminal: dict[str, str], tmp_path: Path) -> None:
    """From the first to the last, as a newcomer types them."""
    printed, commands = "", 0
    for piece in pieces(page):
        if piece.kind in {"yaml", "csv"}:
            (tmp_path / piece.mark).write_text(piece.text, encoding="utf-8")
        elif piece.kind == "sh" and piece.mark != TERMINAL:
            done = subprocess.run(
                ["bash", "-ec", piece.text],
                cwd=tmp_path,
                env=terminal,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
            printed, commands = f"{done.stdout}\n", commands + 1
            assert (done.returncode != 0) == (piece.mark == FAILS), piece.text + printed
            assert "Traceback" not in printed
        elif piece.kind == "text":
            assert as_pattern(piece.text).search(printed), f"{piece.text}\nis not what was printed:\n{printed}"
    assert commands > 10


def as_pattern(shown: str) -> re.Pattern[str]:
    """Return what a shown output stands for."""
    lines = [
        "(?:.*\n)*?" if line == ANYTHING else re.escape(line).replace(ANYTHING, ".*") + "\n"
        for line in shown.splitlines()
    ]
    return re.compile("^" + "".join(lines), re.MULTILINE)


def test_both_tutorials_have_the_same_commands() -> None:
    """The names of files and the reasons are of the language; the commands and their order are not."""
    english, spanish = (
        [line.split()[:2] for piece in pieces(page) if piece.kind == "sh" for line in piece.text.splitlines()]
        for page in TUTORIALS
    )

    assert spanish == english
