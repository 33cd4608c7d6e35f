"""What does a shell propose while a command is typed?"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cadence.cli.app import COMMANDS
from cadence.cli.completion import words_in_shell

ROOT = Path(__file__).parents[3]
SHELLS = ("bash", "zsh", "fish")
BASH = """
source "$1"
complete -p cadence
shift
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_cadence_completion cadence
printf '%s\\n' "${COMPREPLY[@]}"
"""
NOWHERE = {"CADENCE_DATABASE_URL": "postgresql+psycopg://127.0.0.1:1/cadence"}


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which `cadence` is the program of this folder, and no ledger answers."""
    folder = tmp_path_factory.mktemp("bin")
    program = folder / "cadence"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m cadence "$@"\n')
    program.chmod(0o755)
    paths = {"PATH": f"{folder}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    return {"HOME": str(folder), **paths, **NOWHERE}


def script(shell: str, programs: dict[str, str]) -> str:
    """What a shell is given to source."""
    setting = programs | {"_CADENCE_COMPLETE": f"source_{shell}"}
    return subprocess.run(["cadence"], env=setting, check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_gets_a_script(shell: str, programs: dict[str, str]) -> None:
    """It asks the program itself, so it never lags behind."""
    text = script(shell, programs)

    assert f"_CADENCE_COMPLETE=complete_{shell}" in text
    assert "cadence" in text


@pytest.mark.skipif(shutil.which("bash") is None, reason="this machine has no bash")
@pytest.mark.parametrize(
    ("typed", "proposed"),
    [
        (["la"], {"launch"}),
        (["p"], {"pause", "plan", "packs", "preview", "privacy"}),
        (["launch", "--sh"], {"--share", "--sheet"}),
        (["launch", "spring.yaml", "--first", "3", "--yes", "--becau"], {"--because"}),
        (["launch", "--first", "3", "--first", "4", "--mig"], {"--migrate"}),  # twice is refused only when it is run
        (["consent", "pr"], {"proof"}),
        (["lead", "C-1001", "--language", "e"], {"en", "es"}),
        (["launch", "READ"], set()),  # nothing of ours: bash completes the names of files
        (["status", "spr"], set()),  # no ledger answers, and nothing is said about it
        (["launch", "'half a qu"], set()),
        (["nonsense", "--fi"], set()),
    ],
)
def test_bash_completes_what_was_typed(
    typed: list[str], proposed: set[str], programs: dict[str, str], tmp_path: Path
) -> None:
    """The script runs in bash, and nothing is printed beside the proposals."""
    file = tmp_path / "cadence.sh"
    file.write_text(script("bash", programs))
    done = subprocess.run(
        ["bash", "--norc", "-c", BASH, "bash", str(file), "cadence", *typed],
        env=programs,
        check=True,
        capture_output=True,
        text=True,
    )
    told_how, *lines = done.stdout.splitlines()

    assert done.stderr == ""
    assert "-o default" in told_how, "names of files are completed where the program proposes nothing"
    assert set(filter(None, lines)) == proposed


def test_every_command_is_proposed(programs: dict[str, str]) -> None:
    """Without a letter typed."""
    setting = programs | {"_CADENCE_COMPLETE": "complete_bash", "COMP_WORDS": "cadence ", "COMP_CWORD": "1"}
    proposed = subprocess.run(["cadence"], env=setting, check=True, capture_output=True, text=True).stdout.split()

    assert set(proposed) == set(COMMANDS)


@pytest.mark.parametrize(
    ("variable", "line", "words"),
    [
        ("COMP_WORDS", "cadence launch --fi", ["launch", "--fi"]),
        ("_TYPER_COMPLETE_ARGS", "cadence lead 'C 1", ["lead", "'C", "1"]),
        ("_TYPER_COMPLETE_ARGS", "", []),
    ],
)
def test_the_line_of_a_shell_is_read(
    variable: str, line: str, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bash hands it over in another variable than the others; a quotation mark may be open."""
    monkeypatch.delenv("COMP_WORDS", raising=False)
    monkeypatch.setenv(variable, line)

    assert words_in_shell() == words
