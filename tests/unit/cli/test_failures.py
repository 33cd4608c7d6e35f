"""How does a command line end? Exit codes, where words go, and what is never shown."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cadence.cli import run
from cadence.cli.app import app
from cadence.domain.errors import CadenceError, ConflictError, UnavailableError

ROOT = Path(__file__).parents[3]


@pytest.fixture
def failing() -> Iterator[list[BaseException]]:
    """Adds a command that fails in the way a test puts here; it goes with the test."""
    ways: list[BaseException] = []

    @app.command("fail", hidden=True)
    def fail() -> None:
        raise ways[0]

    yield ways
    app.registered_commands.pop()


def caused(error: BaseException, cause: BaseException) -> BaseException:
    """The error as it is when raised from its cause."""
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ConflictError("It is not paused."), 1),  # a plain no
        (UnavailableError("It does not answer."), 3),  # try again later
        (RuntimeError("oops"), 1),  # a fault of our own
        (KeyboardInterrupt(), 130),  # as shells say it
    ],
)
def test_each_way_to_fail_has_its_code(failing: list[BaseException], error: BaseException, code: int) -> None:
    """Scripts act on the code."""
    failing.append(error)

    assert run(["fail"]) == code


def test_a_failure_is_told_with_its_causes_in_order(
    failing: list[BaseException], capsys: pytest.CaptureFixture[str]
) -> None:
    """The first line says what to do, those below because of what. Nothing is on stdout: that is for data."""
    deep = caused(OSError("connection to +34600000001 refused"), ValueError("port"))
    failing.append(caused(UnavailableError("PostgreSQL does not answer. Start it."), deep))

    run(["fail"])

    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [
        "error: PostgreSQL does not answer. Start it.",
        "  because: OSError: connection to <number> refused",
        "  because: ValueError: port",
    ]


def test_only_v_shows_the_code(failing: list[BaseException], capsys: pytest.CaptureFixture[str]) -> None:
    """A traceback tells a user nothing and may quote anything; whoever mends the program asks for it."""
    failing.append(CadenceError("No."))

    run(["fail"])
    plain = capsys.readouterr().err
    run(["-v", "fail"])
    verbose = capsys.readouterr().err

    assert "Traceback" not in plain
    assert "Traceback" in verbose


@pytest.mark.parametrize("typed", [["chekc"], ["check"], ["check", "--nosuch", "x"], []])
def test_a_mistyped_line_is_told_how_it_is_typed(typed: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Wrong use has a code of its own."""
    assert run(typed) == 2
    out, err = capsys.readouterr()
    assert "Usage:" in out + err


def test_the_version_is_the_package_s(capsys: pytest.CaptureFixture[str]) -> None:
    """Two places that say it must not drift apart."""
    assert run(["--version"]) == 0
    assert f'version = "{capsys.readouterr().out.strip()}"' in (ROOT / "pyproject.toml").read_text()


def test_a_reader_that_has_seen_enough_is_no_failure() -> None:
    """`cadence ... | head -1` closes the pipe before the last flush; the interpreter would complain of it, code 120."""
    reader, writer = os.pipe()
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    os.close(reader)
    try:
        typed = [sys.executable, "-m", "cadence", "check", "--json", "campaigns/cart-recovery.yaml"]
        done = subprocess.run(
            typed, stdout=writer, stderr=subprocess.PIPE, text=True, check=False, cwd=ROOT, env=buffered
        )
    finally:
        os.close(writer)

    assert (done.returncode, done.stderr) == (0, "1 file checked, no mistakes\n")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (["schema"], 0),
        (["check", "--json", *["broken.yaml"] * 300], 1),  # as it ends when all of it is read
    ],
)
def test_much_that_nobody_reads_ends_as_little_does(tmp_path: Path, typed: list[str], code: int) -> None:
    """More than is written at once: a script that wants the first line only must not take the rest for a failure."""
    (tmp_path / "broken.yaml").write_text("purpose: marketting\n")
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "cadence", *typed],
            stdout=writer,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
    finally:
        os.close(writer)

    assert done.returncode == code
    assert "error" not in done.stderr


def test_check_tells_every_mistake_where_it_stands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Lines on stdout, for editors to jump to; the sum on stderr; exit code 1."""
    file = tmp_path / "broken.yaml"
    file.write_text("campaign: broken\npurpose: marketting\nwindos: []\n")

    assert run(["check", str(file)]) == 1
    out, err = capsys.readouterr()
    assert f"{file}:2:" in out
    assert 'did you mean "marketing"' in out
    assert f"{file}:3:" in out
    assert "1 with mistakes" in err

    assert run(["check", "--json", str(file)]) == 1
    mistakes = json.loads(capsys.readouterr().out)
    assert {2, 3} <= {mistake["line"] for mistake in mistakes}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        # a file of an old Windows: the first accent is what another editor would show as a box
        ("campaign: spring\ntitle: año\n".encode("latin-1"), ":2:9: the byte f1, which is not UTF-8; expected a text"),
        # accents before it are characters, not bytes
        ("title: áé".encode() + b"\xf1", ":1:10: the byte f1"),
        # a picture, or a document of a word processor
        (b"\x89PNG\r\n", ":1:1: the byte 89, which is not UTF-8"),
        # nothing there
        (None, ":1:1: does not exist; expected a campaign file in YAML"),
    ],
)
def test_check_says_when_a_file_is_no_text_and_looks_at_the_others(
    tmp_path: Path, content: bytes | None, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """All mistakes at once, also when one file cannot be read at all."""
    file, other = tmp_path / "campaign.yaml", tmp_path / "other.yaml"
    if content is not None:
        file.write_bytes(content)
    other.write_text("campaign: other\npurpose: marketting\n")

    assert run(["check", str(file), str(other)]) == 1

    out, err = capsys.readouterr()
    assert f"{file}{said}" in out
    assert f"{other}:2:" in out
    assert err.startswith("2 files checked, 2 with mistakes")


def test_a_folder_is_no_campaign(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`cadence check campaigns` instead of `campaigns/*.yaml`."""
    assert run(["check", str(tmp_path)]) == 1
    assert f"{tmp_path}:1:1: cannot be read (Is a directory)" in capsys.readouterr().out
