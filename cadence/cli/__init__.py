"""
How does a command line begin and end? Edge: reads what was typed, and returns an exit code.

Data goes to stdout and messages to stderr. Exit codes: 0 success, 1 problems found or failed, 2 wrong usage, 3 a needed
service does not answer.
"""

import gc
import os
import sys
from contextlib import redirect_stderr, suppress
from pathlib import Path

from cadence.cli.app import FAILED, UNAVAILABLE, app, load
from cadence.cli.completion import completing, words_in_shell
from cadence.cli.output import complain, let_readers_go, typed
from cadence.domain.errors import UnavailableError
from cadence.domain.storable import storable

INTERRUPTED = 130


def main() -> None:
    """Run the command that was typed and end the process with its exit code."""
    let_readers_go()
    gc.disable()  # what is imported stays: looking for garbage in it costs a fifth of a command's start
    sys.exit(run(sys.argv[1:]))


def _readable(word: str) -> str:
    """Return a word as typed, without bytes that are not text; the name of an existing file stays as it is."""
    return word if word.isascii() or os.path.lexists(word) else storable(word)


def _collect_again() -> None:
    """Collect garbage from now on, leaving aside what has been imported."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def _complete() -> int:
    """Print what may follow in the line of a shell; nothing goes to stderr, whatever fails."""
    with Path(os.devnull).open("w", encoding="utf-8") as silence, redirect_stderr(silence), suppress(Exception):
        load(next((word for word in words_in_shell() if not word.startswith("-")), ""))
        try:
            app([], prog_name="cadence")
        except SystemExit as ended:
            return ended.code if isinstance(ended.code, int) else 0
    return FAILED


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code; errors become a message on stderr."""
    words = [_readable(word) for word in arguments]
    typed(words)
    if completing():
        return _complete()
    try:
        load(next((word for word in words if not word.startswith("-")), ""))
        _collect_again()
        app(words, prog_name="cadence")
    except SystemExit as ended:  # how Typer ends, also after printing help
        return ended.code if isinstance(ended.code, int) else 0
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001  nothing above this catches errors
        complain(error)
        return UNAVAILABLE if isinstance(error, UnavailableError) else FAILED
    return 0
