"""Can text from outside control a terminal, forge a line or a cell, or be hidden?"""

import ast
import json
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence.cli import output
from cadence.domain.visible import visible, visible_lines

ROOT = Path(__file__).parents[3]
HOSTILE = {
    "clear the screen": "\x1b[2J\x1b[H",
    "change the title": "\x1b]0;owned\x07",
    "eight-bit control": "\x9b2J",
    "forge a line": "Ana\r\n2027-03-09 12:00:00Z  allowed",
    "hide a line": "Ana\rBea",
    "erase backwards": "Ana\b\b\b",
    "next line": "Ana\x85allowed",
    "line separator": "Ana\u2028allowed",
    "reversed": "\u202egnp.exe",
    "isolated": "\u2066abc\u2069",
    "vertical": "a\x0bb\x0cc",
    "half a character": "a\ud83d",
    "nothing": "a\x00b",
}
HARMLESS = ("Ana Ñandú", "👍🏽", "👨\u200d👩\u200d👧", "مرحبا", "日本語", "a[b]c [bold]x[/bold] [/]", "100 %")


@pytest.mark.parametrize("text", list(HOSTILE.values()), ids=list(HOSTILE))
def test_a_hostile_text_is_written_out_on_one_line(text: str) -> None:
    """Nothing of it is hidden, and nothing obeyed."""
    shown = visible(f"before {text} after")

    assert shown.startswith("before ")
    assert shown.endswith(" after")
    assert "\\" in shown
    assert all(delivery.isprintable() for delivery in shown)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_people_write_stays_as_it_is(text: str) -> None:
    """Letters of every script, and signs that are joined of several."""
    assert visible(text) == visible_lines(text) == text


@given(st.text())
def test_no_text_at_all_gets_a_control_through(text: str) -> None:
    """Whatever somebody sends."""
    for delivery in visible(text):
        assert delivery.isprintable() or delivery in visible(delivery), ascii(delivery)
        assert not "\x00" <= delivery < " "
        assert not "\x7f" <= delivery <= "\x9f"
    assert "\x1b" not in visible_lines(text)
    assert visible_lines("a\tb\nc") == "a\tb\nc", "our own layout"


@pytest.mark.parametrize("text", [*HOSTILE.values(), *HARMLESS])
@pytest.mark.parametrize("terminal", [True, False])
def test_every_way_to_print_is_safe(
    text: str, terminal: bool, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lines, talk, tables and JSON; a table in a terminal reads no markup, and JSON stays what it says."""
    output.say(f"name {text}")
    output.say_lines([f"name {text}"])
    output.talk(f"name {text}")
    with monkeypatch.context() as patched:
        patched.setattr(sys.stdout, "isatty", lambda: terminal)
        output.print_table([{"name": text, "other": 1}], {"name": "name", "other": "other"})
    shown = capsys.readouterr()

    own = shown.out.replace("\x1b[1m", "").replace("\x1b[0m", "")  # the bold heading is ours
    for delivery in (own + shown.err).replace("\n", ""):
        assert delivery in "\t\u200d" or delivery.isprintable(), ascii(delivery)
    assert len(shown.out.splitlines()) == (4 if terminal else 3), "as many lines as were printed"

    output.print_json({"name": text})
    printed = capsys.readouterr().out
    assert "\x1b" not in printed
    assert "\x9b" not in printed
    assert json.loads(printed) == {"name": text}


def test_json_has_plain_values(capsys: pytest.CaptureFixture[str]) -> None:
    """A set is a list in order, and an instant is in ISO 8601: never what Python calls them."""
    output.print_json({"countries": frozenset({"ES", "CO"}), "at": datetime(2027, 3, 8, tzinfo=UTC), "none": set()})

    expected = {"countries": ["CO", "ES"], "at": "2027-03-08T00:00:00+00:00", "none": []}
    assert json.loads(capsys.readouterr().out) == expected


def test_nothing_is_cut_in_a_narrow_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A single row is a list, and the cells of several rows have more lines."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    columns = {letter: f"heading {letter}" for letter in "abcdefgh"}
    row = {letter: f"harmless.spanish.{letter}" for letter in columns}

    output.print_table([row], columns)
    alone = capsys.readouterr().out
    output.print_table([row, row], columns)
    several = capsys.readouterr().out

    assert [value for value in row.values() if value not in alone] == []
    assert "…" not in alone + several
    assert max(map(len, re.sub(r"\x1b\[\d*m", "", several).splitlines())) <= 80


def test_commands_print_through_these_functions_only() -> None:
    """A bare print would let everything through."""
    files = sorted((ROOT / "cadence" / "cli").rglob("*.py"))
    assert len(files) > 40
    places = [
        f"{file.name}:{node.lineno}"
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    streamed = {"backtest.py"}  # JSON that is written piece by piece, in ASCII
    assert {place.split(":")[0] for place in places} <= {"output.py"} | streamed
