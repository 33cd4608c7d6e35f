"""Does every command say what it does, how it is typed, and does the manual say the same?"""

import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from cadence.cli import run
from cadence.cli.app import COMMANDS, app, load
from tests.unit.scripts import script

ROOT = Path(__file__).parents[3]
HEAVY = {"fastapi", "holidays", "pydantic", "rich.table", "ruamel", "sqlalchemy", "temporalio", "twilio"}


def commands() -> dict[str, Any]:
    """Every command by the words it is typed with."""
    for name in COMMANDS:
        load(name)
    by_words: dict[str, Any] = {}
    for name, command in get_command(app).commands.items():  # type: ignore[attr-defined]  # it is a group
        by_words |= {f"{name} {word}": below for word, below in getattr(command, "commands", {}).items()}
        if not hasattr(command, "commands"):
            by_words[name] = command
    return by_words


def examples(command: Any) -> list[str]:
    """The lines at the end of a command's help."""
    return [line.strip() for line in (command.epilog or "").splitlines() if line.startswith("  ")]


@pytest.mark.parametrize("name", commands())
def test_a_command_has_help_and_an_example(name: str) -> None:
    """Whoever forgot how a command is typed finds a line to copy."""
    command = commands()[name]

    assert command.help
    assert examples(command)
    assert all(parameter.help for parameter in command.params)


@pytest.mark.parametrize("name", commands())
def test_an_example_can_be_typed(name: str) -> None:
    """An example that is refused is worse than none."""
    command = commands()[name]
    for example in examples(command):
        words = shlex.split(example.partition(" > ")[0].partition(" | ")[0])
        words = words[next(place for place, word in enumerate(words) if "=" not in word) :]  # variables before it
        typed = ["cadence", *name.split()]

        assert words[: len(typed)] == typed
        command.make_context(name, words[len(typed) :])  # raises when it would be refused


def test_the_manual_says_what_the_program_says() -> None:
    """`make docs` writes it. No command and no setting is left out, none is described that is gone."""
    manual = script("manual")

    assert manual.CLI.read_text() == manual.cli_page(), "run `make docs`"
    assert manual.settings_table() in manual.OPERATIONS.read_text(), "run `make docs`"


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_has_the_first_sentence_of_their_help(name: str) -> None:
    """A command is not loaded to be listed, so the list has a copy of the sentence."""
    commands()

    assert " ".join(get_command(app).commands[name].help.split()).startswith(COMMANDS[name])  # type: ignore[attr-defined]


def test_help_loads_nothing_heavy() -> None:
    """`cadence --help` answers at once because a command is loaded when it is typed."""
    command = [sys.executable, "-c", "import sys, cadence.cli; print(*sys.modules)"]
    loaded = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split()

    assert HEAVY & set(loaded) == set()


@pytest.mark.parametrize(
    ("module", "not_needed"),
    [
        ("list_campaigns", {"alembic", "cadence.policy.primitives", "holidays", "rich.table", "temporalio", "twilio"}),
        ("status", {"alembic", "cadence.cli.checks", "requests", "temporalio", "twilio"}),
        (
            "lead",
            {"alembic", "cadence.replies", "requests", "rich.table", "twilio"},
        ),  # Temporal has a part of the story
    ],
)
def test_looking_loads_nothing_that_it_does_not_need(module: str, not_needed: set[str]) -> None:
    """Importing is most of what a look costs (`bench/looking.py`)."""
    command = [sys.executable, "-c", f"import sys, cadence.cli.commands.{module}; print(*sys.modules)"]
    loaded = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split()

    assert f"cadence.cli.commands.{module}" in loaded
    assert not_needed & set(loaded) == set()


@pytest.mark.parametrize(
    "typed",
    [
        ["review", "3f2a9c10", "--as", "perhaps"],
        ["launch", "file.yaml", "--dates", "backwards"],
        ["lead", "C-1001", "--language", "fr"],
        ["plan", "file.yaml", "--seed", "many"],
        ["consent", "import", "file.csv", "--dates", "backwards"],
    ],
    ids=" ".join,
)
def test_a_value_that_is_none_is_refused_without_the_words_of_a_library(
    typed: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Typer reads values with pydantic, whose prefix says nothing to whoever typed the command."""
    assert run(typed) == 2

    printed = capsys.readouterr().err
    assert "Invalid value for" in printed or "Error" in printed
    assert "Value error" not in printed
