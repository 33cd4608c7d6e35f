"""An emulator that cannot start says why."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.channels.stand_in import ROOT
from tests.waiting import PATIENCE


@pytest.mark.parametrize(
    ("people", "words"),
    [
        ("", "No such file"),  # it is not there
        ("{", "Expecting"),  # not JSON
        ('{"+34600000001": {"zone": "Madrid"}}', "expected a zone such as Europe/Madrid"),
        ('{"nobody": {}}', "found 'nobody'; expected a number such as +34600000001"),
    ],
)
def test_a_people_file_that_cannot_be_used_is_named(tmp_path: Path, people: str, words: str) -> None:
    """In one line, with what was expected, and exit code 1."""
    file = tmp_path / "people.json"
    if people:
        file.write_text(people)
    command = [sys.executable, "-m", "cadence.local.emulator", "--port", "1", "--file", str(tmp_path / "emulator.db")]
    ended = subprocess.run(
        [*command, "--people", str(file)], cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False
    )

    assert ended.returncode == 1
    assert words in ended.stderr
    assert "Traceback" not in ended.stderr


def test_an_instant_without_a_zone_is_refused(tmp_path: Path) -> None:
    """A Clock an hour off would make a whole rehearsal worthless."""
    command = [sys.executable, "-m", "cadence.local.emulator", "--port", "1", "--file", str(tmp_path / "emulator.db")]
    ended = subprocess.run(
        [*command, "--origin", "2026-03-02T09:05:00"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )

    assert ended.returncode == 2
    assert "has no zone" in ended.stderr
