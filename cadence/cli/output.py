"""How does a command speak? Edge: data on stdout, for pipes; talk on stderr, for people."""

import asyncio
import json
import re
import sys
from collections.abc import Coroutine, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from cadence.domain.errors import CadenceError
from cadence.domain.visible import CONTROL, visible, visible_lines

if TYPE_CHECKING:
    from rich.progress import Progress

Result = TypeVar("Result")

LAST_THREADS = 0.25
"""So long the threads of a Temporal client may outlive it; an interpreter that ends before them crashes."""

_tracebacks = False
_typed: dict[str, str] = {}
"""What was typed with a line break or another control in it, and how it is shown: the longest first."""


def tracebacks(*, shown: bool) -> None:
    """Say whether a failure is told with where in the code it comes from."""
    global _tracebacks  # noqa: PLW0603  one terminal, one answer
    _tracebacks = shown


def typed(arguments: Iterable[str]) -> None:
    """Remember what was typed, so that a message that repeats it, or a part of a path in it, stays on one line."""
    _typed.clear()
    whole = [part for one in arguments for part in (one, one.partition("=")[2])]
    parts = {part for one in whole for part in (one, *Path(one).parts, Path(one).stem)}
    unsafe = sorted((one for one in parts if visible(one) != one), key=len, reverse=True)
    _typed.update({one: visible(one) for one in unsafe})


def talk(words: str) -> None:
    """Say something to the person at the terminal. Text from outside in it controls nothing."""
    for raw, shown in _typed.items():
        words = words.replace(raw, shown)
    print(visible_lines(words), file=sys.stderr, flush=True)


def say(words: str = "") -> None:
    r"""Print one line of a result. A line break in a name or text is shown as `\n`: it cannot forge a second line."""
    print(visible(words), flush=True)


def join(words: Sequence[str]) -> str:
    """Return words as people list them: "a, b and c"."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def say_lines(lines: Iterable[str]) -> None:
    """Print a result line by line."""
    for words in lines:
        say(words)


def print_json(value: object) -> None:
    """Print data for other programs. Instants are written as ISO 8601, other values as their text."""
    print(as_json(value))


def as_json(value: object) -> str:
    """Return data as JSON in which no character controls a terminal."""
    return CONTROL.sub(_escaped, json.dumps(value, ensure_ascii=False, indent=2, default=_as_text))


def print_table(rows: Sequence[Mapping[str, object]], columns: Mapping[str, str]) -> None:
    """Print rows under headings: `columns` gives key and heading. Pipes get tabs, terminals a table."""
    if not sys.stdout.isatty():
        for row in rows:
            say_tabbed(_as_text(row.get(key, "")) for key in columns)
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*columns.values(), box=None, header_style="bold")
    for row in rows:
        table.add_row(
            *(Text(visible(_as_text(row.get(key, "")))) for key in columns)
        )  # as text: brackets are no markup
    Console().print(table)


@contextmanager
def progress() -> Iterator["Progress"]:
    """Show how far long work has come, on stderr; only a terminal sees it move."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as shown:
        yield shown


def wait_for(work: Coroutine[Any, Any, Result]) -> Result:
    """Run asynchronous work to its end."""

    async def and_its_threads() -> Result:
        try:
            return await work
        finally:
            await asyncio.sleep(LAST_THREADS)

    return asyncio.run(and_its_threads())


def complain(error: BaseException) -> None:
    """Say on stderr what went wrong and because of what; with -v, where in the code."""
    from cadence.app.logs import scrub

    ours = isinstance(error, CadenceError)
    talk(f"error: {error}" if ours else f"error: {type(error).__name__}: {scrub(str(error))}")
    cause = error.__cause__
    while cause is not None:
        # It is not ours and may quote anything: one line of it, without numbers and addresses.
        first_line = (scrub(str(cause)).strip().splitlines() or ["no more is known"])[0]
        talk(f"  because: {type(cause).__name__}: {first_line}")
        cause = cause.__cause__
    if _tracebacks:
        import traceback

        traceback.print_exception(error, file=sys.stderr)
    elif not ours:
        talk("This is a fault of cadence itself. `cadence -v ...` shows where.")


def say_tabbed(cells: Iterable[str]) -> None:
    """Print one row for a pipe."""
    print("\t".join(visible(cell) for cell in cells))


def _escaped(found: re.Match[str]) -> str:
    """Return a character that JSON may hold as it is, and a terminal may obey, as JSON also writes it."""
    return f"\\u{ord(found.group()):04x}"


def _as_text(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
