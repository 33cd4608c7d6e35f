"""How does a command print? Edge: data on stdout, for pipes; messages on stderr, for people."""

import asyncio
import io
import json
import re
import sys
from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from typing_extensions import Buffer

from cadence.domain.errors import CadenceError
from cadence.domain.visible import CONTROL, visible, visible_lines

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

Result = TypeVar("Result")

WIDEST = 10_000
"""So many signs has no line that we print."""

LAST_THREADS = 0.25
"""Seconds that threads of a Temporal client may outlive it; an interpreter that ends before them crashes."""

_tracebacks = False
_typed: dict[str, str] = {}
"""Typed text that contains a line break or another control character, and how it is shown; longest first."""


def tracebacks(*, shown: bool) -> None:
    """Set whether errors are printed with a traceback."""
    global _tracebacks  # noqa: PLW0603  one terminal, one answer
    _tracebacks = shown


def typed(arguments: Iterable[str]) -> None:
    """Remember what was typed, so that a message that repeats it, or a part of a path in it, stays on one line."""
    _typed.clear()
    whole = [part for argument in arguments for part in (argument, argument.partition("=")[2])]
    parts = {part for text in whole for part in (text, *Path(text).parts, Path(text).stem)}
    unsafe = sorted((part for part in parts if visible(part) != part), key=len, reverse=True)
    _typed.update({part: visible(part) for part in unsafe})


def talk(words: str) -> None:
    """Print a message on stderr. Control characters in quoted text are shown, not obeyed."""
    for raw, shown in _typed.items():
        words = words.replace(raw, shown)
    print(visible_lines(words), file=sys.stderr, flush=True)


def say(words: str = "") -> None:
    r"""Print one line of a result. A line break in a name or text is shown as `\n`: it cannot forge a second line."""
    print(visible(words), flush=True)


def join(words: Sequence[str]) -> str:
    """Return words as a list in a sentence: "a, b and c"."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def say_lines(lines: Iterable[str]) -> None:
    """Print a result line by line."""
    for words in lines:
        say(words)


def print_json(value: object) -> None:
    """Print data for other programs. Instants are written in ISO 8601, sets as sorted lists, other values as text."""
    print(as_json(value))


def as_json(value: object) -> str:
    """Return data as JSON without control characters for a terminal."""
    return CONTROL.sub(_escaped, json.dumps(value, ensure_ascii=False, indent=2, default=_as_plain))


def print_table(rows: Sequence[Mapping[str, object]], columns: Mapping[str, str]) -> None:
    """
    Print rows under headings: `columns` gives key and heading. Pipes get tabs, terminals a table.

    Nothing is cut where a terminal is narrow: one row is then a list, and the cells of several rows have more lines.
    """
    if not sys.stdout.isatty():
        for row in rows:
            say_tabbed(_as_text(row.get(key, "")) for key in columns)
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console, table = Console(), Table(box=None, header_style="bold")
    for heading in columns.values():
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(
            *(Text(visible(_as_text(row.get(key, "")))) for key in columns)
        )  # as text, so that brackets are not read as markup
    if len(rows) == 1 and _width(console, table) > console.width:
        table = Table.grid(padding=(0, 2))
        for key, heading in columns.items():
            table.add_row(Text(heading, style="bold"), Text(visible(_as_text(rows[0].get(key, ""))), overflow="fold"))
    console.print(table)


def _width(console: "Console", table: "Table") -> int:
    """Return how wide a table would be on a terminal without end."""
    from rich.measure import Measurement

    return Measurement.get(console, console.options.update(max_width=WIDEST), table).maximum


@contextmanager
def progress(title: str, total: int | None = None) -> Iterator[Callable[..., None]]:
    """Show on stderr, in a terminal, how far long work has come; it takes how much is done, of how much."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(title, total=total)
        yield lambda done, size=total: bar.update(task, completed=done, total=size)


def wait_for(work: Coroutine[Any, Any, Result]) -> Result:
    """Run asynchronous work to its end."""

    async def and_its_threads() -> Result:
        try:
            return await work
        finally:
            await asyncio.sleep(LAST_THREADS)

    return asyncio.run(and_its_threads())


def complain(error: BaseException) -> None:
    """Print on stderr what went wrong and its cause; with -v, where in the code."""
    from cadence.app.logs import scrub

    ours = isinstance(error, CadenceError)
    talk(f"error: {error}" if ours else f"error: {type(error).__name__}: {scrub(str(error))}")
    cause = error.__cause__
    while cause is not None:
        # The text is not ours and may quote anything: print one line, without numbers and addresses.
        first_line = (scrub(str(cause)).strip().splitlines() or ["no details"])[0]
        talk(f"  because: {type(cause).__name__}: {first_line}")
        cause = cause.__cause__
    if _tracebacks:
        import traceback

        traceback.print_exception(error, file=sys.stderr)
    elif not ours:
        talk("This is a bug in cadence. `cadence -v ...` shows where.")


def say_tabbed(cells: Iterable[str]) -> None:
    """Print one row, separated by tabs, for a pipe."""
    print("\t".join(visible(cell) for cell in cells))


def _escaped(match: re.Match[str]) -> str:
    """Return the JSON escape of a character that JSON allows unescaped but a terminal may obey."""
    return f"\\u{ord(match.group()):04x}"


def _as_text(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _as_plain(value: object) -> object:
    """Return what JSON has no form for as a list or as text."""
    return sorted(value, key=str) if isinstance(value, AbstractSet) else _as_text(value)


class _Pipe(io.FileIO):
    """A stream whose reader may close it: the command still runs to its end, so that its exit code is the same."""

    gone = False

    def write(self, data: Buffer, /) -> int:
        """Write, or discard the data if the reader has gone."""
        try:
            return super().write(data)
        except BrokenPipeError:
            self.gone = True
            return memoryview(data).nbytes


def let_readers_go() -> None:
    """Let the command continue when the reader of stdout or stderr closes the pipe."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if isinstance(stream, io.TextIOWrapper):  # None when it was closed beforehand
            setattr(sys, name, _lasting(stream))


def nobody_reads() -> bool:
    """Return whether the reader of stdout has gone: a command that prints until interrupted then ends."""
    raw = getattr(getattr(sys.stdout, "buffer", None), "raw", None)
    return isinstance(raw, _Pipe) and raw.gone


def _lasting(stream: io.TextIOWrapper) -> io.TextIOWrapper:
    return io.TextIOWrapper(
        io.BufferedWriter(_Pipe(stream.fileno(), "w", closefd=False)),
        encoding=stream.encoding,
        errors="backslashreplace",  # a terminal that cannot show a letter stops no command
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )
