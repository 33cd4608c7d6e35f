"""What if the reader of a pipe closes it? Edge: `cadence ... | head` ends early, and that is no error."""

import io
import sys

from typing_extensions import Buffer


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
